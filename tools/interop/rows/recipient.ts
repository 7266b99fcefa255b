import assert from 'node:assert/strict';
import type { Message, Receipt } from '@ehlo/core';
import type { Row } from '../rows.js';
import { header } from '../samples.js';
import type { Need } from '../server.js';
import { domain, NOBODY, recipients } from '../world.js';

const group = 'recipients';
const roles = ['starttls', 'data'] as const;

/** Servers that serve some recipients and not others, and addresses that they cannot serve. */
export function recipientRows(): Row[] {
  return [
    ...roles.flatMap((role): Row[] => {
      const form = role === 'data' ? 'DATA' : 'BDAT';
      const needs: Need[] = role === 'data' ? ['data'] : ['CHUNKING'];
      return [
        {
          group,
          name: `${form}: some refused, the others served`,
          short: true,
          needs: [...needs, 'busy'],
          run: async (bench) => {
            const [first, last] = [bench.box(), bench.box()];
            const note = bench.note(first, recipients.unknown, recipients.busy, last);
            const receipt = await bench.accepted(bench.transport(role), note);
            assert.deepEqual(refusals(receipt), [
              [recipients.unknown, 'RECIPIENT_UNKNOWN'],
              [recipients.busy, 'RECIPIENT_UNAVAILABLE'],
            ]);
            for (const to of [first, last]) await bench.server.mailbox(to, 1, bench.signal);
          },
        },
        {
          group,
          name: `${form}: some refused, and then nobody is to be served`,
          short: true,
          needs,
          run: async (bench) => {
            const transport = bench.transport(role, { partial: 'refuse' });
            const receipt = await bench.send(transport, bench.note(bench.box(), recipients.unknown));
            assert.equal(receipt.outcome, 'rejected', `${receipt.trace}`);
            assert.deepEqual(refusals(receipt), [[recipients.unknown, 'RECIPIENT_UNKNOWN']]);
            // The connection is clean for the next.
            await bench.accepted(transport, bench.note(bench.box()));
          },
        },
        {
          group,
          name: `${form}: all refused`,
          short: true,
          needs: [...needs, 'busy'],
          run: async (bench) => {
            const transport = bench.transport(role);
            await bench.refused(transport, bench.note(recipients.unknown), 'rejected', 'RECIPIENT_UNKNOWN');
            await bench.refused(transport, bench.note(recipients.busy), 'deferred', 'RECIPIENT_UNAVAILABLE');
            await bench.accepted(transport, bench.note(bench.box()));
          },
        },
      ];
    }),
    ...(['BDAT', 'DATA', 'BDAT, a window of transactions'] as const).map(
      (form): Row => ({
        group,
        name: `${form}: one connection, every third message refused`,
        short: true,
        needs: form === 'DATA' ? ['data', 'PIPELINING'] : ['CHUNKING', 'PIPELINING'],
        run: async (bench) => {
          const to = bench.box('third');
          const transport = bench.transport(form === 'DATA' ? 'data' : 'starttls', {
            connections: 1,
            pipelining: form.endsWith('transactions') ? 'transactions' : 'group',
          });
          const notes = Array.from({ length: 30 }, (_, at) => bench.note(at % 3 === 0 ? recipients.unknown : to));
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
    ...[50, 1_000].flatMap((count) => roles.map((role) => manyRecipients(count, role))),
    {
      group,
      name: 'the null reverse-path',
      short: true,
      needs: ['null sender'],
      run: async (bench) => {
        const to = bench.box();
        const raw = `${header('Subject: bounce')}Hello.\r\n`;
        await bench.accepted(bench.transport('starttls'), { envelope: { from: '', to: [to] }, raw });
        await bench.arrived(to, Buffer.from(raw));
      },
    },
    notified('a notification of success comes back', /^Action: (?:delivered|relayed)\r$/im),
    // RFC 3461 4: what is not plain goes as xtext; 6.3: and comes back as it was.
    notified('the notification bears the ENVID', /^Original-Envelope-Id: a\+b=c\r$/im),
    {
      group,
      name: 'DSN not offered: a wish for notifications stays unsaid',
      short: true,
      needs: ['silent'],
      run: async (bench) => {
        const note = { ...bench.note(bench.box()), deliveryStatus: { notify: ['failure'], return: 'headers' } };
        const receipt = await bench.accepted(bench.transport('silent'), note as Message);
        assert.doesNotMatch(`${receipt.trace}`, /^C: .* (?:NOTIFY|RET)=/m);
      },
    },
    {
      group,
      name: 'a UTF-8 address at a server without SMTPUTF8',
      short: true,
      needs: ['ascii'],
      run: async (bench) => {
        const transport = bench.transport('ascii');
        await bench.refused(transport, bench.note(bench.box('grün')), 'rejected', 'SMTPUTF8_NOT_OFFERED');
      },
    },
  ];
}

function notified(name: string, field: RegExp): Row {
  return {
    group,
    name: `delivery status: ${name}`,
    short: true,
    needs: ['DSN', 'success notification'],
    run: async (bench) => {
      const [from, to] = [bench.box(), bench.box()];
      const note = { ...bench.note(to), envelope: { from, to: [to] } };
      const deliveryStatus = { envelopeId: 'a+b=c', notify: ['success'], return: 'headers' } as const;
      await bench.accepted(bench.transport('starttls'), { ...note, deliveryStatus } as Message);
      const [notification] = await bench.server.mailbox(from, 1, bench.signal);
      assert.match(`${notification}`, field);
    },
  };
}

/** One message; every tenth recipient is refused, and every other has it exactly once. */
function manyRecipients(count: number, role: (typeof roles)[number]): Row {
  return {
    group,
    name: `${role === 'data' ? 'DATA' : 'BDAT'}: ${count} recipients, every tenth refused`,
    limit: 60_000,
    needs: role === 'data' ? ['data'] : ['CHUNKING'],
    run: async (bench) => {
      const to = Array.from({ length: count }, (_, at) =>
        at % 10 === 9 ? `${NOBODY}-${at}@${domain}` : bench.box('of-many'),
      );
      const receipt = await bench.accepted(bench.transport(role), bench.note(...to));
      const isUnknown = (address: string): boolean => address.startsWith(NOBODY);
      assert.deepEqual(
        refusals(receipt),
        to.filter(isUnknown).map((address) => [address, 'RECIPIENT_UNKNOWN']),
      );
      for (const address of to) {
        if (isUnknown(address)) continue;
        assert.equal((await bench.server.mailbox(address, 1, bench.signal)).length, 1, address);
      }
    },
  };
}

function refusals({ refused }: Receipt): string[][] {
  return refused.map(({ recipient, error }) => [recipient, error.code]);
}
