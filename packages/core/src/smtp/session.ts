import type { MailError } from '../error.js';
import type { Reply } from '../reply.js';
import type { Phase } from '../trace.js';
import type { Line } from './command.js';
import { type Body, type Flow, Run, SessionEnded, type Witness } from './flow.js';
import { otherProtocol } from './protocols.js';
import { ReplyReader, ReplySyntaxError } from './reply.js';
import { failure } from './verdict.js';

/** Something for the driver to do now. */
export interface Turn {
  readonly run: Run;
  readonly lines: readonly Line[];
  readonly body?: Body;
  readonly startTls?: true;
}

interface Expectation {
  readonly run: Run;
  readonly phases: readonly Phase[];
  readonly body: Body | undefined;
  readonly last: boolean;
  /** Replies that the body has earned so far: one for DATA, one for each BDAT. */
  bodyReplies: number;
  bodySaid: boolean;
  readonly replies: Reply[];
}

/**
 * Whose turn it is: bytes in, next step out, no I/O. Flows stand in a queue; the first one whose door
 * is not open speaks. Replies are matched to what was said by counting (RFC 2920 3.1).
 *
 * The law: the server may say what it was asked for, and nothing more. A reply that nobody waits for
 * ends the session, as does a byte left over at STARTTLS. The exception is a 421, which may come at any time.
 */
export class Session {
  readonly #reader = new ReplyReader();
  readonly #runs: Run[] = [];
  readonly #expected: Expectation[] = [];
  readonly #mask: (reply: Reply) => Reply;
  /** Grows with everything that is said and with every whole reply: bytes of an unfinished one are no progress. */
  progress = 0;
  #unasked = false;
  #ended: MailError | undefined;

  /** `mask` takes the secrets of this session out of a reply, for servers that echo what they were told. */
  constructor(mask: (reply: Reply) => Reply = (reply) => reply) {
    this.#mask = mask;
  }

  add<T>(flow: Flow<T>, witness: Witness): Run<T> {
    const run = new Run(flow, witness);
    if (this.#ended === undefined) this.#runs.push(run as Run);
    else {
      const reason = this.#ended;
      run.move((f) => f.throw(new SessionEnded(reason, [], false)));
    }
    return run;
  }

  get ended(): MailError | undefined {
    return this.#ended;
  }

  /** Flows that have not ended. */
  get size(): number {
    return this.#runs.length;
  }

  /** True when a new flow could speak at once. */
  get open(): boolean {
    return this.#ended === undefined && this.#speaker() === undefined;
  }

  /** The phase whose reply is waited for; undefined when nothing is. */
  get waitingFor(): Phase | undefined {
    const head = this.#expected[0];
    return head === undefined ? undefined : phaseOf(head);
  }

  get rest(): Uint8Array {
    return this.#reader.rest;
  }

  /** The next thing to say, or undefined while all are waiting. What it returns counts as said. */
  turn(): Turn | undefined {
    for (;;) {
      const run = this.#ended === undefined ? this.#speaker() : undefined;
      if (run === undefined) return undefined;
      if (!run.begun) this.#move(run, (flow) => flow.next());
      const step = run.step;
      if (step === undefined) {
        if (run.done) continue;
        return undefined;
      }
      run.step = undefined;
      switch (step.do) {
        case 'tell':
          run.witness.told(step.event);
          this.#move(run, (flow) => flow.next([]));
          continue;
        case 'hear':
          this.#expect(run, [step.phase], undefined, false);
          return undefined;
        case 'start-tls':
          if (!this.#reader.idle || this.#unasked) {
            this.end(injection());
            return undefined;
          }
          return { run, lines: [], startTls: true };
        case 'say':
          this.#expect(
            run,
            step.lines.map((line) => line.phase),
            step.body,
            step.last === true,
          );
          if (step.last && step.body === undefined) run.doorOpen = true;
          return step.body === undefined ? { run, lines: step.lines } : { run, lines: step.lines, body: step.body };
        default:
          return step satisfies never;
      }
    }
  }

  /** The driver has TLS up. */
  secured(run: Run): void {
    this.#move(run, (flow) => flow.next([]));
  }

  /** The driver handed a BDAT chunk to the socket. False when the server has refused one: send no more. */
  chunkSaid(run: Run, last: boolean): boolean {
    const expected = this.#expected.find((each) => each.run === run);
    if (expected === undefined) return false;
    expected.bodyReplies += 1;
    if (last) this.#bodySaid(expected);
    return expected.replies.slice(expected.phases.length).every((reply) => reply.code < 400);
  }

  /** The driver handed the end of a message over DATA to the socket. */
  dataSaid(run: Run): void {
    const expected = this.#expected.find((each) => each.run === run);
    if (expected !== undefined) this.#bodySaid(expected);
  }

  hear(bytes: Uint8Array): void {
    if (this.#ended !== undefined) return;
    if (this.#reader.idle && this.#outstanding === 0) this.#unasked = true;
    this.#reader.push(bytes);
    while (this.#ended === undefined) {
      let reply: Reply | undefined;
      try {
        reply = this.#reader.next();
      } catch (error) {
        if (!(error instanceof ReplySyntaxError)) throw error;
        if (this.#awaitsTls) return this.end(injection());
        return this.end(unreadable(error, this.waitingFor ?? 'ready'));
      }
      if (reply === undefined) return;
      if (this.#unasked) return this.end(this.#spokeOutOfTurn(this.#mask(reply)));
      this.#take(this.#mask(reply));
      if (!this.#reader.idle && this.#outstanding === 0) this.#unasked = true;
    }
  }

  /** The connection is gone. Every flow hears of it, with what it was answered so far. */
  end(reason: MailError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    for (const run of this.#runs.splice(0)) {
      const replies = this.#expected.find((each) => each.run === run)?.replies ?? [];
      run.witness.ended(reason);
      run.move((flow) => flow.throw(new SessionEnded(reason, replies, run.handedOver)));
      // A flow that wants to go on after the end cannot.
      if (!run.done) run.move((flow) => flow.throw(reason));
    }
    this.#expected.length = 0;
  }

  /** The flow whose turn it is: the first one whose door is not open. */
  #speaker(): Run | undefined {
    for (const run of this.#runs) if (!run.doorOpen) return run;
    return undefined;
  }

  get #outstanding(): number {
    let sum = 0;
    for (const each of this.#expected) sum += each.phases.length + each.bodyReplies - each.replies.length;
    return sum;
  }

  /** STARTTLS was answered by 220, and nothing may come in clear any more. */
  get #awaitsTls(): boolean {
    return this.#speaker()?.step?.do === 'start-tls';
  }

  #expect(run: Run, phases: readonly Phase[], body: Body | undefined, last: boolean): void {
    // DATA earns its one reply from the start: a server may refuse in the middle of a message.
    const bodyReplies = body?.form === 'data' ? 1 : 0;
    this.progress += 1;
    this.#expected.push({ run, phases, body, last, bodyReplies, bodySaid: body === undefined, replies: [] });
  }

  #bodySaid(expected: Expectation): void {
    expected.bodySaid = true;
    expected.run.handedOver = true;
    this.progress += 1;
    // RFC 2920 3.1 lets the next transaction ride behind DATA's end, RFC 4468 3.2 does not behind BDAT LAST: the step knows.
    if (expected.last) expected.run.doorOpen = true;
    this.#settle(expected);
  }

  #take(reply: Reply): void {
    const head = this.#expected[0] as Expectation;
    const phase = phaseOf(head);
    const answersBody = head.replies.length >= head.phases.length;
    head.replies.push(reply);
    this.progress += 1;
    head.run.witness.heard(reply, phase);
    if (answersBody && !head.bodySaid) {
      // A yes to a message that has not ended cannot be true; a no is one.
      if (reply.code < 400 && head.body?.form === 'data') {
        return this.end(
          failure('SERVER_PROTOCOL_VIOLATION', 'data', {
            detail: 'a positive reply before the end of the message',
            reply,
          }),
        );
      }
      if (reply.code >= 400) return this.#refuseBody(head);
    }
    this.#settle(head);
    if (reply.code === 421) this.end(closing(reply, phase));
  }

  /** In the middle of a message there is no way back to commands: the flow gets its answer, the session ends. */
  #refuseBody(head: Expectation): void {
    const reply = head.replies[head.replies.length - 1] as Reply;
    this.#expected.shift();
    this.#move(head.run, (flow) => flow.next(head.replies));
    this.end(closing(reply, 'data'));
  }

  #settle(head: Expectation): void {
    if (head !== this.#expected[0] || !head.bodySaid) return;
    if (head.replies.length < head.phases.length + head.bodyReplies) return;
    this.#expected.shift();
    this.#move(head.run, (flow) => flow.next(head.replies));
  }

  /** Moves a flow on; one that has ended leaves the queue. */
  #move(run: Run, act: Parameters<Run['move']>[0]): void {
    run.move(act);
    const at = this.#runs.indexOf(run);
    if (run.done && at !== -1) this.#runs.splice(at, 1);
  }

  #spokeOutOfTurn(reply: Reply): MailError {
    if (this.#awaitsTls) return injection();
    if (reply.code === 421) return closing(reply, this.waitingFor ?? 'ready');
    return failure('SERVER_PROTOCOL_VIOLATION', this.waitingFor ?? 'ready', {
      detail: 'a reply that nobody asked for',
      reply,
    });
  }
}

function phaseOf(expected: Expectation): Phase {
  return expected.phases[expected.replies.length] ?? (expected.bodySaid ? 'sent' : 'data');
}

/** In place of a greeting, what cannot be read may tell what is spoken there. */
function unreadable({ begins, message }: ReplySyntaxError, phase: Phase): MailError {
  const other = phase === 'greeting' && begins !== undefined ? otherProtocol(begins, phase) : undefined;
  return other ?? failure('SERVER_PROTOCOL_VIOLATION', phase, { detail: message });
}

/** RFC 3207 6: what stands behind the 220 in clear was not said by the server that TLS is made with. */
function injection(): MailError {
  return failure('STARTTLS_INJECTION', 'tls', { detail: 'bytes behind the reply to STARTTLS' });
}

function closing(reply: Reply, phase: Phase): MailError {
  return failure('CONNECTION_STALLED_OR_DROPPED', phase, { detail: 'the server closed the connection', reply });
}
