import { describe, expect, test } from 'vitest';
import { pair, said, verdict } from './pair.js';

const bare = ['PIPELINING', 'CHUNKING', 'SIZE', 'DSN', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES'] as const;
const only = (...wanted: string[]) => Object.fromEntries(bare.map((name) => [name, wanted.includes(name)]));

describe.each([
  ['one command at a time, DATA', only()],
  ['groups, DATA', only('PIPELINING')],
  ['one command at a time, BDAT', only('CHUNKING')],
  ['groups, BDAT', only('PIPELINING', 'CHUNKING')],
])('%s', (_name, extensions) => {
  const refuseOne = { command: 'RCPT', match: /nobody/, reply: '550 5.1.1 No such user' } as const;

  test('a message arrives octet for octet', async () => {
    await using it = await pair({ extensions });
    const raw = 'Subject: dots\r\n\r\n.\r\n..\r\n.leading\r\nlast line';
    for (let n = 0; n < 3; n++)
      expect(verdict(await it.transport.send({ envelope: { from: it.box.user, to: ['you@example.net'] }, raw }))).toBe(
        'accepted',
      );
    const wanted = it.box.inbox[0]?.form === 'bdat' ? raw : `${raw}\r\n`;
    expect(it.box.inbox.map((mail) => Buffer.from(mail.raw).toString())).toEqual([wanted, wanted, wanted]);
    expect(it.box.counters.connections).toBe(1);
  });

  test('a refused recipient is named, the others are served', async () => {
    await using it = await pair({ extensions, replies: [refuseOne] });
    const receipt = await it.transport.send(it.mail({ to: ['a@example.net', 'nobody@example.net', 'b@example.net'] }));
    expect(verdict(receipt)).toBe('accepted');
    expect(receipt.refused.map(({ recipient, error }) => [recipient, error.code])).toEqual([
      ['nobody@example.net', 'RECIPIENT_UNKNOWN'],
    ]);
    expect(it.box.inbox[0]?.envelope.to).toEqual(['a@example.net', 'b@example.net']);
  });

  test("with partial: 'refuse' one refusal keeps the message from all", async () => {
    await using it = await pair({ extensions, replies: [refuseOne] }, { partial: 'refuse' });
    expect(verdict(await it.transport.send(it.mail({ to: ['a@example.net', 'nobody@example.net'] })))).toBe(
      'rejected RECIPIENT_UNKNOWN at envelope',
    );
    expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    expect(it.box.inbox).toHaveLength(1);
    expect(it.box.counters.connections).toBe(1);
  });

  test('a refused sender, refused recipients, a refused message: nothing arrives, and the next one does', async () => {
    const refusals = [
      [{ command: 'MAIL', reply: '550 5.1.0 Not you', times: 1 }, /^rejected \w+ at envelope$/],
      [refuseOne, /^rejected RECIPIENT_UNKNOWN at envelope$/],
      [{ command: 'end-of-data', reply: '554 5.7.1 Not that', times: 1 }, /^rejected \w+ at sent$/],
      [{ command: 'end-of-data', reply: '451 4.3.0 Not now', times: 1 }, /^deferred TEMPORARY_SERVER_ERROR at sent$/],
    ] as const;
    for (const [rule, expected] of refusals) {
      await using it = await pair({ extensions, replies: [rule] });
      expect(verdict(await it.transport.send(it.mail({ to: 'nobody@example.net' })))).toMatch(expected);
      expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
      expect(it.box.inbox).toHaveLength(1);
      expect(it.box.counters.connections).toBe(1);
    }
  });

  test('a stream of 3 MB arrives whole', async () => {
    await using it = await pair({ extensions });
    const line = Buffer.from(`.${'x'.repeat(76)}\r\n`);
    async function* stream() {
      yield Buffer.from('Subject: stream\r\n\r\n');
      for (let n = 0; n < 40_000; n++) yield line;
    }
    expect(
      verdict(await it.transport.send({ envelope: { from: it.box.user, to: ['you@example.net'] }, raw: stream() })),
    ).toBe('accepted');
    expect(it.box.inbox[0]?.raw.length).toBe(19 + 40_000 * line.length);
  });
});

describe('parameters of MAIL and RCPT', () => {
  test('SIZE is the octets that travel, and what is larger than the offer stays here', async () => {
    await using it = await pair({ extensions: { SIZE: 2_000 } });
    await it.transport.send(it.mail());
    expect(Number(it.box.inbox[0]?.envelope.mailParameters.SIZE)).toBe(it.box.inbox[0]?.raw.length);
    expect(verdict(await it.transport.send(it.mail({ text: 'x'.repeat(3_000) })))).toBe(
      'rejected MESSAGE_TOO_LARGE at envelope',
    );
    expect(it.box.counters.commands.MAIL).toBe(1);
  });

  test('SMTPUTF8 only where the message needs it', async () => {
    await using it = await pair();
    await it.transport.send(it.mail({ subject: 'Grüße' }));
    await it.transport.send(it.mail({ to: 'jürgen@bücher.example' }));
    const [plain, international] = it.box.inbox.map((mail) => mail.envelope);
    expect(plain?.mailParameters.SMTPUTF8).toBeUndefined();
    expect(international).toMatchObject({ to: ['jürgen@xn--bcher-kva.example'], mailParameters: { SMTPUTF8: true } });
  });

  test('an address beyond ASCII is not sent to a server without SMTPUTF8', async () => {
    await using it = await pair({ extensions: { SMTPUTF8: false } });
    expect(verdict(await it.transport.send(it.mail({ to: 'jürgen@example.net' })))).toBe(
      'rejected SMTPUTF8_NOT_OFFERED at envelope',
    );
  });

  test('eight-bit octets are announced, and stay here where they were not offered', async () => {
    const raw = 'Subject: x\r\n\r\nGrüße\r\n';
    await using it = await pair();
    const envelope = { from: it.box.user, to: ['you@example.net'] };
    await it.transport.send({ envelope, raw });
    expect(it.box.inbox[0]?.envelope.mailParameters.BODY).toBe('8BITMIME');
    await using old = await pair({ extensions: { '8BITMIME': false, SMTPUTF8: false } });
    expect(verdict(await old.transport.send({ envelope, raw }))).toBe('rejected EIGHTBITMIME_NOT_OFFERED at envelope');
  });

  test('delivery status notifications go to servers that offer DSN, and to no others', async () => {
    const deliveryStatus = { return: 'headers', envelopeId: 'id+1', notify: ['success', 'delay'] } as const;
    await using it = await pair({ extensions: { DSN: true } });
    await it.transport.send(it.mail({ deliveryStatus } as object));
    expect(it.box.inbox[0]?.envelope).toMatchObject({
      mailParameters: { RET: 'HDRS', ENVID: 'id+2B1' },
      rcptParameters: [{ NOTIFY: 'SUCCESS,DELAY' }],
    });
    await using without = await pair({ extensions: { DSN: false } });
    const receipt = await without.transport.send(without.mail({ deliveryStatus } as object));
    expect(Object.keys(without.box.inbox[0]?.envelope.mailParameters ?? {})).not.toContain('RET');
    expect(receipt.warnings.map(({ code, field }) => [code, field])).toEqual([['DSN_NOT_OFFERED', 'deliveryStatus']]);
    expect((await without.transport.send(without.mail())).warnings).toEqual([]);
  });

  test('REQUIRETLS where it is offered, and not at all where it is not', async () => {
    await using it = await pair({ extensions: { REQUIRETLS: true } });
    await it.transport.send(it.mail({ requireTls: true } as object));
    expect(it.box.inbox[0]?.envelope.mailParameters.REQUIRETLS).toBe(true);
    await using without = await pair();
    expect(verdict(await without.transport.send(without.mail({ requireTls: true } as object)))).toBe(
      'rejected REQUIRETLS_NOT_OFFERED at envelope',
    );
  });

  test('LIMITS: MAILMAX brings a new connection', async () => {
    await using it = await pair({ extensions: { LIMITS: 'MAILMAX=2' } });
    for (let n = 0; n < 4; n++) expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    expect(it.box.counters.connections).toBe(2);
  });
});

describe('RCPTDOMAINMAX (RFC 9422 4.3)', () => {
  test('keeps a message with more domains here, and gives each other message a session', async () => {
    await using it = await pair({ extensions: { LIMITS: 'RCPTDOMAINMAX=1' } });
    expect(verdict(await it.transport.send(it.mail({ to: ['a@one.example', 'b@two.example'] })))).toBe(
      'rejected TOO_MANY_RECIPIENTS at envelope',
    );
    for (const domain of ['one', 'two', 'three'])
      expect(verdict(await it.transport.send(it.mail({ to: `a@${domain}.example` })))).toBe('accepted');
  });
});

describe('round trips, counted by the server', () => {
  test.each([
    ['DATA', only('PIPELINING'), 1],
    ['BDAT', only('PIPELINING', 'CHUNKING'), 1],
    ['DATA without PIPELINING', only(), 4],
  ])('%s: a warm message, with the next one behind it, takes no more', async (_name, extensions, turns) => {
    await using it = await pair({ extensions }, { connections: 1 });
    await it.transport.send(it.mail());
    const before = it.box.counters.turns;
    const receipts = await Promise.all(Array.from({ length: 40 }, () => it.transport.send(it.mail())));
    expect(new Set(receipts.map(verdict))).toEqual(new Set(['accepted']));
    expect((it.box.counters.turns - before) / 40).toBeLessThanOrEqual(turns + 0.1);
  });

  test('nothing stands behind BDAT LAST before its answer, without a window (RFC 4468 3.2)', async () => {
    await using it = await pair(
      { extensions: only('PIPELINING', 'CHUNKING'), groupsBehindLast: false },
      { connections: 1 },
    );
    const receipts = await Promise.all(Array.from({ length: 20 }, () => it.transport.send(it.mail())));
    expect(new Set(receipts.map(verdict))).toEqual(new Set(['accepted']));
  });

  test('a window of transactions does not wait at all, and each leads with RSET', async () => {
    await using it = await pair(
      { extensions: only('PIPELINING', 'CHUNKING') },
      { connections: 1, pipelining: 'transactions' },
    );
    await it.transport.send(it.mail());
    const before = it.box.counters.turns;
    const receipts = await Promise.all(Array.from({ length: 40 }, () => it.transport.send(it.mail())));
    expect(new Set(receipts.map(verdict))).toEqual(new Set(['accepted']));
    expect(it.box.counters.turns - before).toBeLessThanOrEqual(20);
    expect(said(receipts[39] as never)).toContain('RSET');
    expect(it.box.inbox).toHaveLength(41);
  });
});
