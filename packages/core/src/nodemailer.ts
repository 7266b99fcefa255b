import { EventEmitter } from 'node:events';
import type { MailMessage, Transport as NodemailerTransport, SentMessageInfo } from 'nodemailer/lib/mailer';
import { type Composed, composedOf } from './compose.js';
import { type Access, checkMail, deliveryOf } from './compose-check.js';
import { envelopeOfTree } from './compose-envelope.js';
import { isMailError } from './error.js';
import type { RawMessage } from './message.js';
import { abortError, type NodemailerError, nodemailerError } from './nodemailer-errors.js';
import type { Receipt } from './receipt.js';
import { replyLine } from './reply.js';
import type { Transport } from './transport.js';

export type { Access } from './compose-check.js';
export type { NodemailerError } from './nodemailer-errors.js';
export { fromNodemailer } from './nodemailer-from.js';

/** nodemailer's `info`, and the receipt that it was made of. */
export interface SentInfo extends SentMessageInfo {
  accepted: string[];
  rejected: string[];
  pending: string[];
  /** For each of `rejected`, in its order: why. */
  rejectedErrors: NodemailerError[];
  /** The server's last reply: `250 2.0.0 OK`. */
  response: string;
  receipt: Receipt;
}

type VerifyCallback = (error: Error | null, success?: true) => void;

/** What `nodemailer.createTransport()` takes. It emits `idle` when nothing is being sent any more. */
export interface NodemailerPlugin extends NodemailerTransport<SentInfo> {
  verify(): Promise<true>;
  verify(callback: VerifyCallback): void;
  close(): Promise<void>;
  isIdle(): boolean;
}

/**
 * Any transport as a nodemailer transport plugin:
 *
 *     const mailer = nodemailer.createTransport(toNodemailer(transport));
 *
 * nodemailer composes; its `compile` and `stream` plugins, defaults and DKIM take effect, and `dsn` and
 * `requireTLSExtensionEnabled` are carried over. Content by URL is refused unless `allowUrlAttachments` permits it.
 *
 * What was not accepted is an error, as nodemailer's users expect: `code` is nodemailer's word for it, `ehlo` the
 * MailError, `outcome` the receipt's. An error with `outcome: 'unknown'` must not be answered by sending again.
 */
export function toNodemailer(transport: Transport, options: Access = {}): NodemailerPlugin {
  return new Plugin(transport, options);
}

class Plugin extends EventEmitter implements NodemailerPlugin {
  readonly name: string;
  readonly version = '1';
  readonly supportsAbortSignal = true;
  readonly #transport: Transport;
  readonly #options: Access;
  #sending = 0;

  constructor(transport: Transport, options: Access) {
    super();
    this.name = `ehlo:${transport.id}`;
    this.#transport = transport;
    this.#options = options;
  }

  send(mail: MailMessage<SentInfo>, callback: (error: NodemailerError | null, info: SentInfo) => void): void {
    this.#sending++;
    this.#send(mail)
      .finally(() => this.#sending--)
      .then(
        (info) => callback(null, info),
        (error: NodemailerError) => (callback as (error: NodemailerError) => void)(error),
      )
      // What a callback throws is for the process to see, as with nodemailer's own transports.
      .catch((error: unknown) => setImmediate(() => rethrow(error)))
      .finally(() => this.#sending === 0 && this.emit('idle'));
  }

  verify(): Promise<true>;
  verify(callback: VerifyCallback): void;
  verify(callback?: VerifyCallback): Promise<true> | undefined {
    const checked = this.#transport.check().then(({ ok, error }): true => {
      if (ok) return true;
      throw error ? nodemailerError(error) : new Error(`${this.name} could not be checked`);
    });
    if (!callback) return checked;
    checked.then(
      () => callback(null, true),
      (error: Error) => callback(error),
    );
    return undefined;
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  isIdle(): boolean {
    return this.#sending === 0;
  }

  async #send(mail: MailMessage<SentInfo>): Promise<SentInfo> {
    const { signal } = mail.data;
    try {
      const message = messageOf(mail, this.#options);
      return infoOf(await this.#transport.send(message, signal ? { signal } : {}));
    } catch (error) {
      if (isMailError(error)) throw nodemailerError(error);
      throw signal?.aborted && error === signal.reason ? abortError(signal) : error;
    }
  }
}

/** What nodemailer compiled, as octets where that is quick, else as a stream that begins when it is read. */
function messageOf(mail: MailMessage<SentInfo>, options: Access): RawMessage {
  checkMail(mail.data, options);
  const { envelope, body } = composedOf(mail.message, envelopeOfTree(mail.message));
  return { envelope, raw: body instanceof Uint8Array ? body : whenRead(body), ...deliveryOf(mail.data) };
}

function whenRead(body: Exclude<Composed['body'], Uint8Array>): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => body()[Symbol.asyncIterator]() };
}

function infoOf(receipt: Receipt): SentInfo {
  const { envelope, messageId, refused } = receipt;
  const rejected = refused.map((refusal) => refusal.recipient);
  const rejectedErrors = refused.map((refusal) => nodemailerError(refusal.error, { recipient: refusal.recipient }));
  if (receipt.outcome !== 'accepted') {
    throw nodemailerError(receipt.error, { outcome: receipt.outcome, rejected, rejectedErrors });
  }
  return {
    accepted: envelope.to.filter((recipient) => !rejected.includes(recipient)),
    rejected,
    pending: [],
    rejectedErrors,
    envelope: { from: envelope.from || false, to: [...envelope.to] },
    messageId,
    response: replyLine(receipt.reply),
    receipt,
  };
}

function rethrow(error: unknown): never {
  throw error;
}
