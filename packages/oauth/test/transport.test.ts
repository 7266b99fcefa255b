import { inspect } from 'node:util';
import { generic } from '@ehlo/generic';
import { fetchTrusting, google, isSignInNeeded, memoryStore, type OAuthEvent, signIn } from '@ehlo/oauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TokenServer } from './token-server.js';

let server: TokenServer;
beforeAll(async () => {
  server = await TokenServer.start();
});
afterAll(() => server.close());

test('all mails that wait hear at once that a sign-in is needed, and nothing is dialled', async () => {
  const events: OAuthEvent[] = [];
  const refreshToken = server.mint();
  server.revoke();
  const auth = signIn({
    provider: server.as(google()),
    clientId: 'client',
    account: 'me@example.com',
    store: memoryStore(),
    refreshToken,
    fetch: fetchTrusting(server.ca),
    observe: (event) => events.push(event),
  });
  // Nothing listens on port 9: whoever dialled it would say so.
  const to = { user: 'me@example.com', auth, host: '127.0.0.1', port: 9, security: 'none-on-loopback' } as const;
  await using transport = generic(to);
  const mail = { from: 'me@example.com', to: 'you@example.net', text: 'Hello.' };
  const receipts = await Promise.all(Array.from({ length: 50 }, () => transport.send(mail)));
  for (const receipt of receipts) {
    expect(receipt.outcome).toBe('rejected');
    if (receipt.outcome === 'accepted') continue;
    expect(isSignInNeeded(receipt.error)).toBe(true);
    expect(receipt.error).toMatchObject({ code: 'OAUTH_REFRESH_TOKEN_EXPIRED', phase: 'auth', who: 'mailbox owner' });
    expect(inspect(receipt, { depth: 9 })).not.toContain(refreshToken);
  }
  expect(server.posted()).toHaveLength(1);
  expect(events.filter(({ kind }) => kind === 'sign-in-needed').length).toBeGreaterThan(0);
});
