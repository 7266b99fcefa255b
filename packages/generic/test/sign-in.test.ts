import { fetchTrusting, google, memoryStore, signIn } from '@ehlo/oauth';
import { sandbox } from '@ehlo/sandbox';
import { expect, it } from 'vitest';
import { generic } from '../src/index.js';

const user = 'someone@gmail.com';
const mail = { from: user, to: 'you@example.net', subject: 'Hello', text: 'Hello.\n' };

it('a sign-in of @ehlo/oauth logs in at any server, and what the server refuses is renewed', async () => {
  await using web = await sandbox.web();
  await using box = await sandbox.gmail({ user, web });
  const { host, port, tls } = box.transportOptions;
  const { refreshToken } = web.mint({ provider: 'google', user, scope: 'https://mail.google.com/' });
  const auth = signIn({
    provider: {
      ...google(),
      endpoints: {
        authorization: `${web.urls['accounts.google.com']}/o/oauth2/v2/auth`,
        token: `${web.urls['oauth2.googleapis.com']}/token`,
      },
    },
    ...web.google,
    account: user,
    store: memoryStore(),
    refreshToken: refreshToken as string,
    fetch: fetchTrusting(web.ca),
  });
  const options = {
    host,
    port,
    tls,
    user,
    auth,
    security: box.security === 'implicit' ? 'implicit' : 'starttls',
  } as const;
  await using first = generic(options);
  expect((await first.send(mail)).outcome).toBe('accepted');
  // The store holds the token for a good one.
  web.expire('access');
  await using second = generic(options);
  expect((await second.send(mail)).outcome).toBe('accepted');
  expect(web.requests.map(({ grant, status }) => [grant, status])).toEqual([
    ['refresh_token', 200],
    ['refresh_token', 200],
  ]);
});
