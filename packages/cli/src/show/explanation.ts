import { type Certainty, type Explanation, evidenceIn, inLanguage, type Suspect } from '@ehlo/doctor';
import type { Session } from '../session.js';
import { common } from '../words/common.js';
import { explainWords } from '../words/explain.js';
import { row } from './rows.js';

/** The ranked causes for a person: the first whole, the others in a line, and what would tell them apart. */
export function explanationText({ causes, certainty, apart }: Explanation, session: Session): string {
  const { paint, language, terminal } = session;
  const words = explainWords[language];
  const [first, ...others] = causes;
  if (first === undefined || certainty === 'none') return `${paint('yellow', '?')} ${words.unknown}`;
  const columns = terminal.output.columns ?? 100;
  return [
    ...suspectText(first, certainty, session, columns),
    ...(others.length === 0 || certainty === 'high' ? [] : ['', paint('dim', words.others), ...others.map(other)]),
    ...(apart === undefined ? [] : ['', row(words.apart, apart, paint, columns)]),
  ].join('\n');

  function other({ code, what }: Suspect): string {
    return row('', `${code}  ${what}`, paint, columns);
  }
}

function suspectText(suspect: Suspect, certainty: Certainty, { paint, language }: Session, columns: number): string[] {
  const words = explainWords[language];
  const { who, fix, detail: evidence, more, people } = { ...common[language], detail: words.evidence };
  const mark = certainty === 'high' ? paint('red', '✗') : paint('yellow', '?');
  const rows: Array<readonly [string, string]> = [
    [who, people[suspect.who]],
    [fix, suspect.fix],
    [words.setting, inLanguage(suspect.setting ?? '', language)],
    ...suspect.evidence.map((each) => [evidence, words.because(evidenceIn(each, language))] as const),
    [more, suspect.page],
  ];
  return [
    `${mark} ${paint('bold', suspect.code)}  ${suspect.what} ${paint('dim', `(${words.certainty[certainty]})`)}`,
    ...rows.filter(([, text]) => text !== '').map(([name, text]) => row(name, text, paint, columns)),
  ];
}
