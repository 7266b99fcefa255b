import type { Capabilities } from '../capabilities.js';
import type { MailError } from '../error.js';
import type { Login } from '../login.js';
import type { Delivery, Envelope } from '../message.js';
import type { Policy } from '../policy.js';
import type { Profile, ReplyState } from '../profile.js';
import type { Refusal } from '../receipt.js';
import type { Reply } from '../reply.js';
import type { Phase } from '../trace.js';
import { noCapabilities, readCapabilities } from './capabilities.js';
import * as command from './command.js';
import { type Plan, plan, type Route } from './plan.js';
import { type Channel, type Credentials, type Mechanism, SaslError } from './sasl.js';
import { type Flow, SessionEnded } from './session.js';
import { failure, judge } from './verdict.js';

/** All that a handshake needs to know. The driver fills `channel` when TLS is up. */
export interface Handshake {
  readonly route: Route;
  readonly helloName: string;
  readonly profile: Profile;
  readonly policy: Policy;
  readonly login: Login;
  /** Resolved before the flow starts: a flow never waits for a token. */
  readonly credentials: Credentials;
  readonly channel: { -readonly [K in keyof Channel]: Channel[K] };
}

/** What a handshake came to. */
export interface Opened {
  /** What was offered in clear, for telling the difference; nothing is decided by it. */
  readonly before?: Capabilities;
  readonly offer: Capabilities;
  readonly plan: Plan;
  /** The mechanism that logged in. */
  readonly mechanism?: string;
  readonly state: ReplyState;
}

/** Greeting, EHLO, STARTTLS and EHLO again, AUTH: up to the point where MAIL may be said. */
export function* open(hand: Handshake): Flow<Opened> {
  const implicit = hand.route.tls === 'implicit';
  yield* greeting(hand, implicit);
  if (hand.route.tls !== 'starttls') return yield* logIn(hand, undefined, yield* hello(hand, implicit));
  const before = yield* hello(hand, false);
  yield* secure(hand, before);
  // RFC 3207 4.2: what was offered in clear is forgotten.
  return yield* logIn(hand, before, yield* hello(hand, true));
}

function* greeting(hand: Handshake, secure: boolean): Flow<void> {
  const [reply] = yield { do: 'hear', phase: 'greeting' };
  if (reply?.code !== 220) throw refused(reply as Reply, 'greeting', hand, secure);
}

function* hello(hand: Handshake, secure: boolean): Flow<Capabilities> {
  const [reply] = yield say(command.ehlo(hand.helloName));
  let offer: Capabilities;
  if (reply?.code === 250) offer = readCapabilities(reply, secure);
  else {
    // RFC 5321 3.2: HELO only after a 5yz to EHLO.
    if (reply === undefined || reply.code < 500) throw refused(reply as Reply, 'hello', hand, secure);
    const [second] = yield say(command.helo(hand.helloName));
    if (second?.code !== 250) throw refused(reply, 'hello', hand, secure);
    offer = noCapabilities(second, secure);
  }
  yield { do: 'tell', event: { kind: 'offer', secure, keywords: offer.lines } };
  return offer;
}

/** Nothing is said in clear but STARTTLS; where it is not offered, nothing more is said at all. */
function* secure(hand: Handshake, before: Capabilities): Flow<void> {
  if (!before.has('STARTTLS')) {
    const offered = before.lines.length === 0 ? 'nothing' : before.lines.join(', ');
    throw failure('STARTTLS_UNAVAILABLE', 'tls', { detail: `${hand.route.host}:${hand.route.port} offers ${offered}` });
  }
  const [reply] = yield say(command.startTls);
  if (reply?.code !== 220) throw refused(reply as Reply, 'tls', hand, false);
  yield { do: 'start-tls' };
}

function* logIn(hand: Handshake, before: Capabilities | undefined, offer: Capabilities): Flow<Opened> {
  const made = plan(offer, hand.profile, hand.policy, hand.login, hand.channel.binding !== undefined);
  const first = made.mechanisms[0]?.mechanism.name ?? null;
  yield { do: 'tell', event: { kind: 'plan', mechanism: first, why: made.why } };
  const mechanism = hand.login.kind === 'none' ? undefined : yield* authenticate(hand, before, offer, made);
  const state = stateOf(hand, offer, mechanism, mechanism !== undefined);
  return {
    offer,
    plan: made,
    state,
    ...(before === undefined ? {} : { before }),
    ...(mechanism === undefined ? {} : { mechanism }),
  };
}

/** Tries the plan's mechanisms. After a refused login no other is tried: accounts get locked. */
function* authenticate(
  hand: Handshake,
  before: Capabilities | undefined,
  offer: Capabilities,
  made: Plan,
): Flow<string> {
  if (made.mechanisms.length === 0) throw noMechanism(before, offer);
  hand.channel.offered = offer.mechanisms;
  let last: MailError | undefined;
  for (const { mechanism, row } of made.mechanisms) {
    const { reply, challenge } = yield* exchange(hand, mechanism, row.initialResponse !== 'never');
    if (reply.code === 235) return mechanism.name;
    const verdict = judge(reply, 'auth', stateOf(hand, offer, mechanism.name, false), hand.profile, challenge);
    if (!verdict.nextMechanism) throw verdict.error;
    last = verdict.error;
  }
  throw last;
}

/** One SASL exchange (RFC 4954 4). Gives the reply that ended it, and the error challenge where the server sent one. */
function* exchange(
  hand: Handshake,
  mechanism: Mechanism,
  mayBeginAtOnce: boolean,
): Flow<{ reply: Reply; challenge?: string }> {
  const answers = mechanism.answers(hand.credentials, hand.channel);
  const first = proceed(answers.next());
  const together = mayBeginAtOnce && first !== undefined && command.fitsAuthLine(mechanism.name, first);
  let pending = together ? undefined : first;
  let challenge: string | undefined;
  let [reply] = yield say(command.auth(mechanism.name, together ? first : undefined));
  while (reply?.code === 334) {
    let answer: Uint8Array | undefined;
    try {
      const words = Buffer.from(reply.lines[0]?.trim() ?? '', 'base64');
      if (mechanism.needs === 'token' && words[0] === 0x7b) challenge = `its challenge was ${words.toString('utf8')}`;
      answer = pending ?? proceed(answers.next(words));
      pending = undefined;
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      yield say(command.authCancel);
      throw failure('AUTH_SERVER_UNPROVEN', 'auth', { detail: `${mechanism.name}: ${error.message}` });
    }
    [reply] = yield say(answer === undefined ? command.authCancel : command.authAnswer(answer));
  }
  if (reply?.code === 235 && mechanism.mutual) prove(mechanism, answers);
  return challenge === undefined ? { reply: reply as Reply } : { reply: reply as Reply, challenge };
}

/** RFC 5802 3: a server that did not prove that it knows the password must not be believed. */
function prove(mechanism: Mechanism, answers: ReturnType<Mechanism['answers']>): void {
  try {
    if (answers.next(new Uint8Array()).done) return;
  } catch (error) {
    if (!(error instanceof SaslError)) throw error;
  }
  throw failure('AUTH_SERVER_UNPROVEN', 'auth', {
    detail: `${mechanism.name}: success without the server's signature`,
  });
}

function proceed(next: IteratorResult<Uint8Array | undefined, void>): Uint8Array | undefined {
  return next.done ? undefined : next.value;
}

/** The fault that this project began with: AUTH is missing, and the reason lies in when it was looked for. */
function noMechanism(before: Capabilities | undefined, offer: Capabilities): MailError {
  const offered = (of: Capabilities) => (of.mechanisms.length === 0 ? 'no AUTH' : `AUTH ${of.mechanisms.join(' ')}`);
  const detail =
    before === undefined
      ? `offered: ${offered(offer)}`
      : `offered in clear: ${offered(before)}; offered over TLS: ${offered(offer)}`;
  return failure(offer.mechanisms.length === 0 ? 'AUTH_NOT_OFFERED' : 'AUTH_MECHANISM_MISMATCH', 'auth', { detail });
}

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

/** What the transactions of one connection know of each other. */
export interface Transactions {
  readonly opened: Opened;
  readonly profile: Profile;
  readonly partial: Policy['partial'];
  readonly pipelining: Plan['pipelining'];
  /** A MAIL was accepted and no message ended it: RSET leads the next one (RFC 5321 3.3). */
  dirty: boolean;
}

/** MAIL, RCPT, and DATA or BDAT (RFC 5321 3.3), in as few round trips as the offer allows. */
export function* transact(mail: Mail, on: Transactions): Flow<Fate> {
  const form = on.opened.plan.form;
  const grouped = on.pipelining !== 'none';
  const window = on.pipelining === 'transactions' && form === 'bdat';
  // Where one refusal must stop the message, it waits for the answers; a source, once read, cannot be read again.
  const together = grouped && on.partial === 'send' && (form === 'data' || mail.octets instanceof Uint8Array);
  const leading = on.dirty || window ? [command.reset] : [];
  const opening = [
    ...leading,
    command.mailFrom(mail.envelope.from, mail.parameters),
    ...mail.envelope.to.map((address, at) => command.rcptTo(address, mail.deliveryStatus, `envelope.to[${at}]`)),
  ];
  const heard = new Transaction(mail, on, leading.length);
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
    heard.add(yield { do: 'say', lines: [], body: { form, octets }, last: grouped && form === 'data' });
    return heard.fate();
  } catch (error) {
    if (error instanceof SessionEnded) return heard.died(error);
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
    if (mail.code >= 300) return this.#no(mail, 'envelope');
    const answers = this.#replies.slice(this.#mailAt + 1, this.#end);
    this.#refused = answers.flatMap((reply, at) =>
      reply.code < 300
        ? []
        : [{ recipient: this.mail.envelope.to[at] as string, error: this.#judge(reply, 'envelope') }],
    );
    const [first] = this.#refused;
    const nobody = this.#refused.length === this.mail.envelope.to.length;
    if (first === undefined || (!nobody && this.on.partial === 'send')) return undefined;
    this.on.dirty = true;
    return { outcome: first.error.outcome, error: first.error, refused: this.#refused };
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
    if (no === undefined)
      return { outcome: 'accepted', reply: answers[answers.length - 1] as Reply, refused: this.#refused };
    this.on.dirty = bdat;
    return { ...this.#no(no, 'sent'), ...broken };
  }

  /** The line died. What was answered counts; what was not is `unknown` once the end of the message had left. */
  died({ reason, replies, handedOver }: SessionEnded): Fate {
    this.add(replies);
    const stopped =
      this.#replies.length >= this.#end || (this.#replies[this.#mailAt]?.code ?? 0) >= 300 ? this.stopped() : undefined;
    if (stopped !== undefined) return { ...stopped, broken: true };
    if (handedOver) {
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

/** Ends the session politely. Whether the server answers is of no matter to any message. */
export function* quit(): Flow<void> {
  try {
    yield say(command.quit);
  } catch (error) {
    if (!(error instanceof SessionEnded)) throw error;
  }
}

function say(...lines: command.Line[]): { do: 'say'; lines: command.Line[] } {
  return { do: 'say', lines };
}

function refused(reply: Reply, phase: Phase, hand: Handshake, tls: boolean): MailError {
  const state = { tls, authOffered: false, authenticated: false, login: hand.login.kind };
  return judge(reply, phase, state, hand.profile).error;
}

function stateOf(
  hand: Handshake,
  offer: Capabilities,
  mechanism: string | undefined,
  authenticated: boolean,
): ReplyState {
  const facts = { tls: offer.secure, authOffered: offer.mechanisms.length > 0, authenticated, login: hand.login.kind };
  return mechanism === undefined ? facts : { ...facts, mechanism };
}
