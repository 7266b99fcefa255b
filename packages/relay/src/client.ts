import type { SMTPServerSession } from 'smtp-server';
import { networkOf } from './network.js';
import type { RelayUser } from './options.js';

/** One connection, and how long it may take for its next step. */
export class Client {
  readonly session: SMTPServerSession;
  /** `sending`: the octets of a message are coming. `waiting`: for the answer to one. */
  state: 'idle' | 'sending' | 'waiting' = 'idle';
  /** Whom its address stands for where connections are counted. */
  readonly network: string;
  refusedLogins = 0;
  readonly #gone = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  readonly #onLate: (client: Client) => void;

  constructor(session: SMTPServerSession, onLate: (client: Client) => void) {
    this.session = session;
    this.network = networkOf(session.remoteAddress);
    this.#onLate = onLate;
  }

  get address(): string {
    return this.session.remoteAddress;
  }

  get user(): RelayUser | undefined {
    return this.session.user || undefined;
  }

  /** Aborted when the connection is gone. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** The next step has to come within so many milliseconds; octets and commands that are no step do not count. */
  expect(milliseconds: number): void {
    this.expectNothing();
    if (this.gone.aborted) return;
    this.#timer = setTimeout(() => this.#onLate(this), milliseconds).unref();
  }

  /** It is this side's turn. */
  expectNothing(): void {
    clearTimeout(this.#timer);
  }

  left(): void {
    this.expectNothing();
    this.#gone.abort();
  }
}
