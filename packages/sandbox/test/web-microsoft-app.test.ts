import { createHash, generateKeyPairSync, randomUUID, sign, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MicrosoftApp, sandbox, type WebSandbox } from '../src/index.js';
import { type Answer, calm, createFetch, form } from './fetch.js';

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const outside = generateKeyPairSync('rsa', { modulusLength: 2048 });

const apps: MicrosoftApp[] = [
  { clientId: 'single', name: 'Single', publicClient: true, accounts: 'tenant', redirectUris: ['http://127.0.0.1'] },
  { clientId: 'off', name: 'Off', publicClient: true, disabled: true },
  {
    clientId: 'federated',
    name: 'Federated',
    publicClient: false,
    federated: {
      issuer: 'https://issuer.example',
      subject: 'the job',
      publicKey: outside.publicKey.export({ type: 'spki', format: 'pem' }) as string,
    },
  },
  { clientId: 'old', name: 'Old', publicClient: false, clientSecret: 'right', secretExpired: true },
];

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;

beforeAll(async () => {
  web = await sandbox.web({ apps: { microsoft: apps } });
  fetch = createFetch(web.ca);
});
afterEach(() => calm(web));
afterAll(() => web.close());

type Fields = Record<string, string | undefined>;
const login = (): string => web.urls['login.microsoftonline.com'];
const post = (path: string, fields: Fields): Promise<Answer> => fetch(`${login()}${path}`, { body: form(fields) });
const token = (fields: Fields, tenant = 'common'): Promise<Answer> =>
  post(`/${tenant}/oauth2/v2.0/token`, { client_id: web.microsoft.clientId, ...fields });
const claims = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());
const codeOf = ({ json }: Answer): number => json.error_codes[0];

describe('client credentials', () => {
  const DEFAULT = 'https://outlook.office365.com/.default';
  const ask = (fields: Fields, tenant = 'contoso.com'): Promise<Answer> => {
    const { clientId: client_id } = web.microsoft.daemon;
    return token({ grant_type: 'client_credentials', scope: DEFAULT, client_id, ...fields }, tenant);
  };
  const secret = (): Fields => ({ client_secret: web.microsoft.daemon.clientSecret });

  it('give a token with roles, and no refresh token', async () => {
    const { status, json } = await ask(secret());
    expect([status, json.refresh_token]).toEqual([200, undefined]);
    expect(claims(json.access_token)).toMatchObject({
      aud: 'https://outlook.office365.com',
      roles: ['SMTP.SendAsApp'],
    });
    const graph = await ask({ ...secret(), scope: 'https://graph.microsoft.com/.default' });
    expect(claims(graph.json.access_token).roles).toEqual(['Mail.Send', 'Mail.ReadWrite']);
  });

  it.each<[string, () => [Fields, tenant?: string], status: number, code: number]>([
    ['no secret', () => [{}], 401, 7000218],
    ['a wrong one', () => [{ client_secret: 'wrong' }], 401, 7000215],
    ['one that has expired', () => [{ client_id: 'old', client_secret: 'right' }], 401, 7000222],
    ['the secret of a public client', () => [{ client_id: web.microsoft.clientId, client_secret: 'x' }], 401, 700025],
    ['a public client', () => [{ client_id: web.microsoft.clientId }], 401, 7000218],
    ['common', () => [secret(), 'common'], 400, 9001023],
    ['consumers', () => [secret(), 'consumers'], 400, 9002332],
    ['organizations', () => [secret(), 'organizations'], 400, 50059],
    ['no such tenant', () => [secret(), 'nowhere.example'], 400, 90002],
    ['no such app', () => [{ ...secret(), client_id: randomUUID() }], 400, 700016],
    ['an app that is off', () => [{ client_id: 'off' }], 400, 7000112],
    ['an app of one tenant at common', () => [{ client_id: 'single' }, 'common'], 400, 50194],
    [
      'a scope without .default',
      () => [{ ...secret(), scope: 'https://outlook.office365.com/SMTP.Send' }],
      400,
      1002012,
    ],
    ['two resources', () => [{ ...secret(), scope: `${DEFAULT} https://graph.microsoft.com/.default` }], 400, 700022],
    ['no scope', () => [{ ...secret(), scope: undefined }], 400, 900144],
    ['no client', () => [{ client_id: undefined }], 400, 900144],
    ['an unknown grant', () => [{ ...secret(), grant_type: 'password' }], 400, 70003],
  ])('refuse %s', async (_name, fields, status, code) => {
    const answer = await ask(...fields());
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  it('take the token of another identity provider, as it was registered', async () => {
    const now = Math.floor(web.clock.now() / 1000);
    const assert = (change: object, key = outside.privateKey): Fields => {
      const claims = {
        iss: 'https://issuer.example',
        sub: 'the job',
        aud: 'api://AzureADTokenExchange',
        exp: now + 300,
      };
      const parts = [{ alg: 'RS256' }, { ...claims, ...change }];
      const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      const signature = sign('sha256', Buffer.from(signed), key).toString('base64url');
      return { client_id: 'federated', client_assertion_type: ASSERTION, client_assertion: `${signed}.${signature}` };
    };
    expect((await ask(assert({}))).status).toBe(200);
    for (const change of [{ sub: 'another job' }, { aud: 'https://elsewhere.example' }]) {
      expect(codeOf(await ask(assert(change)))).toBe(50027);
    }
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(codeOf(await ask(assert({}, privateKey)))).toBe(50027);
    // Without the issuer it is an assertion of the app's own, which has no certificate.
    expect(codeOf(await ask(assert({ iss: 'federated' })))).toBe(700027);
    expect(codeOf(await ask(assert({ exp: now - 301 })))).toBe(700024);
  });

  describe('with a certificate', () => {
    let identity: { readonly cert: string; readonly key: string };
    beforeAll(async () => {
      identity = await web.createCertificate();
    });

    const assertion = (change: { header?: object; claims?: object; key?: string } = {}): Fields => {
      const { clientId } = web.microsoft.daemon;
      const thumbprint = createHash('sha256').update(new X509Certificate(identity.cert).raw).digest('base64url');
      const now = Math.floor(web.clock.now() / 1000);
      const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint, ...change.header };
      const body = {
        aud: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token',
        iss: clientId,
        sub: clientId,
        jti: randomUUID(),
        nbf: now,
        exp: now + 300,
        ...change.claims,
      };
      const signed = [header, body].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      // RFC 7518 3.5: the salt is as long as the hash. 6 is RSA_PKCS1_PSS_PADDING.
      const signature = sign('sha256', Buffer.from(signed), {
        key: change.key ?? identity.key,
        padding: 6,
        saltLength: 32,
      });
      return {
        client_assertion_type: ASSERTION,
        client_assertion: `${signed}.${signature.toString('base64url')}`,
      };
    };

    it('take an assertion, for the address in reality and here, and each once', async () => {
      const once = assertion();
      expect((await ask(once)).status).toBe(200);
      expect(codeOf(await ask(once))).toBe(50027);
      const here = `${login()}/contoso.com/oauth2/v2.0/token`;
      expect((await ask(assertion({ claims: { aud: here } }))).status).toBe(200);
    });

    it.each<[string, Parameters<typeof assertion>[0], code: number]>([
      ['another thumbprint', { header: { 'x5t#S256': 'AAAA' } }, 700027],
      ['another algorithm than is said', { header: { alg: 'RS256' } }, 700027],
      ['no algorithm', { header: { alg: 'none' } }, 700027],
      ['another audience', { claims: { aud: 'https://elsewhere.example/token' } }, 50027],
      ['another issuer', { claims: { iss: 'elsewhere' } }, 50027],
      ['no id', { claims: { jti: undefined } }, 50027],
      ['no end', { claims: { exp: undefined } }, 700024],
      ['a time that is over', { claims: { exp: 1_000_000_000 } }, 700024],
      ['a time to come', { claims: { nbf: 9_000_000_000 } }, 700024],
    ])('refuse %s', async (_name, change, code) => {
      const answer = await ask(assertion(change));
      expect([answer.status, answer.json.error, codeOf(answer)]).toEqual([401, 'invalid_client', code]);
    });

    it('refuse the key of somebody else, and what is no JWT', async () => {
      const { key } = await (await sandbox.web()).createCertificate();
      expect(codeOf(await ask(assertion({ key })))).toBe(700027);
      expect(codeOf(await ask({ ...assertion(), client_assertion: 'nonsense' }))).toBe(50027);
    });
  });
});
