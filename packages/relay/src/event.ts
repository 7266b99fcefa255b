import type { MailError, Outcome } from '@ehlo/core';

/** The answer that a client got. */
export interface RelayReply {
  readonly code: number;
  /** With the enhanced status code, English, ASCII. */
  readonly text: string;
}

/** What became of a message that the relay took. Holds no secret. */
export interface RelayedMail {
  readonly kind: 'mail';
  readonly at: Date;
  readonly outcome: Outcome;
  /** `false`: it was not handed to the transport this time; it is remembered, or the relay refused it by itself. */
  readonly sent: boolean;
  readonly reply: RelayReply;
  /** Why, where it was not accepted. */
  readonly error?: MailError;
  /** Those of the recipients that were refused, and why. Where the outcome is `accepted`, all others were served. */
  readonly refused: ReadonlyArray<{ readonly recipient: string; readonly error: MailError }>;
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly octets: number;
  /** From the end of its octets to the answer. */
  readonly milliseconds: number;
  readonly user?: string;
  readonly client: string;
  /** The client had gone before the answer. */
  readonly unheard: boolean;
  /** What needs the attention of a person. */
  readonly warning?: 'may-have-arrived' | 'partly-refused';
}

export type RelayEvent =
  | RelayedMail
  /** A command or a connection that was refused. */
  | {
      readonly kind: 'refused';
      readonly at: Date;
      readonly command: 'CONNECT' | 'AUTH' | 'MAIL' | 'RCPT';
      readonly reply: RelayReply;
      readonly error: MailError;
      readonly client: string;
      readonly user?: string;
      /** What the command named: a sender, a recipient. Never what AUTH said. */
      readonly address?: string;
    }
  | {
      readonly kind: 'connected' | 'closed';
      readonly at: Date;
      readonly client: string;
      readonly tls: boolean;
      readonly user?: string;
    }
  | { readonly kind: 'login'; readonly at: Date; readonly client: string; readonly user: string }
  | { readonly kind: 'listening'; readonly at: Date; readonly host: string; readonly port: number }
  /** Messages under way when the relay last ended without a stop: each may have arrived. */
  | { readonly kind: 'recovered'; readonly at: Date; readonly ids: readonly string[] };

/** Must not throw; what it throws is ignored. */
export type RelayObserver = (event: RelayEvent) => void;
