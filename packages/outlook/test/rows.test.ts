import { readdirSync, readFileSync } from 'node:fs';
import { causes as known, type Profile, type Row } from '@ehlo/core';
import { parseTranscript, playTranscript } from '@ehlo/core/testing';
import { describe, expect, it } from 'vitest';
import { profiles } from '../src/index.js';

const folder = new URL('../transcripts/', import.meta.url);
const transcripts = readdirSync(folder).map((file) => ({
  name: file.replace(/\.transcript$/, ''),
  transcript: parseTranscript(readFileSync(new URL(file, folder), 'utf8')),
}));
const named = (name: string | undefined) => transcripts.find((each) => each.name === name)?.transcript;
const profileById = (id: string | undefined) => profiles.find((profile) => profile.id === id);

const replyRows = [...new Set(profiles.flatMap((profile) => profile.replies))];
const rows = [...new Set(profiles.flatMap(rowsOf))];

function rowsOf({
  endpoints,
  auth,
  refusedLogins = [],
  password,
  hello,
  transfer = [],
  limits,
  replies,
}: Profile): Row[] {
  const single = [password, hello].filter((row) => row !== undefined);
  return [...endpoints, ...auth, ...refusedLogins, ...single, ...transfer, ...limits, ...replies];
}

describe.each(profiles)('the rows of $id', (profile) => {
  it('say why, and where it is written', () => {
    for (const row of rowsOf(profile)) {
      expect(row.because).toMatch(/^["A-Z].{10,}[.")]$/);
      expect(row.source).toMatch(/^(https:\/\/[^ ]+|RFC \d+.*|recorded .+)$/);
    }
  });

  it('mean causes that exist', () => {
    const meant = [
      ...profile.replies,
      ...(profile.refusedLogins ?? []),
      ...(profile.password ? [profile.password] : []),
    ];
    for (const { means } of meant) expect(Object.keys({ ...known, ...profile.causes })).toContain(means);
  });

  it('give each limit once', () => {
    const limits = profile.limits.map((row) => row.limit);
    expect(limits).toEqual([...new Set(limits)]);
  });
});

describe('transcripts', () => {
  it('are there for every row that names one', () => {
    for (const { transcript } of rows)
      if (transcript !== undefined) expect(named(transcript), transcript).toBeDefined();
  });

  it.each(transcripts)('$name is named by a row, and says where it comes from', ({ name, transcript: { headers } }) => {
    expect(rows.map((row) => row.transcript)).toContain(name);
    expect(headers.situation).toMatch(/./);
    expect(headers.redacted).toMatch(/./);
    expect(headers.origin).toMatch(/^(cited https:|recorded |composed from: )/);
    expect(profileById(headers.profile)).toBeDefined();
  });

  it('prove every reply row, but for those that no dialogue of this client can meet', () => {
    const unproved = replyRows.filter((row) => row.transcript === undefined).map((row) => row.means);
    // A password is refused before dialling for a personal account, and AUTH is never said before TLS.
    expect(unproved.sort()).toEqual(['MS_BASIC_AUTH_DISABLED_CONSUMER', 'STARTTLS_REQUIRED']);
  });

  const proved = replyRows.filter((row) => row.transcript !== undefined);
  it.each(proved)('$transcript is decided by the row that names it, which means $means', async (row) => {
    const transcript = named(row.transcript);
    const profile = profileById(transcript?.headers.profile);
    if (transcript === undefined || profile === undefined) throw new Error('no transcript, or no profile for it');
    // The row is given a cause of its own: where that comes out, it was this row and no other.
    const marked: Profile = {
      ...profile,
      causes: { ...profile.causes, THIS_ROW: { ...known.REFUSED_BY_SERVER, outcome: 'rejected' } },
      replies: profile.replies.map((each) => (each === row ? { ...row, means: 'THIS_ROW' } : each)),
    };
    const { cause, refused } = await playTranscript(transcript, marked);
    expect([cause, ...refused].join()).toContain('THIS_ROW');
    expect([transcript.verdict.cause, ...transcript.verdict.refused].join()).toContain(row.means);
  });
});

describe('words', () => {
  it.each(Object.entries(Object.assign({}, ...profiles.map((profile) => profile.causes)) as Profile['causes']))(
    '%s is told in both languages, short and plain',
    (_code, { words: { en, 'zh-CN': zh } }) => {
      for (const text of [en.what, en.fix]) {
        expect(text).toMatch(/^[\x20-\x7e]{10,}[.]$/);
        expect(text.length).toBeLessThan(320);
      }
      for (const text of [zh.what, zh.fix]) {
        expect(text).toMatch(/^\S.*。$/);
        expect(text).not.toMatch(/\p{Script=Han}[,.;:]|[,;:]\s*\p{Script=Han}/u);
      }
    },
  );
});
