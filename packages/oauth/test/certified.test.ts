import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  authorizationCode,
  clientCredentials,
  deviceCode,
  fetchTrusting,
  memoryStore,
  type OAuthEvent,
  openid,
  signIn,
} from '@ehlo/oauth';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loopbackIdentity } from './authority.js';
import { simulatedClock } from './token-server.js';

/*
 * Against oidc-provider, which is certified by the OpenID Foundation and knows nothing of this package: discovery, the
 * pages of a sign-in, PKCE, ID tokens, rotation with detection of reuse, device code, client credentials.
 */

let server: Server;
let issuer: string;
let trusting: typeof fetch;
let mounted: RequestListener;
const consumed: string[] = [];

beforeAll(async () => {
  // It says at length that its defaults are not for production.
  for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  const identity = await loopbackIdentity();
  server = createServer({ cert: identity.cert, key: identity.key }, (request, response) => mounted(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
  trusting = fetchTrusting(identity.cert);
  const { default: Provider } = await import('oidc-provider');
  const provider = new Provider(issuer, {
    scopes: ['openid', 'offline_access', 'email', 'mail'],
    claims: { openid: ['sub'], email: ['email'] },
    conformIdTokenClaims: false,
    ttl: {
      AccessToken: 3_600,
      RefreshToken: 86_400,
      IdToken: 3_600,
      Interaction: 600,
      Session: 600,
      Grant: 86_400,
      DeviceCode: 600,
    },
    findAccount: (_: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.com` }),
    }),
    features: {
      deviceFlow: { enabled: true },
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
    },
    cookies: { keys: ['test'] },
    clients: [
      {
        client_id: 'desktop',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1'],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      },
      {
        client_id: 'service',
        client_secret: 'a secret+with/signs:and-more_%~*',
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
      },
    ],
  });
  provider.on('grant.revoked', () => consumed.push('grant.revoked'));
  mounted = provider.callback();
}, 60_000);
afterAll(() => {
  server.closeAllConnections();
  server.close();
  vi.restoreAllMocks();
});

/** A person with a browser: keeps cookies, follows redirects, and presses the button of every form. */
class Person {
  readonly #cookies = new Map<string, string>();

  /** Goes on until a page has no form that it knows; gives the last address and page. */
  async walk(start: string, typed: Record<string, string> = {}): Promise<{ at: URL; page: string }> {
    let at = new URL(start);
    let form: URLSearchParams | undefined;
    for (let step = 0; step < 20; step++) {
      const response = await this.#open(at, form);
      form = undefined;
      const location = response.headers.get('location');
      if (location !== null) {
        at = new URL(location, at);
        continue;
      }
      const page = await response.text();
      const [, action] = /<form[^>]* action="([^"]+)"/.exec(page) ?? [];
      if (action === undefined || at.protocol === 'http:') return { at, page };
      at = new URL(action.replaceAll('&amp;', '&'), at);
      const fields = [...page.matchAll(/<input[^>]*>/g)].map(([tag]) => ({
        name: /name="([^"]+)"/.exec(tag)?.[1] ?? '',
        value: /value="([^"]*)"/.exec(tag)?.[1] ?? '',
      }));
      form = new URLSearchParams(
        fields.filter(({ name }) => name !== '').map(({ name, value }) => [name, typed[name] ?? value]),
      );
      if ('confirm' in typed && page.includes('user_code')) form.set('confirm', 'yes');
    }
    throw new Error('the pages have no end');
  }

  async #open(at: URL, form: URLSearchParams | undefined): Promise<Response> {
    const headers = { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const init = form === undefined ? { headers } : { method: 'POST', body: form, headers };
    const response = await (at.protocol === 'https:' ? trusting : fetch)(at, init);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}

const person = { login: 'ada', password: 'any' };

function source(events: OAuthEvent[] = []) {
  const clock = simulatedClock();
  const auth = signIn({
    provider: openid({ issuer, scope: 'mail' }),
    clientId: 'desktop',
    account: 'ada@example.com',
    store: memoryStore(),
    fetch: trusting,
    now: clock.now,
    observe: (event) => events.push(event),
  });
  return { auth, clock };
}

describe('a certified server', () => {
  test('signs a person in with the browser, and renews', async () => {
    const events: OAuthEvent[] = [];
    const { auth, clock } = source(events);
    let last = '';
    const flow = authorizationCode({
      open: (url) => void new Person().walk(url, person).then(({ page }) => (last = page)),
    });
    const status = await auth.signIn({ flow });
    expect(status).toMatchObject({ subject: 'ada@example.com', renewable: true });
    const first = await auth();
    for (let n = 0; n < 3; n++) {
      clock.advance(3_600_000);
      expect((await auth()).token).not.toBe(first.token);
    }
    expect(events.filter(({ kind }) => kind === 'renewed')).toMatchObject(Array(3).fill({ rotated: true }));
    expect(last).toContain('You may close this page');
  });

  test('refuses a spent refresh token, which is named', async () => {
    const store = memoryStore();
    const clock = simulatedClock();
    const make = () =>
      signIn({
        provider: openid({ issuer, scope: 'mail' }),
        clientId: 'desktop',
        account: 'ada',
        store,
        fetch: trusting,
        now: clock.now,
      });
    await make().signIn({ flow: authorizationCode({ open: (url) => void new Person().walk(url, person) }) });
    const before = (await store.read('ada'))!;
    clock.advance(86_400_000);
    await make()();
    await store.write('ada', before);
    await expect(make()()).rejects.toMatchObject({ code: 'OAUTH_REFRESH_TOKEN_EXPIRED' });
    expect(consumed).toContain('grant.revoked');
  });

  test('signs a person in by device code', async () => {
    const { auth } = source();
    const flow = deviceCode({
      show: async ({ verificationUriComplete }) => {
        const { page } = await new Person().walk(verificationUriComplete!, { ...person, confirm: 'yes' });
        expect(page).toContain('Sign-in Success');
      },
    });
    expect(await auth.signIn({ flow })).toMatchObject({ subject: 'ada@example.com', renewable: true });
  }, 30_000);

  test('gives a service its token, and names a wrong secret', async () => {
    const provider = openid({ issuer, scope: 'mail' });
    const service = (clientSecret: string) =>
      clientCredentials({ provider, clientId: 'service', clientSecret, fetch: trusting });
    expect(await service('a secret+with/signs:and-more_%~*')({})).toMatchObject({ expiresAt: expect.any(Number) });
    await expect(service('wrong')({})).rejects.toMatchObject({ code: 'OAUTH_CLIENT_SECRET_INVALID' });
  });

  test('names a client that it does not know', async () => {
    const auth = signIn({
      provider: openid({ issuer, scope: 'mail' }),
      clientId: 'nobody',
      account: 'ada',
      store: memoryStore(),
      fetch: trusting,
      refreshToken: 'any',
    });
    await expect(auth()).rejects.toMatchObject({ code: 'OAUTH_CLIENT_UNKNOWN' });
  });
});
