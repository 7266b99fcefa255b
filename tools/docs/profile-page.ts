import type { Phase, Profile, ReplyRow, Row } from '@ehlo/core';
import { code, list, page, section, source, table } from './markdown.js';

/** A provider's page: everything that its profile knows, row by row, each with its reason and its source. */
export function profilePage(profile: Profile, packageName: string): string {
  const folder = `packages/${packageName.replace('@ehlo/', '')}`;
  const from = (row: Row) => source(row.source);
  const proof = (row: Row) =>
    row.transcript && `[${row.transcript}](../../${folder}/transcripts/${row.transcript}.transcript)`;
  return page(profile.name, `the rows of ${folder}`, [
    `Profile ${code(profile.id)} of [${packageName}](../../${folder}). Every rule says why it stands here and where it is written; a transcript is a dialogue that proves it.`,
    ...section('What to know', list(profile.notes ?? [])),
    ...section(
      'Where it listens',
      'The first is tried first.',
      table(
        ['host', 'port', 'TLS', 'because', 'source', 'transcript'],
        profile.endpoints.map((row) => [
          code(row.host),
          row.port,
          row.security === 'implicit' ? 'from the first octet' : 'by STARTTLS, required',
          row.because,
          from(row),
          proof(row),
        ]),
      ),
    ),
    ...section(
      'How one logs in',
      table(
        ['mechanism', 'initial response', 'because', 'source', 'transcript'],
        profile.auth.map((row) => [
          code(row.mechanism),
          row.initialResponse === 'never' ? 'after the empty challenge' : 'with AUTH',
          row.because,
          from(row),
          proof(row),
        ]),
      ),
      table(
        ['login that cannot succeed', 'cause', 'because', 'source'],
        (profile.refusedLogins ?? []).map((row) => [row.login, cause(row.means), row.because, from(row)]),
      ),
      table(
        ['a password looks like', 'taken out', 'else', 'because', 'source'],
        (profile.password ? [profile.password] : []).map((row) => [
          pattern(row.looksLike),
          row.strip && pattern(row.strip),
          cause(row.means),
          row.because,
          from(row),
        ]),
      ),
      table(
        ['name in EHLO', 'because', 'source'],
        (profile.hello ? [profile.hello] : []).map((row) => [row.name, row.because, from(row)]),
      ),
    ),
    ...section(
      'How a message travels',
      table(
        ['rule', 'because', 'source', 'transcript'],
        (profile.transfer ?? []).map((row) => [
          [row.form && `${row.form.toUpperCase()}`, row.pipelining && `pipelining: ${row.pipelining}`]
            .filter(Boolean)
            .join(', '),
          row.because,
          from(row),
          proof(row),
        ]),
      ),
    ),
    ...section(
      'How much is allowed',
      table(
        ['limit', 'value', 'because', 'source', 'transcript'],
        profile.limits.map((row) => [
          row.limit.replaceAll('-', ' '),
          row.value.toLocaleString('en-US'),
          row.because,
          from(row),
          proof(row),
        ]),
      ),
    ),
    ...section(
      'What its answers mean',
      'The first row that fits decides; where none does, the RFCs decide.',
      table(
        ['at', 'reply', 'cause', 'because', 'source', 'transcript'],
        profile.replies.map((row) => [phases(row.at), reply(row), meaning(row), row.because, from(row), proof(row)]),
      ),
    ),
    ...section('Addresses that belong to it', profile.domains.map(code).join(', ')),
    ...section('Further reading', list(profile.see.map(({ title, url }) => `[${title}](${url})`))),
  ]);
}

function phases(at: Phase | readonly Phase[]): string {
  return typeof at === 'string' ? at : at.join(', ');
}

/** What a reply must look like to fit the row. */
function reply({ code: codes, enhanced, text, when }: ReplyRow): string {
  const parts = [
    [codes ?? []].flat().join(' or '),
    enhanced instanceof RegExp ? pattern(enhanced) : enhanced,
    text && pattern(text),
    ...Object.entries(when ?? {}).map(
      ([state, value]) => `${state}: ${value instanceof RegExp ? pattern(value) : value}`,
    ),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('<br>');
}

function meaning({ means, outcome, afterwards }: ReplyRow): string {
  return [cause(means), outcome, afterwards].filter(Boolean).join('<br>');
}

function cause(name: string): string {
  return `[${name}](../causes/${name}.md)`;
}

function pattern(expression: RegExp): string {
  return code(String(expression));
}
