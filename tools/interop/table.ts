import type { Cell } from './run.js';

/** What came of one server. */
export interface Column {
  readonly id: string;
  readonly version?: string;
  /** Why it was not run, and what brings it. */
  readonly obstacle?: string;
  readonly cells: readonly Cell[];
  /** The end of the server's log, where a cell failed. */
  readonly log?: string;
}

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The table, what failed with its conversation, and a last line that counts. Colours on a terminal only. */
export function print(columns: readonly Column[], output: Output): void {
  const paint = painter(output.isTTY === true && !process.env.NO_COLOR);
  const lines: string[] = [];
  const ran = columns.filter((column) => column.obstacle === undefined);
  const width = Math.max(20, ...ran.flatMap(({ cells }) => cells.map((cell) => cell.name.length + 2)));
  const widths = ran.map(({ id }) => Math.max(id.length, 10) + 2);
  if (ran.length > 0) lines.push(`${' '.repeat(width + 2)}${ran.map(({ id }, at) => id.padEnd(widths[at]!)).join('')}`);
  let group = '';
  for (const { group: of, name } of rowsOf(ran)) {
    if (of !== group) lines.push(paint.bold((group = of)));
    const cells = ran.map(({ cells }, at) =>
      shown(
        cells.find((cell) => cell.group === of && cell.name === name),
        widths[at]!,
      ),
    );
    lines.push(
      `  ${name.padEnd(width)}${cells.map(({ text, state }) => paint[colours[state ?? 'not run']](text)).join('')}`,
    );
  }
  for (const { id, cells, log } of ran) {
    for (const cell of cells.filter(({ state }) => state === 'failed'))
      lines.push('', paint.red(`${id}: ${cell.group}, ${cell.name}`), cell.error ?? '');
    if (log !== undefined) lines.push('', `The end of the log of ${id}:`, log);
  }
  lines.push('');
  for (const { id, version, obstacle } of columns)
    lines.push(obstacle === undefined ? `${id}: ${version}` : `${id}: not run. To bring it: ${obstacle}`);
  const all = ran.flatMap(({ cells }) => cells);
  const count = (state: Cell['state']): number => all.filter((cell) => cell.state === state).length;
  const skipped = columns.length - ran.length;
  lines.push(
    `${count('passed')} passed, ${count('failed')} failed, ${count('fault')} by a fault of the server, ${count('not run')} not run${skipped > 0 ? `; ${skipped} servers not run` : ''}`,
  );
  output.write(`${lines.join('\n')}\n`);
}

/** The rows of all columns, each once: servers do not all have the same mechanisms. */
export function rowsOf(columns: readonly Column[]): Array<{ group: string; name: string }> {
  const rows = new Map<string, { group: string; name: string }>();
  for (const { cells } of columns) for (const { group, name } of cells) rows.set(`${group}\0${name}`, { group, name });
  const groups = [...new Set([...rows.values()].map(({ group }) => group))];
  return groups.flatMap((group) => [...rows.values()].filter((row) => row.group === group));
}

function shown(cell: Cell | undefined, width: number): { text: string; state?: Cell['state'] } {
  if (cell === undefined) return { text: '-'.padEnd(width) };
  const { state, milliseconds } = cell;
  const text = { passed: `${milliseconds} ms`, failed: 'FAILED', fault: 'its fault', 'not run': 'not run' }[state];
  return { text: text.padEnd(width), state };
}

const colours = { passed: 'green', failed: 'red', fault: 'yellow', 'not run': 'dim' } as const;

function painter(colours: boolean) {
  const code = (on: number, off: number) => (text: string) => (colours ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), green: code(32, 39), yellow: code(33, 39) };
}
