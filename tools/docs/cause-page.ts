import type { Cause, Phase } from '@ehlo/core';
import type { Example } from './examples.js';
import { code, list, page, section, source, table } from './markdown.js';
import { isOwn, type Reading, type Recognition, stateOf } from './recognition.js';

/** Enough to know the cause again; the reports behind them have more. */
const MOST_EXAMPLES = 6;

/** The page of a cause: what it is, who mends it and how, how it is recognised, and how it looked to others. */
export function causePage(
  name: string,
  packageName: string,
  { who, outcome, words }: Cause,
  known: Recognition,
  examples: readonly Example[],
): string {
  const zh = words['zh-CN'];
  return page(name, 'the causes and rules of the packages', [
    words.en.what,
    `**Who can mend it:** ${who === 'nobody' ? 'nobody has to; it passes' : `the ${who}`}.`,
    `**Fix:** ${words.en.fix}`,
    outcome === 'deferred'
      ? '**The same message** may succeed later, unchanged.'
      : '**The same message** is refused again until someone mends the cause.',
    `Known to [${packageName}](../../packages/${packageName.replace('@ehlo/', '')}). [All causes](../causes.md)`,
    ...section('中文', zh.what, zh.fix),
    ...section(
      'How it is recognised',
      isOwn(known)
        ? 'Ehlo says it itself, before or beside what a server says. No reply leads to it; a pasted log is known by the code or by the sentence above.'
        : '',
      table(
        ['at', 'reply', 'said by', 'because', 'source'],
        known.readings.map((reading) => [
          phases(reading.row.at),
          replyOf(reading),
          reading.of,
          reading.row.because,
          source(reading.row.source),
        ]),
      ),
      table(
        ['what is looked at', 'because', 'how far it leads', 'source'],
        known.rules
          .filter((rule) => !rule.source.endsWith(`/causes/${name}.md`))
          .map((rule) => [stateOf(rule), rule.because, rule.strength, source(rule.source)]),
      ),
    ),
    ...section('How it looked', list(examples.slice(0, MOST_EXAMPLES).map(exampleText))),
  ]);
}

function phases(at: Phase | readonly Phase[]): string {
  return [at].flat().join(', ');
}

function replyOf({ row: { code: codes, enhanced, text, when } }: Reading): string {
  const list = [codes ?? []].flat();
  const parts = [
    list.length > 20 ? `${String(list[0])[0]}yz` : list.join(' or '),
    enhanced && code(String(enhanced)),
    text && code(String(text)),
    ...Object.entries(when ?? {}).map(
      ([state, value]) => `${state}: ${value instanceof RegExp ? code(String(value)) : value}`,
    ),
  ];
  return parts.filter(Boolean).join('<br>');
}

function exampleText({ line, from }: Example): string {
  const flat = line.replace(/\s+/g, ' ').trim();
  // A line of backticks longer than any within (CommonMark 6.1).
  const ticks = '`'.repeat(Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const where = from.startsWith('https://')
    ? `[${new URL(from).hostname}](${from})`
    : `[${nameOf(from)}](../../${from})`;
  return `${ticks} ${flat} ${ticks} (${where})`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace('.transcript', '');
}
