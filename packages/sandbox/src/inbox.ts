import PostalMime, { type Email } from 'postal-mime';
import type { ConversationLine } from './conversation.js';

/** Parameters of MAIL or RCPT, by keyword in upper case; true where there is no value. */
export type Parameters = Readonly<Record<string, string | true>>;

export interface ReceivedEnvelope {
  /** Empty for the null reverse-path. */
  readonly from: string;
  readonly to: readonly string[];
  readonly mailParameters: Parameters;
  /** One for each recipient, in order. */
  readonly rcptParameters: readonly Parameters[];
}

/** A message that the server took. */
export interface ReceivedMail {
  readonly envelope: ReceivedEnvelope;
  /** The octets of the message without dot-stuffing, exactly as they came. */
  readonly raw: Uint8Array;
  /** DATA or BDAT. */
  readonly form: 'data' | 'bdat';
  /** Read by postal-mime: headers, addresses, text, html, attachments. */
  parsed(): Promise<Email>;
  readonly receivedAt: Date;
  /** Undefined when it came in clear text. */
  readonly tls?: { readonly protocol: string; readonly cipher: string };
  /** Who was logged in. */
  readonly user?: string;
  /** Which connection, counted from 1. */
  readonly connection: number;
  /** The lines of that connection. */
  readonly conversation: readonly ConversationLine[];
}

/** A mail as it is read back, of what the session knows of it. */
export function received(
  mail: Omit<ReceivedMail, 'parsed' | 'conversation'>,
  lines: () => readonly ConversationLine[],
): ReceivedMail {
  return {
    ...mail,
    parsed: () => PostalMime.parse(mail.raw),
    // It goes on after the mail was taken, so it is read when it is asked for.
    get conversation() {
      return lines().filter(({ connection }) => connection === mail.connection);
    },
  };
}

/** Keeps what was received, and wakes those who wait for mail. */
export class Inbox<Mail> {
  readonly mails: Mail[] = [];
  #read = 0;
  #waiting: Array<() => void> = [];

  put(mail: Mail): void {
    this.mails.push(mail);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The oldest mail that was not yet handed out here; waits for one where there is none. */
  async next(signal?: AbortSignal): Promise<Mail> {
    for (;;) {
      signal?.throwIfAborted();
      const mail = this.mails[this.#read];
      if (mail !== undefined) {
        this.#read += 1;
        return mail;
      }
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push(resolve);
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
  }

  clear(): void {
    this.mails.length = 0;
    this.#read = 0;
  }
}
