import { readdirSync, readFileSync } from 'node:fs';
import type { Phase, Profile, Reply, ReplyRow, ReplyState } from '@ehlo/core';

const folder = new URL('../transcripts/', import.meta.url);

/** A dialogue as it stands in the file: who said what, and the verdict. */
export interface Transcript {
  readonly name: string;
  readonly header: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  readonly verdict: Readonly<Record<string, string>>;
}

export const transcripts: readonly Transcript[] = readdirSync(folder)
  .filter((file) => file.endsWith('.transcript'))
  .sort()
  .map((file) => read(file.replace('.transcript', ''), readFileSync(new URL(file, folder), 'utf8')));

function read(name: string, text: string): Transcript {
  const lines = text.trimEnd().split('\n');
  const head = lines.filter((line) => line.startsWith('# '));
  const last = lines.at(-1) ?? '';
  return {
    name,
    header: pairs(head.map((line) => line.slice(2))),
    lines: lines.slice(head.length, -1),
    verdict: pairs(last.replace(/^= /, '').split(/ {3}/)),
  };
}

function pairs(parts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    parts.map((part) => {
      const at = part.indexOf(': ');
      return [part.slice(0, at), part.slice(at + 2).trim()];
    }),
  );
}

/** A reply of the server, the command it answers, and the state of the session at that moment. */
export interface Heard {
  readonly reply: Reply;
  readonly to: string;
  readonly phase: Phase;
  readonly state: ReplyState;
}

/** All replies of a transcript, in order, each with its command: groups are answered one by one. */
export function* replies({ header, lines }: Transcript): Generator<Heard> {
  const state = {
    tls: header.tls === 'implicit',
    authOffered: false,
    authenticated: false,
    login: header.login as ReplyState['login'],
  };
  const waiting: string[] = ['greeting'];
  let words: string[] = [];
  let inAuth = false;
  for (const line of lines) {
    if (line === '= tls') state.tls = true;
    else if (line.startsWith('C:')) {
      const command = line.slice(3);
      if (command !== '{{message}}') waiting.push(inAuth ? 'AUTH' : command);
    } else if (line.startsWith('S: ')) {
      words.push(line.slice(7));
      if (line[6] === '-') continue;
      const code = Number(line.slice(3, 6));
      const enhanced = /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(words[0] ?? '')?.[0];
      const to = waiting.shift() ?? 'nothing';
      const phase = phaseOf(to);
      inAuth = phase === 'auth' && code === 334;
      if (phase === 'hello') state.authOffered = words.some((word) => word.startsWith('AUTH '));
      yield {
        reply: { code, lines: words, ...(enhanced === undefined ? {} : { enhanced }) },
        to,
        phase,
        state: { ...state },
      };
      if (code === 235) state.authenticated = true;
      words = [];
    }
  }
}

function phaseOf(command: string): Phase {
  if (command === 'greeting') return 'greeting';
  if (/^(EHLO|HELO) /.test(command)) return 'hello';
  if (command === 'STARTTLS') return 'tls';
  if (command.startsWith('AUTH')) return 'auth';
  if (/^(MAIL|RCPT) /.test(command)) return 'envelope';
  if (command === 'DATA') return 'data';
  if (command === '.') return 'sent';
  throw new Error(`no phase for ${command}`);
}

/** The row of a profile that decides: the first that holds. */
export function decides(profile: Profile, { reply, phase, state }: Heard): ReplyRow | undefined {
  const text = reply.lines
    .map((line) => line.replace(/^[245]\.\d{1,3}\.\d{1,3}(?: |$)/, ''))
    .join(' ')
    .trim();
  return profile.replies.find(
    (row) =>
      [row.at].flat().includes(phase) &&
      (row.code === undefined || [row.code].flat().includes(reply.code)) &&
      (row.enhanced === undefined || is(row.enhanced, reply.enhanced)) &&
      (row.text === undefined || row.text.test(text)) &&
      Object.entries(row.when ?? {}).every(([fact, value]) =>
        fact === 'mechanism'
          ? is(value as string | RegExp, state.mechanism)
          : state[fact as keyof ReplyState] === value,
      ),
  );
}

function is(wanted: string | RegExp, value: string | undefined): boolean {
  return value !== undefined && (typeof wanted === 'string' ? wanted === value : wanted.test(value));
}
