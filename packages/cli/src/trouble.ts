import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { Language } from '@ehlo/core';
import { type Exit, exit } from './exit.js';
import type { Terminal } from './terminal.js';

/** What the person at the command line did wrong, in both languages. No cause of a mail: those are MailErrors. */
export class Misuse extends Error {
  readonly exit: Exit = exit.usage;

  constructor(readonly words: Readonly<Record<Language, string>>) {
    super(words.en);
  }
}

/** A file that cannot be read or written. */
export class FileTrouble extends Error {
  constructor(
    readonly words: Readonly<Record<Language, string>>,
    readonly exit: Exit,
  ) {
    super(words.en);
  }
}

/** The text of a file, relative to where the command was started. */
export async function textOfFile(path: string, { folder }: Terminal): Promise<string> {
  return (await octetsOfFile(path, { folder })).toString('utf8');
}

export async function octetsOfFile(path: string, { folder }: Pick<Terminal, 'folder'>): Promise<Buffer> {
  try {
    return await readFile(isAbsolute(path) ? path : resolve(folder, path));
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new FileTrouble(
      { en: `${path} cannot be read: ${code}`, 'zh-CN': `无法读取 ${path}：${code}` },
      exit.noInput,
    );
  }
}

/** Everything on stdin, up to its end. */
export async function textOfInput(terminal: Terminal): Promise<string> {
  return (await octetsOfInput(terminal)).toString('utf8');
}

export async function octetsOfInput({ input }: Terminal): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of input) pieces.push(Buffer.from(piece as Uint8Array | string));
  return Buffer.concat(pieces);
}
