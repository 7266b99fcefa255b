import { parseTranscript } from '@ehlo/core/testing';
import { files, textOf } from '../files.js';

/** A line as somebody met it, and where that is written. */
export interface Example {
  readonly line: string;
  readonly from: string;
}

interface Report {
  readonly symptom: string;
  readonly source: string;
  readonly code: string;
}

/** Real lines by the cause that they stand for: of public reports first, then of recorded dialogues. */
export function examples(): ReadonlyMap<string, readonly Example[]> {
  const all = new Map<string, Example[]>();
  const add = (code: string, example: Example) => {
    const known = all.get(code) ?? [];
    if (!known.some(({ line }) => line === example.line)) all.set(code, [...known, example]);
  };
  for (const { symptom, source, code } of reports()) {
    // A paraphrase is nobody's words.
    if (!symptom.startsWith('(paraphrase)')) add(code, { line: symptom, from: source });
  }
  for (const path of files().filter((one) => one.endsWith('.transcript'))) {
    const { verdict, lines } = parseTranscript(textOf(path));
    const refusal = lines.filter(({ voice, text }) => voice === 'server' && /^[45]\d\d/.test(text)).at(-1);
    if (verdict.cause !== undefined && refusal !== undefined) add(verdict.cause, { line: refusal.text, from: path });
  }
  return all;
}

function reports(): Report[] {
  return textOf('packages/doctor/test/cases.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Report);
}
