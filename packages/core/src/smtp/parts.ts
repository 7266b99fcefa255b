import type { Composed } from '../compose.js';
import { isMailError, type MailError } from '../error.js';
import type { Receipt, Refusal, Warning } from '../receipt.js';
import { Trace } from '../trace.js';
import type { CallOptions } from '../transport.js';
import { Delivery, type Desk } from './delivery.js';
import { failure } from './verdict.js';

/**
 * Delivers a message, in as many transactions as its recipients need: those that the server takes at once, then the
 * rest (RFC 5321 4.5.3.1.10), one transaction after the other, to one receipt. `refused` is why it is not even tried,
 * where that is known. Rejects for misuse, and for an abort before anything was taken.
 */
export async function deliver(desk: Desk, message: Composed, call: CallOptions, refused?: MailError): Promise<Receipt> {
  desk.pool.enter();
  try {
    const first = new Delivery(desk, message, call, refused);
    const receipt = await first.receipt;
    const rest = restOf(message, first.rest, receipt);
    return rest === undefined ? receipt : await deliverRest(desk, call, { message, receipt, rest });
  } finally {
    desk.pool.leave();
  }
}

/** A transaction, and what it left over. */
interface Part {
  readonly message: Composed;
  readonly receipt: Receipt;
  readonly rest: Composed | undefined;
}

async function deliverRest(desk: Desk, call: CallOptions, first: Part): Promise<Receipt> {
  if (isStopped(first) && first.receipt.outcome !== 'unknown') return first.receipt;
  const parts = [first];
  for (let last = first; last.rest !== undefined && !isStopped(last); ) {
    last = await deliverPart(desk, call, last.rest, parts);
    parts.push(last);
  }
  return merge(parts);
}

async function deliverPart(desk: Desk, call: CallOptions, message: Composed, before: readonly Part[]): Promise<Part> {
  const delivery = new Delivery(desk, message, call);
  try {
    const receipt = await delivery.receipt;
    return { message, receipt, rest: restOf(message, delivery.rest, receipt) };
  } catch (error) {
    // What was taken before cannot be taken back by a throw: the receipt has to tell of both.
    const taken = before.find(({ receipt }) => receipt.outcome === 'accepted');
    if (taken === undefined) throw error;
    const why = isMailError(error) ? error : failure('SEND_ABORTED', 'ready', { cause: error });
    const receipt = { ...taken.receipt, outcome: why.outcome, error: why, refused: [], trace: new Trace() } as Receipt;
    return { message, receipt, rest: undefined };
  }
}

/**
 * The message for those whom this transaction had no room for: the profile or LIMITS said so beforehand, or the server
 * at RCPT though it took others. A source that was read, and not kept, cannot be sent to the latter.
 */
function restOf(message: Composed, unsaid: Composed | undefined, receipt: Receipt): Composed | undefined {
  if (unsaid === undefined && receipt.refused.length === 0) return undefined;
  const body = unsaid?.body ?? message.body;
  const late =
    receipt.outcome === 'accepted' && (unsaid !== undefined || body instanceof Uint8Array) ? tooLate(receipt) : [];
  const to = [...late, ...(unsaid?.envelope.to ?? [])];
  return to.length === 0 ? undefined : { ...message, body, envelope: { from: message.envelope.from, to } };
}

function tooLate({ refused }: Receipt): string[] {
  if (refused.length === 0) return [];
  return refused.filter(({ error }) => error.code === 'TOO_MANY_RECIPIENTS').map(({ recipient }) => recipient);
}

/** It failed as a whole, and so would the next one. Where each recipient had a refusal of its own, others may do better. */
function isStopped({ receipt, message, rest }: Part): boolean {
  const said = message.envelope.to.length - (rest?.envelope.to.length ?? 0);
  return receipt.outcome !== 'accepted' && receipt.refused.length < said;
}

/**
 * One receipt of several transactions. `unknown` where one is; else `accepted` where one is, and whoever was not taken
 * stands in `refused`; else `deferred` where one is, since sending the same again may then succeed; else `rejected`.
 */
function merge(parts: readonly Part[]): Receipt {
  const outcomes = ['unknown', 'accepted', 'deferred', 'rejected'] as const;
  const [outcome] = outcomes.filter((each) => parts.some(({ receipt }) => receipt.outcome === each));
  const { receipt: first, message } = parts[0] as Part;
  const { receipt: telling } = parts.find(({ receipt }) => receipt.outcome === outcome) as Part;
  const taken = parts.some(({ receipt }) => receipt.outcome === 'accepted' || receipt.outcome === 'unknown');
  const order = new Map(message.envelope.to.map((recipient, at) => [recipient, at]));
  const refused = parts
    .flatMap((part, at) => refusalsOf(part, parts[at + 1], taken))
    .sort((a, b) => (order.get(a.recipient) as number) - (order.get(b.recipient) as number));
  return {
    ...telling,
    envelope: message.envelope,
    startedAt: first.startedAt,
    warnings: [...warningsOf(parts), told(parts)],
    trace: traceOf(parts),
    refused,
  };
}

/** Those of this transaction who were refused and not sent to in the next one; all of them, where it failed as a whole and others did not. */
function refusalsOf({ message, receipt, rest }: Part, next: Part | undefined, taken: boolean): Refusal[] {
  const again = new Set(next?.message.envelope.to);
  const named = receipt.refused.filter(({ recipient }) => !again.has(recipient));
  if (!taken || receipt.outcome === 'accepted') return named;
  const known = new Set(named.map(({ recipient }) => recipient));
  // Of the unknown only those who were not named to the server are known to have got nothing.
  const left = receipt.outcome === 'unknown' ? (rest?.envelope.to ?? []) : message.envelope.to;
  const error = receipt.outcome === 'unknown' ? notBegun() : receipt.error;
  return [
    ...named,
    ...left
      .filter((recipient) => !known.has(recipient) && !again.has(recipient))
      .map((recipient) => ({ recipient, error })),
  ];
}

function notBegun(): MailError {
  const detail = 'the transaction before got no answer, so none was begun for this recipient';
  return failure('CONNECTION_STALLED_OR_DROPPED', 'ready', { detail });
}

function warningsOf(parts: readonly Part[]): Warning[] {
  const all = parts.flatMap(({ receipt }) => receipt.warnings);
  return [...new Map(all.map((each) => [`${each.code} ${each.message}`, each])).values()];
}

function told(parts: readonly Part[]): Warning {
  const size = ({ message, rest }: Part) => message.envelope.to.length - (rest?.envelope.to.length ?? 0);
  const each = parts.map((part) => `${size(part)} (${part.receipt.outcome})`).join(', ');
  const left = parts.at(-1)?.rest?.envelope.to.length;
  const untried = left === undefined ? '' : `; ${left} were not tried`;
  return { code: 'RECIPIENTS_SPLIT', field: 'to', message: `recipients by transaction: ${each}${untried}` };
}

/** All transactions in their order; the handshake of a connection where it first serves. */
function traceOf(parts: readonly Part[]): Trace {
  return new Trace([], [...new Set(parts.flatMap(({ receipt }) => receipt.trace.events))]);
}
