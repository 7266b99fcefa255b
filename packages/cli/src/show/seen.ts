import type { Language } from '@ehlo/core';
import type { StageName, StageReport } from '@ehlo/doctor';
import { seenIn } from '../words/seen.js';
import { plain } from './plain.js';

/** What a stage saw, in a few words: the one thing that a person would look for there. */
export function shortly({ stage, result, seen }: StageReport, language: Language): string {
  const told = seen.map(plain);
  if (result === 'skipped') return told.map((line) => seenIn(language, line)).join(', ');
  // What a certificate has that was refused stands with the cause.
  if (stage === 'tls' && result === 'failed') return '';
  return (gists[stage] ?? lastReply)(told, language);
}

/** All that it saw beside the dialogue, which the ladder shows. */
export function wholly({ seen }: StageReport, language: Language): string[] {
  const beside = seen.filter((line) => !/^[CS]: |^noticed: |^\(\d+ octets/.test(line));
  return beside.map((line) => seenIn(language, plain(line)));
}

const gists: Partial<Readonly<Record<StageName, (told: readonly string[], language: Language) => string>>> = {
  settings: (told, language) =>
    told
      .filter((line) => /^(taken for|login|no login)/.test(line))
      .map((line) => seenIn(language, line))
      .join(language === 'en' ? ', ' : '，'),
  dns: ([first = ''], language) => seenIn(language, first),
  tcp: (told, language) => {
    const [open] = told.flatMap((line) => (/ open after /.test(line) ? [line.replace(/ open after .*/, '')] : []));
    return open ?? told.map((line) => seenIn(language, line)).join(', ');
  },
  ehlo: offer,
  'ehlo-tls': offer,
  tls: (told, language) => told.flatMap((line) => gistOfTls(line, language)).join(language === 'en' ? ', ' : '，'),
};

/** Protocol, whose certificate, and who issued it. */
function gistOfTls(line: string, language: Language): string[] {
  const [, protocol] = /^(TLSv[\d.]+)/.exec(line) ?? [];
  const [, subject] = /^certificate of (.*?)(?:, for .*)?$/.exec(line) ?? [];
  const [issuer] = /^issued by .*?(?=, by |$)/.exec(line) ?? [];
  const words = protocol ?? subject ?? (issuer && seenIn(language, issuer));
  return words === undefined ? [] : [words];
}

/** What decides most stands first: the way to TLS, and how to log in. */
function offer(told: readonly string[]): string {
  const [first = '', ...keywords] = told.filter((line) => line.startsWith('S: ')).map((line) => line.slice(3));
  if (!/^250/.test(first)) return lastReply(told);
  const offered = keywords.map((line) => line.slice(4));
  const weight = (keyword: string) => (/^STARTTLS$/i.test(keyword) ? 0 : /^AUTH\b/i.test(keyword) ? 1 : 2);
  return offered.sort((a, b) => weight(a) - weight(b)).join(', ');
}

/** The last reply on one line, its code said once: `535 5.7.8 Username and Password not accepted. For more ...`. */
function lastReply(told: readonly string[]): string {
  const heard = told.filter((line) => line.startsWith('S: ')).map((line) => line.slice(3));
  const end = heard.at(-1) ?? '';
  const code = end.slice(0, 3);
  const begin = heard.findLastIndex((line, index) => index < heard.length - 1 && !line.startsWith(`${code}-`)) + 1;
  const [first = '', ...others] = heard.slice(begin);
  const [enhanced = ''] = /^\d\.\d{1,3}\.\d{1,3} /.exec(first.slice(4)) ?? [];
  const rest = others
    .map((line) => line.slice(4))
    .map((text) => text.slice(text.startsWith(enhanced) ? enhanced.length : 0));
  return [`${code} ${first.slice(4)}`, ...rest.map((text) => text.trim())].join(' ').trim();
}
