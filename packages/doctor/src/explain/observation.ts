import { isMailError, type MailError, type Phase, type Receipt, replyLine } from '@ehlo/core';

/**
 * What is known of a failed mail. Every field may be left out; the more there is, the surer the answer.
 * An object of JSON may be given as it is: what has another type than is said here is passed over.
 */
export interface Observation {
  /** Given back with the answer. */
  readonly id?: string;
  /** What was pasted: an error, a log, some sentences. In the words of any client. */
  readonly symptom?: string | null;
  /** The refusing reply, where it is known by itself. */
  readonly reply?: ObservedReply | string | null;
  /** Name or code of the client's own error: `ECONNRESET`, `SMTPDataError`, `AADSTS70008`. */
  readonly client_error?: string | null;
  /** How far it came. A phase of a trace does as well. */
  readonly stage?: Stage | Phase | (string & {}) | null;
  /** Name of the provider, as a preset or a profile has it: `gmail`, `microsoft365`, `qq`. */
  readonly provider?: string | null;
  readonly config?: Settings | null;
}

/** How far a mail came: as a person says it, and finer than the phases of a trace. */
export type Stage =
  | 'config'
  | 'dns'
  | 'connect'
  | 'greeting'
  | 'tls'
  | 'starttls'
  | 'ehlo'
  | 'token'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'rate';

export interface ObservedReply {
  /** The three digits. */
  readonly code?: number | null;
  /** The enhanced status code, such as `5.7.8`. */
  readonly enhanced?: string | null;
  readonly text?: string | null;
}

/** The settings under which it failed. Fields beyond these are read as words: `scopes`, `where`, `ehlo`, `tls`. */
export interface Settings {
  readonly host?: string | null;
  readonly port?: number | string | null;
  /** TLS from the first byte. */
  readonly secure?: boolean | null;
  readonly starttls?: boolean | null;
  /** `password`, `app-password`, `api-key`, `xoauth2`, `none`. */
  readonly auth?: string | null;
  /** SASL mechanism. */
  readonly mechanism?: string | null;
  /** Login name. */
  readonly user?: string | null;
  /** Program or library that sends. */
  readonly client?: string | null;
  readonly [name: string]: unknown;
}

/** Makes an observation of whatever `explain` may be given. */
export function observationOf(given: unknown): Observation {
  if (typeof given === 'string') return { symptom: given };
  if (isMailError(given)) return ofMailError(given);
  if (isReceipt(given)) return given.outcome === 'accepted' ? ofAccepted(given) : ofMailError(given.error);
  if (given instanceof Error) return ofError(given);
  if (typeof given === 'object' && given !== null) return given as Observation;
  return {};
}

/** Code of the cause that Ehlo's own rules found already, of an error or receipt of Ehlo. */
export function judgedBefore(given: unknown): MailError | undefined {
  if (isMailError(given)) return given;
  if (!isReceipt(given)) return undefined;
  return given.outcome === 'accepted' ? given.refused[0]?.error : given.error;
}

function ofMailError(error: MailError): Observation {
  return {
    // Not the sentence of the cause: what it says was judged already.
    symptom: error.detail ?? '',
    stage: error.phase,
    ...(error.reply === undefined ? {} : { reply: replyLine(error.reply) }),
  };
}

function ofAccepted(receipt: Extract<Receipt, { outcome: 'accepted' }>): Observation {
  const [refusal] = receipt.refused;
  return refusal === undefined ? {} : ofMailError(refusal.error);
}

/** The fields that Node.js, nodemailer and their kin put on errors. */
function ofError(error: Error): Observation {
  const more = error as { code?: unknown; response?: unknown; reason?: unknown; command?: unknown };
  const words = [more.code, more.reason].filter((word) => typeof word === 'string');
  return {
    symptom: [error.name, error.message, more.response].filter((word) => typeof word === 'string').join(': '),
    client_error: words.length === 0 ? null : words.join(' '),
  };
}

function isReceipt(value: unknown): value is Receipt {
  return (
    typeof value === 'object' && value !== null && 'outcome' in value && 'envelope' in value && 'transport' in value
  );
}
