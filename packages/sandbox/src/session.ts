import { createSecureContext } from 'node:tls';
import type { Authority } from './certificates.js';
import { type Recorder, SECRET, Secrets } from './conversation.js';
import { type Dialect, fill, type Lines, type Situation, type Words } from './dialect.js';
import type { Faults, Place } from './faults.js';
import type { ReceivedMail } from './inbox.js';
import { auth } from './login.js';
import { misbehave, misbehaveAfterStartTls, strangeGreetings } from './misbehaviour.js';
import type { Rules } from './rules.js';
import type { Account, Attempt } from './sasl.js';
import { bdat, data, mail, rcpt, reset, type Transaction } from './transaction.js';
import { Gone, Idle, type Line, type Wire } from './wire.js';

/** What all sessions of one server have in common. */
export interface House {
  readonly dialect: Dialect<Record<string, string | number>>;
  /** Read anew whenever they matter: they may be set while sessions run. */
  readonly switches: Readonly<Record<string, string | number>>;
  readonly security: 'starttls' | 'implicit' | 'none';
  readonly faults: Faults;
  readonly rules: Rules;
  readonly recorder: Recorder;
  readonly authority: Authority;
  account(user: string): Account | undefined;
  tokenIsGood(user: string, token: string): boolean;
  /** Sessions that are logged in as the user, in order of login. */
  sessionsOf(user: string): Set<Session>;
  /** Milliseconds until the user's next message may pass; counts it when that is now. */
  delay(user: string, messagesPerMinute: number, minute: number): number;
  /** Waits; throws `Gone` when the server closes. */
  pause(milliseconds: number): Promise<void>;
  take(mail: Omit<ReceivedMail, 'parsed' | 'conversation'>): void;
}

/** The answer to a command as it is where nothing intervenes. */
export interface Answer {
  readonly words: Words;
  /** What `{name}` stands for in these words. */
  readonly names?: Readonly<Record<string, string | number>>;
  /** The effect of a positive answer, before it is said. */
  readonly commit?: () => void;
  /** What follows a positive answer after it was said. */
  readonly after?: () => Promise<void>;
  readonly close?: boolean;
  /** Nothing is said unless something intervenes: the answer comes at the end of what follows. */
  readonly silent?: true;
}

type Command = (session: Session, argument: string, line: string) => Answer | Promise<Answer>;

const commands: Readonly<Record<string, Command>> = {
  EHLO: hello,
  HELO: hello,
  STARTTLS: startTls,
  AUTH: auth,
  MAIL: mail,
  RCPT: rcpt,
  DATA: data,
  BDAT: bdat,
  RSET: reset,
  NOOP: ({ lines }) => ({ words: lines.noop }),
  VRFY: ({ lines }) => ({ words: lines.vrfy }),
  HELP: ({ lines }) => ({ words: lines.help }),
  QUIT: ({ lines }) => ({ words: lines.quit, close: true }),
};

/** RFC 2920 3.1; RFC 3207 4 for STARTTLS, RFC 4954 4 for AUTH. */
const lastInGroup = new Set(['EHLO', 'HELO', 'STARTTLS', 'AUTH', 'DATA', 'NOOP', 'VRFY', 'HELP', 'QUIT']);

/** A browser that was made to talk to this port must not get far. */
const httpVerbs = new Set(['GET', 'POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'CONNECT', 'PATCH']);

/** RFC 5321 4.5.3.1.4 sets 512 octets; parameters of RFC 3461 and RFC 4954 add 500 each and more. */
const LINE_LIMIT = { command: 512, path: 2048, auth: 12_288 };

/** One connection: says the greeting and answers command after command until the end. */
export class Session {
  hello: string | undefined;
  /** Who is logged in. */
  user: string | undefined;
  /** Keywords of the latest EHLO reply; empty after HELO, and after TLS until EHLO comes again. */
  offered: ReadonlyMap<string, string> = new Map();
  transaction: Transaction | undefined;
  /** MAIL commands so far, for LIMITS MAILMAX (RFC 9422). */
  mails = 0;
  readonly domains = new Set<string>();
  readonly #named: (name: string) => string | undefined;
  readonly #secrets = new Secrets();
  /** The reply that refused the latest login. */
  #refusal: string | undefined;
  #unknown = 0;
  #authSeen = false;

  constructor(
    readonly id: number,
    readonly wire: Wire,
    readonly house: House,
  ) {
    this.#named = house.dialect.names();
    wire.pace = () => {
      const slow = house.faults.peek('slow-reader');
      return slow && (slow.octetsPerSecond ?? 1000);
    };
    wire.onTurn = () => {
      house.recorder.counters.turns += 1;
    };
  }

  get lines(): Lines {
    return this.house.dialect.lines;
  }

  get secure(): boolean {
    return this.wire.tls !== undefined;
  }

  async run(): Promise<void> {
    const { recorder } = this.house;
    recorder.counters.connections += 1;
    recorder.counters.open += 1;
    this.note(`connected from ${this.wire.peer}`);
    try {
      if (this.house.security === 'implicit') await this.#secure();
      await this.#greet();
      for (;;) await this.#serve(await this.#hear());
    } catch (end) {
      if (!(end instanceof Gone)) this.wire.cut();
      this.note(`closed: ${end instanceof Error ? end.message : String(end)}`);
    } finally {
      recorder.counters.open -= 1;
      if (this.user !== undefined) this.house.sessionsOf(this.user).delete(this);
    }
  }

  /** Answers: a rule of the user first, then the provider's judgement, then what is usual. */
  async answer(places: readonly Place[], line: string, usual: Answer, attempt?: Attempt, raw?: Buffer): Promise<void> {
    const ruled = this.house.rules.take(places, () => raw?.toString('latin1') ?? line);
    const judged = ruled ? undefined : await this.#judge(places[0]!, line, usual, attempt);
    const echo = this.house.faults.take('echo', ...places);
    const words = echo ? echoed(line, attempt) : (ruled?.reply ?? judged ?? usual.words);
    const said = this.fill(words, usual.names);
    const positive = /^[23]/.test(said.at(-1)!);
    if (usual.silent && words === usual.words) return usual.after?.();
    await this.#say(places, said, positive ? usual.commit : undefined);
    if (attempt && !positive) this.#refusal = said.at(-1);
    if (usual.close || ruled?.close || said[0]!.startsWith('421')) this.leave('by the server');
    if (positive && !usual.silent) await usual.after?.();
  }

  /** Says something within an exchange, such as a challenge of SASL. */
  async prompt(places: readonly Place[], words: Words): Promise<void> {
    await this.#say(places, this.fill(words));
  }

  /** The client's next line within an exchange; it holds a secret. */
  async hearSecret(limit: number = LINE_LIMIT.auth): Promise<Line> {
    const line = await this.#patiently(() => this.wire.line(limit));
    this.keepSecret(line.text);
    this.record(line.text === '' || line.text === '*' ? line.text : SECRET);
    return line;
  }

  /** Octets of a message. */
  async octets(most: number): Promise<Buffer> {
    return this.#patiently(() => this.wire.octets(most));
  }

  /** Puts a line of the client on record. */
  record(line: string): void {
    this.#record('client', line);
  }

  keepSecret(text: string): void {
    this.#secrets.add(text);
  }

  note(text: string): void {
    this.#record('note', text);
  }

  fill(words: Words, names: Answer['names'] = {}): string[] {
    const own = (name: string): string | undefined => {
      const value = names[name] ?? this.house.switches[name];
      return value === undefined ? this.#common(name) : String(value);
    };
    return fill(words, own, this.#named);
  }

  /** Whether a keyword stands in the latest EHLO reply. */
  offers(keyword: string): boolean {
    return this.offered.has(keyword);
  }

  /** The number that an offered keyword gives, such as `SIZE 1000` or `LIMITS RCPTMAX=5`. */
  limit(keyword: string, name?: string): number {
    const words = this.offered.get(keyword);
    const value =
      name === undefined
        ? words
        : words
            ?.split(' ')
            .find((word) => word.startsWith(`${name}=`))
            ?.slice(name.length + 1);
    return Number(value) || Number.POSITIVE_INFINITY;
  }

  /** Commands sent behind one that must be the last are refused, and the connection with them. */
  async refuseGroup(words: Words, place: Place, line: string): Promise<never> {
    await this.answer([place], line, { words, close: true });
    throw new Gone('commands in a group that may not be');
  }

  login(user: string): void {
    this.user = user;
    this.house.recorder.counters.logins += 1;
    this.house.sessionsOf(user).add(this);
  }

  /** The keywords that are offered now. */
  keywords(): string[] {
    const { dialect, security, faults } = this.house;
    return dialect.extensions.flatMap((keyword) => {
      if (keyword === 'STARTTLS') {
        return security === 'starttls' && !this.secure && !faults.take('starttls-stripped') ? ['STARTTLS'] : [];
      }
      if (keyword === 'AUTH') return this.mechanisms().length > 0 ? [`AUTH ${this.mechanisms().join(' ')}`] : [];
      if (/^REQUIRETLS$/i.test(keyword)) return this.secure ? [keyword] : [];
      return this.fill(keyword);
    });
  }

  mechanisms(): readonly string[] {
    const { dialect, security } = this.house;
    if (this.secure) return dialect.mechanisms;
    const inClear = security === 'none' ? dialect.mechanisms : dialect.mechanismsInClear;
    // Without TLS there is nothing to bind to.
    return inClear.filter((name) => !name.endsWith('-PLUS'));
  }

  async #greet(): Promise<void> {
    const strange = this.house.faults.take('not-smtp', 'greeting');
    if (this.house.faults.take('silent', 'greeting')) await this.wire.drain();
    if (!(await this.wire.quiet())) await this.refuseGroup(this.lines.beforeGreeting, 'greeting', '');
    if (strange) return this.#say(['greeting'], strangeGreetings[strange.kind]!);
    await this.answer(['greeting'], '', { words: this.lines.greeting });
  }

  async #serve(line: Line): Promise<void> {
    const [verb, place, argument] = parse(line.text);
    this.house.recorder.count(place === 'unknown' ? 'unknown' : verb);
    if (line.flaw === 'long') return this.answer([place], line.text, { words: this.lines.longLine, close: true });
    if (line.flaw !== undefined)
      return this.answer([place], line.text, { words: this.lines.badLine, close: line.flaw === 'bare' });
    if (place === 'unknown') return this.#serveUnknown(line.text, verb);
    if (place === 'AUTH') this.#authSeen = true;
    const alone = lastInGroup.has(verb) || (!this.offers('PIPELINING') && verb !== 'BDAT');
    if (alone && !(await this.wire.quiet())) {
      await this.refuseGroup(verb === 'STARTTLS' ? this.lines.startTlsInGroup : this.lines.inGroup, place, line.text);
    }
    await this.answer([place], line.text, await commands[verb]!(this, argument, line.text));
  }

  async #serveUnknown(line: string, verb: string): Promise<void> {
    if (httpVerbs.has(verb)) return this.answer(['unknown'], line, { words: this.lines.tooManyUnknown, close: true });
    this.#unknown += 1;
    const tooMany = this.#unknown > 10;
    const words = tooMany ? this.lines.tooManyUnknown : this.lines.unknown;
    const word = line.split(' ', 1)[0]!;
    await this.answer(['unknown'], line, { words, names: { word }, close: tooMany });
  }

  /** The next command line, with its secrets kept out of the record. */
  async #hear(): Promise<Line> {
    const line = await this.#patiently(() => this.wire.line(LINE_LIMIT.auth));
    const [verb, place] = parse(line.text);
    const limit =
      place === 'AUTH' ? LINE_LIMIT.auth : /^(MAIL|RCPT)$/.test(verb) ? LINE_LIMIT.path : LINE_LIMIT.command;
    const long = Buffer.byteLength(line.text) + 2 > limit;
    this.record(this.#shown(line.text, place));
    return long ? { text: line.text.slice(0, limit), flaw: 'long' } : line;
  }

  #shown(text: string, place: Place): string {
    const [command, mechanism, ...secret] = text.split(' ');
    if (place === 'AUTH' && secret.length > 0) {
      this.keepSecret(secret.join(' '));
      return `${command} ${mechanism} ${SECRET}`;
    }
    // What follows a refused AUTH in place of a command is a response that was sent unasked.
    if (place === 'unknown' && (this.#authSeen || !/^[A-Za-z]{1,12}\b/.test(text))) {
      this.keepSecret(text);
      return SECRET;
    }
    return text.length > 2048 ? `${text.slice(0, 64)}... (${text.length} characters)` : text;
  }

  /** Waits for the client as long as the provider does. */
  async #patiently<T>(hear: () => Promise<T>): Promise<T> {
    this.wire.idle = Number(this.house.switches.idleSeconds) * 1000;
    try {
      return await hear();
    } catch (end) {
      if (!(end instanceof Idle)) throw end;
      await this.#say([], this.fill(this.lines.idle));
      return this.leave('the client was idle');
    }
  }

  async #judge(place: Place, line: string, usual: Answer, attempt?: Attempt): Promise<Words | undefined> {
    const { dialect, switches } = this.house;
    const judge = dialect.judge[place];
    const positive = /^[23]/.test(typeof usual.words === 'string' ? usual.words : (usual.words[0] ?? ''));
    if (judge === undefined || !(place === 'login' ? attempt : positive)) return undefined;
    for (;;) {
      const judgement = judge(this.#situation(line, attempt), switches);
      if (judgement === undefined || typeof judgement === 'string' || !('delay' in judgement)) return judgement;
      await this.house.pause(judgement.delay);
    }
  }

  #situation(line: string, attempt?: Attempt): Situation {
    const { transaction, user } = this;
    return {
      line,
      tls: this.wire.tls?.getProtocol() ?? undefined,
      hello: this.hello,
      user: attempt?.user ?? user,
      attempt,
      rank: user === undefined ? 0 : [...this.house.sessionsOf(user)].indexOf(this) + 1,
      envelope: transaction,
      octets: transaction?.body?.octets ?? (Number(/ SIZE=(\d+)/i.exec(line)?.[1]) || 0),
      delay: (messages, minute) => this.house.delay(user ?? '', messages, minute),
    };
  }

  #record(direction: 'client' | 'server' | 'note', line: string): void {
    this.house.recorder.record(this.id, direction, line, this.secure, this.#secrets);
  }

  #common(name: string): string | undefined {
    switch (name) {
      case 'peer':
        return this.wire.peer;
      case 'hello':
        return this.hello ?? '';
      case 'afterRefusal':
        return this.#refusal ? ` Error: ${this.#refusal.replace(/ \[.*\]$/, '')}` : '';
      case 'unixSeconds':
        return String(Math.floor(Date.now() / 1000));
      default:
        return undefined;
    }
  }

  async #say(places: readonly Place[], lines: readonly string[], commit?: () => void): Promise<void> {
    const octets = Buffer.from(lines.map((line) => `${line}\r\n`).join(''));
    const done = await misbehave(this, places, octets, commit);
    for (const line of lines) this.#record('server', line);
    if (!done) this.wire.write(octets);
  }

  async #secure(): Promise<void> {
    const { faults, authority, dialect } = this.house;
    if (faults.take('stall', 'TLS')) await this.wire.drain();
    if (faults.take('cut', 'TLS')) this.cut('cut by a fault');
    const wrong = faults.take('wrong-certificate')?.kind;
    const identity = await authority.server(wrong as Parameters<Authority['server']>[0]);
    const old = faults.take('tls-1.0-only') !== undefined;
    const oldest = old ? 'TLSv1' : dialect.oldestTls;
    const context = createSecureContext({
      ...identity,
      minVersion: oldest,
      maxVersion: old ? 'TLSv1' : undefined,
      // OpenSSL 3 speaks TLS 1.0 and 1.1 at security level 0 only.
      ciphers: oldest === 'TLSv1' ? 'DEFAULT@SECLEVEL=0' : undefined,
    });
    const tls = await this.wire.secure({ context, requestCert: dialect.mechanisms.includes('EXTERNAL') });
    this.note(`TLS is up: ${tls.getProtocol()} ${tls.getCipher().name}`);
  }

  /** The upgrade that STARTTLS asked for. What was said in clear is forgotten (RFC 3207 4.2). */
  async upgrade(): Promise<void> {
    if (await misbehaveAfterStartTls(this)) return;
    await this.#secure();
    this.hello = undefined;
    this.offered = new Map();
    this.transaction = undefined;
  }

  cut(why: string): never {
    this.wire.cut();
    throw new Gone(why);
  }

  /** Ends the connection behind what was said. */
  leave(why: string): never {
    this.wire.end();
    throw new Gone(why);
  }
}

/** Verb in upper case, its place, and the rest of the line. */
function parse(text: string): [verb: string, place: Place, argument: string] {
  const [, verb = '', argument = ''] = /^([A-Za-z]*)(?: (.*))?$/s.exec(text) ?? [];
  const name = verb.toUpperCase();
  return [name, name in commands ? (name as Place) : 'unknown', argument];
}

function hello(session: Session, argument: string, line: string): Answer {
  const { lines } = session;
  const extended = /^EHLO/i.test(line);
  // RFC 5321 4.1.1.1: a domain or an address literal.
  if (!/^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Za-z:.]+\])$/.test(argument))
    return { words: lines.badHello };
  const keywords = extended ? session.keywords() : [];
  const said = [...session.fill(lines.ehlo), ...keywords];
  return {
    words: extended ? said.map((text, at) => `250${at === said.length - 1 ? ' ' : '-'}${text}`) : lines.helo,
    commit: () => {
      session.hello = argument;
      session.transaction = undefined;
      session.offered = new Map(keywords.map(splitKeyword));
    },
  };
}

function splitKeyword(line: string): [keyword: string, words: string] {
  const [keyword = '', ...words] = line.split(' ');
  return [keyword.toUpperCase(), words.join(' ')];
}

function startTls(session: Session, argument: string): Answer {
  const { lines, house } = session;
  if (session.secure) return { words: lines.startTlsAgain };
  if (house.security !== 'starttls') return { words: lines.startTlsNotOffered };
  if (argument !== '') return { words: lines.startTlsWithArgument };
  if (house.faults.take('starttls-refused', 'STARTTLS'))
    return { words: '454 4.7.0 TLS not available due to temporary reason' };
  return { words: lines.startTls, after: () => session.upgrade() };
}

function echoed(line: string, attempt: Attempt | undefined): Words {
  const code = attempt ? '535' : '500';
  const clean = (text: string): string => text.replace(/[\x00-\x1f\x7f]/g, ' ');
  if (attempt === undefined) return `${code} 5.5.2 Cannot make sense of "${clean(line)}"`;
  return [`${code}-5.7.8 Cannot make sense of "${clean(line)}"`, `${code} 5.7.8 that is "${clean(attempt.said)}"`];
}
