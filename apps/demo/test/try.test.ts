import { expect, test } from 'vitest';
import { QD_BLOCK } from '../src/web/draft.js';
import { STORIES } from '../src/web/stories.js';
import { FIRST_DRAFT, requestOf } from '../src/web/draft.js';
import { en } from '../src/web/words/en.js';
import { firstMails } from '../src/server/first-mails.js';
import { receiptText } from '../src/server/receipts.js';
import { endingOf, linesOf, openDemo } from './demo.js';
test('try', async () => {
  await using demo = await openDemo();
  for await (const { adapter, receipt } of firstMails(demo.stage)) console.log(receiptText(adapter, receipt, false));
  for (const story of STORIES) {
    const draft = { ...FIRST_DRAFT, ...story.draft };
    await demo.post(`/api/sandbox/${draft.provider}`, { reset: true, ...story.change });
    const { events } = await demo.run({ ...requestOf(draft), ...(story.letter ? { letter: story.letter(en) } : {}) });
    console.log(story.id, '\n', linesOf(events, 'naive').join('\n '), '\n--\n', linesOf(events, 'ehlo').join('\n '), JSON.stringify(events.filter((e) => e.kind !== 'trace'), null, 1));
  }
  console.log(demo.faults);
}, 60000);
