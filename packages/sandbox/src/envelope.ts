import type { Parameters } from './inbox.js';

/** The argument of MAIL or RCPT, read. */
export type Path =
  | { readonly ok: true; readonly address: string; readonly parameters: Parameters }
  | { readonly ok: false; readonly why: 'syntax' | 'parameter' };

// RFC 5321 4.1.2, and RFC 6531 3.3 for what is beyond ASCII.
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\u{10ffff}-]+";
const LOCAL = `(?:${ATOM}(?:\\.${ATOM})*|"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e\\u0080-\\u{10ffff}]|\\\\[\\x20-\\x7e])*")`;
const LABEL = '[A-Za-z0-9\\u0080-\\u{10ffff}](?:[A-Za-z0-9\\u0080-\\u{10ffff}-]*[A-Za-z0-9\\u0080-\\u{10ffff}])?';
const DOMAIN = `${LABEL}(?:\\.${LABEL})*`;
const LITERAL = '\\[(?:\\d{1,3}(?:\\.\\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]+)\\]';
const MAILBOX = new RegExp(`^${LOCAL}@(?:${DOMAIN}|${LITERAL})$`, 'u');
const ARGUMENT = /^<((?:"(?:[^"\\]|\\.)*"|[^">])*)>((?: \S+)*)$/;
const PARAMETER = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([\x21-\x3c\x3e-\x7e\u0080-\uffff]+))?$/;

/** Reads what stands behind `MAIL FROM:` or `RCPT TO:`. */
export function readPath(argument: string, offered: (keyword: string) => boolean, command: 'MAIL' | 'RCPT'): Path {
  const parts = ARGUMENT.exec(argument);
  if (parts === null) return { ok: false, why: 'syntax' };
  const [, address = '', rest = ''] = parts;
  const isNull = address === '' && command === 'MAIL';
  const isPostmaster = /^postmaster$/i.test(address) && command === 'RCPT';
  if (!isNull && !isPostmaster && !isMailbox(address)) return { ok: false, why: 'syntax' };
  const parameters: Record<string, string | true> = {};
  for (const word of rest.split(' ').slice(1)) {
    const [, keyword = '', value] = PARAMETER.exec(word) ?? [];
    const name = keyword.toUpperCase();
    const rule = (command === 'MAIL' ? mailParameters : rcptParameters)[name];
    if (rule === undefined || !offered(rule.extension) || name in parameters || !rule.value(value)) {
      return { ok: false, why: 'parameter' };
    }
    parameters[name] = value ?? true;
  }
  return { ok: true, address, parameters };
}

/** The domain of an address, lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function isMailbox(address: string): boolean {
  const at = address.lastIndexOf('@');
  const octets = (text: string): number => Buffer.byteLength(text);
  // RFC 5321 4.5.3.1: local part 64, domain 255, path 256 with its brackets.
  return MAILBOX.test(address) && octets(address.slice(0, at)) <= 64 && octets(address) <= 254;
}

interface ParameterRule {
  /** The keyword of EHLO without which the parameter is unknown. */
  readonly extension: string;
  value(value: string | undefined): boolean;
}

const none = (value: string | undefined): boolean => value === undefined;
const matches =
  (pattern: RegExp) =>
  (value: string | undefined): boolean =>
    value !== undefined && pattern.test(value);

const XTEXT = '(?:[\\x21-\\x2a\\x2c-\\x3c\\x3e-\\x7e]|\\+[0-9A-F]{2})+';

const mailParameters: Readonly<Record<string, ParameterRule>> = {
  // RFC 1870 3.
  SIZE: { extension: 'SIZE', value: matches(/^\d{1,20}$/) },
  // RFC 6152 2, RFC 3030 3.
  BODY: { extension: '8BITMIME', value: matches(/^(7BIT|8BITMIME|BINARYMIME)$/i) },
  // RFC 6531 3.1.
  SMTPUTF8: { extension: 'SMTPUTF8', value: none },
  // RFC 3461 4.3, 4.4.
  RET: { extension: 'DSN', value: matches(/^(FULL|HDRS)$/i) },
  ENVID: { extension: 'DSN', value: (value) => matches(new RegExp(`^${XTEXT}$`))(value) && value!.length <= 100 },
  // RFC 4954 5.
  AUTH: { extension: 'AUTH', value: matches(new RegExp(`^(<>|${XTEXT})$`)) },
  // RFC 8689 2.
  REQUIRETLS: { extension: 'REQUIRETLS', value: none },
};

const rcptParameters: Readonly<Record<string, ParameterRule>> = {
  // RFC 3461 4.1, 4.2.
  NOTIFY: { extension: 'DSN', value: matches(/^(NEVER|(SUCCESS|FAILURE|DELAY)(,(SUCCESS|FAILURE|DELAY)){0,2})$/i) },
  ORCPT: { extension: 'DSN', value: (value) => matches(/^[A-Za-z0-9-]+;.+$/)(value) && value!.length <= 500 },
};
