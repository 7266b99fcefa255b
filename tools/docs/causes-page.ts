import type { Causes } from '@ehlo/core';
import { page, table } from './markdown.js';

/** Every cause a mail can fail of, by the package that knows it. */
export function causesPage(groups: ReadonlyArray<readonly [packageName: string, causes: Causes]>): string {
  return page('Causes', 'the causes of the packages', [
    'Why a mail was not sent is one word out of a closed list: the `code` of a `MailError`. Each says what happened, who can mend it (`who`) and how (`fix`). Of a message that met it before anything was taken, it makes `rejected` (the same again gets no again, until someone mends the cause) or `deferred` (the same message may succeed later, unchanged). `error.words(language)` gives both sentences in English and in Simplified Chinese.',
    'Each has a page: the fix, how it is recognised, and how it looked to others. `explain` of [@ehlo/doctor](../packages/doctor) finds the page for a pasted error of any program.',
    ...groups.flatMap(([packageName, causes]) => [
      `## ${packageName}`,
      table(
        ['cause', 'what happened', 'who can mend it', 'the message is'],
        Object.entries(causes).map(([name, { who, outcome, words }]) => [
          `[${name}](causes/${name}.md)`,
          words.en.what,
          who,
          outcome,
        ]),
      ),
    ]),
  ]);
}
