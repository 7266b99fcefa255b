import { type Language, type MailError, replyLine } from '@ehlo/core';
import type { Paint } from '../session.js';
import { common } from '../words/common.js';
import { row, wrapped } from './rows.js';
import type { Wording } from './wording.js';

/** A failure for a person: the cause, what the server said, who can mend it, and how. */
export function failureText(error: MailError, { language, said }: Wording, paint: Paint, columns = 100): string {
  const words = common[language];
  const { what, fix } = error.words(language);
  const rows: Array<readonly [string, string]> = [
    [words.server, error.reply === undefined ? '' : replyLine(error.reply)],
    [words.detail, error.reply === undefined ? said(error.detail ?? '') : ''],
    [words.who, words.people[error.who]],
    [words.fix, fix],
    ...error.notes.map((note) => [words.note, said(note)] as const),
    [words.more, error.page],
  ];
  return [
    `${paint('red', '✗')} ${wrapped(`${paint(['bold', 'red'], error.code)}  ${what}`, columns, 2)}`,
    ...rows.filter(([, text]) => text !== '').map(([name, text]) => row(name, text, paint, columns)),
  ].join('\n');
}

/** The same for a program. */
export function failureValue(error: MailError, language: Language): object {
  return { error: { ...error.toJSON(), ...error.words(language), page: error.page } };
}
