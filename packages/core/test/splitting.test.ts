import { Readable } from 'node:stream';
import { createSmtpTransport, type Receipt } from '@ehlo/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limited, pair, said, verdict } from './pair.js';

/** `a0@example.net` and so on. */
const people = (count: number): string[] => Array.from({ length: count }, (_, n) => `a${n}@example.net`);

const limitedTo = (value: number) => ({ LIMITS: `RCPTMAX=${value}` });

/** The recipients of each transaction, as the server took them. */
const taken = (it: Awaited<ReturnType<typeof pair>>): (readonly string[])[] =>
  it.box.inbox.map(({ envelope }) => envelope.to);

const refusals = ({ refused }: Receipt): string[] =>
  refused.map(({ recipient, error }) => `${recipient} ${error.code}`);

const split = ({ warnings }: Receipt): string | undefined =>
  warnings.find(({ code }) => code === 'RECIPIENTS_SPLIT')?.message;

describe('more recipients than fit a transaction go in several, to one receipt', () => {
  test('by LIMITS RCPTMAX, in their order, with the same message', async () => {
    await using it = await pair({ extensions: limitedTo(4) });
    const receipt = await it.transport.send(it.mail({ to: people(10) }));
    expect(verdict(receipt)).toBe('accepted');
    expect([receipt.envelope.to, receipt.refused]).toEqual([people(10), []]);
    expect(taken(it)).toEqual([people(10).slice(0, 4), people(10).slice(4, 8), people(10).slice(8)]);
    expect(new Set(it.box.inbox.map(({ raw }) => Buffer.from(raw).toString())).size).toBe(1);
    expect(split(receipt)).toBe('recipients by transaction: 4 (accepted), 4 (accepted), 2 (accepted)');
  });

  test('by the limit of the profile', async () => {
    await using it = await pair();
    await using transport = createSmtpTransport(limited({ 'recipients-per-message': 3 }), it.box.transportOptions);
    const receipt = await transport.send(it.mail({ to: people(7) }));
    expect([verdict(receipt), receipt.refused]).toEqual(['accepted', []]);
    expect(taken(it).map((to) => to.length)).toEqual([3, 3, 1]);
  });

  test('by what the server answers to RCPT, when it took some', async () => {
    await using it = await pair({ maxRecipients: 4 });
    const receipt = await it.transport.send(it.mail({ to: people(10) }));
    expect([verdict(receipt), receipt.refused]).toEqual(['accepted', []]);
    expect(taken(it).flat()).toEqual(people(10));
    expect(taken(it).map((to) => to.length)).toEqual([4, 4, 2]);
  });

  test('without PIPELINING, and over BDAT, it is the same', async () => {
    for (const extensions of [{ PIPELINING: false, CHUNKING: false }, { CHUNKING: true }]) {
      await using it = await pair({ maxRecipients: 4, extensions });
      expect(verdict(await it.transport.send(it.mail({ to: people(9) })))).toBe('accepted');
      expect(taken(it).map((to) => to.length)).toEqual([4, 4, 1]);
    }
  });

  test('the trace has every transaction in order, and the handshake once', async () => {
    await using it = await pair({ extensions: { ...limitedTo(2), CHUNKING: false } });
    const lines = said(await it.transport.send(it.mail({ to: people(5) })));
    const count = (start: string) => lines.filter((line) => line.startsWith(start)).length;
    expect([count('EHLO'), count('AUTH'), count('MAIL'), count('RCPT'), count('DATA')]).toEqual([2, 1, 3, 5, 3]);
    expect(lines.filter((line) => line.startsWith('RCPT')).map((line) => line.slice(9, -1))).toEqual(people(5));
  });

  test('a message that comes from a source is read once', async () => {
    await using it = await pair({ extensions: limitedTo(2) });
    async function* source() {
      yield Buffer.from('Subject: Hello\r\n\r\none, ');
      yield Buffer.from('two, three\r\n');
    }
    const envelope = { from: it.box.user, to: people(5) };
    expect(verdict(await it.transport.send({ envelope, raw: source() }))).toBe('accepted');
    const texts = it.box.inbox.map(({ raw }) => Buffer.from(raw).toString());
    expect(texts).toEqual(Array(3).fill('Subject: Hello\r\n\r\none, two, three\r\n'));
  });

  test('a stream that was read when the server found them too many is not sent again: they are named', async () => {
    await using it = await pair({ maxRecipients: 2 });
    const attachments = [{ filename: 'a.txt', content: Readable.from(['x']) }];
    const receipt = await it.transport.send(it.mail({ to: people(3), attachments }));
    expect([verdict(receipt), refusals(receipt)]).toEqual(['accepted', ['a2@example.net TOO_MANY_RECIPIENTS']]);
  });

  test('close waits for the last of them', async () => {
    await using it = await pair({ extensions: limitedTo(1) });
    const sending = it.transport.send(it.mail({ to: people(8) }));
    await it.transport.close();
    expect(verdict(await sending)).toBe('accepted');
    expect(it.box.counters.commands.QUIT).toBe(it.box.counters.connections);
  });
});

describe('the word of the receipt is true of all transactions', () => {
  test('a recipient who is refused in any of them is refused, and the others are served', async () => {
    const unknown = { command: 'RCPT', match: /a[1346]@/, reply: '550 5.1.1 no such user' } as const;
    await using it = await pair({ extensions: limitedTo(2), replies: [unknown] });
    const receipt = await it.transport.send(it.mail({ to: people(8) }));
    expect(verdict(receipt)).toBe('accepted');
    expect(refusals(receipt)).toEqual([1, 3, 4, 6].map((n) => `a${n}@example.net RECIPIENT_UNKNOWN`));
    expect(taken(it).flat()).toEqual([0, 2, 5, 7].map((n) => `a${n}@example.net`));
  });

  test('when the first part has nobody who exists, the second is sent all the same', async () => {
    const unknown = { command: 'RCPT', match: /a[01]@/, reply: '550 5.1.1 no such user' } as const;
    await using it = await pair({ extensions: limitedTo(2), replies: [unknown] });
    const receipt = await it.transport.send(it.mail({ to: people(4) }));
    expect([verdict(receipt), refusals(receipt).length, taken(it).flat().length]).toEqual(['accepted', 2, 2]);
    expect(split(receipt)).toBe('recipients by transaction: 2 (rejected), 2 (accepted)');
  });

  test('a first part that is put off puts all off: nothing was taken, and the same may be sent again', async () => {
    const later = { command: 'end-of-data', reply: '451 4.3.0 later', times: 1 } as const;
    await using it = await pair({ extensions: limitedTo(2), replies: [later] });
    const receipt = await it.transport.send(it.mail({ to: people(6) }));
    expect([verdict(receipt), taken(it)]).toEqual(['deferred TEMPORARY_SERVER_ERROR at sent', []]);
    expect(verdict(await it.transport.send(it.mail({ to: people(6) })))).toBe('accepted');
  });

  test('a later part that is refused names all whom it and the rest were for', async () => {
    await using it = await pair({ extensions: limitedTo(2) });
    it.box.reply({ command: 'MAIL', reply: '250 2.1.0 OK', times: 1 }, { command: 'MAIL', reply: '451 4.3.0 later' });
    const receipt = await it.transport.send(it.mail({ to: people(5) }));
    expect(verdict(receipt)).toBe('accepted');
    expect(refusals(receipt)).toEqual([2, 3, 4].map((n) => `a${n}@example.net TEMPORARY_SERVER_ERROR`));
    expect(split(receipt)).toBe('recipients by transaction: 2 (accepted), 2 (deferred); 1 were not tried');
  });

  test('a part without an answer makes the whole unknown; who was not named to the server by then is refused', async () => {
    await using it = await pair({ extensions: { ...limitedTo(2), CHUNKING: false } });
    let messages = 0;
    const observe = (event: { readonly kind: string }): void => {
      if (event.kind === 'message' && ++messages === 1) it.box.fault('cut', { at: 'end-of-data' });
    };
    const receipt = await it.transport.send(it.mail({ to: people(6) }), { observe });
    expect(verdict(receipt)).toBe('unknown REPLY_LOST at sent');
    expect(refusals(receipt)).toEqual([2, 3, 4, 5].map((n) => `a${n}@example.net CONNECTION_STALLED_OR_DROPPED`));
  });

  test('put off and refused for good: deferred, since the same again may get further', async () => {
    const unknown = { command: 'RCPT', match: /a[01]@/, reply: '550 5.1.1 no such user' } as const;
    const full = { command: 'RCPT', match: /a[23]@/, reply: '450 4.2.0 greylisted' } as const;
    await using it = await pair({ extensions: limitedTo(2), replies: [unknown, full] });
    const receipt = await it.transport.send(it.mail({ to: people(4) }));
    expect(verdict(receipt)).toBe('deferred GREYLISTED at envelope');
    expect(receipt.refused).toHaveLength(4);
  });

  test('an abort between two parts does not unsay the first', async () => {
    await using it = await pair({ extensions: { ...limitedTo(2), CHUNKING: false } }, { connections: 1 });
    const abort = new AbortController();
    let mails = 0;
    const receipt = await it.transport.send(it.mail({ to: people(6) }), {
      signal: abort.signal,
      observe: (event) => {
        if (event.kind === 'client' && event.line.startsWith('MAIL') && ++mails === 2) abort.abort(new Error('enough'));
      },
    });
    expect(verdict(receipt)).toBe('accepted');
    expect(refusals(receipt)).toEqual([2, 3, 4, 5].map((n) => `a${n}@example.net SEND_ABORTED`));
    expect(taken(it)).toEqual([people(2)]);
  });
});

describe("with partial: 'refuse' nothing is split, since several transactions are not all or nothing", () => {
  test('over the limit of the profile nothing is dialled', async () => {
    await using it = await pair();
    const options = { ...it.box.transportOptions, partial: 'refuse' } as const;
    await using transport = createSmtpTransport(limited({ 'recipients-per-message': 3 }), options);
    const receipt = await transport.send(it.mail({ to: people(4) }));
    expect(verdict(receipt)).toBe('rejected TOO_MANY_RECIPIENTS at envelope');
    expect('error' in receipt && receipt.error.detail).toMatch(
      /^4 recipients, and .* takes 3 a message; .*partial: 'refuse'/,
    );
    expect(it.box.counters.connections).toBe(0);
  });

  test('nor over RCPTMAX, nor where the server finds them too many', async () => {
    for (const server of [{ extensions: limitedTo(3) }, { maxRecipients: 3 }]) {
      await using it = await pair(server, { partial: 'refuse' });
      expect(verdict(await it.transport.send(it.mail({ to: people(4) })))).toMatch(/TOO_MANY_RECIPIENTS at envelope$/);
      expect(it.box.inbox).toEqual([]);
    }
  });
});

test('a server that takes nobody at all is not asked for ever', async () => {
  const none = { command: 'RCPT', reply: '452 4.5.3 too many recipients' } as const;
  await using it = await pair({ replies: [none] });
  expect(verdict(await it.transport.send(it.mail({ to: people(3) })))).toBe('deferred TOO_MANY_RECIPIENTS at envelope');
  expect(it.box.counters.commands.MAIL).toBe(1);
});

test('whatever is refused on the way, each recipient was served once or is named, and never both', async () => {
  await using it = await pair({ extensions: { ...limitedTo(4), CHUNKING: false } }, { connections: 1 });
  const plan = fc.record({
    count: fc.integer({ min: 1, max: 12 }),
    together: fc.integer({ min: 1, max: 5 }),
    unknown: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 8 }),
    taken: fc.integer({ min: 0, max: 6 }),
    no: fc.constantFrom('451 4.3.0 later', '554 5.6.0 never', undefined),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ count, together, unknown, taken, no }) => {
      it.box.clear();
      it.box.set({ maxRecipients: together });
      it.box.reply(
        ...unknown.map((n) => ({ command: 'RCPT', match: new RegExp(`<a${n}@`), reply: '550 5.1.1 nobody' }) as const),
        ...(taken === 0 ? [] : [{ command: 'end-of-data', reply: '250 2.0.0 OK', times: taken } as const]),
        ...(no === undefined ? [] : [{ command: 'end-of-data', reply: no } as const]),
      );
      const receipt = await it.transport.send(it.mail({ to: people(count) }));
      const served = it.box.inbox.flatMap(({ envelope }) => envelope.to);
      const named = receipt.refused.map(({ recipient }) => recipient);
      if (receipt.outcome === 'accepted') expect([...served, ...named].sort()).toEqual(people(count).sort());
      else expect(served).toEqual([]);
      // Where the server ends no message with a no, nobody is left out but those who do not exist.
      const exist = people(count).filter((_, n) => !unknown.includes(n));
      if (no === undefined) expect(served.sort()).toEqual(exist.sort());
    }),
    { numRuns: 60 },
  );
}, 60_000);
