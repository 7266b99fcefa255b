import { type Diagnosis, type Finding, inLanguage } from '@ehlo/doctor';
import type { Session } from '../session.js';
import { common } from '../words/common.js';
import { doctorWords } from '../words/doctor.js';
import { ladderText } from './ladder.js';
import { plain } from './plain.js';
import { row, wrapped } from './rows.js';

/**
 * What is left to say when the stages have been shown: those that were not reached, the conversation where it is asked
 * for, the cause with person and fix, what was noticed, and the answer.
 */
export function diagnosisText(diagnosis: Diagnosis, session: Session, verbose: boolean): string {
  const { cause, warnings, trace, answer, ok } = diagnosis;
  const { paint, language, terminal } = session;
  const columns = terminal.output.columns ?? 100;
  const ladder = verbose && trace.events.length > 0 ? ladderText(trace.events, session) : [];
  const parts = [
    notReached(diagnosis, session, columns),
    ladder.length === 0 ? [] : [paint('bold', doctorWords[language].conversation), ...ladder],
    cause === undefined ? [] : findingLines(cause, session, columns),
    warnings.map(({ code, field, message }) => {
      const where = [code, field].filter((each) => each !== undefined).join(', ');
      return `${paint('yellow', '!')} ${wrapped(`${inLanguage(plain(message), language)} ${paint('dim', `(${where})`)}`, columns, 2)}`;
    }),
    [`${ok ? paint('green', '✓') : paint('red', '✗')} ${wrapped(paint('bold', plain(answer)), columns, 2)}`],
  ];
  return parts.flatMap((lines, index) => (index === 0 || lines.length === 0 ? lines : ['', ...lines])).join('\n');
}

/** All of them on a line: there is nothing to tell of each. */
function notReached({ stages }: Diagnosis, { paint, language }: Session, columns: number): string[] {
  const words = doctorWords[language];
  const names = stages.flatMap(({ stage, result }) => (result === 'not reached' ? [words.stages[stage]] : []));
  return names.length === 0 ? [] : [paint('gray', `– ${wrapped(words.notReached(names), columns, 2)}`)];
}

/** The cause in the shape that failures have everywhere; what happened is told by the answer. */
function findingLines(finding: Finding, { paint, language }: Session, columns: number): string[] {
  const words = common[language];
  const detail = plain(finding.detail ?? '');
  // A reply is told by the server, whatever stands before it.
  const [, reply] = /^the server said: (.*)$/s.exec(detail) ?? [];
  const rows: Array<readonly [string, string]> = [
    [doctorWords[language].setting, finding.field ?? ''],
    [reply === undefined ? words.detail : words.server, reply ?? inLanguage(detail, language)],
    [words.who, words.people[finding.who]],
    [words.fix, finding.fix],
    ...finding.notes.map((note) => [words.note, inLanguage(note, language)] as const),
    [words.more, finding.page],
  ];
  return [
    paint(['bold', 'red'], finding.code),
    ...rows.filter(([, text]) => text !== '').map(([name, text]) => row(name, text, paint, columns)),
  ];
}
