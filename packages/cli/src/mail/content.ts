import { basename } from 'node:path';
import type { MailMessage } from '@ehlo/core';
import type { Session } from '../session.js';
import { Misuse, octetsOfFile, octetsOfInput, textOfFile, textOfInput } from '../trouble.js';
import type { MailFlags } from './flags.js';
import { type RawMail, rawMail } from './raw.js';

/** What a mail says, whoever it is from and for. */
export type Content = Pick<MailMessage, 'text' | 'html' | 'attachments' | 'headers'> | RawMail;

/**
 * Reads files and stdin, before anybody is asked or dialled. What is piped in is the text, where nothing else is. Throws
 * a FileTrouble for a file that cannot be read, and a Misuse for options that exclude each other.
 */
export async function contentOf(session: Session, flags: MailFlags): Promise<Content> {
  refuseDoubles(flags);
  const { terminal } = session;
  const { raw } = flags;
  if (raw !== undefined)
    return rawMail(raw === '-' ? await octetsOfInput(terminal) : await octetsOfFile(raw, terminal));
  const read = async (path: string) => (path === '-' ? textOfInput(terminal) : textOfFile(path, terminal));
  const html = flags.htmlFile === undefined ? flags.html : await read(flags.htmlFile);
  const attachments = await Promise.all((flags.attach ?? []).map((each) => attachment(each, session)));
  const text =
    flags.textFile === undefined ? (flags.text ?? (await piped(session, flags))) : await read(flags.textFile);
  if (text === '' && flags.text === undefined && flags.textFile === undefined && attachments.length === 0) {
    throw new Misuse(noText);
  }
  return {
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(attachments.length > 0 && { attachments }),
    ...(flags.header !== undefined && { headers: flags.header.map(headerOf) }),
  };
}

/** Undefined where nothing is piped in. With HTML, stdin is not waited for: a program may leave it open for ever. */
async function piped({ terminal }: Session, { html, htmlFile, passwordFile, tokenFile }: MailFlags) {
  if (terminal.input.isTTY === true || html !== undefined || htmlFile !== undefined) return undefined;
  return passwordFile === '-' || tokenFile === '-' ? '' : textOfInput(terminal);
}

/** `name=file`, or a file whose own name is shown. */
async function attachment(given: string, { terminal }: Session) {
  const [, name, named] = /^([^=/\\]+)=(.+)$/s.exec(given) ?? [];
  const path = named ?? given;
  return { filename: name ?? basename(path), content: await octetsOfFile(path, terminal) };
}

function headerOf(field: string): { key: string; value: string } {
  const [, key = '', value = ''] = /^([^:\s]+)\s*:\s*(.*)$/s.exec(field) ?? [];
  if (key === '') throw new Misuse(noHeader(field));
  const option = own[key.toLowerCase()];
  if (option !== undefined) throw new Misuse(ownOption(key, option));
  return { key, value };
}

/** Fields that have an option, which decides over the envelope too. */
const own: Readonly<Record<string, string>> = {
  from: '--from',
  to: '--to',
  cc: '--cc',
  bcc: '--bcc',
  'reply-to': '--reply-to',
  subject: '--subject',
};

function refuseDoubles(flags: MailFlags): void {
  const { text, textFile, html, htmlFile, raw, subject, replyTo, attach, header, passwordFile, tokenFile } = flags;
  const given = (options: Readonly<Record<string, unknown>>) =>
    Object.entries(options).filter(([, value]) => value !== undefined);
  const texts = given({ '--text': text, '--text-file': textFile });
  const htmls = given({ '--html': html, '--html-file': htmlFile });
  const parts = given({ '--subject': subject, '--reply-to': replyTo, '--attach': attach, '--header': header });
  const inFile = raw === undefined ? [] : [['--raw', raw], ...texts, ...htmls, ...parts];
  const fromStdin = given({ raw, textFile, htmlFile, passwordFile, tokenFile }).filter(([, path]) => path === '-');
  for (const rivals of [texts, htmls, inFile]) {
    if (rivals.length > 1) throw new Misuse(exclude(String(rivals[0]?.[0]), String(rivals[1]?.[0])));
  }
  if (fromStdin.length > 1) throw new Misuse(twoReaders);
}

function exclude(one: string, other: string): Misuse['words'] {
  return { en: `${one} and ${other} exclude each other`, 'zh-CN': `${one} 与 ${other} 不能同时使用` };
}

const twoReaders = {
  en: 'stdin can be read once: give one option with -',
  'zh-CN': 'stdin 只能读取一次：只能有一个选项使用 -',
};

const noText = {
  en: 'the mail has no text: give --text or --text-file, or pipe it in; --text "" sends an empty one',
  'zh-CN': '邮件没有正文：请给出 --text 或 --text-file，或用管道传入；--text "" 发送空正文',
};

function noHeader(field: string): Misuse['words'] {
  return { en: `--header wants "Name: value", not ${field}`, 'zh-CN': `--header 的格式为 "名称: 值"，而不是 ${field}` };
}

function ownOption(key: string, option: string): Misuse['words'] {
  return { en: `${key} has an option of its own: ${option}`, 'zh-CN': `${key} 有专门的选项：${option}` };
}
