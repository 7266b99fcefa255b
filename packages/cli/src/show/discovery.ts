import type { Discovery, DiscoveryStep, Found } from '@ehlo/doctor';
import stringWidth from 'fast-string-width';
import type { Session } from '../session.js';
import { discoverWords } from '../words/discover.js';
import { seenIn } from '../words/seen.js';
import { LiveLine } from './live.js';
import { cut, plain } from './plain.js';
import { padded, wrapped } from './rows.js';

/** Columns of the name of a step, and of its milliseconds. */
const NAME = 14;
const TIME = 8;

/** Shows a search as it goes on. All steps are taken at the same time, and stand in the order in which they end. */
export class StepView {
  readonly #session: Session;
  readonly #live: LiveLine;

  constructor(session: Session) {
    this.#session = session;
    this.#live = new LiveLine(session);
    this.#live.show(discoverWords[session.language].looking);
  }

  ended(step: DiscoveryStep): void {
    const { paint, language, terminal } = this.#session;
    const { result, milliseconds } = step;
    const mark = { found: paint('green', '✓'), nothing: '–', failed: paint('yellow', '!'), 'not asked': '–' }[result];
    const name = padded(discoverWords[language].steps[step.step], NAME);
    const time = (result === 'not asked' ? '' : `${milliseconds} ms`).padStart(TIME);
    const gist = cut(this.#gist(step), (terminal.output.columns ?? 100) - 2 - NAME - TIME - 3);
    this.#live.print(`${mark} ${name}${paint('dim', `${time}  ${gist}`)}`);
  }

  /** What was found and seen, and where. Of what was not asked, why. */
  #gist({ result, asked, seen, found }: DiscoveryStep): string {
    const { language } = this.#session;
    const places = found.map(({ host, port }) => `${host}:${port}`);
    const told = [...places, ...seen]
      .map((line) => seenIn(language, plain(line)))
      .join(language === 'en' ? ', ' : '，');
    return result === 'not asked' ? told : `${told} (${plain(asked)})`;
  }

  close(): void {
    this.#live.clear();
  }
}

/** The servers as a table, best first; what a person has to look at; and what to do next. */
export function foundText({ address, domain, found }: Discovery, session: Session): string {
  const { paint, language, terminal } = session;
  const words = discoverWords[language];
  const columns = terminal.output.columns ?? 100;
  if (found.length === 0) return `\n${paint('yellow', '!')} ${wrapped(words.nothing(domain), columns, 2)}`;
  const servers = distinct(found);
  const doubts = new Map(servers.flatMap(({ host, confirm }) => (confirm === undefined ? [] : [[host, confirm]])));
  const { server, security, user, from } = words.columns;
  return [
    '',
    ...table([
      [server, security, user, from].map((title) => paint('dim', title)),
      ...servers.map((one, index) => [
        placed(plain(`${one.host}:${one.port}`), index),
        words.security[one.security],
        plain(one.user ?? ''),
        words.steps[one.step],
      ]),
    ]),
    ...[...doubts].map(([host, confirm]) => {
      const text = `${words.confirm}: ${plain(host)}. ${seenIn(language, plain(confirm))}`;
      return `\n${paint('yellow', '!')} ${wrapped(text, columns, 2)}`;
    }),
    '',
    paint('dim', words.next(address)),
  ].join('\n');

  /** The best of them is what `ehlo doctor` and `ehlo send` would take. */
  function placed(place: string, index: number): string {
    return index === 0 ? paint('bold', place) : place;
  }
}

/** What two steps tell is told once, by the one that is believed first. */
function distinct(found: readonly Found[]): Found[] {
  const place = ({ host, port, security }: Found) => `${host}:${port} ${security}`;
  return found.filter((one, index) => found.findIndex((other) => place(other) === place(one)) === index);
}

/** Each column as wide as its widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows.map((row) => `  ${row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ')}`.trimEnd());
}
