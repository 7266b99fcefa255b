import { SECRET, Secrets } from './conversation.js';
import { fill, type Lines, type Words } from './dialect.js';
import type { Place } from './faults.js';
import type { Answer, House } from './house.js';
import { isPositive, judge } from './judge.js';
import { auth } from './login.js';
import { misbehave, strangeGreetings } from './misbehaviour.js';
import { hello, raiseTls, startTls } from './opening.js';
import type { Attempt } from './sasl.js';
import { bdat, data, mail, rcpt, reset, type Transaction } from './transaction.js';
import { Gone, Idle, type Line, type Wire } from './wire.js';

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
  /** The login gave no right on the mailbox. */
  closed = false;
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
      if (this.house.security === 'implicit') await raiseTls(this);
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
    const judged = ruled ? undefined : await judge(this, places[0]!, line, usual, attempt);
    const echo = this.house.faults.take('echo', ...places);
    const words = echo ? echoed(line, attempt) : (ruled?.reply ?? judged ?? usual.words);
    const said = this.fill(words, usual.names);
    const positive = isPositive(said);
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

  login(user: string, closed = false): void {
    this.user = user;
    this.closed = closed;
    this.house.recorder.counters.logins += 1;
    this.house.sessionsOf(user).add(this);
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
  return [name, Object.hasOwn(commands, name) ? (name as Place) : 'unknown', argument];
}

function echoed(line: string, attempt: Attempt | undefined): Words {
  const code = attempt ? '535' : '500';
  const clean = (text: string): string => text.replace(/[\x00-\x1f\x7f]/g, ' ');
  if (attempt === undefined) return `${code} 5.5.2 Cannot make sense of "${clean(line)}"`;
  return [`${code}-5.7.8 Cannot make sense of "${clean(line)}"`, `${code} 5.7.8 that is "${clean(attempt.said)}"`];
}
