/** Explains observations, a line of JSON each, from standard input: `node tools/run.mjs tools/explain-rate/lines.ts < FILE`. */
import { createInterface } from 'node:readline';
import { explainLine } from '../../packages/doctor/src/index.js';

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== '') process.stdout.write(`${explainLine(line)}\n`);
}
