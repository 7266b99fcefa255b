import { expect, test } from 'vitest';
import { kill, share } from './killing.js';

// The short form: `npm run kills` has hundreds.
const spotless = { unreadable: 0, stale: 0, reused: 0, twice: 0, litter: [] };

test('whenever a process is killed, the store is whole and as new as what was given', async () => {
  const tally = await kill(8, 1);
  expect(tally).toMatchObject({ kills: 8, ...spotless });
  // How many come between two kills is a matter of the machine's speed; without any, nothing was shown.
  expect(tally.renewals).toBeGreaterThan(0);
}, 60_000);

test('also while others renew from the same store', async () => {
  expect(await kill(4, 2)).toMatchObject({ kills: 4, ...spotless });
}, 60_000);

test('two processes never spend one refresh token', async () => {
  expect(await share(2, 15)).toEqual({ renewals: expect.any(Number), reused: 0, lostAnswers: 0 });
}, 60_000);
