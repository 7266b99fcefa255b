import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../docs/markdown.js';
import { root } from '../files.js';
import { type Category, refused, sent } from './categories.js';
import type { Result } from './run.js';

export const path = 'docs/nodemailer.md';

/** The two tables of differences, as docs/nodemailer.md has them. */
export function tables(): string {
  return [
    '### In what arrives',
    tableOf(sent),
    '### In what is refused',
    'Refused means: before anybody is dialled, with a `MailError` that names the field.',
    tableOf(refused),
  ].join('\n\n');
}

/** Writes the tables, and what the run counted, between their marks. */
export function write(result: Result, seed: number): void {
  const file = join(root, path);
  const page = readFileSync(file, 'utf8');
  writeFileSync(file, between(between(page, 'differences', tables()), 'counted', counted(result, seed)));
}

/** What stands between the marks of that name. */
export function section(page: string, name: string): string {
  const [, text] = new RegExp(`<!-- ${name} -->\\n\\n([\\s\\S]*?)\\n\\n<!-- /${name} -->`).exec(page) ?? [];
  if (text === undefined) throw new Error(`${path} has no marks for ${name}`);
  return text;
}

function between(page: string, name: string, text: string): string {
  const marked = (inner: string) => `<!-- ${name} -->\n\n${inner}\n\n<!-- /${name} -->`;
  return page.replace(marked(section(page, name)), () => marked(text));
}

function counted({ messages, arrived, sameOctets, sameEnvelope, refusedByAll }: Result, seed: number): string {
  const number = (count: number) => count.toLocaleString('en');
  return `The last run (seed ${seed}, nodemailer ${version()}): of ${number(messages)} messages ${number(arrived)} arrived all three ways, ${number(sameOctets)} of them with the same octets and ${number(sameEnvelope)} from and to the same addresses in the same form; ${number(refusedByAll)} were refused all three ways, and each of the others by one side. Every difference was one of those below.`;
}

function version(): string {
  return JSON.parse(readFileSync(join(root, 'node_modules/nodemailer/package.json'), 'utf8')).version;
}

function tableOf(rows: readonly Category[]): string {
  return table(
    ['difference', 'nodemailer', 'Ehlo', 'because'],
    rows.map(({ id, ownSendOnly, nodemailer, ehlo, because }) => [
      ownSendOnly ? `${id} (own send only)` : id,
      nodemailer,
      ehlo,
      because,
    ]),
  );
}
