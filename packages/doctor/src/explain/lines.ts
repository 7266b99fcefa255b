import { type Certainty, explain } from './explain.js';

/** The answer to a line of JSON. */
export interface LineAnswer {
  readonly id: string | null;
  /** The likeliest cause; null where nothing is known. */
  readonly code: string | null;
  /** The next ones, the likelier first. */
  readonly alternatives: readonly string[];
  readonly who: string | null;
  readonly fix: string | null;
  readonly certainty: Certainty;
}

/** Explains one line: an observation in JSON, or what is no JSON object as pasted text. Gives one line of JSON. */
export function explainLine(line: string): string {
  const { id, code, certainty, causes } = explain(parsed(line));
  const answer: LineAnswer = {
    id: id ?? null,
    code: code ?? null,
    alternatives: causes.slice(1).map((cause) => cause.code),
    who: causes[0]?.who ?? null,
    fix: causes[0]?.fix ?? null,
    certainty,
  };
  return JSON.stringify(answer);
}

function parsed(line: string): string | object {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : line;
  } catch {
    return line;
  }
}
