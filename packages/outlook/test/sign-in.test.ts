import { inspect } from 'node:util';
import { isMailError } from '@ehlo/core';
import { authorizationCode, deviceCode, fetchTrusting, memoryStore, microsoft, type Provider } from '@ehlo/oauth';
import { sandbox } from '@ehlo/sandbox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outlook, signIn } from '../src/index.js';
import { mail, startWeb, verdict, type Web } from './web.js';

let web: Web;
beforeEach(async () => {
  web = await startWeb({ signIn: 'approved' });
});
afterEach(() => web.box.close());

/** Microsoft's endpoints on this machine. */
function provider(tenant: 'consumers' | 'organizations'): Provider {
  const real = microsoft({ tenant });
  const here = (url: string) =>
    url.replace('https://login.microsoftonline.com', web.box.urls['login.microsoftonline.com']);
  return {
    ...real,
    issuer: here(real.issuer),
    endpoints: {
      authorization: here(real.endpoints?.authorization ?? ''),
      token: here(real.endpoints?.token ?? ''),
      deviceAuthorization: here(real.endpoints?.deviceAuthorization ?? ''),
    },
  };
}

const app = (tenant: 'consumers' | 'organizations' = 'organizations') => ({
  clientId: web.box.microsoft.clientId,
  store: memoryStore(),
  provider: provider(tenant),
  fetch: fetchTrusting(web.box.ca),
  sleep: async () => undefined,
});
const flow = deviceCode({ show: () => undefined });

/** A browser: goes to the page, which is agreed to at once, and back to where it is sent. */
async function browse(url: string): Promise<void> {
  const page = await fetchTrusting(web.box.ca)(url);
  await fetch(page.headers.get('location') as string);
}

describe('three lines', () => {
  it.each([
    ['someone@contoso.com', 'organizations', sandbox.microsoft365],
    ['someone@outlook.com', 'consumers', sandbox.outlook],
  ] as const)('sign %s in once, and mail goes', async (user, tenant, start) => {
    await using box = await start({ user, web: web.box });
    const { host, port, tls } = box.transportOptions;
    const auth = signIn(app(tenant));
    await using transport = outlook({ user, auth, host, port, tls });
    const before = await transport.send(mail({ from: user }));
    expect(verdict(before)).toBe('rejected SIGN_IN_NEEDED at auth');
    await auth.for(user).signIn({ flow });
    expect(verdict(await transport.send(mail({ from: user })))).toBe('accepted');
    expect(inspect([auth, transport], { depth: 9, showHidden: true })).not.toContain(web.box.grants[0]?.refreshToken);
  });

  it('one sign-in serves both roads, each with a token of its own', async () => {
    const user = 'someone@contoso.com';
    await using box = await sandbox.microsoft365({ user, web: web.box });
    const { host, port, tls } = box.transportOptions;
    const auth = signIn({ ...app(), alsoFor: ['graph'] });
    await auth.for(user).signIn({ flow: authorizationCode({ open: browse }) });
    await using transport = outlook({ user, auth, via: 'auto', graph: web.graph, host, port, tls });
    expect((await transport.send(mail())).transport).toBe('smtp:microsoft365');
    box.set({ smtpAuth: 'disabled-for-mailbox' });
    await using later = outlook({ user, auth, via: 'auto', graph: web.graph, host, port, tls });
    const receipt = await later.send(mail());
    expect([verdict(receipt), receipt.transport]).toEqual(['accepted', 'graph:microsoft365']);
    const status = await auth.for(user).status();
    expect(status?.tokens.map(({ audience }) => audience).sort()).toEqual([
      'https://graph.microsoft.com',
      'https://outlook.office.com',
    ]);
  });

  it('a token that the mail server refuses is renewed, once', async () => {
    const user = 'someone@contoso.com';
    await using box = await sandbox.microsoft365({ user, web: web.box });
    const { host, port, tls } = box.transportOptions;
    const auth = signIn(app());
    await auth.for(user).signIn({ flow });
    // The store holds it for a good one.
    web.box.expire('access');
    await using transport = outlook({ user, auth, host, port, tls });
    expect(verdict(await transport.send(mail()))).toBe('accepted');
    const renewed = web.box.requests.filter(({ grant }) => grant === 'refresh_token');
    expect([renewed.length, (await auth.for(user).status())?.renewals]).toEqual([1, 1]);
  });

  it('over Graph alone', async () => {
    const auth = signIn({ ...app(), road: 'graph' });
    await auth.for('someone@contoso.com').signIn({ flow });
    await using transport = outlook({ user: 'someone@contoso.com', auth, via: 'graph', graph: web.graph });
    expect(verdict(await transport.send(mail()))).toBe('accepted');
  });

  it('a token that Graph refuses is renewed, once', async () => {
    const auth = signIn({ ...app(), road: 'graph' });
    await auth.for('someone@contoso.com').signIn({ flow });
    await using transport = outlook({ user: 'someone@contoso.com', auth, via: 'graph', graph: web.graph });
    expect(verdict(await transport.send(mail()))).toBe('accepted');
    web.box.expire('access');
    expect(verdict(await transport.send(mail()))).toBe('accepted');
    const statuses = web.box.requests.flatMap(({ place, status }) => (place === 'graph/send' ? [status] : []));
    expect(statuses).toEqual([202, 401, 202]);
  });
});

it('asks where the account belongs', () => {
  const endpoints: string[] = [];
  const auth = signIn({ clientId: 'client', store: memoryStore(), fetch: () => Promise.reject(new Error()) });
  for (const account of ['personal', 'work', 'gcc-high', '21vianet'] as const) {
    endpoints.push(typeof auth.for(`${account}@example.com`, account));
  }
  expect(endpoints).toEqual(Array(4).fill('function'));
  expect(auth.for('a@example.com', 'work')).toBe(auth.for('a@example.com'));
  expect(auth.for('a@example.com')).not.toBe(auth.for('b@example.com'));
});

describe('a sign-in for another road is refused at once, and told what it lacks', () => {
  it.each([
    ['graph', {}, "road: 'graph'"],
    ['auto', {}, "alsoFor: ['graph']"],
    ['smtp', { road: 'graph' }, "road: 'smtp'"],
  ] as const)('via %s', (via, roads, wanted) => {
    let thrown: unknown;
    try {
      outlook({ user: 'me@contoso.com', auth: signIn({ ...app(), ...roads }), via });
    } catch (error) {
      thrown = error;
    }
    expect(isMailError(thrown) && thrown.field).toBe('auth');
    expect(String(thrown)).toContain(wanted);
  });
});

it('a password that cannot work is answered with the sign-in that does', () => {
  let thrown: unknown;
  try {
    outlook({ user: 'me@outlook.com', password: 'correct horse' });
  } catch (error) {
    thrown = error;
  }
  expect(isMailError(thrown) && thrown.fix).toContain('outlook({ user, auth: signIn({ clientId, store }) })');
  expect(isMailError(thrown) && thrown.words('zh-CN').fix).toContain('signIn({ clientId, store })');
});
