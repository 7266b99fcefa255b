import type { MailError } from '../error.js';
import type { Reply } from '../reply.js';
import type { Phase, TraceEvent } from '../trace.js';
import type { Line } from './command.js';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A message on its way: canonical octets, or a source that is read when its turn comes. */
export interface Body {
  readonly form: 'data' | 'bdat';
  readonly octets: Uint8Array | (() => AsyncIterable<Uint8Array>);
}

/** What a flow asks for. It is given the replies; `hear` gets one, `say` one a line and those of the body. */
export type Step =
  | { readonly do: 'hear'; readonly phase: Phase }
  /** `last`: the flow says nothing after this, so the next flow may speak before the replies are here. */
  | { readonly do: 'say'; readonly lines: readonly Line[]; readonly body?: Body; readonly last?: boolean }
  | { readonly do: 'start-tls' }
  | {
      readonly do: 'tell';
      readonly event: Without<Extract<TraceEvent, { kind: 'offer' | 'plan' }>, 'at' | 'phase' | 'connection'>;
    };

/** A part of a dialogue, written downward as the RFC tells it. No socket, no clock, no randomness. */
export type Flow<T> = Generator<Step, T, Reply[]>;

/** The connection ended while a flow was waiting. The flow may still make sense of what it knows. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
  constructor(
    readonly reason: MailError,
    /** What was answered to the step before the end came. */
    readonly replies: readonly Reply[],
    /** The last octet of the message was handed to the socket. */
    readonly handedOver: boolean,
  ) {
    super(reason.message);
  }
}

/** A flow on its way through a session. */
export class Run<T = unknown> {
  readonly result: Promise<T>;
  /** The next flow may speak. */
  doorOpen = false;
  /** The last octet of the message was handed to the socket: from here on an end without a reply is `unknown`. */
  handedOver = false;
  done = false;
  /** Nobody wants its message sent any more. */
  abandoned = false;
  step: Step | undefined;
  begun = false;
  /** Called when the flow has ended, before those who wait for its result hear of it. */
  onEnd: (() => void) | undefined;
  #resolve!: (value: T) => void;
  #reject!: (reason: unknown) => void;

  constructor(
    readonly flow: Flow<T>,
    /** Told of everything that happens on behalf of this flow. */
    readonly witness: Witness,
  ) {
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Moves the flow on to its next step, or to its end. */
  move(act: (flow: Flow<T>) => IteratorResult<Step, T>): void {
    this.begun = true;
    try {
      const next = act(this.flow);
      if (!next.done) {
        this.step = next.value;
        return;
      }
      this.#finish(() => this.#resolve(next.value));
    } catch (error) {
      this.#finish(() => this.#reject(error));
    }
  }

  #finish(settle: () => void): void {
    this.step = undefined;
    this.done = true;
    this.doorOpen = true;
    this.onEnd?.();
    settle();
  }
}

export interface Witness {
  heard(reply: Reply, phase: Phase): void;
  told(event: Extract<Step, { do: 'tell' }>['event']): void;
  /** The connection is gone, and the flow had not ended. */
  ended(reason: MailError): void;
}

/** Lines that are said together, each of which gets a reply. */
export function say(...lines: Line[]): Extract<Step, { do: 'say' }> {
  return { do: 'say', lines };
}
