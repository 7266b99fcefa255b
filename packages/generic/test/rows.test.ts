import { readdirSync, readFileSync } from 'node:fs';
import { type Cause, causes as coreCauses, type ReplyRow, type Row } from '@ehlo/core';
import { parseTranscript } from '@ehlo/core/testing';
import { describe, expect, it } from 'vitest';
import { causes, genericProfile, presets, profileOf } from '../src/index.js';

const folder = new URL('../transcripts/', import.meta.url);
const written = readdirSync(folder).map((file) => file.replace('.transcript', ''));
const profiles = [genericProfile, ...presets.map(profileOf)];
const replyRows = [...new Set(profiles.flatMap((profile) => profile.replies))];

describe('every row', () => {
  const rows: Row[] = profiles.flatMap(({ endpoints, auth, limits, replies, transfer = [] }) => [
    ...endpoints,
    ...auth,
    ...limits,
    ...replies,
    ...transfer,
  ]);

  it('says why, and where it is written', () => {
    for (const row of rows) {
      expect(row.because, JSON.stringify(row)).toMatch(/^\S.{10,}\.$/s);
      expect(row.source, JSON.stringify(row)).toMatch(/^https:\/\/\S+|^recorded session|^seen in public/);
    }
  });

  it('names a transcript that is there', () => {
    for (const { transcript } of rows) if (transcript !== undefined) expect(written).toContain(transcript);
  });
});

describe('every reply row', () => {
  it.each(replyRows.map((row) => [row.transcript ?? row.because, row] as const))('%s', (name, row) => {
    const known: Readonly<Record<string, Cause>> = { ...coreCauses, ...causes };
    expect(known[row.means], `${row.means} is a cause`).toBeDefined();
    expect(written, 'it is proven by a transcript').toContain(name);
    const { headers, lines, verdict } = parseTranscript(readFileSync(new URL(`${name}.transcript`, folder), 'utf8'));
    const profile = profiles.find((each) => each.id === headers.profile);
    const decided = lines.filter((line) => line.voice === 'server' && answers(row, line.text));
    expect(decided, 'the transcript holds the reply').toHaveLength(1);
    expect(
      profile?.replies.find((each) => answers(each, decided[0]?.text ?? '')),
      'no row before it takes the reply',
    ).toBe(row);
    expect(verdict.cause).toBe(row.means);
    expect(verdict.outcome).toBe(row.outcome ?? known[row.means]?.outcome);
  });
});

/** Whether a row is about a reply line; its phase is left to the played dialogue. */
function answers(row: ReplyRow, line: string): boolean {
  const [, code = '', enhanced = '', text = ''] = /^(\d{3}) (?:([245]\.\d+\.\d+) )?(.*)$/.exec(line) ?? [];
  const wanted = row.enhanced;
  return (
    [row.code ?? []].flat().includes(Number(code)) &&
    (wanted === undefined || (typeof wanted === 'string' ? wanted === enhanced : wanted.test(enhanced))) &&
    (row.text?.test(text) ?? true)
  );
}

describe('causes of this package', () => {
  it('have a code that core does not have, and words in both languages', () => {
    for (const [code, { words }] of Object.entries(causes)) {
      expect(coreCauses).not.toHaveProperty(code);
      for (const { what, fix } of Object.values(words)) for (const text of [what, fix]) expect(text).toMatch(/[.。]$/);
      expect(words['zh-CN'].what).toMatch(/\p{Script=Han}/u);
    }
  });
});
