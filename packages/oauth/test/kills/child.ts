import { writeSync } from 'node:fs';
import { fetchTrusting, fileStore, google, signIn } from '@ehlo/oauth';

/**
 * Renews without a pause until it is killed: what a year of sending does, in a second. Says each token when it is
 * given, which is the moment from which a mail could go out with it.
 */
const { ORIGIN = '', CA = '', FOLDER = '', SEED = '', RENEWALS = '1000000' } = process.env;

const trusting = fetchTrusting(CA);
const auth = signIn({
  provider: { ...google(), issuer: ORIGIN, endpoints: { authorization: ORIGIN, token: `${ORIGIN}/token` } },
  clientId: 'client',
  // So that the server knows who spends what.
  fetch: (url, init) =>
    trusting(url, { ...init, headers: { ...(init?.headers as object), 'x-process': `${process.pid}` } }),
  account: 'me@example.com',
  store: fileStore({ folder: FOLDER, key: 'key-file' }),
  refreshToken: SEED,
});

writeSync(1, 'ready\n');
let refused: string | undefined;
for (let n = 0; n < Number(RENEWALS); n++) {
  const { token } = await auth({ ...(refused !== undefined && { refused }) });
  writeSync(1, `given ${token}\n`);
  refused = token;
}
