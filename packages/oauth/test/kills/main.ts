import { parseArgs } from 'node:util';
import { kill } from './killing.js';

/**
 * Kills processes in the middle of renewals and looks at the store each time. Ends with 1 where it was not whole or
 * too old.
 *
 *     npm run kills -w @ehlo/oauth                 300 kills one after the other, then 100 with two at a time
 *     npm run kills -w @ehlo/oauth -- --kills 50
 */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '300' } } });
const kills = Number(values.kills);

for (const [count, atOnce] of [
  [kills, 1],
  [Math.ceil(kills / 3), 2],
] as const) {
  const tally = await kill(count, atOnce);
  process.stdout.write(`${JSON.stringify({ atOnce, ...tally })}\n`);
  const { unreadable, stale, reused, twice, litter } = tally;
  if (unreadable + stale + reused + twice + litter.length > 0) process.exitCode = 1;
}
