import { type Cause, type Language, pageOf, type Who } from './cause.js';
import type { Row } from './profile.js';
import { type Reply, replyLine } from './reply.js';
import type { Phase, Trace } from './trace.js';

const BRAND = Symbol.for('ehlo.MailError');

export interface MailErrorInit {
  readonly code: string;
  readonly means: Cause;
  readonly phase: Phase;
  /** What was seen this time, in a few words. Holds no secret. */
  readonly detail?: string;
  /** The option or message field that is at fault. */
  readonly field?: string;
  /** The server's reply, secrets already taken out. */
  readonly reply?: Reply;
  /** The rule that judged. */
  readonly rule?: Row;
  /** What the provider's own notes say to this login. */
  readonly notes?: readonly string[];
  /** The error underneath, from Node.js or OpenSSL. */
  readonly cause?: unknown;
}

/** Why a mail was not sent: the cause, who can mend it, and how. Safe to print: it holds no secret. */
export class MailError extends Error {
  override readonly name = 'MailError';
  /** Code of the cause. */
  readonly code: string;
  readonly phase: Phase;
  readonly who: Who;
  /** How it is mended, in English; `words` has the other languages. */
  readonly fix: string;
  readonly field?: string;
  readonly detail?: string;
  readonly reply?: Reply;
  readonly rule?: Row;
  readonly notes: readonly string[];
  /** The conversation up to here, where there was one. */
  declare trace?: Trace;
  readonly #means: Cause;

  constructor(init: MailErrorInit) {
    const { what, fix } = init.means.words.en;
    super(init.detail === undefined ? what : `${what} (${init.detail})`, { cause: init.cause });
    this.code = init.code;
    this.phase = init.phase;
    this.who = init.means.who;
    this.fix = fix;
    this.notes = init.notes ?? [];
    this.#means = init.means;
    if (init.field !== undefined) this.field = init.field;
    if (init.detail !== undefined) this.detail = init.detail;
    if (init.reply !== undefined) this.reply = init.reply;
    if (init.rule !== undefined) this.rule = init.rule;
    Object.defineProperty(this, BRAND, { value: true });
    // Kept out of console.log, which shows enough without it.
    Object.defineProperty(this, 'trace', { value: undefined, writable: true, enumerable: false });
  }

  /** What happened and the fix, in the language asked for. */
  words(language: Language): { readonly what: string; readonly fix: string } {
    return this.#means.words[language];
  }

  /** `rejected` or `deferred`: what the cause makes of a message of which nothing was taken. */
  get outcome(): Cause['outcome'] {
    return this.#means.outcome;
  }

  /** What the server wants less of, where that is why it refused: of connections at a time, or of messages in a time. */
  get slows(): Cause['slows'] {
    return this.#means.slows;
  }

  /** Where there is more to read on this cause. */
  get page(): string {
    return pageOf(this.code);
  }

  toJSON(): Record<string, unknown> {
    return {
      name: this.name,
      code: this.code,
      phase: this.phase,
      who: this.who,
      message: this.message,
      fix: this.fix,
      field: this.field,
      reply: this.reply && { code: this.reply.code, enhanced: this.reply.enhanced, line: replyLine(this.reply) },
      rule: this.rule && { because: this.rule.because, source: this.rule.source },
      notes: this.notes.length === 0 ? undefined : this.notes,
    };
  }
}

/** Knows a MailError of any copy of this package. */
export function isMailError(value: unknown): value is MailError {
  return typeof value === 'object' && value !== null && BRAND in value;
}
