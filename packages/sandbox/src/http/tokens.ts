import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type Clock, HOUR, SECOND } from './clock.js';
import { CONSUMERS, type Directory, type MicrosoftApp, type WebAccount, type WebProvider } from './directory.js';
import { Handles } from './handles.js';
import { createRsaKeys, type KeyPair, signJwt } from './jwt.js';
import type { WebSwitches } from './web-switches.js';

/** What an access token says, whether one can read it or not. */
export interface AccessToken {
  readonly provider: WebProvider;
  readonly clientId: string;
  /** Undefined in a token of the app itself. */
  readonly user?: string;
  /** Microsoft's resource; empty at Google, where scopes say it all. */
  readonly audience: string;
  /** Delegated scopes; of an app's own token its roles. */
  readonly scopes: readonly string[];
  /** Of an app's own token: the mailboxes it may use; undefined for all. */
  readonly mailboxes?: readonly string[];
}

export interface Minted {
  readonly text: string;
  /** Seconds. */
  readonly lifetime: number;
}

// One for all, made when it is first asked for: an RSA key takes a while, and nothing here rests on its being secret.
let keys: KeyPair | undefined;

/** Mints access tokens and knows them again. */
export class Tokens {
  readonly #clock: Clock;
  readonly #directory: Directory;
  readonly #switches: Readonly<WebSwitches>;
  readonly #minted: Handles<AccessToken>;

  constructor(clock: Clock, directory: Directory, switches: Readonly<WebSwitches>) {
    this.#clock = clock;
    this.#directory = directory;
    this.#switches = switches;
    this.#minted = new Handles(clock);
  }

  /** What signs Microsoft's tokens. */
  get keys(): KeyPair {
    keys ??= createRsaKeys();
    return keys;
  }

  /** The list of keys that both providers publish (RFC 7517). */
  get keySet(): { readonly keys: readonly object[] } {
    const { kty, n, e } = this.keys.publicKey.export({ format: 'jwk' });
    return { keys: [{ kty, use: 'sig', alg: 'RS256', kid: this.keyId, x5t: this.keyId, n, e }] };
  }

  /** Which key that is, as tokens and the list of keys name it. */
  get keyId(): string {
    const der = this.keys.publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha1').update(der).digest('base64url');
  }

  /** A JWT for an organisation's account or an app, an opaque text for a personal account. */
  microsoft(app: MicrosoftApp, account: WebAccount | undefined, audience: string, scopes: readonly string[]): Minted {
    const lifetime = this.#switches.accessTokenSeconds || randomInt(3599, 5400);
    const token: AccessToken = {
      provider: 'microsoft',
      clientId: app.clientId,
      user: account?.user,
      audience,
      scopes,
      mailboxes: account === undefined ? app.mailboxes : undefined,
    };
    const text =
      account?.kind === 'personal'
        ? `EwB${randomBytes(900).toString('base64')}`
        : signJwt(this.#header(), this.#claims(app, account, token, lifetime), this.keys.privateKey);
    return this.#keep(text, token, lifetime);
  }

  google(clientId: string, user: string, scopes: readonly string[]): Minted {
    const lifetime = this.#switches.accessTokenSeconds || HOUR / SECOND - 1;
    const text = `ya29.${randomBytes(150).toString('base64url')}`;
    return this.#keep(text, { provider: 'google', clientId, user, audience: '', scopes }, lifetime);
  }

  /** Microsoft's token about a sign-in (OpenID Connect); `login` is the address of the endpoint. */
  identity(app: MicrosoftApp, account: WebAccount, login: string, nonce: string | undefined): string {
    const tenant = this.tenantOf(account);
    const now = Math.floor(this.#clock.now() / SECOND);
    const claims = {
      aud: app.clientId,
      iss: `${login}/${tenant}/v2.0`,
      iat: now,
      nbf: now,
      exp: now + 3600,
      name: account.user,
      nonce,
      oid: account.id,
      preferred_username: account.user,
      sub: createHash('sha256').update(`${app.clientId} ${account.id}`).digest('base64url'),
      tid: tenant,
      ver: '2.0',
    };
    return signJwt(this.#header(), claims, this.keys.privateKey);
  }

  /** Google's. Its issuer is always the real one. */
  googleIdentity(clientId: string, account: WebAccount, nonce: string | undefined): string {
    const now = Math.floor(this.#clock.now() / SECOND);
    const sub = BigInt(`0x${account.id.replaceAll('-', '')}`)
      .toString()
      .slice(0, 21);
    const claims = {
      iss: 'https://accounts.google.com',
      azp: clientId,
      aud: clientId,
      sub,
      email: account.user,
      email_verified: true,
    };
    return signJwt(this.#header(), { ...claims, nonce, iat: now, exp: now + 3600 }, this.keys.privateKey);
  }

  tenantOf(account: WebAccount | undefined): string {
    return account?.kind === 'personal' ? CONSUMERS : this.#directory.tenantId;
  }

  /** Undefined for a text that was never a token. */
  find(text: string): (AccessToken & { readonly expired: boolean }) | undefined {
    const handle = this.#minted.find(text);
    return handle && { ...handle.value, expired: this.#minted.isExpired(handle) };
  }

  /** Ends these tokens before their time. */
  expire(which: (token: AccessToken) => boolean): void {
    for (const handle of this.#minted.all()) {
      if (which(handle.value)) handle.expiresAt = Math.min(handle.expiresAt, this.#clock.now());
    }
  }

  #keep(text: string, token: AccessToken, lifetime: number): Minted {
    this.#minted.issue(text, token, lifetime * SECOND);
    return { text, lifetime };
  }

  #header(): { readonly [name: string]: string } {
    return { kid: this.keyId, x5t: this.keyId };
  }

  /** Those of a token of version 1, which Exchange and Graph ask for. */
  #claims(
    app: MicrosoftApp,
    account: WebAccount | undefined,
    token: AccessToken,
    lifetime: number,
  ): object & Record<string, unknown> {
    const now = Math.floor(this.#clock.now() / SECOND);
    const tenant = this.tenantOf(account);
    const common = {
      aud: token.audience,
      iss: `https://sts.windows.net/${tenant}/`,
      iat: now,
      nbf: now,
      exp: now + lifetime,
      app_displayname: app.name,
      appid: app.clientId,
      appidacr: app.publicClient ? '0' : '1',
      tid: tenant,
      uti: randomBytes(16).toString('base64url'),
      ver: '1.0',
    };
    if (account === undefined) return { ...common, idtyp: 'app', oid: randomUUID(), roles: token.scopes };
    const { id: oid, user } = account;
    return { ...common, idtyp: 'user', name: user, oid, scp: token.scopes.join(' '), unique_name: user, upn: user };
  }
}
