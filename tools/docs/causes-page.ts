import type { Causes } from '@ehlo/core';
import { code, page } from './markdown.js';

/** Every cause a mail can fail of, by the package that knows it. */
export function causesPage(groups: ReadonlyArray<readonly [packageName: string, causes: Causes]>): string {
  return page('Causes', 'the causes of the packages', [
    'Why a mail was not sent is one word out of a closed list: the `code` of a `MailError`. Each says what happened, who can mend it (`who`) and how (`fix`). Of a message that met it before anything was taken, it makes `rejected` (the same again gets no again, until someone mends the cause) or `deferred` (the same message may succeed later, unchanged). `error.words(language)` gives both sentences in English and in Simplified Chinese.',
    ...groups.flatMap(([packageName, causes]) => [`## ${packageName}`, ...Object.entries(causes).map(causeText)]),
  ]);
}

function causeText([name, { who, outcome, words }]: [string, Causes[string]]): string {
  const zh = words['zh-CN'];
  return [
    `### ${name}`,
    words.en.what,
    `*${mender(who)}:* ${words.en.fix}`,
    `${zh.what}${zh.fix}`,
    `Outcome: ${code(outcome)}.`,
  ].join('\n\n');
}

function mender(who: Causes[string]['who']): string {
  return who === 'nobody' ? 'Nobody has to mend it' : `The ${who} can mend it`;
}
