/** The few words of Markdown that the generated pages are made of. */

export type Cell = string | number | undefined;

/** A table, or nothing where there are no rows. Columns in which no row has anything are left out. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly Cell[]>): string {
  if (rows.length === 0) return '';
  const used = head.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''));
  const line = (cells: readonly Cell[]) =>
    `| ${cells
      .filter((_, column) => used[column])
      .map(cellText)
      .join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cellText(cell: Cell): string {
  return String(cell ?? '')
    .replaceAll('\n', ' ')
    .replace(/(?<!\\)\|/g, '\\|');
}

export function code(text: string | number): string {
  return `\`${text}\``;
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Sources as they stand in a row, `;` between them: an address becomes a link that shows where it leads. */
export function source(text: string): string {
  return text
    .split(/;\s+/)
    .map((one) => (/^https:\/\/\S+$/.test(one) ? `[${new URL(one).hostname}](${one})` : one))
    .join('; ');
}

/** A section, or nothing where its body is empty. */
export function section(title: string, ...bodies: readonly string[]): string[] {
  const filled = bodies.filter((body) => body !== '');
  return filled.length === 0 ? [] : [`## ${title}`, ...filled];
}

/** A page of paragraphs, with the word of warning that it is not written by hand. */
export function page(title: string, from: string, paragraphs: readonly string[]): string {
  const notice = `<!-- Made by \`npm run docs\` from ${from}. Change it there. -->`;
  return `${[`# ${title}`, notice, ...paragraphs.filter((paragraph) => paragraph !== '')].join('\n\n')}\n`;
}
