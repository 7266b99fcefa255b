import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { categories } from './categories.js';
import { write } from './page.js';
import { run } from './run.js';

/**
 * Sends random messages through nodemailer's own SMTP, through a transport of Ehlo, and through that transport as
 * nodemailer's plugin, and compares what arrives. Ends with 1 for a difference that docs/nodemailer.md does not list.
 *
 *     npm run differences                       5,000 messages: a minute or two
 *     npm run differences -- --messages 200     fewer
 *     npm run differences -- --seed 7           others
 *     npm run differences -- --write            brings the tables of docs/nodemailer.md up to date
 *     npm run differences -- --json FILE        the counts, for programs
 */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const seed = Number(values.seed);
const result = await run(Number(values.messages), seed, (done) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${values.messages}`);
});
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');

const { messages, arrived, sameOctets, sameEnvelope, refusedByAll, found, unexplained } = result;
const lines = [
  `${messages} messages, seed ${seed}`,
  `  ${arrived} arrived all three ways, ${sameOctets} of them with the same octets, ${sameEnvelope} from and to the same addresses`,
  `  ${refusedByAll} were refused all three ways`,
  ...categories.map(({ id }) => `  ${String(found.get(id) ?? 0).padStart(5)}  ${id}`),
  ...(unexplained === undefined ? [] : ['A difference that is not listed:', unexplained]),
];
process.stdout.write(`${lines.join('\n')}\n`);
if (values.json !== undefined) {
  writeFileSync(
    values.json,
    `${JSON.stringify({ ...result, seed, found: Object.fromEntries(found) }, undefined, 2)}\n`,
  );
}
if (unexplained === undefined && values.write) write(result, seed);
process.exitCode = unexplained === undefined ? 0 : 1;
