import { deepStrictEqual, match, ok } from 'node:assert/strict';
import type { Cause } from './cause.js';
import { causes as general } from './causes.js';
import type { Profile, ReplyRow, Row } from './profile.js';
import type { ContractCase } from './testing-contract.js';
import { cuttings } from './testing-cut.js';
import { playTranscript } from './testing-player.js';
import { parseTranscript, type Transcript } from './testing-transcript.js';

/** A provider's package as its tests see it. */
export interface ProfileSubject {
  readonly profiles: readonly Profile[];
  /** The texts of the transcripts, by name without ending. Each says in `# profile:` which profile it is played with. */
  readonly transcripts: Readonly<Record<string, string>>;
  /** Reply rows that no dialogue of this client can meet, by the cause that they mean, each with the reason. */
  readonly unproved?: Readonly<Record<string, string>>;
}

/**
 * The suite that the rows of any provider must pass: each says why and where it is written, means a cause that
 * exists in both languages, and is decided by the transcript that it names; each transcript comes to what is
 * written, however its bytes are cut.
 *
 *     for (const { name, run } of profileContract({ profiles, transcripts })) test(name, run);
 */
export function profileContract(subject: ProfileSubject): ContractCase[] {
  const { profiles, unproved = {} } = subject;
  const transcripts = new Map(Object.entries(subject.transcripts).map(([name, text]) => [name, parseTranscript(text)]));
  const rows = [...new Set(profiles.flatMap(rowsOf))];
  const replyRows = [...new Set(profiles.flatMap((profile) => profile.replies))];
  const profileOf = (transcript: Transcript): Profile => {
    const profile = profiles.find((each) => each.id === transcript.headers.profile);
    ok(profile, `there is no profile ${transcript.headers.profile}`);
    return profile;
  };
  return [
    ...profiles.map((profile) => ({
      name: `the rows of ${profile.id} say why, where it is written, and what exists`,
      run: async () => checkRows(profile, transcripts),
    })),
    ...Object.entries(Object.assign({}, ...profiles.map((profile) => profile.causes)) as Profile['causes']).map(
      ([code, cause]) => ({
        name: `${code} is told in both languages, short and plain`,
        run: async () => checkWords(code, cause),
      }),
    ),
    {
      name: 'every reply row is proved by a transcript, but for those that no dialogue can meet',
      run: async () =>
        deepStrictEqual(
          replyRows
            .filter((row) => row.transcript === undefined)
            .map((row) => row.means)
            .sort(),
          Object.keys(unproved).sort(),
        ),
    },
    ...replyRows
      .filter((row) => row.transcript !== undefined)
      .map((row) => ({
        name: `${row.transcript}: is decided by the row that names it, which means ${row.means}`,
        run: () => checkDecides(row, transcripts.get(row.transcript as string) as Transcript, profileOf),
      })),
    ...[...transcripts].flatMap(([name, transcript]) => [
      {
        name: `${name}: says what it is and where it comes from`,
        run: async () =>
          checkOrigin(
            transcript,
            rows.some((row) => row.transcript === name) ||
              transcript.verdict.cause === undefined ||
              transcript.verdict.cause in general,
          ),
      },
      {
        name: `${name}: comes to what is written, in every cutting`,
        run: () => checkPlayed(transcript, profileOf(transcript)),
      },
    ]),
  ];
}

function rowsOf({
  endpoints,
  auth,
  refusedLogins = [],
  password,
  token,
  hello,
  transfer = [],
  limits,
  replies,
}: Profile): Row[] {
  const single = [password, token, hello].filter((row) => row !== undefined);
  return [...endpoints, ...auth, ...refusedLogins, ...single, ...transfer, ...limits, ...replies];
}

function checkRows(profile: Profile, transcripts: ReadonlyMap<string, Transcript>): void {
  for (const row of rowsOf(profile)) {
    match(row.because, /^\S.{10,}[.")]$/s);
    match(row.source, /^(?:https:\/\/\S+|RFC \d+.*|recorded .+|seen in public .+)/);
    ok(row.transcript === undefined || transcripts.has(row.transcript), `there is no transcript ${row.transcript}`);
  }
  const meant = [
    ...profile.replies,
    ...(profile.refusedLogins ?? []),
    ...(profile.password === undefined ? [] : [profile.password]),
  ];
  for (const { means } of meant) ok(means in general || means in profile.causes, `${means} is no cause`);
  const limits = profile.limits.map((row) => row.limit);
  deepStrictEqual(limits, [...new Set(limits)], 'a limit stands twice');
}

function checkWords(code: string, { words }: Cause): void {
  ok(!(code in general), `${code} is a general cause`);
  for (const text of [words.en.what, words.en.fix]) match(text, /^[\x20-\x7e]{10,320}[.]$/);
  for (const text of [words['zh-CN'].what, words['zh-CN'].fix]) match(text, /^\S.*\p{Script=Han}.*。$/u);
}

/** The row is given a cause of its own: where that comes out, it was this row and no other. */
async function checkDecides(
  row: ReplyRow,
  transcript: Transcript,
  profileOf: (of: Transcript) => Profile,
): Promise<void> {
  const profile = profileOf(transcript);
  const marked: Profile = {
    ...profile,
    causes: { ...profile.causes, THIS_ROW: { ...general.REFUSED_BY_SERVER, outcome: 'rejected' } },
    replies: profile.replies.map((each) => (each === row ? { ...row, means: 'THIS_ROW' } : each)),
  };
  const { cause, refused } = await playTranscript(transcript, marked);
  match([cause, ...refused].join(), /THIS_ROW/, 'another row decides');
  ok(
    [transcript.verdict.cause, ...transcript.verdict.refused].join().includes(row.means),
    `the transcript does not come to ${row.means}`,
  );
}

function checkOrigin({ headers }: Transcript, hasUse: boolean): void {
  match(headers.situation ?? '', /./, 'no situation');
  match(headers.origin ?? '', /^(?:cited |recorded |composed from\b)/);
  ok(hasUse, 'no row names it');
}

/** Of random cuts. */
const SEEDS = Array.from({ length: 20 }, (_, at) => at + 1);

async function checkPlayed(transcript: Transcript, profile: Profile): Promise<void> {
  for (const cutting of cuttings) {
    for (const seed of cutting === 'random' ? SEEDS : [1]) {
      deepStrictEqual(
        await playTranscript(transcript, profile, cutting, seed),
        transcript.verdict,
        `cut: ${cutting} ${seed}`,
      );
    }
  }
}
