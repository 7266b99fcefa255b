import type { Cause, Language, MailError, Trace, TraceEvent, Warning, Who } from '@ehlo/core';
import { pageOf, vocabulary } from '../explain/vocabulary.js';
import type { Neighbour } from './neighbours.js';

/**
 * The stages of a probe. With implicit TLS `tls` stands before `greeting`, and there is no second EHLO. `token`
 * is there for logins by token; `message` in place of `rset` where a mail was asked for.
 */
export type StageName =
  | 'settings'
  | 'dns'
  | 'tcp'
  | 'token'
  | 'greeting'
  | 'ehlo'
  | 'tls'
  | 'ehlo-tls'
  | 'auth'
  | 'mail'
  | 'rset'
  | 'message'
  | 'quit';

/** Why a stage failed. */
export interface Finding {
  /** Code of the cause. */
  readonly code: string;
  readonly who: Who;
  /** Whether a message that meets it may later succeed unchanged (`deferred`). */
  readonly outcome: Cause['outcome'];
  /** What happened, and how it is mended, in the language asked for. */
  readonly what: string;
  readonly fix: string;
  /** What was seen this time. In English. Holds no secret. */
  readonly detail?: string;
  /** The setting that is at fault, where it is one. */
  readonly field?: string;
  /** What the provider's own notes say. */
  readonly notes: readonly string[];
  /** Where the rule that judged is written. */
  readonly source?: string;
  /** Where there is more to read. */
  readonly page: string;
}

export interface StageReport {
  readonly stage: StageName;
  /** `skipped`: there was nothing to do. `not reached`: a stage before it failed. */
  readonly result: 'ok' | 'failed' | 'skipped' | 'not reached';
  readonly milliseconds: number;
  /** What was seen, a line each, in English. Lines of the dialogue begin with `C: ` and `S: `. Holds no secret. */
  readonly seen: readonly string[];
  /** Where it failed. */
  readonly cause?: Finding;
}

/** What a probe tells as it happens. */
export type DiagnosisEvent =
  | { readonly kind: 'begun'; readonly stage: StageName }
  /** A later report of the same stage takes the place of the one before. */
  | { readonly kind: 'ended'; readonly report: StageReport }
  /** The handshake begins anew: in the other encrypted mode, or with another token. */
  | { readonly kind: 'again' }
  | { readonly kind: 'trace'; readonly event: TraceEvent }
  | { readonly kind: 'neighbour'; readonly neighbour: Neighbour };

export interface Diagnosis {
  /** Nothing failed. */
  readonly ok: boolean;
  /** The whole of it in a sentence or two, in the language asked for. */
  readonly answer: string;
  /** Whose server it is taken for. */
  readonly provider?: string;
  /** Where it was probed, once that was known. */
  readonly endpoint?: { readonly host: string; readonly port: number; readonly tls: 'implicit' | 'starttls' | 'none' };
  readonly stages: readonly StageReport[];
  /** The stage that failed, and why. */
  readonly failedAt?: StageName;
  readonly cause?: Finding;
  /** What works in its place, as seen from here: the best of the neighbours. */
  readonly works?: Neighbour;
  /** What was tried beside it, without credentials, where a stage failed. Those that work come first. */
  readonly neighbours: readonly Neighbour[];
  /** What was noticed and is no failure by itself. */
  readonly warnings: readonly Warning[];
  /** The conversation. */
  readonly trace: Trace;
  readonly milliseconds: number;
}

export function findingOf(error: MailError, language: Language): Finding {
  return {
    code: error.code,
    who: error.who,
    outcome: error.outcome,
    ...error.words(language),
    notes: error.notes,
    page: pageOf(error.code),
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.rule === undefined ? {} : { source: error.rule.source }),
  };
}

/** The same failure, better known. */
export function retold(finding: Finding, code: string, detail: string, language: Language): Finding {
  const { who, outcome, words } = vocabulary[code] as Cause;
  const { notes } = finding;
  const before = finding.detail === undefined ? '' : `; ${finding.detail}`;
  return { code, who, outcome, ...words[language], detail: `${detail}${before}`, notes, page: pageOf(code) };
}
