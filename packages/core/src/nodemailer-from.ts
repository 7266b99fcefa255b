import type { Transporter } from 'nodemailer';
import type { SentMessageInfo } from 'nodemailer/lib/mailer';
import { causes } from './causes.js';
import { type Access, checkMail, deliveryOf } from './compose-check.js';
import { ownCopy } from './compose-copy.js';
import { envelopeOf } from './compose-envelope.js';
import { messageIdOf } from './compose-raw.js';
import { MailError } from './error.js';
import type { Delivery, Envelope, MailMessage, Message } from './message.js';
import { checkErrorOf, mailErrorOf, replyOf } from './nodemailer-errors.js';
import type { Receipt, Refusal, Warning } from './receipt.js';
import { Trace } from './trace.js';
import type { CallOptions, CheckReport, Transport } from './transport.js';

/**
 * Any nodemailer transporter as a Transport. Bad input is refused as everywhere; what becomes of a message is told as
 * truly as nodemailer lets know. It names no phase for a line that dies: unless the error shows that the message had
 * not left, the outcome is `unknown`; so is that of an abort after the message was handed over. Transports that talk to
 * no server (streamTransport, jsonTransport) give a reply of their own, code 250.
 */
export function fromNodemailer(transporter: Transporter, options: Access = {}): Transport {
  return new FromNodemailer(transporter, options);
}

// nodemailer's own default for a pool; without one each message has a connection of its own.
const AT_ONCE = 5;

class FromNodemailer implements Transport {
  readonly id: string;
  readonly warnings = [];
  readonly #transporter: Transporter;
  readonly #access: Access;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(transporter: Transporter, access: Access) {
    this.id = `nodemailer:${transporter.transporter.name}`;
    this.#transporter = transporter;
    this.#access = access;
  }

  async send(message: Message, { signal }: CallOptions = {}): Promise<Receipt> {
    if (this.#closed) {
      throw new MailError({ code: 'TRANSPORT_CLOSED', means: causes.TRANSPORT_CLOSED, phase: 'settings' });
    }
    signal?.throwIfAborted();
    const mail = message as MailMessage;
    checkMail(mail, this.#access);
    const envelope = envelopeOf(mail);
    const data = {
      ...ownCopy(mail, envelope, this.#access),
      ...nodemailerDelivery(deliveryOf(message)),
      // As we read it: nodemailer's parser is not asked again.
      envelope: { from: envelope.from || (false as const), to: [...envelope.to] },
      signal,
    };
    const messageId = (mail.raw ? messageIdOf(mail.raw) : data.messageId) ?? '';
    const sending = this.#transporter.sendMail(data);
    this.#running.add(sending);
    const base = { transport: this.id, envelope, messageId, startedAt: new Date(), warnings: [] };
    try {
      return acceptedReceipt(base, await sending);
    } catch (error) {
      return refusedReceipt(base, error);
    } finally {
      this.#running.delete(sending);
    }
  }

  async *sendMany(
    messages: Iterable<Message> | AsyncIterable<Message>,
    options?: CallOptions,
  ): AsyncGenerator<Receipt & { readonly index: number }> {
    const running = new Map<number, Promise<Receipt & { readonly index: number }>>();
    const next = async () => {
      const receipt = await Promise.race(running.values());
      running.delete(receipt.index);
      return receipt;
    };
    let count = 0;
    for await (const message of messages) {
      const index = count++;
      const sending = this.send(message, options).then((receipt) => ({ ...receipt, index }));
      // Misuse is thrown by whoever awaits it first; the others are not lost errors.
      sending.catch(() => {});
      running.set(index, sending);
      if (running.size >= AT_ONCE) yield await next();
    }
    while (running.size > 0) yield await next();
  }

  async check(): Promise<CheckReport> {
    const trace = new Trace();
    if (typeof this.#transporter.transporter.verify !== 'function') {
      const message = `${this.id} has no handshake that could be checked`;
      return { ok: true, warnings: [{ code: 'NOTHING_TO_CHECK', message }], trace };
    }
    try {
      await this.#transporter.verify();
      return { ok: true, warnings: [], trace };
    } catch (error) {
      return { ok: false, error: checkErrorOf(error), warnings: [], trace };
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
    if (typeof this.#transporter.transporter.close === 'function') this.#transporter.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

interface Base {
  readonly transport: string;
  readonly envelope: Envelope;
  readonly messageId: string;
  readonly startedAt: Date;
  readonly warnings: readonly Warning[];
}

function nodemailerDelivery({
  deliveryStatus,
  requireTls,
}: Delivery): Pick<MailMessage, 'dsn' | 'requireTLSExtensionEnabled'> {
  if (!deliveryStatus) return { ...(requireTls && { requireTLSExtensionEnabled: true }) };
  const { envelopeId, notify } = deliveryStatus;
  const dsn = {
    ...(envelopeId && { id: envelopeId }),
    ...(deliveryStatus.return && { return: deliveryStatus.return === 'headers' ? 'hdrs' : 'full' }),
    ...(notify && { notify: typeof notify === 'string' ? notify : [...notify] }),
  };
  return { dsn, ...(requireTls && { requireTLSExtensionEnabled: true }) };
}

function acceptedReceipt(base: Base, info: SentMessageInfo): Receipt {
  const text = typeof info.response === 'string' ? info.response : undefined;
  const reply = replyOf(text) ?? { code: 250, lines: [text ?? `handed to ${base.transport}`] };
  return { ...base, outcome: 'accepted', reply, refused: refusalsOf(info), trace: traceOf(base, text) };
}

function refusedReceipt(base: Base, thrown: unknown): Receipt {
  const { error, outcome } = mailErrorOf(thrown);
  const response = (thrown as { response?: unknown } | undefined)?.response;
  const trace = traceOf(base, typeof response === 'string' ? response : undefined);
  return { ...base, outcome, error, refused: refusalsOf(thrown), trace };
}

/** `rejected` with `rejectedErrors`, which stand on the info, and on the error when nobody was left. */
function refusalsOf(told: unknown): Refusal[] {
  const { rejected, rejectedErrors } = Object(told) as { rejected?: unknown; rejectedErrors?: unknown };
  const errors = (Array.isArray(rejectedErrors) ? rejectedErrors : []) as { recipient?: string }[];
  return (Array.isArray(rejected) ? (rejected as string[]) : []).map((recipient, i) => ({
    recipient,
    error: mailErrorOf(errors.find((error) => error?.recipient === recipient) ?? errors[i]).error,
  }));
}

/** All that nodemailer shows of the conversation: the last reply. */
function traceOf({ startedAt }: Base, response: string | undefined): Trace {
  if (response === undefined) return new Trace();
  const at = Date.now() - startedAt.getTime();
  return new Trace(
    [],
    response.split(/\r?\n/).map((line) => ({ kind: 'server', at, phase: 'sent', connection: 1, line })),
  );
}
