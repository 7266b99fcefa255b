import { list, section, table } from '../docs/markdown.js';
import type { Cell } from './run.js';
import { type Column, rowsOf } from './table.js';

/** docs/conformance.md: what came of every row at every server, and the reason wherever it is not "yes". */
export function conformance(columns: readonly Column[]): string {
  const notes = new Notes();
  const rows = rowsOf(columns);
  const groups = [...new Set(rows.map(({ group }) => group))];
  const tables = groups.flatMap((of) =>
    section(
      of.replace(/^./, (letter) => letter.toUpperCase()),
      table(
        ['', ...columns.map(({ id }) => id)],
        rows
          .filter(({ group }) => group === of)
          .map(({ name }) => [name, ...columns.map((column) => word(cellAt(column, of, name), column, notes))]),
      ),
    ),
  );
  const paragraphs = [
    '# Conformance',
    '<!-- Made by `npm run interop -- --write`. Change what it is made from, in tools/interop. -->',
    'Ehlo sends to real servers, started for the purpose on loopback, and reads back from the mailbox or spool what arrived, octet by octet. `npm run interop -- --write` makes this page anew from what happened on the machine that it runs on; [tools/interop](../tools/interop/README.md) tells how.',
    '"yes": it went as it should. "fault": the row was run and fails by a fault of the server, which the note tells. "-": the row does not concern the server, such as a mechanism that it does not offer. "not run" and "FAILED" are what they say. Numbers lead to the notes.',
    ...section('Servers', table(['server', 'versions', 'yes', 'FAILED', 'fault', 'not run'], columns.map(summary))),
    ...tables,
    ...section('Notes', notes.text()),
    ...section('Failed', ...columns.flatMap(failures)),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function cellAt({ cells }: Column, group: string, name: string): Cell | undefined {
  return cells.find((cell) => cell.group === group && cell.name === name);
}

function word(cell: Cell | undefined, { obstacle }: Column, notes: Notes): string {
  if (obstacle !== undefined) return `not run ${notes.number(obstacle)}`;
  if (cell === undefined) return '-';
  const words = { passed: 'yes', failed: '**FAILED**', fault: 'fault', 'not run': 'not run' };
  return cell.reason === undefined ? words[cell.state] : `${words[cell.state]} ${notes.number(cell.reason)}`;
}

function summary({ id, version, obstacle, cells }: Column): Array<string | number> {
  const count = (state: Cell['state']): number => cells.filter((cell) => cell.state === state).length;
  return [
    id,
    obstacle === undefined ? (version ?? '') : `not run: ${obstacle}`,
    count('passed'),
    count('failed'),
    count('fault'),
    count('not run'),
  ];
}

function failures({ id, cells }: Column): string[] {
  return cells
    .filter(({ state }) => state === 'failed')
    .map(
      ({ group, name, error }) => `- ${id}: ${group}: ${name}: \`${error?.split('\n', 1)[0]?.replaceAll('`', "'")}\``,
    );
}

/** Reasons, each once, by number. */
class Notes {
  readonly #reasons: string[] = [];

  number(reason: string): string {
    if (!this.#reasons.includes(reason)) this.#reasons.push(reason);
    return `(${this.#reasons.indexOf(reason) + 1})`;
  }

  text(): string {
    return list(this.#reasons.map((reason, at) => `(${at + 1}) ${reason}`));
  }
}
