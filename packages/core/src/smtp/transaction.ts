import type { MailError } from '../error.js';
import type { Delivery, Envelope } from '../message.js';
import type { Policy } from '../policy.js';
import type { Profile } from '../profile.js';
import type { Refusal } from '../receipt.js';
import { type Reply, replyLine } from '../reply.js';
import type { Phase } from '../trace.js';
import * as command from './command.js';
import type { Opened } from './dialogue.js';
import { type Flow, SessionEnded, say } from './flow.js';
import type { Plan } from './plan.js';
import { failure, judge } from './verdict.js';

/** A message ready for the wire. */
export interface Mail extends Delivery {
  readonly envelope: Envelope;
  readonly parameters: command.MailParameters;
  /** Canonical octets, or a source. */
  readonly octets: Uint8Array | (() => AsyncIterable<Uint8Array>);
}

/** What became of a transaction. */
export interface Fate {
  readonly outcome: 'accepted' | 'rejected' | 'deferred' | 'unknown';
  readonly reply?: Reply;
  readonly error?: MailError;
  readonly refused: readonly Refusal[];
  /** The line died before the server said anything that decides, and before the message was handed over. */
  readonly lost?: true;
  /** The state of the server is uncertain: the connection must not be used again. */
  readonly broken?: true;
}

/** What was seen of a server, beyond what it offers. */
export interface Learned {
  nextBehindEnd: boolean;
}

/** What the transactions of one connection know of each other. */
export interface Transactions {
  readonly opened: Opened;
  readonly profile: Profile;
  readonly partial: Policy['partial'];
  readonly pipelining: Plan['pipelining'];
  /** Shared by all connections of an account: whether the next MAIL may stand behind the end of a message. */
  readonly learned: Learned;
  /** A MAIL was accepted and no message ended it: RSET leads the next one (RFC 5321 3.3). */
  dirty: boolean;
}

/** How a transaction finds its connection. */
export interface Circumstances {
  /** It was idle for a while: the server may have left. */
  readonly stale?: boolean;
  /** The end of another message stands before it, without an answer yet. */
  readonly behind?: boolean;
}

/**
 * MAIL, RCPT, and DATA or BDAT (RFC 5321 3.3), in as few round trips as the offer allows. Where the
 * connection is `stale`, one more keeps the message from going out to a server that has left.
 */
export function* transact(mail: Mail, on: Transactions, circumstances: Circumstances = {}): Flow<Fate> {
  const { stale = false } = circumstances;
  const form = on.opened.plan.form;
  const grouped = on.pipelining !== 'none';
  const window = on.pipelining === 'transactions' && form === 'bdat' && !stale;
  // Where one refusal must stop the message, it waits for the answers; a source, once read, cannot be read again.
  const together =
    grouped && on.partial === 'send' && (form === 'data' || (mail.octets instanceof Uint8Array && !stale));
  const leading = on.dirty || window ? [command.reset] : [];
  const opening = [
    ...leading,
    command.mailFrom(mail.envelope.from, mail.parameters),
    ...mail.envelope.to.map((address, at) => command.rcptTo(address, mail.deliveryStatus, `envelope.to[${at}]`)),
  ];
  const heard = new Transaction(mail, on, leading.length, circumstances.behind === true);
  on.dirty = false;
  try {
    if (form === 'bdat' && together) {
      // RFC 4468 3.2: the whole transaction may go in one group.
      heard.add(yield { do: 'say', lines: opening, body: { form, octets: mail.octets }, last: window });
      return heard.fate();
    }
    // RFC 2920 3.1: DATA may end a group.
    if (form === 'data' && together) heard.add(yield say(...opening, command.data));
    else if (grouped) heard.add(yield say(...opening));
    else yield* oneByOne(opening, leading.length, heard);
    const stopped = heard.stopped();
    if (form === 'data' && !together && stopped === undefined) heard.add(yield say(command.data));
    if (form === 'data' && heard.dataReply?.code !== 354) return stopped ?? heard.refusedData();
    if (form === 'bdat' && stopped !== undefined) return stopped;
    // RFC 2920 3.1: where DATA was accepted although no recipient was, a single dot ends it.
    const octets = stopped === undefined ? mail.octets : NOTHING;
    heard.add(
      yield {
        do: 'say',
        lines: [],
        body: { form, octets },
        last: on.opened.plan.nextBehindEnd && on.learned.nextBehindEnd,
      },
    );
    return heard.fate();
  } catch (error) {
    if (error instanceof SessionEnded) return heard.died(error);
    throw error;
  }
}

/** MAIL and RSET: whether the server takes a sender, without a message. Gives why not. */
export function* trySender(from: string, { opened, profile }: Transactions): Flow<MailError | undefined> {
  const { offer, state } = opened;
  const smtpUtf8 = /[^\0-\x7f]/.test(from);
  // RFC 6531 3.1: such an address must not go to a server without the extension.
  if (smtpUtf8 && !offer.has('SMTPUTF8')) return failure('SMTPUTF8_NOT_OFFERED', 'envelope', { detail: offer.host });
  try {
    for (const line of [command.mailFrom(from, { smtpUtf8 }), command.reset]) {
      const [reply] = yield say(line);
      if ((reply as Reply).code >= 300) return judge(reply as Reply, 'envelope', state, profile).error;
    }
    return undefined;
  } catch (error) {
    if (error instanceof SessionEnded) return error.reason;
    throw error;
  }
}

const NOTHING = new Uint8Array();

/** Ends that say nothing of the message that waited. */
const LOST = new Set(['CONNECTION_STALLED_OR_DROPPED', 'SEND_ABORTED']);

/** Without PIPELINING: MAIL first, and no RCPT behind a refused MAIL. */
function* oneByOne(opening: readonly command.Line[], leading: number, heard: Transaction): Flow<void> {
  for (const [at, line] of opening.entries()) {
    const [reply] = yield say(line);
    heard.add([reply as Reply]);
    if (at === leading && (reply as Reply).code >= 300) return;
  }
}

/** The replies to one transaction, in the order [RSET] MAIL RCPT... [DATA] message, and what they mean. */
class Transaction {
  readonly #replies: Reply[] = [];
  readonly #mailAt: number;
  /** Where the replies to the recipients end. */
  readonly #end: number;
  readonly #bodyAt: number;
  #refused: Refusal[] = [];

  constructor(
    private readonly mail: Mail,
    private readonly on: Transactions,
    leading: number,
    private readonly behind: boolean,
  ) {
    this.#mailAt = leading;
    this.#end = leading + 1 + mail.envelope.to.length;
    this.#bodyAt = this.#end + (on.opened.plan.form === 'data' ? 1 : 0);
  }

  add(replies: readonly Reply[]): void {
    this.#replies.push(...replies);
  }

  get dataReply(): Reply | undefined {
    return this.#replies[this.#end];
  }

  /** The fate of a transaction that MAIL or RCPT stopped; undefined where the message may follow, or may have. */
  stopped(): Fate | undefined {
    const mail = this.#replies[this.#mailAt];
    if (mail === undefined) return undefined;
    if (mail.code === 503 && this.behind) return this.#refusedBehind(mail);
    if (mail.code >= 300) return this.#no(mail, 'envelope');
    const answers = this.#replies.slice(this.#mailAt + 1, this.#end);
    this.#refused = answers.some((reply) => reply.code >= 300) ? this.#refusals(answers) : [];
    const [first] = this.#refused;
    const nobody = this.#refused.length === this.mail.envelope.to.length;
    if (first === undefined || (!nobody && this.on.partial === 'send')) return undefined;
    this.on.dirty = true;
    return { outcome: first.error.outcome, error: first.error, refused: this.#refused };
  }

  #refusals(answers: readonly Reply[]): Refusal[] {
    return answers.flatMap((reply, at) =>
      reply.code < 300
        ? []
        : [{ recipient: this.mail.envelope.to[at] as string, error: this.#judge(reply, 'envelope') }],
    );
  }

  /** 503 to what may stand there: the server does not bear it, and nothing of this message was looked at. */
  #refusedBehind(mail: Reply): Fate {
    this.on.learned.nextBehindEnd = false;
    return { ...this.#no(mail, 'envelope'), lost: true };
  }

  /** DATA was refused though recipients were taken: they wait in an open transaction. */
  refusedData(): Fate {
    this.on.dirty = true;
    return this.#no(this.dataReply as Reply, 'data');
  }

  /** All is said and answered. */
  fate(): Fate {
    const answers = this.#replies.slice(this.#bodyAt);
    const no = answers.find((reply) => reply.code >= 300);
    const stopped = this.stopped();
    const bdat = this.on.opened.plan.form === 'bdat';
    // RFC 3030 2: behind a refused chunk the state is indeterminate.
    const broken = bdat && answers.length > 1 && no !== undefined ? { broken: true as const } : {};
    if (stopped !== undefined) return { ...stopped, ...broken };
    if (no !== undefined && no.code < 400) return this.#neither(no);
    if (no === undefined)
      return { outcome: 'accepted', reply: answers[answers.length - 1] as Reply, refused: this.#refused };
    this.on.dirty = bdat;
    return { ...this.#no(no, 'sent'), ...broken };
  }

  /** 3yz to the end of a message is neither yes nor no. */
  #neither(reply: Reply): Fate {
    const error = failure('SERVER_PROTOCOL_VIOLATION', 'sent', {
      detail: `the server said: ${replyLine(reply)}`,
      reply,
    });
    return { outcome: 'unknown', error, refused: this.#refused, broken: true };
  }

  /** The line died. What was answered counts; what was not is `unknown` once the end of the message had left. */
  died({ reason, replies, handedOver }: SessionEnded): Fate {
    this.add(replies);
    const stopped =
      this.#replies.length >= this.#end || (this.#replies[this.#mailAt]?.code ?? 0) >= 300 ? this.stopped() : undefined;
    if (stopped !== undefined) return { ...stopped, broken: true };
    if (handedOver) {
      // Some servers die of what stands behind the end of a message; to go without costs a round trip and no more.
      this.on.learned.nextBehindEnd = false;
      const error = failure('REPLY_LOST', 'sent', { detail: reason.detail ?? reason.message, cause: reason });
      return { outcome: 'unknown', error, refused: this.#refused, broken: true };
    }
    const last = this.#replies[this.#replies.length - 1];
    if (last !== undefined && last.code >= 400 && this.#replies.length > this.#end)
      return { ...this.#no(last, 'data'), broken: true };
    if (last?.code === 421) return { ...this.#no(last, 'envelope'), broken: true };
    const lost = this.#replies.length === 0 && LOST.has(reason.code);
    return { outcome: reason.outcome, error: reason, refused: [], broken: true, ...(lost ? { lost } : {}) };
  }

  #no(reply: Reply, phase: Phase): Fate {
    const error = this.#judge(reply, phase);
    return { outcome: error.outcome, error, reply, refused: this.#refused };
  }

  #judge(reply: Reply, phase: Phase): MailError {
    return judge(reply, phase, this.on.opened.state, this.on.profile).error;
  }
}
