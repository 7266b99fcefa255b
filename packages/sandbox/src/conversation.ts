/** One line of one connection, with its time. Secrets are replaced before it is made. */
export interface ConversationLine {
  /** Which connection, counted from 1. */
  readonly connection: number;
  readonly time: Date;
  /** `note`: what happened beside the lines, such as TLS or the end of the connection. */
  readonly direction: 'client' | 'server' | 'note';
  readonly line: string;
  /** Whether it came over TLS. */
  readonly secure: boolean;
}

/** What happened so often. */
export interface Counters {
  /** Taken since the start. */
  connections: number;
  /** Open now. */
  open: number;
  /**
   * Answers of the server after it had to wait for the client: the round trips that it saw. A
   * group of commands that comes in one piece is one turn; the greeting and TLS are none.
   */
  turns: number;
  /** By verb, upper case; `unknown` for the others. */
  readonly commands: Record<string, number>;
  /** Messages taken into the inbox. */
  messages: number;
  /** Successful logins. */
  logins: number;
}

export const SECRET = '[secret]';

/** Texts that must not get on record. */
export class Secrets {
  readonly #texts = new Set<string>();

  /** From now on this text is hidden, and its base64 too. */
  add(text: string | undefined): void {
    // Shorter ones would blot out innocent words, and protect nothing.
    if (text === undefined || text.length < 4) return;
    this.#texts.add(text).add(Buffer.from(text).toString('base64'));
  }

  hide(line: string): string {
    let clean = line;
    for (const text of this.#texts) clean = clean.replaceAll(text, SECRET);
    return clean;
  }
}

/** Keeps the conversation of all connections, and the counters. */
export class Recorder {
  readonly lines: ConversationLine[] = [];
  readonly counters: Counters = { connections: 0, open: 0, turns: 0, commands: {}, messages: 0, logins: 0 };
  /** Those of the accounts. */
  readonly secrets = new Secrets();
  readonly #tell: (line: ConversationLine) => void;

  constructor(tell: (line: ConversationLine) => void) {
    this.#tell = tell;
  }

  /** Puts a line on record, without the secrets that are known to all and to this connection. */
  record(
    connection: number,
    direction: ConversationLine['direction'],
    line: string,
    secure: boolean,
    own: Secrets,
  ): void {
    const clean = own.hide(this.secrets.hide(line));
    const entry = { connection, time: new Date(), direction, line: clean, secure };
    this.lines.push(entry);
    this.#tell(entry);
  }

  /** Begins anew; connections that are open stay counted as open. */
  clear(): void {
    this.lines.length = 0;
    const { open } = this.counters;
    Object.assign(this.counters, { connections: 0, open, turns: 0, messages: 0, logins: 0 });
    for (const verb of Object.keys(this.counters.commands)) delete this.counters.commands[verb];
  }

  count(verb: string): void {
    this.counters.commands[verb] = (this.counters.commands[verb] ?? 0) + 1;
  }
}
