import type { MailError } from './error.js';
import type { Envelope } from './message.js';
import type { Reply } from './reply.js';
import type { Trace } from './trace.js';

/** A recipient that the server would not serve, and why. */
export interface Refusal {
  readonly recipient: string;
  readonly error: MailError;
}

/** Something that was done otherwise than asked, or that will bite later. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  /** The option it is about. */
  readonly field?: string;
}

interface ReceiptBase {
  /** Id of the transport that made it. */
  readonly transport: string;
  readonly envelope: Envelope;
  readonly messageId: string;
  readonly startedAt: Date;
  readonly warnings: readonly Warning[];
  readonly trace: Trace;
}

/** What became of a message. Each of the four words is true. */
export type Receipt = ReceiptBase &
  (
    | {
        /** The server took the message for every recipient that is not in `refused`. */
        readonly outcome: 'accepted';
        /** To the end of the message; of the first transaction that was accepted, where the recipients went in several. */
        readonly reply: Reply;
        readonly refused: readonly Refusal[];
      }
    /** A definite no: nothing was taken, and the same again gets no again. */
    | { readonly outcome: 'rejected'; readonly error: MailError; readonly refused: readonly Refusal[] }
    /** A definite not-yet: nothing was taken, and the same may be sent again. */
    | {
        readonly outcome: 'deferred';
        readonly error: MailError;
        readonly refused: readonly Refusal[];
        /** The soonest that the server wants it again, where its reply says so. */
        readonly notBefore?: Date;
      }
    /** The end of the message left and no answer came. Whether it was taken cannot be known: never resent unasked. */
    | { readonly outcome: 'unknown'; readonly error: MailError; readonly refused: readonly Refusal[] }
  );

export type Outcome = Receipt['outcome'];
