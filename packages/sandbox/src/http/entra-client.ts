import { createHash, X509Certificate } from 'node:crypto';
import { entraTime, SECOND } from './clock.js';
import type { MicrosoftApp, Tenant } from './directory.js';
import type { EntraCode } from './entra-errors.js';
import { Handles } from './handles.js';
import { isSignedBy, type Jwt, readJwt } from './jwt.js';
import { refusal } from './serve.js';
import type { World } from './world.js';

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const EXCHANGE = 'api://AzureADTokenExchange';

/** The app that a request names. Throws where there is none, or where it may not be used at this tenant's endpoint. */
export function findApp(world: World, clientId: string | null, tenant: Tenant, name: string): MicrosoftApp {
  if (!clientId) throw refusal.microsoft(world, '900144', { parameter: 'client_id' });
  const app = world.directory.app(clientId);
  const names = { clientId, tenant: name, app: app?.name };
  if (app === undefined) throw refusal.microsoft(world, '700016', names);
  if (app.disabled) throw refusal.microsoft(world, '7000112', names);
  if (app.accounts === 'tenant' && tenant === 'common') throw refusal.microsoft(world, '50194', names);
  if ((app.accounts === 'tenant' || app.accounts === 'organizations') && tenant === 'consumers') {
    throw refusal.microsoft(world, '9002332', names);
  }
  return app;
}

/** Checks how clients prove who they are, and remembers which assertions were used. */
export class ClientCheck {
  readonly #world: World;
  readonly #used: Handles<true>;

  constructor(world: World) {
    this.#world = world;
    this.#used = new Handles(world.clock);
  }

  /** Throws where the client is not who it says. `audiences` are the addresses of the token endpoint. */
  verify(app: MicrosoftApp, form: URLSearchParams, audiences: readonly string[]): void {
    const secret = form.get('client_secret');
    const assertion = form.get('client_assertion');
    const refuse = (code: EntraCode, names: Record<string, string> = {}): never => {
      throw refusal.microsoft(this.#world, code, { clientId: app.clientId, app: app.name, ...names });
    };
    if (app.publicClient) {
      if (secret !== null || assertion !== null) refuse('700025');
      return;
    }
    if (assertion !== null) {
      if (form.get('client_assertion_type') !== ASSERTION) refuse('900144', { parameter: 'client_assertion_type' });
      return this.#verifyAssertion(app, assertion, audiences, refuse);
    }
    if (secret === null) refuse('7000218');
    if (secret !== app.clientSecret) refuse('7000215');
    if (app.secretExpired) refuse('7000222');
  }

  #verifyAssertion(
    app: MicrosoftApp,
    text: string,
    audiences: readonly string[],
    refuse: (code: EntraCode, names?: Record<string, string>) => never,
  ): void {
    const jwt = readJwt(text) ?? refuse('50027', { why: 'JWT format is not proper.' });
    const { iss, sub, aud, exp, nbf, iat, jti } = jwt.claims;
    const { federated } = app;
    const outside = federated !== undefined && iss === federated.issuer;
    if (outside) {
      if (sub !== federated.subject) refuse('50027', { why: 'Subject does not match the federated credential.' });
      if (!isSignedBy(jwt, federated.publicKey, ['RS256'])) refuse('50027', { why: 'Signature verification failed.' });
      if (aud !== EXCHANGE) refuse('50027', { why: 'Unexpected audience.' });
    } else {
      this.#verifyCertificate(app, jwt, refuse);
      if (iss !== app.clientId || sub !== app.clientId) refuse('50027', { why: 'Unexpected issuer or subject.' });
      if (!audiences.includes(String(aud))) refuse('50027', { why: 'Unexpected audience.' });
    }
    const now = Math.floor(this.#world.clock.now() / SECOND);
    const from = Number(nbf ?? iat ?? now);
    // Five minutes of difference between clocks, as Microsoft allows.
    if (typeof exp !== 'number' || exp + 300 <= now || from - 300 > now) {
      refuse('700024', { from: entraTime(from * SECOND), until: entraTime(Number(exp) * SECOND || 0) });
    }
    if (outside) return;
    // RFC 7523 3: the id may be kept, so that an assertion is used once.
    if (typeof jti !== 'string' || jti === '') refuse('50027', { why: 'The claim jti is missing.' });
    if (this.#used.find(String(jti)) !== undefined) refuse('50027', { why: 'The assertion was used before.' });
    this.#used.issue(String(jti), true, 0);
  }

  /** learn.microsoft.com/entra/identity-platform/certificate-credentials: PS256 and x5t#S256, or the older RS256 and x5t. */
  #verifyCertificate(
    app: MicrosoftApp,
    jwt: Jwt,
    refuse: (code: EntraCode, names?: Record<string, string>) => never,
  ): void {
    const certificates = (app.certificates ?? []).map((pem) => new X509Certificate(pem));
    const { 'x5t#S256': sha256, x5t: sha1 } = jwt.header;
    const hash = (certificate: X509Certificate, name: string): string =>
      createHash(name).update(certificate.raw).digest('base64url');
    const found = certificates.find((one) =>
      sha256 === undefined ? sha1 === hash(one, 'sha1') : sha256 === hash(one, 'sha256'),
    );
    const thumbprint = Buffer.from(String(sha256 ?? sha1 ?? ''), 'base64url')
      .toString('hex')
      .toUpperCase();
    if (found === undefined) {
      return refuse('700027', { why: `The key was not found., Thumbprint of key used by client: '${thumbprint}'` });
    }
    if (!isSignedBy(jwt, found.publicKey, ['PS256', 'RS256'])) {
      refuse('700027', {
        why: `The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '${thumbprint}'`,
      });
    }
  }
}
