import { type EnvReading, generic, readUrl } from '@ehlo/generic';
import type { ProviderId } from '../api.js';

/** The real hosts that a server of the sandbox can stand for. None of them is ever dialled. */
const PLAYED_BY: ReadonlyMap<string, ProviderId> = new Map([
  ['smtp-mail.outlook.com', 'outlook'],
  ['smtp.office365.com', 'microsoft365'],
  ['smtp-legacy.office365.com', 'microsoft365'],
  ['smtp-hve.office365.com', 'microsoft365'],
  ['smtp.office365.us', 'microsoft365'],
  ['smtp.partner.outlook.cn', 'microsoft365'],
  ['smtp.gmail.com', 'gmail'],
  ['smtp.googlemail.com', 'gmail'],
  ['smtp-relay.gmail.com', 'workspace-relay'],
]);

export const playedBy = (host: string): ProviderId | undefined => PLAYED_BY.get(host.toLowerCase().replace(/\.$/, ''));

/** What pasted text says: a URL alone, or lines of NAME=value. Throws a MailError that names what cannot be used. */
export function readPasted(text: string): EnvReading {
  const trimmed = text.trim();
  if (/^[a-z+]+:\/\/\S+$/i.test(trimmed)) return { ...readUrl(trimmed), used: ['URL'] };
  return generic.readEnv(readLines(text));
}

/** The lines of an .env file: comments, `export`, quotes around a value and blanks around the sign are its syntax and no part of the values. */
export function readLines(text: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ''] = /^\s*(?:export\s+|set\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) env[name] = value.replace(/^(["'])(.*)\1$/, '$2');
  }
  return env;
}
