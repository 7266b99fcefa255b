import { expect, test } from 'vitest';
import { wrongWith } from './expected.js';
import { live } from './living.js';

// `npm run year` lives through all of it.
test('six weeks of mail from two processes: signed in once, no mail lost, one refresh for each token that ended', async () => {
  const tally = await live(46);
  expect(wrongWith(tally, 46)).toEqual([]);
  // The code of the sign-in, and the two attempts of the endpoint's bad moment.
  expect(tally.others).toBe(3);
}, 120_000);
