import assert from 'node:assert/strict';
import type { Message, Receipt } from '@ehlo/core';
import type { Bench } from '../bench.js';
import type { Row } from '../rows.js';

const group = 'recipients';
const roles = ['starttls', 'data'] as const;

/** Servers that serve some recipients and not others, and addresses that they cannot serve. */
export function recipientRows(): Row[] {
  return [
    ...roles.flatMap((role): Row[] => {
      const form = role === 'data' ? 'DATA' : 'BDAT';
      return [
        {
          group,
          name: `${form}: some refused, the others served`,
          run: async (bench) => {
            const [first, last] = [bench.box(), bench.box()];
            const note = bench.note(first, unknown(bench), bench.server.busy, last);
            const receipt = await bench.accepted(bench.transport(role), note);
            assert.deepEqual(refusals(receipt), [
              [unknown(bench), 'RECIPIENT_UNKNOWN'],
              [bench.server.busy, 'RECIPIENT_UNAVAILABLE'],
            ]);
            for (const to of [first, last]) await bench.server.mailbox(to, 1, bench.signal);
          },
        },
        {
          group,
          name: `${form}: some refused, and then nobody is to be served`,
          run: async (bench) => {
            const transport = bench.transport(role, { partial: 'refuse' });
            const receipt = await bench.send(transport, bench.note(bench.box(), unknown(bench)));
            assert.equal(receipt.outcome, 'rejected', `${receipt.trace}`);
            assert.deepEqual(refusals(receipt), [[unknown(bench), 'RECIPIENT_UNKNOWN']]);
            // The connection is clean for the next.
            await bench.accepted(transport, bench.note(bench.box()));
          },
        },
        {
          group,
          name: `${form}: all refused`,
          run: async (bench) => {
            const transport = bench.transport(role);
            await bench.refused(transport, bench.note(unknown(bench)), 'rejected', 'RECIPIENT_UNKNOWN');
            await bench.refused(transport, bench.note(bench.server.busy), 'deferred', 'RECIPIENT_UNAVAILABLE');
            await bench.accepted(transport, bench.note(bench.box()));
          },
        },
      ];
    }),
    ...(['BDAT', 'DATA', 'BDAT, a window of transactions'] as const).map(
      (form): Row => ({
        group,
        name: `${form}: one connection, every third message refused`,
        run: async (bench) => {
          const to = bench.box('third');
          const transport = bench.transport(form === 'DATA' ? 'data' : 'starttls', {
            connections: 1,
            pipelining: form.endsWith('transactions') ? 'transactions' : 'group',
          });
          const notes = Array.from({ length: 30 }, (_, at) => bench.note(at % 3 === 0 ? unknown(bench) : to));
          // A refused transaction must leave nothing behind for the one that is already on its way.
          const outcomes: string[] = [];
          for await (const receipt of transport.sendMany(notes, { signal: bench.signal })) {
            outcomes[receipt.index] = receipt.outcome === 'accepted' ? 'accepted' : receipt.error.code;
          }
          assert.deepEqual(
            outcomes,
            notes.map((_, at) => (at % 3 === 0 ? 'RECIPIENT_UNKNOWN' : 'accepted')),
          );
          assert.equal((await bench.server.mailbox(to, 20, bench.signal)).length, 20);
        },
      }),
    ),
    {
      group,
      name: 'the null reverse-path',
      run: async (bench) => {
        const to = bench.box();
        const raw = 'Subject: bounce\r\n\r\nHello.\r\n';
        await bench.accepted(bench.transport('starttls'), { envelope: { from: '', to: [to] }, raw });
        await bench.arrived(to, Buffer.from(raw));
      },
    },
    {
      group,
      name: 'delivery status: a notification of success comes back with the ENVID',
      run: async (bench) => {
        const [from, to] = [bench.box(), bench.box()];
        const note = { ...bench.note(to), envelope: { from, to: [to] } };
        // RFC 3461 4: what is not plain goes as xtext, and comes back as it was.
        const deliveryStatus = { envelopeId: 'a+b=c', notify: ['success'], return: 'headers' } as const;
        await bench.accepted(bench.transport('starttls'), { ...note, deliveryStatus } as Message);
        const [notification] = await bench.server.mailbox(from, 1, bench.signal);
        assert.match(`${notification}`, /^Original-Envelope-Id: a\+b=c\r$/m);
        assert.match(`${notification}`, /^Action: (?:delivered|relayed)\r$/m);
      },
    },
    {
      group,
      name: 'a UTF-8 address at a server without SMTPUTF8',
      run: async (bench) => {
        const transport = bench.transport('ascii');
        await bench.refused(transport, bench.note(bench.box('grün')), 'rejected', 'SMTPUTF8_NOT_OFFERED');
      },
    },
  ];
}

function unknown(bench: Bench): string {
  return `nobody@${bench.server.domain}`;
}

function refusals({ refused }: Receipt): string[][] {
  return refused.map(({ recipient, error }) => [recipient, error.code]);
}
