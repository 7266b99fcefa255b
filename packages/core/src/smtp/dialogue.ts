import type { Capabilities } from '../capabilities.js';
import type { MailError } from '../error.js';
import type { Login } from '../login.js';

import type { Policy } from '../policy.js';
import type { Profile, ReplyState } from '../profile.js';

import { type Reply, replyLine } from '../reply.js';
import type { Phase } from '../trace.js';
import { noCapabilities, readCapabilities } from './capabilities.js';
import * as command from './command.js';
import { type Flow, SessionEnded, say } from './flow.js';
import { type Plan, plan, type Route } from './plan.js';
import { otherProtocol } from './protocols.js';
import { type QuirkRow, quirkOf } from './quirks.js';
import { printable } from './reply.js';
import { type Channel, type Credentials, type Mechanism, SaslError } from './sasl.js';
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
  const greeted = yield* greeting(hand, implicit);
  const quirk = quirkOf(greeted);
  if (hand.route.tls !== 'starttls') return yield* logIn(hand, undefined, yield* hello(hand, implicit, greeted), quirk);
  const before = yield* hello(hand, false, greeted);
  yield* secure(hand, before);
  // RFC 3207 4.2: what was offered in clear is forgotten.
  return yield* logIn(hand, before, yield* hello(hand, true, greeted), quirk);
}

function* greeting(hand: Handshake, secure: boolean): Flow<Reply> {
  const [reply] = yield { do: 'hear', phase: 'greeting' };
  if (reply?.code === 220) return reply;
  const said = reply as Reply;
  throw otherProtocol(replyLine(said), 'greeting', said) ?? refused(said, 'greeting', hand, secure);
}

function* hello(hand: Handshake, secure: boolean, greeted: Reply): Flow<Capabilities> {
  const [reply] = yield say(command.ehlo(hand.helloName));
  let offer: Capabilities;
  if (reply?.code === 250) offer = readCapabilities(reply, secure);
  else {
    // RFC 5321 3.2: HELO only after a 5yz to EHLO.
    if (reply === undefined || reply.code < 500) throw refused(reply as Reply, 'hello', hand, secure);
    const second = yield* heloAnswer(hand.helloName);
    if (second?.code !== 250)
      throw otherProtocol(replyLine(greeted), 'hello', reply) ?? refused(reply, 'hello', hand, secure);
    offer = noCapabilities(second, secure);
  }
  yield { do: 'tell', event: { kind: 'offer', secure, keywords: offer.lines } };
  return offer;
}

/** Undefined where the server hangs up instead: what it said to EHLO tells more than that. */
function* heloAnswer(name: string): Flow<Reply | undefined> {
  try {
    const [reply] = yield say(command.helo(name));
    return reply;
  } catch (error) {
    if (error instanceof SessionEnded) return undefined;
    throw error;
  }
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

function* logIn(
  hand: Handshake,
  before: Capabilities | undefined,
  offer: Capabilities,
  quirk: QuirkRow | undefined,
): Flow<Opened> {
  const made = plan(offer, hand.profile, hand.policy, hand.login, hand.channel.binding !== undefined, quirk);
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
  const first = initialResponse(mechanism, answers);
  const together = mayBeginAtOnce && first !== undefined && command.fitsAuthLine(mechanism.name, first);
  let pending = together ? undefined : first;
  let challenge: string | undefined;
  let [reply] = yield say(command.auth(mechanism.name, together ? first : undefined));
  while (reply?.code === 334) {
    let answer: Uint8Array;
    try {
      const words = Buffer.from(reply.lines[0]?.trim() ?? '', 'base64');
      if (mechanism.needs === 'token' && words[0] === 0x7b)
        challenge = `its challenge was ${printable(words.toString('utf8'))}`;
      answer = pending ?? answerTo(answers.next(words));
      pending = undefined;
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      yield say(command.authCancel);
      const code = mechanism.mutual ? 'AUTH_SERVER_UNPROVEN' : 'SERVER_PROTOCOL_VIOLATION';
      throw failure(code, 'auth', { detail: `${mechanism.name}: ${error.message}` });
    }
    [reply] = yield say(command.authAnswer(answer));
  }
  if (reply?.code === 235 && mechanism.mutual) prove(mechanism, answers);
  return challenge === undefined ? { reply: reply as Reply } : { reply: reply as Reply, challenge };
}

/** Before anything is said: credentials that the mechanism cannot carry. */
function initialResponse(mechanism: Mechanism, answers: ReturnType<Mechanism['answers']>): Uint8Array | undefined {
  try {
    return proceed(answers.next());
  } catch (error) {
    if (!(error instanceof SaslError)) throw error;
    throw failure('CREDENTIALS_ENCODING', 'auth', { detail: `${mechanism.name}: ${error.message}` });
  }
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

/** A challenge to a mechanism that has ended would otherwise be answered as often as the server likes. */
function answerTo(challenged: IteratorResult<Uint8Array | undefined, void>): Uint8Array {
  const answer = proceed(challenged);
  if (answer === undefined) throw new SaslError('a challenge behind the end of the exchange');
  return answer;
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

/** Ends the session politely. Whether the server answers is of no matter to any message. */
export function* quit(): Flow<void> {
  try {
    yield say(command.quit);
  } catch (error) {
    if (!(error instanceof SessionEnded)) throw error;
  }
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
