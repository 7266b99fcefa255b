import { randomBytes } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { MailError } from '../error.js';
import type { Login } from '../login.js';
import type { Profile } from '../profile.js';
import type { Warning } from '../receipt.js';
import type { Observer, TraceEvent } from '../trace.js';
import { channelBinding } from './channel-binding.js';
import { ownName } from './dial.js';
import { type Handshake, type Opened, open, quit } from './dialogue.js';
import { Driver, type DriverSettings } from './driver.js';
import type { Run } from './flow.js';
import { onAbort } from './on-abort.js';
import type { Route } from './plan.js';
import { Mask, Recorder, type Stamp } from './recorder.js';
import type { Credentials } from './sasl.js';
import { type Fate, type Learned, type Mail, type Transactions, transact, trySender } from './transaction.js';
import { failure } from './verdict.js';

export interface ConnectionSettings extends DriverSettings {
  readonly number: number;
  readonly profile: Profile;
  readonly login: Login;
  readonly credentials: Credentials;
  readonly learned: Learned;
  /** Undefined: this host's own name where it is fully qualified, else the literal of the local address. */
  readonly helloName: string | undefined;
}

/** Milliseconds of idleness after which a server may have left: a message is not handed over before it answered. */
const STALE = 2_000;

/** Transactions in flight where the server documents that it takes a window of them. */
const WINDOW = 8;

/** Octets in flight, beyond which a window takes no further transaction: what is lost with the line stays bounded. */
const WINDOW_OCTETS = 1_048_576;

/** A connection of an account, from dialling to QUIT: what a pool and a delivery know of it. */
export class Connection {
  /** The handshake, for the traces of all that follow. */
  handshake: readonly TraceEvent[] = [];
  opened!: Opened;
  /** Transactions begun. */
  used = 0;
  readonly bornAt = performance.now();
  idleSince = performance.now();
  readonly stamp: Stamp;
  readonly recorder: Recorder;
  readonly warnings: Warning[] = [];
  onEnd: (() => void) | undefined;
  /** Called when one more transaction may begin. */
  onDoorOpen: (() => void) | undefined;

  readonly #settings: ConnectionSettings;
  readonly #driver: Driver;
  readonly #channel: Handshake['channel'];
  #transactions: Transactions | undefined;
  #octetsInFlight = 0;

  constructor(settings: ConnectionSettings, observers: readonly Observer[]) {
    const { password, token } = settings.credentials;
    const { host, port } = settings.route;
    this.#settings = settings;
    this.stamp = { connection: settings.number, begun: this.bornAt };
    this.recorder = new Recorder(this.stamp, observers);
    const mask = new Mask([password, token].filter((each) => each !== undefined));
    this.#driver = new Driver(settings, mask, this.recorder);
    this.#driver.onSecured = (socket) => this.#secured(socket);
    this.#driver.onEnd = () => this.onEnd?.();
    this.#channel = { host, port, secure: false, nonce: randomBytes(18).toString('base64'), offered: [] };
  }

  /** Dials and shakes hands. Throws the MailError that says why not; then the connection is gone. */
  async open(signal?: AbortSignal): Promise<void> {
    const { route, profile, policy, login, credentials, helloName } = this.#settings;
    const abort = (): void => this.#driver.fail(failure('SEND_ABORTED', this.#driver.phase, { cause: signal?.reason }));
    const forget = onAbort(signal, abort);
    try {
      this.recorder.note('connect', {
        kind: 'route',
        host: route.host,
        port: route.port,
        tls: route.tls,
        why: route.why,
      });
      const socket = await this.#driver.dial();
      if (route.tls === 'implicit') await this.#driver.secure();
      const name = helloName ?? ownName(socket);
      const hand = { route, helloName: name, profile, policy, login, credentials, channel: this.#channel };
      const run = this.#driver.add(open(hand), this.recorder);
      this.#driver.listen();
      this.opened = await run.result;
      this.handshake = [...this.recorder.events];
      const { pipelining } = this.opened.plan;
      const { partial } = policy;
      this.#transactions = {
        opened: this.opened,
        profile,
        partial,
        pipelining,
        learned: this.#settings.learned,
        dirty: false,
      };
      this.#driver.onSilence = () => this.free && this.inFlight < this.window && this.onDoorOpen?.();
    } catch (error) {
      const reason = this.#driver.reasonOf(error);
      if (reason.reply !== undefined) await this.quit();
      this.#driver.fail(reason);
      throw reason;
    } finally {
      forget();
    }
  }

  /** The same host and port may answer in the other encrypted mode. */
  get wrongMode(): boolean {
    return this.#driver.wrongMode;
  }

  get route(): Route {
    return this.#settings.route;
  }

  get closed(): boolean {
    return this.#driver.over;
  }

  /** Why it ended; undefined while it lives. */
  get ended(): MailError | undefined {
    return this.#driver.ended;
  }

  /** A transaction may begin at once. */
  get free(): boolean {
    return this.#driver.free;
  }

  /** Transactions that have no answer yet. */
  get inFlight(): number {
    return this.#driver.size;
  }

  /** How many transactions may be in flight: the next MAIL rides behind the end of a message (RFC 2920 3.1). */
  get window(): number {
    const { pipelining, form, nextBehindEnd } = this.opened.plan;
    if (pipelining === 'transactions' && form === 'bdat') return this.#octetsInFlight < WINDOW_OCTETS ? WINDOW : 1;
    return nextBehindEnd && this.#settings.learned.nextBehindEnd ? 2 : 1;
  }

  /** Begins a transaction; it may stand behind another one. */
  transact(mail: Mail, recorder: Recorder): Run<Fate> {
    const octets = mail.octets instanceof Uint8Array ? mail.octets.length : 0;
    this.used += 1;
    this.#octetsInFlight += octets;
    // An idle connection does not keep the process alive.
    if (this.inFlight === 0) this.#driver.keepAlive(true);
    const behind = this.inFlight > 0;
    const stale = !behind && performance.now() - this.idleSince > STALE;
    const run = this.#driver.add(transact(mail, this.#transactions as Transactions, { behind, stale }), recorder);
    run.onEnd = () => {
      this.idleSince = performance.now();
      this.#octetsInFlight -= octets;
    };
    this.#driver.pump();
    return run;
  }

  /** Asks whether the server takes this sender, without a message. Gives why not. */
  async trySender(from: string): Promise<MailError | undefined> {
    const run = this.#driver.add(trySender(from, this.#transactions as Transactions), this.recorder);
    this.#driver.pump();
    return run.result;
  }

  /** Gives a transaction up that nobody waits for. What else is in flight on this connection is waited for. */
  abandon(run: Run<Fate>): void {
    run.abandoned = true;
    if (this.#driver.size <= 1) this.#driver.fail(failure('SEND_ABORTED', this.#driver.phase));
  }

  /** Says QUIT when all is answered, and closes. */
  async quit(): Promise<void> {
    if (this.#driver.over || this.#driver.ended !== undefined) return;
    this.#driver.keepAlive(true);
    const run = this.#driver.add(quit(), this.recorder);
    this.#driver.pump();
    await run.result;
    this.#driver.fail(failure('TRANSPORT_CLOSED', 'quit'));
  }

  /** Ends at once; whoever waits hears the reason. */
  destroy(reason: MailError): void {
    this.#driver.fail(reason);
  }

  #secured(socket: TLSSocket): void {
    this.#channel.secure = true;
    const binding = this.#settings.login.kind === 'password' ? channelBinding(socket) : undefined;
    if (binding !== undefined) this.#channel.binding = binding;
  }
}
