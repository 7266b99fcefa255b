import type { TraceEvent } from '@ehlo/core';
import type { Session } from '../session.js';
import { sendWords } from '../words/send.js';
import { cut } from './plain.js';

/** One line on stderr that tells how far a mail has come; none where stderr is no terminal. */
export class ProgressLine {
  readonly #session: Session;
  readonly #shown: boolean;

  constructor(session: Session) {
    const { errors, env } = session.terminal;
    this.#session = session;
    this.#shown = errors.isTTY === true && env.TERM !== 'dumb' && !session.json;
  }

  see(event: TraceEvent): void {
    const text = this.#words(event);
    if (text === undefined || !this.#shown) return;
    const { errors } = this.#session.terminal;
    const line = cut(text, (errors.columns || 80) - 3);
    errors.write(`\r\u001b[2K${this.#session.paintNote('cyan', '…')} ${this.#session.paintNote('dim', line)}`);
  }

  clear(): void {
    if (this.#shown) this.#session.terminal.errors.write('\r\u001b[2K');
  }

  #words(event: TraceEvent): string | undefined {
    const words = sendWords[this.#session.language];
    switch (event.kind) {
      case 'route':
        return words.dialling(`${event.host}:${event.port}`);
      case 'secured':
        return words.secured(event.protocol, event.subject);
      case 'plan':
        return event.mechanism === null ? undefined : words.loggingIn(event.mechanism);
      case 'message':
        return words.sending(event.octets);
      default:
        return undefined;
    }
  }
}
