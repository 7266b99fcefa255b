import { randomBytes } from 'node:crypto';
import { connect, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { MailError } from '../error.js';
import type { Login } from '../login.js';
import type { TlsOptions } from '../options.js';
import type { Policy } from '../policy.js';
import type { Profile } from '../profile.js';
import type { Warning } from '../receipt.js';
import type { Phase, TraceEvent } from '../trace.js';
import { DotStuffing, dotStuffed, LineEnds } from './body.js';
import { channelBinding } from './channel-binding.js';
import { bdat, helloNameIsGood } from './command.js';
import {
  type Fate,
  type Handshake,
  type Mail,
  type Opened,
  open,
  quit,
  type Transactions,
  transact,
} from './dialogue.js';
import { diagnose, type Fault, isWrongMode } from './faults.js';
import { timeoutOf } from './phases.js';
import type { Route } from './plan.js';
import { masking, Recorder } from './recorder.js';
import type { Credentials } from './sasl.js';
import { type Body, type Run, Session, type Turn } from './session.js';
import { failure } from './verdict.js';

export interface ConnectionSettings {
  readonly number: number;
  readonly route: Route;
  readonly profile: Profile;
  readonly policy: Policy;
  readonly tls: TlsOptions;
  readonly login: Login;
  readonly credentials: Credentials;
  /** Undefined: this host's own name where it is fully qualified, else the literal of the local address. */
  readonly helloName: string | undefined;
}

/** Octets of a BDAT chunk of a message that is read from a source: errors come only after a chunk, so not too large. */
const CHUNK = 262_144;

/** Transactions in flight where the server documents that it takes a window of them. */
const WINDOW = 8;

/**
 * The driver: the only file that knows sockets, TLS and the clock. It says what the session gives it
 * to say, hands it what it hears, and does once for all flows what they must not: timeouts, backpressure,
 * the trace, the end.
 */
export class Connection {
  /** The handshake, for the traces of all that follow. */
  readonly recorder: Recorder;
  readonly bornAt = performance.now();
  opened!: Opened;
  handshake: readonly TraceEvent[] = [];
  readonly warnings: Warning[] = [];
  /** Transactions begun. */
  used = 0;
  idleSince = performance.now();
  onEnd: (() => void) | undefined;
  /** Called when one more transaction may begin. */
  onDoorOpen: (() => void) | undefined;

  readonly #settings: ConnectionSettings;
  readonly #session: Session;
  readonly #stamp: { connection: number; begun: number };
  #socket!: Socket;
  #transactions!: Transactions;
  #phase: Phase = 'connect';
  #connected = false;
  #busy = false;
  #deadline = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #source: AsyncIterable<Uint8Array> | undefined;
  /** Set when the same host and port may answer in the other encrypted mode. */
  wrongMode = false;

  constructor(settings: ConnectionSettings, observers: readonly ((event: TraceEvent) => void)[]) {
    const { password, token } = settings.credentials;
    this.#settings = settings;
    this.#stamp = { connection: settings.number, begun: performance.now() };
    this.recorder = new Recorder(this.#stamp, observers);
    this.#session = new Session(masking([password, token].filter((each) => each !== undefined)));
  }

  /** Dials and shakes hands. Throws the MailError that says why not; then the connection is gone. */
  async open(signal?: AbortSignal): Promise<this> {
    const { route, profile, policy, login, credentials } = this.#settings;
    this.recorder.note('connect', {
      kind: 'route',
      host: route.host,
      port: route.port,
      tls: route.tls,
      why: route.why,
    });
    const abort = () => this.#fail(failure('SEND_ABORTED', this.#phase, { cause: signal?.reason }));
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await this.#dial();
      const channel: Handshake['channel'] = {
        host: route.host,
        port: route.port,
        secure: false,
        nonce: randomBytes(18).toString('base64'),
        offered: [],
      };
      if (route.tls === 'implicit') await this.#secure(channel);
      const helloName = this.#settings.helloName ?? ownName(this.#socket);
      const flow = open({ route, helloName, profile, policy, login, credentials, channel });
      this.#listen();
      const run = this.#session.add(flow, this.recorder);
      this.#onStartTls = () => this.#secure(channel);
      this.#pump();
      this.opened = await run.result;
      this.handshake = [...this.recorder.events];
      const { plan } = this.opened;
      this.#transactions = {
        opened: this.opened,
        profile,
        partial: policy.partial,
        pipelining: plan.pipelining,
        dirty: false,
      };
      return this;
    } catch (error) {
      const known = this.#session.ended ?? error;
      if (this.#connected && this.#session.ended === undefined) await this.quit();
      else this.#fail(known as MailError);
      throw known;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Begins a transaction; it may stand behind another one. */
  transact(mail: Mail, recorder: Recorder): Run<Fate> {
    this.used += 1;
    this.#socket.ref();
    const run = this.#session.add(transact(mail, this.#transactions), recorder);
    const idle = () => {
      this.idleSince = performance.now();
      if (this.#session.size === 0) this.#socket.unref();
    };
    run.result.then(idle, idle);
    this.#pump();
    return run;
  }

  /** Gives a transaction up whose message was not handed over. What stands before it on this connection is waited for. */
  abandon(run: Run<Fate>): void {
    run.abandoned = true;
    if (this.#session.size <= 1) this.#fail(failure('SEND_ABORTED', this.#phase));
  }

  get route(): Route {
    return this.#settings.route;
  }

  get stamp(): { connection: number; begun: number } {
    return this.#stamp;
  }

  get closed(): boolean {
    return this.#session.ended !== undefined;
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
    const { pipelining, form } = this.opened.plan;
    if (pipelining === 'none') return 1;
    return pipelining === 'transactions' && form === 'bdat' ? WINDOW : 2;
  }

  /** Says QUIT when all is answered, and closes. */
  async quit(): Promise<void> {
    if (this.closed) return;
    this.#socket.ref();
    const run = this.#session.add(quit(), this.recorder);
    this.#pump();
    await run.result.catch(() => undefined);
    this.#end(failure('TRANSPORT_CLOSED', 'quit'), 'client');
  }

  /** Ends at once; whoever waits hears the reason. */
  destroy(reason: MailError): void {
    this.#fail(reason);
  }

  #onStartTls: () => Promise<void> = () => Promise.resolve();

  #dial(): Promise<void> {
    const { route } = this.#settings;
    // RFC 8305: each address gets its time, then the next one is tried beside the rest of the list.
    const socket = connect({
      host: route.host,
      port: route.port,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 1_000,
    });
    this.#socket = socket;
    socket.setNoDelay(true);
    this.#arm('connect');
    return this.#until(socket, 'connect', () => {
      this.#connected = true;
      this.recorder.note('connect', {
        kind: 'connected',
        address: socket.remoteAddress ?? '',
        port: socket.remotePort ?? 0,
      });
      if (route.tls === 'none' && !isLoopback(socket.remoteAddress)) {
        throw failure('SECURITY_NOT_LOOPBACK', 'connect', {
          field: 'security',
          detail: `${route.host} is ${socket.remoteAddress}`,
        });
      }
    });
  }

  /** TLS 1.2 or newer, the certificate and its name verified (RFC 8314 3, RFC 7817). No option turns this off. */
  async #secure(channel: Handshake['channel']): Promise<void> {
    const { route, tls, policy, login } = this.#settings;
    const plain = this.#socket;
    plain.removeAllListeners();
    this.#phase = 'tls';
    const servername = tls.servername ?? (isIP(route.host) ? undefined : route.host);
    const socket = connectTls({
      socket: plain,
      host: tls.servername ?? route.host,
      minVersion: policy.minTls,
      rejectUnauthorized: true,
      ...(servername === undefined ? {} : { servername }),
      ...(tls.ca === undefined ? {} : { ca: typeof tls.ca === 'string' ? tls.ca : [...tls.ca] }),
      ...(tls.cert === undefined ? {} : { cert: tls.cert, key: tls.key, passphrase: tls.passphrase }),
    });
    this.#socket = socket;
    this.#arm('tls');
    await this.#until(socket, 'secureConnect', () => this.#noteTls(socket));
    channel.secure = true;
    if (login.kind === 'password') {
      const binding = channelBinding(socket);
      if (binding !== undefined) channel.binding = binding;
    }
  }

  #noteTls(socket: TLSSocket): void {
    const certificate = socket.getPeerCertificate();
    const name = (of: { CN?: string | string[]; O?: string | string[] } | undefined) => String(of?.CN ?? of?.O ?? '');
    this.recorder.note('tls', {
      kind: 'secured',
      protocol: socket.getProtocol() ?? '',
      cipher: socket.getCipher().name,
      subject: name(certificate.subject) || (certificate.subjectaltname ?? ''),
      issuer: name(certificate.issuer),
      validTo: certificate.valid_to ?? '',
    });
  }

  /** Waits for an event of a socket that is coming up; its end is why it does not. */
  #until(socket: Socket, event: 'connect' | 'secureConnect', then: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#refuse = reject;
      socket.on('error', (error) => this.#fail(this.#diagnose({ error: firstOf(error) })));
      socket.once('close', () => this.#fail(this.#diagnose({})));
      socket.once(event, () => {
        this.#refuse = undefined;
        this.#disarm();
        try {
          then();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  }
  #refuse: ((reason: unknown) => void) | undefined;

  #listen(): void {
    const socket = this.#socket;
    socket.removeAllListeners();
    socket.on('data', (bytes) => {
      this.#session.hear(bytes);
      this.#pump();
    });
    socket.on('error', (error) => this.#fail(this.#diagnose({ error })));
    socket.on('end', () => this.#fail(this.#diagnose({}), 'server'));
    socket.on('close', () => this.#fail(this.#diagnose({}), 'server'));
  }

  /** Says all that may be said now, in one write where it can. */
  #pump(): void {
    const session = this.#session;
    const socket = this.#socket;
    if (!this.#busy && session.ended === undefined) {
      socket.cork();
      for (let turn = session.turn(); turn !== undefined; turn = session.turn()) {
        if (turn.startTls) {
          this.#busy = true;
          void this.#upgrade(turn.run);
          break;
        }
        this.#say(turn);
        if (this.#busy) break;
      }
      socket.uncork();
    }
    if (session.ended !== undefined) return this.#end(session.ended, 'server');
    if (session.waitingFor === undefined) this.#disarm();
    else this.#arm(session.waitingFor);
    if (this.opened !== undefined && this.free && this.inFlight < this.window) this.onDoorOpen?.();
  }

  #say(turn: Turn): void {
    const { run, lines, body } = turn;
    const recorder = run.witness as Recorder;
    let text = '';
    for (const line of lines) {
      recorder.said(line);
      text += `${line.text}\r\n`;
    }
    // The end of the message has not left: this is the last moment to keep it.
    if (body !== undefined && run.abandoned) this.#fail(failure('SEND_ABORTED', 'data'));
    else if (body === undefined) this.#socket.write(text);
    else if (typeof body.octets === 'function') {
      if (text !== '') this.#socket.write(text);
      this.#busy = true;
      void this.#send(run, body.form, body.octets);
    } else this.#sayWhole(run, recorder, text, body.form, body.octets);
  }

  #sayWhole(run: Run, recorder: Recorder, text: string, form: Body['form'], octets: Uint8Array): void {
    if (form === 'bdat') {
      const chunk = bdat(octets.length, true);
      recorder.note('data', { kind: 'client', line: chunk });
      this.#socket.write(`${text}${chunk}\r\n`);
      this.#socket.write(octets);
    } else {
      if (text !== '') this.#socket.write(text);
      this.#socket.write(dotStuffed(octets));
    }
    recorder.note('data', { kind: 'message', octets: octets.length });
    if (form === 'bdat') this.#session.chunkSaid(run, true);
    else this.#session.dataSaid(run);
  }

  /** A message from a source, as fast as the socket takes it. */
  async #send(run: Run, form: Body['form'], octets: () => AsyncIterable<Uint8Array>): Promise<void> {
    const recorder = run.witness as Recorder;
    const stream = form === 'data' ? new DotStuffing() : new LineEnds();
    const chunks = new Chunks();
    let sent = 0;
    try {
      this.#source = octets();
      for await (const piece of this.#source) {
        if (run.done || this.closed) return;
        const bytes = stream.push(piece);
        sent += bytes.length;
        if (form === 'data') await this.#write(bytes);
        else for (const chunk of chunks.push(bytes)) await this.#writeChunk(run, recorder, chunk, false);
      }
    } catch (error) {
      return this.#fail(
        failure('MESSAGE_SOURCE_FAILED', 'data', {
          cause: error,
          detail: error instanceof Error ? error.message : String(error),
        }),
      );
    } finally {
      this.#source = undefined;
    }
    if (run.done || this.closed) return;
    const rest = stream.end();
    recorder.note('data', { kind: 'message', octets: sent + (form === 'data' ? 0 : rest.length) });
    if (form === 'data') {
      this.#socket.write(rest);
      this.#session.dataSaid(run);
    } else await this.#writeChunk(run, recorder, chunks.end(rest), true);
    this.#busy = false;
    this.#pump();
  }

  async #writeChunk(run: Run, recorder: Recorder, chunk: Uint8Array, last: boolean): Promise<void> {
    if (run.done || this.closed) return;
    const line = bdat(chunk.length, last);
    recorder.note('data', { kind: 'client', line });
    this.#socket.write(`${line}\r\n`);
    const written = this.#write(chunk);
    this.#session.chunkSaid(run, last);
    await written;
  }

  /** Resolves when the socket wants more, or will take no more. */
  #write(bytes: Uint8Array): Promise<void> | undefined {
    const socket = this.#socket;
    if (socket.write(bytes) || socket.destroyed) return undefined;
    return new Promise((resolve) => {
      const done = () => {
        socket.off('drain', done).off('close', done);
        if (this.#session.waitingFor !== undefined) this.#arm(this.#session.waitingFor);
        resolve();
      };
      socket.on('drain', done).on('close', done);
    });
  }

  async #upgrade(run: Run): Promise<void> {
    try {
      await this.#onStartTls();
    } catch (error) {
      return this.#fail(error as MailError);
    }
    this.#listen();
    this.#session.secured(run);
    this.#busy = false;
    this.#pump();
  }

  #diagnose(what: Pick<Fault, 'error' | 'timedOut'>): MailError {
    const phase = this.#session.waitingFor ?? this.#phase;
    const seen = this.#session.rest;
    const fault: Fault = { ...what, phase, route: this.#settings.route, seen, connected: this.#connected };
    const error = diagnose(fault);
    this.wrongMode = isWrongMode(error, fault);
    return error;
  }

  #fail(reason: MailError, by: 'client' | 'server' | 'error' = 'error'): void {
    this.#refuse?.(reason);
    this.#refuse = undefined;
    this.#session.end(reason);
    this.#end(reason, by);
  }

  #ended = false;
  #end(reason: MailError, by: 'client' | 'server' | 'error'): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#session.end(reason);
    this.#disarm();
    this.recorder.note('quit', { kind: 'closed', by, reason: reason.code });
    const source = this.#source as (AsyncIterable<Uint8Array> & { destroy?: () => void }) | undefined;
    source?.destroy?.();
    this.#socket?.removeAllListeners();
    this.#socket?.on('error', () => undefined);
    this.#socket?.destroy();
    this.onEnd?.();
  }

  #arm(phase: Phase): void {
    this.#phase = phase;
    this.#deadline = performance.now() + timeoutOf(phase, this.#settings.policy.timeouts);
    if (this.#timer !== undefined && this.#timerAt <= this.#deadline) return;
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timerAt = this.#deadline;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#deadline === Number.POSITIVE_INFINITY) return;
        if (performance.now() < this.#deadline) this.#wait();
        else this.#fail(this.#diagnose({ timedOut: true }));
      },
      Math.max(1, this.#deadline - performance.now()),
    );
  }

  #disarm(): void {
    this.#deadline = Number.POSITIVE_INFINITY;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Gathers octets into BDAT chunks. */
class Chunks {
  #held: Uint8Array[] = [];
  #size = 0;

  *push(bytes: Uint8Array): Generator<Uint8Array> {
    this.#held.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= CHUNK) yield this.end(new Uint8Array());
  }

  end(rest: Uint8Array): Uint8Array {
    const all = Buffer.concat([...this.#held, rest]);
    this.#held = [];
    this.#size = 0;
    return all;
  }
}

/** The errors of several addresses come as one; the first tells most. */
function firstOf(error: Error): Error {
  return error instanceof AggregateError && error.errors.length > 0 ? (error.errors[0] as Error) : error;
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:127\.|::1$|::ffff:127\.)/.test(address);
}

/** RFC 5321 4.1.1.1 and 4.1.3: a name that is known to be fully qualified, else the literal of this end of the connection. */
function ownName(socket: Socket): string {
  const name = hostname();
  if (helloNameIsGood(name) && !/\.(?:local|localdomain|internal|lan|home)$|^localhost\./i.test(name)) return name;
  const address = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/, '').replace(/%.*$/, '');
  return isIP(address) === 6 ? `[IPv6:${address}]` : `[${address}]`;
}
