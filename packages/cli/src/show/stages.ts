import type { DiagnosisEvent, Neighbour, StageName, StageReport } from '@ehlo/doctor';
import type { Session } from '../session.js';
import { doctorWords } from '../words/doctor.js';
import { seenIn } from '../words/seen.js';
import { LiveLine } from './live.js';
import { cut, plain } from './plain.js';
import { padded, wrapped } from './rows.js';
import { shortly, wholly } from './seen.js';

/** Columns of the name of a stage, of its milliseconds, and of all that stands before what was seen. */
const NAME = 14;
const TIME = 8;
const LEFT = 2 + NAME + TIME + 2;
/** Columns of a place that was tried beside. */
const PLACE = 38;

/** Shows a probe as it goes on: the stage under way on a live line, those that ended above it. */
export class StageView {
  readonly #session: Session;
  readonly #verbose: boolean;
  readonly #live: LiveLine;
  #failed: StageName | undefined;
  #looksBeside = false;

  /** `verbose`: what was seen as a whole, and not the gist of it. */
  constructor(session: Session, verbose: boolean) {
    this.#session = session;
    this.#verbose = verbose;
    this.#live = new LiveLine(session);
  }

  happened(event: DiagnosisEvent): void {
    const { paint, language } = this.#session;
    const words = doctorWords[language];
    switch (event.kind) {
      case 'begun':
        this.#live.show(words.stages[event.stage]);
        break;
      case 'ended':
        this.#ended(event.report);
        break;
      case 'again':
        this.#live.print(paint('dim', `↻ ${words.again}`));
        break;
      case 'neighbour':
        this.#tried(event.neighbour);
        break;
      case 'trace':
        break;
      default:
        event satisfies never;
    }
  }

  /** Takes the live line away, however the probe ended. */
  close(): void {
    this.#live.clear();
  }

  #ended(report: StageReport): void {
    const { language } = this.#session;
    const failed = report.result === 'failed';
    // The same failure, better known: the cause is told at the end, as it is known then.
    if (failed && this.#failed === report.stage) return;
    this.#live.clear();
    const more = this.#verbose ? wholly(report, language) : [];
    this.#live.print(stageLine(report, this.#session, more.length === 0));
    for (const line of more) this.#live.print(this.#aside(line));
    if (!failed) return;
    this.#failed = report.stage;
    this.#live.show(doctorWords[language].trying);
  }

  #aside(line: string): string {
    const { paint, terminal } = this.#session;
    return `    ${paint('dim', wrapped(line, terminal.output.columns ?? 100, 4))}`;
  }

  /** They stand under the stage that failed. */
  #tried({ host, port, tls, address, works, code = '', milliseconds, why }: Neighbour): void {
    const { paint, language, terminal } = this.#session;
    const words = doctorWords[language];
    if (!this.#looksBeside) this.#live.print(`    ${paint('dim', words.beside)}`);
    this.#looksBeside = true;
    const at = address === undefined ? '' : ` (${address})`;
    const place = plain(`${host}:${port}${at} ${words.ways[tls]}`);
    const text = `${padded(place, PLACE)}${`${milliseconds} ms`.padStart(TIME)}  ${works ? seenIn(language, plain(why)) : code}`;
    const mark = works ? paint('green', '✓') : paint('red', '✗');
    this.#live.print(`    ${mark} ${cut(text, (terminal.output.columns ?? 100) - 7)}`);
  }
}

/** ✓ ✗ or –, name, milliseconds where it took any, and on the same line the gist of what was seen, where it is wanted. */
function stageLine(report: StageReport, { paint, language, terminal }: Session, withGist = true): string {
  const { stages } = doctorWords[language];
  const { stage, result, milliseconds } = report;
  const gist = withGist ? cut(shortly(report, language), (terminal.output.columns ?? 100) - LEFT - 1) : '';
  const name = padded(stages[stage], NAME);
  const time = `${milliseconds} ms`.padStart(TIME);
  const seen = gist === '' ? '' : `  ${gist}`;
  switch (result) {
    case 'ok':
      return `${paint('green', '✓')} ${name}${paint('dim', `${time}${seen}`)}`;
    case 'failed':
      return `${paint('red', '✗')} ${paint(['bold', 'red'], name)}${time}${seen}`;
    case 'skipped':
    case 'not reached':
      return paint('gray', `– ${name}${' '.repeat(TIME)}${seen}`);
    default:
      return result satisfies never;
  }
}
