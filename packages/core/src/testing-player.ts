import { isMailError } from './error.js';
import type { Login } from './login.js';
import type { Profile } from './profile.js';
import { type Opened, open } from './smtp/dialogue.js';
import { diagnose } from './smtp/faults.js';
import { type Run, SessionEnded } from './smtp/flow.js';
import { defaultTimeouts } from './smtp/phases.js';
import type { Route } from './smtp/plan.js';
import { Session, type Turn } from './smtp/session.js';
import { type Fate, type Mail, transact } from './smtp/transaction.js';
import { type Cutting, cut } from './testing-cut.js';
import type { Transcript, TranscriptLine, TranscriptVerdict } from './testing-transcript.js';

export type Verdict = TranscriptVerdict;

const MESSAGE = 'From: <user@example.com>\r\nTo: <to@example.net>\r\nSubject: Hello\r\n\r\nHello.\r\n';
const PASSWORD = 'correct horse battery';
const TOKEN = 'ya29.a-token-of-a-transcript';

/**
 * Plays a transcript against the session, without a socket: the server's lines go in as bytes, cut as asked,
 * and what the client says is compared line by line. Returns what it came to; throws where the client says
 * something else than what is written. `seed` makes random cuts repeatable.
 */
export async function playTranscript(
  transcript: Transcript,
  profile: Profile,
  cutting: Cutting = 'whole',
  seed = 1,
): Promise<Verdict> {
  return new Player(transcript, profile, cutting, seed).play();
}

class Player {
  readonly #session = new Session();
  readonly #lines: readonly TranscriptLine[];
  readonly #cut: (replies: string[]) => string[];
  readonly #said: string[] = [];
  readonly #run: Run<Opened>;
  readonly #mail: Mail;
  readonly #route: Route;
  readonly #user: string;
  #transaction: Run<Fate> | undefined;
  #secured: Run | undefined;

  constructor(
    private readonly transcript: Transcript,
    private readonly profile: Profile,
    cutting: Cutting,
    seed: number,
  ) {
    const { headers, lines } = transcript;
    this.#lines = lines;
    this.#cut = (replies) => cut(replies, cutting, seed);
    this.#user = headers.user ?? 'user@example.com';
    const to = (headers.to ?? 'to@example.net').split(/, */);
    this.#mail = {
      envelope: { from: headers.from ?? this.#user, to },
      parameters: {},
      octets: Buffer.from(MESSAGE),
    };
    const tls = (headers.tls ?? 'starttls') as Route['tls'];
    this.#route = { host: 'smtp.example.com', port: tls === 'implicit' ? 465 : 587, tls, why: [] };
    this.#run = this.#session.add(open(this.#handshake()), silent);
  }

  async play(): Promise<Verdict> {
    // What ends a flow is read where it is awaited, at the end.
    this.#run.result.catch(() => undefined);
    const last = this.#lines[this.#lines.length - 1];
    let at = 0;
    if (this.#route.tls === 'implicit') at = this.#expectEvent(at, 'tls');
    this.#pump();
    while (at < this.#lines.length) {
      const line = this.#lines[at] as TranscriptLine;
      if (line.voice === 'server') at = await this.#hear(at);
      else if (line.voice === 'client') at = this.#expectLine(line, at);
      else at = this.#event(line, at);
      await this.#proceed();
    }
    if (this.#said.length > 0)
      throw new Error(
        `behind line ${last?.number}: the client says ${JSON.stringify(this.#said[0])}, and the transcript has ended`,
      );
    return this.#verdict();
  }

  /** The server's lines up to the next other line. */
  async #hear(begin: number): Promise<number> {
    let end = begin;
    const replies: string[] = [];
    let reply = '';
    for (; this.#lines[end]?.voice === 'server'; end++) {
      const text = (this.#lines[end] as TranscriptLine).text;
      reply += `${text}\r\n`;
      if (text[3] !== '-') {
        replies.push(reply);
        reply = '';
      }
    }
    if (reply !== '') replies.push(reply);
    for (const piece of this.#cut(replies)) {
      this.#session.hear(Buffer.from(piece, 'latin1'));
      await this.#proceed();
    }
    return end;
  }

  /** When the handshake is done the message follows. */
  async #proceed(): Promise<void> {
    if (this.#run.done && this.#transaction === undefined) {
      const opened = await this.#run.result.catch(() => undefined);
      if (opened !== undefined) this.#transact(opened);
    }
    this.#pump();
  }

  #transact(opened: Opened): void {
    const size = opened.offer.has('SIZE') ? { size: MESSAGE.length } : {};
    const on = {
      opened,
      profile: this.profile,
      partial: 'send' as const,
      pipelining: opened.plan.pipelining,
      learned: { nextBehindEnd: true },
      dirty: false,
    };
    this.#transaction = this.#session.add(transact({ ...this.#mail, parameters: size }, on), silent);
    this.#transaction.result.catch(() => undefined);
  }

  #pump(): void {
    if (this.#secured !== undefined) return;
    for (let turn = this.#session.turn(); turn !== undefined; turn = this.#session.turn()) {
      if (turn.startTls) {
        this.#secured = turn.run;
        return;
      }
      this.#say(turn);
    }
  }

  #say({ run, lines, body }: Turn): void {
    this.#said.push(...lines.map((line) => line.text));
    if (body === undefined) return;
    const octets = body.octets as Uint8Array;
    const message = octets.length === 0 ? [] : ['{{message}}'];
    if (body.form === 'bdat') {
      this.#said.push(`BDAT ${octets.length} LAST`, ...message);
      this.#session.chunkSaid(run, true);
    } else {
      this.#said.push(...message, '.');
      this.#session.dataSaid(run);
    }
  }

  #expectLine(line: TranscriptLine, at: number): number {
    const said = this.#said.shift();
    const wanted = this.#fill(line.text);
    if (said === undefined)
      throw new Error(`line ${line.number}: the client says nothing, and ${JSON.stringify(line.text)} is written`);
    if (
      wanted !== said &&
      line.text !== '{{any}}' &&
      !(line.text.endsWith(' {{any}}') && said.startsWith(line.text.slice(0, -7)))
    ) {
      throw new Error(
        `line ${line.number}: the client says ${JSON.stringify(said)}, and ${JSON.stringify(wanted)} is written`,
      );
    }
    return at + 1;
  }

  #expectEvent(at: number, text: string): number {
    if (this.#lines[at]?.text !== text) throw new Error(`the transcript does not begin with "= ${text}"`);
    return at + 1;
  }

  #event(line: TranscriptLine, at: number): number {
    if (line.text === 'tls') {
      if (this.#secured === undefined) throw new Error(`line ${line.number}: the client does not begin TLS`);
      const run = this.#secured;
      this.#secured = undefined;
      this.#session.secured(run);
    } else {
      const phase = this.#session.waitingFor ?? 'ready';
      const timedOut = line.text === 'stalled';
      this.#session.end(diagnose({ phase, route: this.#route, timedOut, seen: this.#session.rest }));
    }
    return at + 1;
  }

  async #verdict(): Promise<Verdict> {
    try {
      await withinTurn(this.#run.result, 'the handshake is not over');
    } catch (thrown) {
      const error = reasonOf(thrown);
      if (!isMailError(error)) throw error;
      return { outcome: error.outcome, cause: error.code, phase: error.phase, refused: [] };
    }
    if (this.#transaction === undefined) throw new Error('the message was not begun');
    const fate = await withinTurn(this.#transaction.result, 'the transaction is not over');
    const refused = fate.refused.map(({ recipient, error }) => `${recipient} ${error.code}`);
    if (fate.error === undefined) return { outcome: fate.outcome, refused };
    return { outcome: fate.outcome, cause: fate.error.code, phase: fate.error.phase, refused };
  }

  #handshake(): Parameters<typeof open>[0] {
    const kind = (this.transcript.headers.login ?? 'password') as Login['kind'];
    const user = this.#user;
    const credentials = { user, password: PASSWORD, token: TOKEN };
    const login: Login =
      kind === 'password'
        ? { kind, user, password: PASSWORD }
        : kind === 'token'
          ? { kind, user, source: () => TOKEN }
          : kind === 'external'
            ? { kind, user }
            : { kind: 'none' };
    return {
      route: this.#route,
      helloName: 'client.example',
      profile: this.profile,
      policy: {
        security: 'auto',
        minTls: 'TLSv1.2',
        timeouts: defaultTimeouts,
        partial: 'send',
        pipelining: 'group',
        transfer: 'auto',
      },
      login,
      credentials,
      channel: {
        host: this.#route.host,
        port: this.#route.port,
        secure: this.#route.tls === 'implicit',
        nonce: 'fyko+d2lbbFgONRv9qkxdawL',
        offered: [],
      },
    };
  }

  #fill(text: string): string {
    const base64 = (plain: string) => Buffer.from(plain).toString('base64');
    const user = this.#user;
    const values: Record<string, string> = {
      octets: String(MESSAGE.length),
      user: base64(user),
      password: base64(PASSWORD),
      plain: base64(`\0${user}\0${PASSWORD}`),
      xoauth2: base64(`user=${user}\x01auth=Bearer ${TOKEN}\x01\x01`),
      oauthbearer: base64(
        `n,a=${user},\x01host=${this.#route.host}\x01port=${this.#route.port}\x01auth=Bearer ${TOKEN}\x01\x01`,
      ),
      'cram-md5': '{{cram-md5}}',
    };
    return text.replace(/\{\{([a-z0-9-]+)\}\}/g, (whole, name: string) => values[name] ?? whole);
  }
}

const silent = { heard: () => undefined, told: () => undefined, ended: () => undefined };

/** A session that ends throws its reason into the flow. */
function reasonOf(error: unknown): unknown {
  return error instanceof SessionEnded ? error.reason : error;
}

/** A flow that has not ended when the transcript has would wait for ever. */
function withinTurn<T>(result: Promise<T>, otherwise: string): Promise<T> {
  return Promise.race([result, new Promise<T>((_, reject) => setImmediate(() => reject(new Error(otherwise))))]);
}
