import { styleText } from 'node:util';
import type { Language } from '@ehlo/core';
import { languageOf } from './language.js';
import type { Terminal } from './terminal.js';

/** The options that every command has. */
export interface CommonFlags {
  readonly json?: boolean;
  readonly lang?: Language;
  readonly color?: boolean;
}

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** One run of a command: the terminal, and how it is spoken to. */
export class Session {
  readonly json: boolean;
  readonly language: Language;
  /** A person is there who can be asked. */
  readonly interactive: boolean;
  /** Colours for stdout, and for stderr. Text as it is where a terminal has none. */
  readonly paint: Paint;
  readonly paintNote: Paint;

  constructor(
    readonly terminal: Terminal,
    flags: CommonFlags = {},
  ) {
    const { input, output, errors, env } = terminal;
    this.json = flags.json === true;
    this.language = flags.lang ?? languageOf(env);
    // stderr takes the prompts, so that stdout may go into a file.
    this.interactive = !this.json && input.isTTY === true && errors.isTTY === true && !env.CI;
    this.paint = painter(flags.color, output.isTTY === true, env);
    this.paintNote = painter(flags.color, errors.isTTY === true, env);
  }

  /** A line of the answer. */
  print(text = ''): void {
    this.terminal.output.write(`${text}\n`);
  }

  /** A line beside the answer: progress and warnings. */
  note(text = ''): void {
    this.terminal.errors.write(`${text}\n`);
  }

  /** The answer as one line of JSON. */
  printJson(value: unknown): void {
    this.print(JSON.stringify(value));
  }

  /** The text in the language of this run. */
  in(words: Readonly<Record<Language, string>>): string {
    return words[this.language];
  }
}

/** --no-color, NO_COLOR (no-color.org) and FORCE_COLOR count for more than what the stream is. */
function painter(flag: boolean | undefined, isTTY: boolean, env: Terminal['env']): Paint {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  const wanted = flag !== false && !env.NO_COLOR && (forced || (isTTY && env.TERM !== 'dumb'));
  return wanted ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
