import type { Rate } from './measure.js';

/** Reports in the order in which they came, and what explain said of them before any of their misses was read. */
interface Batch extends Rate {
  /** What the rules said that had been mended on the 190 public reports alone. */
  readonly firstBefore: number;
}

const batch = (
  reports: number,
  firstBefore: number,
  first: number,
  amongThree: number,
  confidentNonsense: number,
): Batch => ({ reports, firstBefore, first, amongThree, confidentNonsense });

/**
 * The independent reports, fifty at a time. The rules that met a batch had been mended on the misses of all batches
 * before it, and on none of its own. What was counted then cannot be counted again, and so stands here.
 */
export const batches: readonly Batch[] = [
  batch(50, 42, 42, 46, 4),
  batch(50, 42, 42, 48, 0),
  batch(50, 42, 42, 48, 0),
  batch(50, 42, 43, 47, 1),
  batch(50, 39, 41, 44, 1),
  batch(50, 40, 41, 47, 2),
  batch(50, 39, 39, 39, 1),
  batch(50, 40, 41, 46, 2),
  batch(50, 47, 48, 49, 1),
  batch(50, 42, 42, 44, 0),
  batch(50, 41, 42, 46, 0),
  batch(50, 34, 36, 41, 1),
  batch(2, 0, 0, 2, 0),
];

/**
 * 300 reports that came when the rules had been widened on those 602, twenty-five at a time: four batches of users of
 * libraries, four of products that send, four of logins alone. Each kind was counted before one of its misses was read;
 * the logins met rules that knew the misses of the other two.
 */
export const lastBatches: readonly Rate[] = (
  [
    [25, 25],
    [24, 24],
    [25, 25],
    [23, 25],
    [22, 23],
    [25, 25],
    [20, 23],
    [23, 24],
    [22, 24],
    [21, 25],
    [20, 23],
    [20, 23],
  ] as const
).map(([first, amongThree]) => ({ reports: 25, first, amongThree, confidentNonsense: 0 }));

/** Those of the 300 whose thread says what the cause was, in the part of it that was at hand. */
export const lastSettled: Rate = { reports: 260, first: 233, amongThree: 251, confidentNonsense: 0 };

/** Of the 300, by how sure explain was: answers, and those that were right. */
export const lastByCertainty: ReadonlyArray<readonly [certainty: string, answers: number, right: number]> = [
  ['high', 127, 127],
  ['medium', 152, 134],
  ['low', 20, 9],
  ['none', 1, 0],
];

/** Of the first 600, by how sure the reporter was of the cause. */
export const bySureness: ReadonlyArray<readonly [confidence: string, rate: Rate]> = [
  ['high', { reports: 407, first: 348, amongThree: 376, confidentNonsense: 8 }],
  ['medium', { reports: 184, first: 148, amongThree: 163, confidentNonsense: 2 }],
  ['low', { reports: 9, first: 3, amongThree: 6, confidentNonsense: 3 }],
];

/** Of the first 600, by how sure explain was: answers, and those that were right. */
export const byCertainty: ReadonlyArray<readonly [certainty: string, answers: number, right: number]> = [
  ['high', 307, 294],
  ['medium', 220, 178],
  ['low', 73, 27],
];

/** Labels that the words and settings of the report do not bear out, or that contradict another of the same words. */
export const DISPUTED: Readonly<Record<string, string>> = {
  f071: 'No error is told; the cause was concluded from the date.',
  f245: 'The option was not understood; a token stands in it all the same.',
  f290: 'An IPv4 address timed out too; of f045, with the same words, the cause is the blocked port.',
  f315: 'Nothing is told but the reply, which has seven causes.',
  f357: 'Nothing is told but the reply, which a wrong password gives as well.',
  f548: 'CRAM-MD5 is all that is told.',
  f573: 'The server offers no login that the client knows; that the port is the wrong one was concluded.',
  f577: 'The region of the account, on which it turns, is not told.',
  f578: 'The region of the account, on which it turns, is not told.',
  f579: 'The same words as f422, of which the cause is an invalid setting.',
  f584: 'That the token is of a service account is not told.',
  f587: 'This machine was dialled, and nothing listens there.',
  f588: 'Neither a host nor an address is told.',
  gb080: 'What was refused is an address list joined by semicolons; the reply came after the message.',
  gb082: 'That the account is blocked for a day is told beside the reply, which speaks of this message alone.',
  gc008: 'The scopes are of another service (wl.imap), and lack that of SMTP: both are true of the token.',
  gc070: 'A scope without its resource is one of Graph, and so one that is missing: both are true of the token.',
  gc080: 'The login was left empty, and the server takes none: the reporter wanted to send without.',
};
