import type { Cause } from '../cause.js';
import type { Claims } from '../jwt.js';
import type { Envelope } from '../message.js';
import type { LimitRow, Row, TokenRow } from '../profile.js';
import type { Phase } from '../trace.js';

/** Reads the answer to a request: everything that a row names must hold; the first row that holds decides. */
export interface AnswerRow extends Row {
  readonly status?: number | readonly number[];
  /** The API's own word for it: `error.code`, a reason. */
  readonly code?: string | readonly string[];
  /** Matched against the text of the error. Only together with a source that recorded the text. */
  readonly text?: RegExp;
  /** Code of the cause, of this API or of core. */
  readonly means: string;
  /** Where the outcome differs from the cause's own. `unknown`: the message may have been taken all the same. */
  readonly outcome?: 'rejected' | 'deferred' | 'unknown';
}

/** What an API said in its own form when it refused. */
export interface Refused {
  readonly code?: string;
  readonly text?: string;
  /** When it may be tried again, where the text says so and no Retry-After. */
  readonly retryAt?: Date;
}

/** An HTTP API that takes messages: rows, how it words a refusal, and the requests that a message takes. */
export interface HttpApi {
  /** What receipts name. */
  readonly id: string;
  readonly name: string;
  /** An https: address, to which paths are appended. */
  readonly url: string;
  /** Origins beside that of `url` that its answers may name for uploads. No other is ever asked. */
  readonly uploads?: readonly string[];
  readonly token: TokenRow;
  /** Of the mailbox and the API. `connections` are requests at a time. */
  readonly limits: readonly LimitRow[];
  readonly answers: readonly AnswerRow[];
  readonly causes: Readonly<Record<string, Cause>>;
  /** What a person should know when a token is refused. */
  readonly notes?: readonly string[];
  /** Reads the body of a refusal, parsed as JSON. */
  readRefusal(body: unknown): Refused;
  /**
   * Says the message. Resolves when the API took it; rejects with what `ask` rejected with. Before the first request it
   * may throw a MailError for a message that this API cannot carry truly.
   */
  send(mail: HttpMail, line: HttpLine): Promise<void>;
  /** Shows that token and permission are good, and sends nothing. */
  check(line: HttpLine): Promise<void>;
}

/** A message for APIs that have no envelope: whom it goes to stands in its headers. */
export interface HttpMail {
  readonly envelope: Envelope;
  /** RFC 5322, with CRLF; those whom To and Cc do not name stand in one Bcc field. */
  readonly octets: Uint8Array;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind `url` of the API; or a whole address that an answer named, to which no token goes. */
  readonly path: string | ((claims: Claims | undefined) => string);
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Octets of message in the body, for the trace. */
  readonly message?: number;
  /** When this is answered with one of `expects`, the message is taken; where no answer comes, nobody knows. */
  readonly commits?: true;
  readonly expects: readonly number[];
}

/** An answer that was expected, read whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks an API on behalf of one message. */
export interface HttpLine {
  ask(request: HttpRequest): Promise<HttpAnswer>;
}

/** Where a request stands in the life of a mail. */
export function phaseOf({ commits }: Pick<HttpRequest, 'commits'>): Phase {
  return commits ? 'sent' : 'data';
}
