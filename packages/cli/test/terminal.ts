import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../src/program.js';

export interface Ran {
  readonly exit: number;
  readonly output: string;
  readonly errors: string;
  /** stdout, a value a line. */
  readonly json: () => unknown[];
}

export interface Around {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly signal?: AbortSignal;
  /** With colours, as at a terminal. */
  readonly colours?: boolean;
  /** Sees each piece of stdout as it is written. */
  readonly watch?: (piece: string) => void;
  /** The same of stderr. */
  readonly watchErrors?: (piece: string) => void;
}

/** Runs a command in this process, as a program that reads its output would see it. */
export async function ehlo(args: readonly string[], around: Around = {}): Promise<Ran> {
  const { input = '', env = {}, folder = '.', signal = new AbortController().signal, colours = false, watch } = around;
  const output = collected(watch);
  const errors = collected(around.watchErrors);
  const stdin = Object.assign(new PassThrough(), { isTTY: false });
  stdin.end(input);
  const code = await run(args, {
    input: stdin,
    output: output.stream,
    errors: errors.stream,
    env: { LANG: 'en_GB.UTF-8', ...(colours && { FORCE_COLOR: '1' }), ...env },
    folder,
    signal,
  });
  const text = output.text();
  return {
    exit: code,
    output: text,
    errors: errors.text(),
    json: () =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
  };
}

/** Without colours, and with every run of blanks as one. */
export function flat(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, ' ');
}

function collected(watch?: (piece: string) => void) {
  const pieces: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY: false, columns: 100 });
  stream.on('data', (piece: Buffer) => {
    pieces.push(piece.toString());
    watch?.(piece.toString());
  });
  return { stream, text: () => pieces.join('') };
}
