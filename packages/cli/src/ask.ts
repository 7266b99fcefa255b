import { isCancel, multiline, password, text } from '@clack/prompts';
import { exit } from './exit.js';
import type { Session } from './session.js';
import { Misuse } from './trouble.js';
import { askWords } from './words/ask.js';

/** Ctrl-C at a prompt. */
export class Cancelled extends Misuse {
  override readonly exit = exit.interrupted;
}

/**
 * Asks for what is hidden while it is typed. Only where somebody is there: `session.interactive`. Where the login may be
 * left out, Enter alone does so, and gives the empty string.
 */
export function askPassword(session: Session, user: string, { orNone = false } = {}): Promise<string> {
  const { passwordOf, passwordOrNone, empty } = askWords[session.language];
  const message = orNone ? passwordOrNone(user) : passwordOf(user);
  const validate = (given: string | undefined) => (given || orNone ? undefined : empty);
  return asked(session, async (streams) => (await password({ ...streams, message, validate })) ?? '');
}

/** Asks for a line. `complaint` says what is wrong with one, or nothing. */
export function askLine(
  session: Session,
  message: string,
  complaint: (given: string) => string | undefined,
): Promise<string> {
  return asked(session, (streams) => text({ ...streams, message, validate: (given = '') => complaint(given) }));
}

/** Asks for several lines, which an empty one ends. */
export function askLines(session: Session, message: string): Promise<string> {
  return asked(session, (streams) => multiline({ ...streams, message }));
}

/** On stderr, so that stdout may go into a file. */
async function asked(
  { terminal }: Session,
  ask: (streams: Pick<Parameters<typeof text>[0], 'input' | 'output' | 'signal'>) => Promise<string | symbol>,
): Promise<string> {
  const answer = await ask({ input: terminal.input, output: terminal.errors, signal: terminal.signal });
  if (typeof answer !== 'string' || isCancel(answer)) throw new Cancelled(nothingDone);
  return answer;
}

const nothingDone = { en: 'called off; nothing was done', 'zh-CN': '已取消，未做任何操作' };
