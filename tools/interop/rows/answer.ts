import assert from 'node:assert/strict';
import type { Transport } from '@ehlo/core';
import type { Bench } from '../bench.js';
import type { Row } from '../rows.js';
import { domain, GREY, recipients } from '../world.js';

// RFC 5321 3.8 has 421 for it, and that stands for other things too: the second where no known text tells more.
const CROWDED = ['TOO_MANY_CONNECTIONS', 'TEMPORARY_SERVER_ERROR'];

const group = 'not now, not more';

/** What servers say when they are full, wary or busy. */
export function answerRows(): Row[] {
  return [
    {
      group,
      name: 'quota: a full mailbox is rejected, the others have the message',
      short: true,
      needs: ['full'],
      run: async (bench) => {
        const transport = bench.transport('starttls');
        await bench.refused(transport, bench.note(recipients.full), 'rejected', 'RECIPIENT_UNAVAILABLE');
        const to = bench.box();
        const receipt = await bench.accepted(transport, bench.note(recipients.full, to));
        assert.deepEqual(
          receipt.refused.map(({ recipient, error }) => [recipient, error.code]),
          [[recipients.full, 'RECIPIENT_UNAVAILABLE']],
        );
        await bench.server.mailbox(to, 1, bench.signal);
      },
    },
    {
      group,
      name: 'greylisting: deferred at first, taken when it comes again',
      short: true,
      needs: ['greylisting'],
      run: async (bench) => {
        const to = `${GREY}${process.pid}@${domain}`;
        const transport = bench.transport('starttls');
        const note = bench.note(to);
        await bench.refused(transport, note, 'deferred', 'GREYLISTED');
        await bench.accepted(transport, note);
        assert.equal((await bench.server.mailbox(to, 1, bench.signal)).length, 1);
      },
    },
    {
      group,
      name: 'too many connections: deferred, and taken when there is room',
      short: true,
      needs: ['crowded'],
      run: async (bench) => {
        // A transport keeps its connection for a while after it has sent.
        const other = bench.transport('crowded');
        await untilThereIsRoom(bench, other);
        await bench.refused(bench.transport('crowded'), bench.note(bench.box()), 'deferred', ...CROWDED);
        await other.close();
        await untilThereIsRoom(bench, bench.transport('crowded'));
      },
    },
  ];
}

/** The server notices in its own time that a connection has gone, one of a row before this included. */
async function untilThereIsRoom(bench: Bench, transport: Transport): Promise<void> {
  for (;;) {
    const receipt = await bench.send(transport, bench.note(bench.box()));
    if (receipt.outcome === 'accepted') return;
    assert.ok(CROWDED.includes(receipt.error.code), receipt.error.code);
  }
}
