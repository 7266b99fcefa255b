import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { isMailError, type MailError } from '../error.js';
import type { Login } from '../login.js';
import type { TlsOptions } from '../options.js';
import type { Policy } from '../policy.js';
import type { Profile } from '../profile.js';
import type { Warning } from '../receipt.js';
import type { Observer, Phase, TraceEvent } from '../trace.js';
import { channelBinding } from './channel-binding.js';
import { Deadline } from './deadline.js';
import { describeTls, dial, ownName, refuseBeyondLoopback, type SocketError, secure } from './dial.js';
import { type Handshake, type Opened, open, quit } from './dialogue.js';
import { diagnose, type Fault, isWrongMode } from './faults.js';
import type { Run } from './flow.js';
import { MessageWriter } from './message-writer.js';
import { onAbort } from './on-abort.js';
import { timeoutOf } from './phases.js';
import type { Route } from './plan.js';
import { Mask, Recorder, type Stamp } from './recorder.js';
import type { Credentials } from './sasl.js';
import { Session, type Turn } from './session.js';
import { type Fate, type Learned, type Mail, type Transactions, transact, trySender } from './transaction.js';
import { failure } from './verdict.js';

export interface ConnectionSettings {
  readonly number: number;
  readonly route: Route;
  readonly profile: Profile;
  readonly policy: Policy;
  readonly tls: TlsOptions;
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

/**
 * The driver: says what the session gives it to say, hands it what it hears, and does once for all
 * flows what they must not: timeouts, backpressure, the trace, the end.
 */
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
  /** Set when the same host and port may answer in the other encrypted mode. */
  wrongMode = false;
  onEnd: (() => void) | undefined;
  /** Called when one more transaction may begin. */
  onDoorOpen: (() => void) | undefined;

  readonly #settings: ConnectionSettings;
  readonly #mask: Mask;
  readonly #session: Session;
  readonly #channel: Handshake['channel'];
  readonly #deadline = new Deadline(() => this.#fail(this.#late()));
  #socket: Socket | undefined;
  #writer: MessageWriter | undefined;
  #transactions: Transactions | undefined;
  #octetsInFlight = 0;
  #phase: Phase = 'connect';
  /** The progress of the session that the deadline was last moved for. */
  #armedFor = -1;
  /** A message is being read from its source, or TLS is coming up: nothing else is said. */
  #busy = false;
  #over = false;
  #pumping = false;

  constructor(settings: ConnectionSettings, observers: readonly Observer[]) {
    const { password, token } = settings.credentials;
    const { host, port } = settings.route;
    this.#settings = settings;
    this.stamp = { connection: settings.number, begun: this.bornAt };
    this.recorder = new Recorder(this.stamp, observers);
    this.#mask = new Mask([password, token].filter((each) => each !== undefined));
    this.#session = new Session(this.#mask.take);
    this.#channel = { host, port, secure: false, nonce: randomBytes(18).toString('base64'), offered: [] };
  }

  /** Dials and shakes hands. Throws the MailError that says why not; then the connection is gone. */
  async open(signal?: AbortSignal): Promise<void> {
    const { route, profile, policy, login, credentials, helloName } = this.#settings;
    const abort = (): void => this.#fail(failure('SEND_ABORTED', this.#phase, { cause: signal?.reason }));
    const forget = onAbort(signal, abort);
    try {
      this.recorder.note('connect', {
        kind: 'route',
        host: route.host,
        port: route.port,
        tls: route.tls,
        why: route.why,
      });
      await this.#dial();
      if (route.tls === 'implicit') await this.#secure();
      const name = helloName ?? ownName(this.#socket as Socket);
      const hand = { route, helloName: name, profile, policy, login, credentials, channel: this.#channel };
      const run = this.#session.add(open(hand), this.recorder);
      this.#listen();
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
    } catch (error) {
      const reason = isMailError(error) ? error : (this.#session.ended ?? this.#known(error));
      this.wrongMode ||= isWrongMode(reason);
      if (reason.reply !== undefined) await this.quit();
      this.#fail(reason);
      throw reason;
    } finally {
      forget();
    }
  }

  get route(): Route {
    return this.#settings.route;
  }

  get closed(): boolean {
    return this.#over;
  }

  /** Why it ended; undefined while it lives. */
  get ended(): MailError | undefined {
    return this.#session.ended;
  }

  /** A transaction may begin at once. */
  get free(): boolean {
    return !this.#busy && this.#session.open;
  }

  /** Transactions that have no answer yet. */
  get inFlight(): number {
    return this.#session.size;
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
    if (this.inFlight === 0) this.#keepAlive(true);
    const behind = this.inFlight > 0;
    const stale = !behind && performance.now() - this.idleSince > STALE;
    const run = this.#session.add(transact(mail, this.#transactions as Transactions, { behind, stale }), recorder);
    run.onEnd = () => {
      this.idleSince = performance.now();
      this.#octetsInFlight -= octets;
    };
    this.#pump();
    return run;
  }

  /** Asks whether the server takes this sender, without a message. Gives why not. */
  async trySender(from: string): Promise<MailError | undefined> {
    const run = this.#session.add(trySender(from, this.#transactions as Transactions), this.recorder);
    this.#pump();
    return run.result;
  }

  /** Gives a transaction up that nobody waits for. What else is in flight on this connection is waited for. */
  abandon(run: Run<Fate>): void {
    run.abandoned = true;
    if (this.#session.size <= 1) this.#fail(failure('SEND_ABORTED', this.#phase));
  }

  /** Says QUIT when all is answered, and closes. */
  async quit(): Promise<void> {
    if (this.#over || this.#session.ended !== undefined) return;
    this.#keepAlive(true);
    const run = this.#session.add(quit(), this.recorder);
    this.#pump();
    await run.result;
    this.#fail(failure('TRANSPORT_CLOSED', 'quit'));
  }

  /** Ends at once; whoever waits hears the reason. */
  destroy(reason: MailError): void {
    this.#fail(reason);
  }

  async #dial(): Promise<void> {
    const { route } = this.#settings;
    const { socket, up } = dial(route);
    await this.#comesUp(socket, up, 'connect');
    this.recorder.note('connect', {
      kind: 'connected',
      address: socket.remoteAddress ?? '',
      port: socket.remotePort ?? 0,
    });
    refuseBeyondLoopback(socket, route);
  }

  async #secure(): Promise<void> {
    const { route, tls, policy, login } = this.#settings;
    const { socket, up } = secure(this.#socket as Socket, route, tls, policy);
    await this.#comesUp(socket, up, 'tls');
    this.recorder.note('tls', describeTls(socket));
    this.#channel.secure = true;
    const binding = login.kind === 'password' ? channelBinding(socket) : undefined;
    if (binding !== undefined) this.#channel.binding = binding;
  }

  async #comesUp(socket: Socket, up: Promise<void>, phase: Phase): Promise<void> {
    this.#socket = socket;
    this.#arm(phase);
    try {
      await up;
    } catch (error) {
      throw this.#session.ended ?? this.#diagnose(error === undefined ? {} : { error: error as SocketError });
    }
    this.#deadline.clear();
    if (this.#session.ended !== undefined) throw this.#session.ended;
  }

  #listen(): void {
    const socket = this.#socket as Socket;
    const ended = (): void => this.#fail(this.#diagnose({}));
    this.#writer = new MessageWriter(socket, this.#session, () => this.#arm(this.#session.waitingFor ?? this.#phase));
    socket.removeAllListeners('error').removeAllListeners('close');
    socket.on('error', (error) => this.#fail(this.#diagnose({ error })));
    socket.on('end', ended).on('close', ended);
    socket.on('data', (bytes) => {
      this.#session.hear(bytes);
      this.#pump();
    });
    this.#pump();
  }

  /** Says all that may be said now, in one write where it can. */
  #pump(): void {
    const session = this.#session;
    const socket = this.#socket as Socket;
    if (this.#pumping) return;
    if (!this.#busy && session.ended === undefined) {
      this.#pumping = true;
      socket.cork();
      let upgrade: Run | undefined;
      for (let turn = this.#turn(); turn !== undefined; turn = this.#turn()) {
        if (turn.startTls) {
          upgrade = turn.run;
          break;
        }
        this.#say(turn);
        if (this.#busy) break;
      }
      socket.uncork();
      this.#pumping = false;
      // From here on TLS has the socket and the deadline.
      if (upgrade !== undefined) return void this.#startTls(upgrade);
    }
    if (session.ended !== undefined) return this.#fail(session.ended);
    if (session.size === 0) this.#keepAlive(false);
    if (session.waitingFor === undefined) this.#deadline.clear();
    // A reply that comes octet by octet has the time of one reply, not of each octet.
    else if (session.progress !== this.#armedFor) {
      this.#armedFor = session.progress;
      this.#arm(session.waitingFor);
    }
  }

  /** The next turn; where there is none, the next transaction may bring one, and goes out in the same write. */
  #turn(): Turn | undefined {
    const turn = this.#session.turn();
    if (turn !== undefined || this.opened === undefined || !this.free || this.inFlight >= this.window) return turn;
    this.onDoorOpen?.();
    return this.#session.turn();
  }

  #say({ run, lines, body }: Turn): void {
    const recorder = run.witness as Recorder;
    let commands = '';
    for (const line of lines) {
      recorder.said(line);
      this.#mask.learn(line);
      commands += `${line.text}\r\n`;
    }
    // The end of the message has not left: this is the last moment to keep it.
    if (body !== undefined && run.abandoned) return this.#fail(failure('SEND_ABORTED', 'data'));
    if (body?.octets instanceof Uint8Array) return this.#writer?.whole(run, commands, body.form, body.octets);
    if (commands !== '') this.#socket?.write(commands);
    if (body !== undefined) void this.#send(run, body.form, body.octets);
  }

  async #send(run: Run, form: 'data' | 'bdat', octets: () => AsyncIterable<Uint8Array>): Promise<void> {
    this.#busy = true;
    try {
      await this.#writer?.source(run, form, octets);
    } catch (error) {
      // What was put before the source may have found that it does not fit the offer.
      if (isMailError(error)) return this.#fail(error);
      const detail = error instanceof Error ? error.message : String(error);
      return this.#fail(failure('MESSAGE_SOURCE_FAILED', 'data', { cause: error, detail }));
    }
    this.#busy = false;
    this.#pump();
  }

  async #startTls(run: Run): Promise<void> {
    this.#busy = true;
    try {
      await this.#secure();
    } catch (error) {
      return this.#fail(this.#known(error));
    }
    this.#session.secured(run);
    this.#busy = false;
    this.#listen();
  }

  #known(error: unknown): MailError {
    return isMailError(error) ? error : this.#diagnose({ error: error as SocketError });
  }

  /** The time of a phase is over. */
  #late(): MailError {
    if (!this.#writer?.hungry) return this.#diagnose({ timedOut: true });
    return failure('MESSAGE_SOURCE_FAILED', 'data', { detail: 'it gave nothing in time' });
  }

  #diagnose(what: Pick<Fault, 'error' | 'timedOut'>): MailError {
    const phase = this.#session.waitingFor ?? this.#phase;
    const fault: Fault = { ...what, phase, route: this.#settings.route, seen: this.#session.rest };
    const error = diagnose(fault);
    this.wrongMode = isWrongMode(error, fault);
    return error;
  }

  /** Ends at once, whatever for; those who wait hear the reason. */
  #fail(reason: MailError): void {
    if (this.#over) return;
    this.#over = true;
    this.#session.end(reason);
    this.recorder.ended(reason);
    this.#deadline.clear();
    this.#writer?.end();
    // Destroying it makes `up` reject, where it is still awaited; what it says after that is of no use.
    this.#socket
      ?.removeAllListeners('data')
      .on('error', () => undefined)
      .destroy();
    this.onEnd?.();
  }

  /** Whether this connection keeps the process alive. A socket that is gone would wait to connect before it answers. */
  #keepAlive(yes: boolean): void {
    if (this.#over) return;
    if (yes) this.#socket?.ref();
    else this.#socket?.unref();
  }

  #arm(phase: Phase): void {
    this.#phase = phase;
    this.#deadline.set(timeoutOf(phase, this.#settings.policy.timeouts));
  }
}
