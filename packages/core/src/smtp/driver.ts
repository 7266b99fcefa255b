import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isMailError, type MailError } from '../error.js';
import type { TlsOptions } from '../options.js';
import type { Policy } from '../policy.js';
import type { Phase } from '../trace.js';
import { Deadline } from './deadline.js';
import { describeTls, dial, refuseBeyondLoopback, type SocketError, secure } from './dial.js';
import { diagnose, type Fault, isWrongMode } from './faults.js';
import type { Flow, Run, Witness } from './flow.js';
import { MessageWriter } from './message-writer.js';
import { timeoutOf } from './phases.js';
import type { Route } from './plan.js';
import type { Mask, Recorder } from './recorder.js';
import { Session, type Turn } from './session.js';
import { failure } from './verdict.js';

export interface DriverSettings {
  readonly route: Route;
  readonly policy: Policy;
  readonly tls: TlsOptions;
}

/**
 * Says what a session gives it to say, hands it what it hears, and does once for all flows what they must not: sockets
 * and TLS, timeouts, backpressure, the end.
 */
export class Driver {
  /** Set when the same host and port may answer in the other encrypted mode. */
  wrongMode = false;
  /** The phase that was last waited for. */
  phase: Phase = 'connect';
  /** Called when TLS is up, before anything is said over it. */
  onSecured: ((socket: TLSSocket) => void) | undefined;
  /** Called where nothing is left to say now: what it adds goes out in the same write. */
  onSilence: (() => void) | undefined;
  onEnd: (() => void) | undefined;

  readonly #settings: DriverSettings;
  readonly #mask: Mask;
  readonly #session: Session;
  readonly #recorder: Recorder;
  readonly #deadline = new Deadline(() => this.fail(this.#late()));
  #socket: Socket | undefined;
  #writer: MessageWriter | undefined;
  /** The progress of the session that the deadline was last moved for. */
  #armedFor = -1;
  /** A message is being read from its source, or TLS is coming up: nothing else is said. */
  #busy = false;
  #over = false;
  #pumping = false;

  /** `mask` covers the secrets of the account in whatever the server says. */
  constructor(settings: DriverSettings, mask: Mask, recorder: Recorder) {
    this.#settings = settings;
    this.#mask = mask;
    this.#session = new Session(mask.take);
    this.#recorder = recorder;
  }

  /** Throws the MailError that says why not. */
  async dial(): Promise<Socket> {
    const { route } = this.#settings;
    const { socket, up } = dial(route);
    await this.#comesUp(socket, up, 'connect');
    this.#recorder.note('connect', {
      kind: 'connected',
      address: socket.remoteAddress ?? '',
      port: socket.remotePort ?? 0,
    });
    refuseBeyondLoopback(socket, route);
    return socket;
  }

  /** TLS on the socket that was dialled. Throws the MailError that says why not. */
  async secure(): Promise<void> {
    const { route, tls, policy } = this.#settings;
    const { socket, up } = secure(this.#socket as Socket, route, tls, policy);
    await this.#comesUp(socket, up, 'tls');
    this.#recorder.note('tls', describeTls(socket));
    this.onSecured?.(socket);
  }

  /** From here on the session is served. */
  listen(): void {
    const socket = this.#socket as Socket;
    const ended = (): void => this.fail(this.#diagnose({}));
    this.#writer = new MessageWriter(socket, this.#session, () => this.#arm(this.#session.waitingFor ?? this.phase));
    socket.removeAllListeners('error').removeAllListeners('close');
    socket.on('error', (error) => this.fail(this.#diagnose({ error })));
    socket.on('end', ended).on('close', ended);
    socket.on('data', (bytes) => {
      this.#session.hear(bytes);
      this.pump();
    });
    this.pump();
  }

  /** A flow that begins when its turn comes. What it has to say goes out with the next `pump`. */
  add<T>(flow: Flow<T>, witness: Witness): Run<T> {
    return this.#session.add(flow, witness);
  }

  /** Says all that may be said now, in one write where it can. */
  pump(): void {
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
    if (session.ended !== undefined) return this.fail(session.ended);
    if (session.size === 0) this.keepAlive(false);
    if (session.waitingFor === undefined) this.#deadline.clear();
    // A reply that comes octet by octet has the time of one reply, not of each octet.
    else if (session.progress !== this.#armedFor) {
      this.#armedFor = session.progress;
      this.#arm(session.waitingFor);
    }
  }

  /** Flows that have not ended. */
  get size(): number {
    return this.#session.size;
  }

  /** A new flow could speak at once. */
  get free(): boolean {
    return !this.#busy && this.#session.open;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Why it ended; undefined while it lives. */
  get ended(): MailError | undefined {
    return this.#session.ended;
  }

  /** What an error means that ended a flow or the way to it: the end of the session tells more than what it led to. */
  reasonOf(error: unknown): MailError {
    const reason = isMailError(error) ? error : (this.#session.ended ?? this.#known(error));
    this.wrongMode ||= isWrongMode(reason);
    return reason;
  }

  /** Ends at once, whatever for; those who wait hear the reason. */
  fail(reason: MailError): void {
    if (this.#over) return;
    this.#over = true;
    this.#session.end(reason);
    this.#recorder.ended(reason);
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
  keepAlive(yes: boolean): void {
    if (this.#over) return;
    if (yes) this.#socket?.ref();
    else this.#socket?.unref();
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

  /** The next turn; where there is none, what is added now may bring one. */
  #turn(): Turn | undefined {
    const turn = this.#session.turn();
    if (turn !== undefined || this.onSilence === undefined) return turn;
    this.onSilence();
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
    if (body !== undefined && run.abandoned) return this.fail(failure('SEND_ABORTED', 'data'));
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
      if (isMailError(error)) return this.fail(error);
      const detail = error instanceof Error ? error.message : String(error);
      return this.fail(failure('MESSAGE_SOURCE_FAILED', 'data', { cause: error, detail }));
    }
    this.#busy = false;
    this.pump();
  }

  async #startTls(run: Run): Promise<void> {
    this.#busy = true;
    try {
      await this.secure();
    } catch (error) {
      return this.fail(this.#known(error));
    }
    this.#session.secured(run);
    this.#busy = false;
    this.listen();
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
    const phase = this.#session.waitingFor ?? this.phase;
    const fault: Fault = { ...what, phase, route: this.#settings.route, seen: this.#session.rest };
    const error = diagnose(fault);
    this.wrongMode ||= isWrongMode(error, fault);
    return error;
  }

  #arm(phase: Phase): void {
    this.phase = phase;
    this.#deadline.set(timeoutOf(phase, this.#settings.policy.timeouts));
  }
}
