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
