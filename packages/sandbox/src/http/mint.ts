import { randomBytes, randomInt } from 'node:crypto';
import { inspect } from 'node:util';
import type { Directory, MicrosoftApp, WebProvider } from './directory.js';
import type { Grant, Grants } from './grants.js';
import { createRsaKeys } from './jwt.js';
import type { WebHost } from './places.js';
import { fullNames, readScopes, rolesAt, withoutDefault } from './scopes.js';
import type { Tokens } from './tokens.js';
import type { MintedTokens, MintOptions, ServiceAccountKey, WebGrant } from './web-sandbox.js';

/** What a test has made without asking anybody. */
export class Mint {
  readonly #directory: Directory;
  readonly #grants: Grants;
  readonly #tokens: Tokens;

  constructor(directory: Directory, grants: Grants, tokens: Tokens) {
    this.#directory = directory;
    this.#grants = grants;
    this.#tokens = tokens;
  }

  /** Throws a TypeError for a user, a client or a scope that is not known. */
  mint(options: MintOptions): MintedTokens {
    return options.provider === 'google' ? this.#google(options) : this.#microsoft(options);
  }

  serviceAccount(scopes: readonly string[], urls: Readonly<Record<WebHost, string>>): ServiceAccountKey {
    const { publicKey, privateKey } = createRsaKeys();
    const email = `mailer-${randomBytes(3).toString('hex')}@sandbox.iam.gserviceaccount.com`;
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    this.#directory.serviceAccounts.push({ email, publicKey: pem, scopes });
    return {
      type: 'service_account',
      project_id: 'sandbox',
      private_key_id: randomBytes(20).toString('hex'),
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      client_email: email,
      client_id: String(randomInt(1e12, 2e12)),
      auth_uri: `${urls['accounts.google.com']}/o/oauth2/auth`,
      token_uri: `${urls['oauth2.googleapis.com']}/token`,
    };
  }

  grants(): readonly WebGrant[] {
    return this.#grants.all.map((grant) => new Shown(grant));
  }

  #microsoft({ user, scope, clientId }: MintOptions): MintedTokens {
    const app = this.#app(clientId, user === undefined);
    const asked = readScopes(scope);
    if ('wrong' in asked || asked.resource === undefined) throw new TypeError(`no scope of one resource: ${scope}`);
    if (user === undefined) {
      const { text, lifetime } = this.#tokens.microsoft(
        app,
        undefined,
        asked.resource,
        rolesAt(asked.resource, app.roles),
      );
      return { accessToken: text, expiresIn: lifetime };
    }
    const account = this.#directory.account('microsoft', user);
    if (account === undefined) throw new TypeError(`${user} has no account at Microsoft`);
    const scopes = withoutDefault(asked);
    const minted = this.#tokens.microsoft(app, account, asked.resource, scopes.names);
    const request = {
      provider: 'microsoft',
      clientId: app.clientId,
      tenant: 'common',
      scopes: fullNames(scopes),
    } as const;
    const grant = asked.openid.includes('offline_access') ? this.#grants.begin(request, account.user) : undefined;
    return { accessToken: minted.text, expiresIn: minted.lifetime, refreshToken: grant?.refreshToken };
  }

  #google({ user, scope, clientId }: MintOptions): MintedTokens {
    const account = this.#directory.account('google', user ?? '');
    const client = clientId === undefined ? this.#directory.clients[0] : this.#directory.client(clientId);
    if (account === undefined) throw new TypeError(`${user} has no account at Google`);
    if (client === undefined) throw new TypeError(`${clientId} is no client`);
    const scopes = scope.split(' ').filter(Boolean);
    const request = { provider: 'google', clientId: client.clientId, tenant: '', scopes } as const;
    const grant = this.#grants.begin(request, account.user);
    const minted = this.#tokens.google(client.clientId, account.user, scopes);
    return { accessToken: minted.text, expiresIn: minted.lifetime, refreshToken: grant.refreshToken };
  }

  #app(clientId: string | undefined, alone: boolean): MicrosoftApp {
    const [app, daemon] = this.#directory.apps;
    const chosen = clientId === undefined ? (alone ? daemon : app) : this.#directory.app(clientId);
    if (chosen === undefined) throw new TypeError(`${clientId} is no app`);
    return chosen;
  }
}

/** What is told of a sign-in; printed without its tokens. */
class Shown implements WebGrant {
  readonly provider: WebProvider;
  readonly user: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly refreshes: number;
  readonly revoked: boolean;
  readonly refreshToken: string;
  readonly honoured: string | undefined;

  constructor({ provider, user, clientId, scopes, refreshes, revokedAt, refreshToken, honoured }: Grant) {
    this.provider = provider;
    this.user = user;
    this.clientId = clientId;
    this.scopes = scopes;
    this.refreshes = refreshes;
    this.revoked = revokedAt !== undefined;
    this.refreshToken = refreshToken;
    this.honoured = honoured;
  }

  [inspect.custom](): object {
    const { refreshToken: _newest, honoured: _honoured, ...told } = this;
    return told;
  }
}
