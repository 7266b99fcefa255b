import { clearLine, cursorTo } from 'node:readline';
import type { Session } from '../session.js';
import { cut } from './plain.js';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** Milliseconds between two frames. */
const PACE = 80;
/** From this many milliseconds on, the time is shown: what takes shorter needs no clock. */
const LONG = 1_000;

/**
 * The last line of a terminal, which tells what is under way; finished lines go above it. Where stdout is no terminal
 * there is no such line, and the finished ones are all.
 */
export class LiveLine {
  readonly #session: Session;
  readonly #moves: boolean;
  #running: { readonly text: string; readonly since: number; readonly timer: NodeJS.Timeout } | undefined;
  #frame = 0;

  constructor(session: Session) {
    const { output, env } = session.terminal;
    this.#session = session;
    this.#moves = output.isTTY === true && env.TERM !== 'dumb';
  }

  /** Something begins. */
  show(text: string): void {
    this.clear();
    if (!this.#moves) return;
    // A probe that ends for another reason must not be held up by the picture of it.
    const timer = setInterval(() => this.#draw(), PACE).unref();
    this.#running = { text, since: performance.now(), timer };
    this.#draw();
  }

  /** A finished line. What is under way stays below it. */
  print(line: string): void {
    this.#wipe();
    this.#session.print(line);
    this.#draw();
  }

  /** Nothing is under way any more. */
  clear(): void {
    if (this.#running === undefined) return;
    clearInterval(this.#running.timer);
    this.#running = undefined;
    this.#wipe();
  }

  #draw(): void {
    if (this.#running === undefined) return;
    const { terminal, paint } = this.#session;
    const { text, since } = this.#running;
    const elapsed = performance.now() - since;
    const clock = elapsed < LONG ? '' : `  ${(elapsed / 1000).toFixed(0)} s`;
    const frame = FRAMES[this.#frame++ % FRAMES.length] as string;
    this.#wipe();
    terminal.output.write(`${paint('cyan', frame)} ${cut(`${text}${clock}`, (terminal.output.columns || 80) - 3)}`);
  }

  #wipe(): void {
    if (!this.#moves) return;
    cursorTo(this.#session.terminal.output, 0);
    clearLine(this.#session.terminal.output, 0);
  }
}
