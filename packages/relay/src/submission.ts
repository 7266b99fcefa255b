import { type CallOptions, causes, isMailError, MailError, type RawMessage, type Transport } from '@ehlo/core';
import { type Answer, answerTo, answerWith, replyOf } from './answer.js';
import type { Identity, Ledger, Ticket } from './ledger.js';
import type { RememberedMail } from './memory.js';
import { refusal } from './refusal.js';

/** A message that may be sent, and who waits for it. */
export interface Submission {
  readonly id: string;
  /** SHA-256 of its octets, in hexadecimal. */
  readonly hash: string;
  readonly message: RawMessage;
  /** Aborted when the client is gone: what was not handed over by then is not sent. */
  readonly gone: AbortSignal;
  /** Aborted when the relay waits no longer: what was handed over by then is `unknown`. */
  readonly stopped: AbortSignal;
}

export interface Submitted {
  readonly answer: Answer;
  readonly sent: boolean;
  /** To be called when the client was answered, or was not there any more. */
  settle(heard: boolean): Promise<void>;
}

/** Hands a message to the transport, unless it may have arrived before. Never rejects. */
export async function submit(transport: Transport, ledger: Ledger, mail: Submission): Promise<Submitted> {
  const giveUp = new AbortController();
  let handedOver = false;
  const clientLeft = (): void => {
    if (!handedOver) giveUp.abort(refusal('RELAY_CLIENT_GONE', 'ready'));
  };
  const stop = (): void => giveUp.abort(refusal('RELAY_STOPPING', 'ready'));
  const forget = [on(mail.gone, clientLeft), on(mail.stopped, stop)];
  try {
    const ticket = await begun(ledger, mail, giveUp.signal);
    if ('answer' in ticket) return { ...ticket, sent: false };
    const answer = await send(transport, mail, giveUp.signal, () => {
      handedOver = true;
    });
    return { answer, sent: true, settle: (heard) => ticket.settle(became(answer, heard)) };
  } finally {
    for (const each of forget) each();
  }
}

type Refused = Pick<Submitted, 'answer' | 'settle'>;

async function begun(ledger: Ledger, mail: Submission, signal: AbortSignal): Promise<Ticket | Refused> {
  const { from, to } = mail.message.envelope;
  const identity: Identity = { id: mail.id, hash: mail.hash, from, to };
  try {
    signal.throwIfAborted();
    const ticket = await ledger.begin(identity, signal);
    return 'settle' in ticket ? ticket : remembered(ledger, ticket, identity);
  } catch (error) {
    const why = signal.aborted ? signal.reason : refusal('RELAY_STORE_FAILED', 'ready', { cause: error });
    return { answer: notSent(why), settle: async () => undefined };
  }
}

/** What is answered to a message that may have arrived, or has, without being sent again. */
function remembered(ledger: Ledger, mail: RememberedMail, { to, hash }: Identity): Refused {
  const since = mail.since.toISOString();
  const isSame = (mail.hash ?? hash) === hash && to.every((recipient) => mail.to.includes(recipient));
  if (mail.state === 'accepted' && isSame) {
    const reply = replyOf(250, '2.0.0', `Accepted by the mailbox's server before (${since}); not sent again`);
    return {
      answer: { outcome: 'accepted', reply, refused: [] },
      settle: async (heard) => void (heard && (await ledger.told(mail))),
    };
  }
  const detail = `${mail.id}, first sent ${since}`;
  const answer = answerWith(refusal('RELAY_MESSAGE_REMEMBERED', 'sent', { detail }), 451, '4.4.2');
  return { answer: { ...answer, outcome: 'unknown', warning: 'may-have-arrived' }, settle: async () => undefined };
}

async function send(
  transport: Transport,
  { message }: Submission,
  signal: AbortSignal,
  onHandOver: () => void,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const isDeaf = new Promise<undefined>((resolve) => {
    on(signal, () => {
      timer = setTimeout(resolve, PATIENCE, undefined);
    });
  });
  const observe: CallOptions['observe'] = ({ kind }) => void (kind === 'message' && onHandOver());
  try {
    const receipt = await Promise.race([transport.send(message, { signal, observe }), isDeaf]);
    return receipt === undefined ? lost('going on after it was told to stop') : answerTo(receipt);
  } catch (error) {
    // By the contract of Transport.send, whatever it throws for these was not sent.
    if (signal.aborted && error === signal.reason) return notSent(error);
    if (isMailError(error))
      return error.code === 'TRANSPORT_CLOSED' ? answerWith(error, 451, '4.3.2') : answerWith(error);
    return lost(`throwing ${error instanceof Error ? error.name : typeof error}`, error);
  } finally {
    clearTimeout(timer);
  }
}

/** How long a transport that was told to stop is waited for. */
const PATIENCE = 5_000;

/** A transport that does what no transport may do may have sent. */
function lost(how: string, cause?: unknown): Answer {
  const detail = `the transport broke its contract by ${how}`;
  const error = new MailError({ code: 'REPLY_LOST', means: causes.REPLY_LOST, phase: 'sent', detail, cause });
  return { ...answerWith(error, 451, '4.4.2'), outcome: 'unknown', warning: 'may-have-arrived' };
}

function notSent(why: unknown): Answer {
  const error = isMailError(why) ? why : refusal('RELAY_STOPPING', 'ready', { cause: why });
  return error.code === 'RELAY_STOPPING' ? answerWith(error, 421, '4.3.2') : answerWith(error);
}

/** What has to be remembered. A client that did not hear of an accepted message will send it again. */
function became({ outcome }: Answer, heard: boolean): Parameters<Ticket['settle']>[0] {
  if (outcome === 'unknown') return 'unknown';
  return outcome === 'accepted' && !heard ? 'accepted' : 'known';
}

function on(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) act();
  else signal.addEventListener('abort', act, { once: true });
  return () => signal.removeEventListener('abort', act);
}
