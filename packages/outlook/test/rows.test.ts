import { causes as known, type Profile, type Row } from '@ehlo/core';
import { describe, expect, it } from 'vitest';
import { profiles } from '../src/index.js';
import { decides, replies, transcripts } from './transcript.js';

const rowsOf = (profile: Profile): readonly Row[] => [
  ...profile.endpoints,
  ...profile.auth,
  ...(profile.refusedLogins ?? []),
  ...(profile.password === undefined ? [] : [profile.password]),
  ...(profile.hello === undefined ? [] : [profile.hello]),
  ...(profile.transfer ?? []),
  ...profile.limits,
  ...profile.replies,
];

const rows = [...new Set(profiles.flatMap(rowsOf))];
const replyRows = [...new Set(profiles.flatMap((profile) => profile.replies))];
const profileById = (id: string | undefined) => profiles.find((profile) => profile.id === id);

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
    const names = profile.limits.map((row) => row.limit);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe('transcripts', () => {
  it('exist where a row names one', () => {
    const names = transcripts.map(({ name }) => name);
    for (const { transcript } of rows) if (transcript !== undefined) expect(names).toContain(transcript);
  });

  it('are each named by a row', () => {
    const named = rows.map((row) => row.transcript);
    for (const { name } of transcripts) expect(named).toContain(name);
  });

  it('prove every reply row, but for those that no dialogue of this client can meet', () => {
    const unproved = replyRows.filter((row) => row.transcript === undefined).map((row) => row.means);
    // A password is refused before dialling for a personal account, and AUTH is never said before TLS.
    expect(unproved.sort()).toEqual(['MS_BASIC_AUTH_DISABLED_CONSUMER', 'STARTTLS_REQUIRED']);
  });

  it.each(transcripts)('$name is well formed', ({ header, lines, verdict }) => {
    expect(Object.keys(header)).toEqual(
      expect.arrayContaining(['situation', 'origin', 'redacted', 'tls', 'login', 'profile']),
    );
    expect(header.origin).toMatch(/^(cited https:|recorded |composed from: )/);
    expect(header.tls).toMatch(/^(starttls|implicit|none)$/);
    expect(header.login).toMatch(/^(password|token|none)$/);
    expect(profileById(header.profile)).toBeDefined();
    for (const line of lines) {
      expect(line).toMatch(/^(S: [2-5]\d\d[ -].*|C: [^ ].*|C:|= tls|= closed)$/);
      for (const [placeholder] of line.matchAll(/\{\{.*?\}\}/g)) {
        expect(placeholder).toMatch(/^\{\{(xoauth2|oauthbearer|plain|user|password|message|octets)\}\}$/);
      }
    }
    const goAheads = lines.flatMap((line, at) =>
      line === 'C: STARTTLS' && lines[at + 1]?.startsWith('S: 220 ') ? [at + 2] : [],
    );
    const secured = lines.flatMap((line, at) => (line === '= tls' ? [at] : []));
    expect(secured).toEqual(header.tls === 'implicit' ? [0] : goAheads);
    expect(verdict.outcome).toMatch(/^(accepted|rejected|deferred)$/);
    if (verdict.outcome !== 'accepted') expect(Object.keys(verdict)).toEqual(['outcome', 'cause', 'phase']);
  });

  it.each(transcripts)('$name: each reply has a command, each command its reply', (transcript) => {
    const commands = transcript.lines.filter((line) => line.startsWith('C:') && line !== 'C: {{message}}').length;
    const heard = [...replies(transcript)];
    const closed = transcript.lines.includes('= closed');
    expect(heard.filter(({ to }) => to === 'nothing')).toEqual([]);
    if (!closed) expect(heard).toHaveLength(commands + 1);
  });

  const refusals = transcripts.filter(({ verdict }) => verdict.outcome !== 'accepted');
  it.each(refusals)('$name: the row that decides is the one that names it', (transcript) => {
    const { name, header, verdict } = transcript;
    const profile = profileById(header.profile) as Profile;
    const heard = [...replies(transcript)].find(({ reply }) => reply.code >= 400);
    const row = heard && decides(profile, heard);
    const cause = { ...known, ...profile.causes }[row?.means as keyof typeof known];
    expect({ cause: row?.means, phase: heard?.phase, outcome: row?.outcome ?? cause?.outcome }).toEqual(verdict);
    if (replyRows.some((each) => each.transcript === name)) expect(row?.transcript).toBe(name);
  });

  const partly = transcripts.filter(({ verdict }) => verdict.refused !== undefined);
  it.each(partly)('$name: the row that decides over the refused recipient is the one that names it', (transcript) => {
    const [recipient, code] = transcript.verdict.refused?.split(' ') ?? [];
    const heard = [...replies(transcript)].find(({ to }) => to === `RCPT TO:<${recipient}>`);
    const row = heard && decides(profileById(transcript.header.profile) as Profile, heard);
    expect(row).toMatchObject({ means: code, transcript: transcript.name });
  });
});
