import { isMailError } from '@ehlo/core';
import { authorizationCode, fetchTrusting, google, memoryStore, type Provider } from '@ehlo/oauth';
import { sandbox } from '@ehlo/sandbox';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gmail, signIn } from '../src/index.js';
import { mail, startWeb, USER, verdict, type Web } from './web.js';

let web: Web;
beforeEach(async () => {
  web = await startWeb({ signIn: 'approved' });
});
afterEach(() => web.box.close());

/** Google's endpoints on this machine. */
function provider(): Provider {
  const real = google();
  return {
    ...real,
    endpoints: {
      authorization: `${web.box.urls['accounts.google.com']}/o/oauth2/v2/auth`,
      token: `${web.box.urls['oauth2.googleapis.com']}/token`,
    },
  };
}

const app = () => ({
  ...web.box.google,
  store: memoryStore(),
  provider: provider(),
  fetch: fetchTrusting(web.box.ca),
});

/** A browser: goes to the page, which is agreed to at once, and back to where it is sent. */
async function browse(url: string): Promise<void> {
  const page = await fetchTrusting(web.box.ca)(url);
  await fetch(page.headers.get('location') as string);
}
const flow = authorizationCode({ open: browse });

it('three lines sign in once, and mail goes by SMTP and over the API', async () => {
  await using box = await sandbox.gmail({ user: USER, web: web.box });
  const { host, port, tls, security } = box.transportOptions;
  const auth = signIn(app());
  const there = { host, port, tls, ...(security && { security }) };
  await using smtp = gmail({ user: USER, auth, ...there });
  expect(verdict(await smtp.send(mail()))).toBe('rejected SIGN_IN_NEEDED at auth');
  await auth.for(USER).signIn({ flow });
  expect(verdict(await smtp.send(mail()))).toBe('accepted');
  await using api = gmail({ user: USER, auth, via: 'gmail-api', gmailApi: web.gmailApi });
  expect(verdict(await api.send(mail()))).toBe('accepted');
  expect([box.inbox.length, web.box.inbox.length]).toEqual([1, 1]);
});

it('the narrow scope serves the API, and SMTP refuses it at once', async () => {
  const auth = signIn({ ...app(), road: 'gmail-api' });
  await auth.for(USER).signIn({ flow });
  expect(web.box.grants[0]?.scopes).toContain('https://www.googleapis.com/auth/gmail.send');
  await using api = gmail({ user: USER, auth, via: 'gmail-api', gmailApi: web.gmailApi });
  expect(verdict(await api.send(mail()))).toBe('accepted');
  for (const via of ['smtp', 'auto'] as const) {
    let thrown: unknown;
    try {
      gmail({ user: USER, auth, via });
    } catch (error) {
      thrown = error;
    }
    expect(isMailError(thrown) && thrown.field).toBe('auth');
    expect(String(thrown)).toContain("road: 'smtp'");
  }
});

it('with auto it stays with SMTP as long as that is open', async () => {
  await using box = await sandbox.gmail({ user: USER, web: web.box });
  const { host, port, tls, security } = box.transportOptions;
  const auth = signIn(app());
  await auth.for(USER).signIn({ flow });
  const there = { host, port, tls, ...(security && { security }) };
  await using transport = gmail({ user: USER, auth, via: 'auto', gmailApi: web.gmailApi, ...there });
  const receipt = await transport.send(mail());
  expect([verdict(receipt), receipt.transport]).toEqual(['accepted', 'smtp:gmail']);
});

it('a password that cannot work is answered with the sign-in that does', async () => {
  await using transport = gmail({ user: USER, password: 'correct horse' });
  expect(transport.warnings[0]?.code).toBe('GMAIL_PASSWORD_NOT_ACCEPTED');
});
