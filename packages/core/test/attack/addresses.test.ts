import { readFileSync } from 'node:fs';
import { generic } from '@ehlo/generic';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { files } from '../../../../tools/files.js';
import { type Pair, pair, verdict } from '../pair.js';
import { channels, cpu, growth, refusal, scripted } from './kit.js';

let it: Pair;
beforeAll(async () => {
  // Where all or nothing is asked for, a list beyond RCPTMAX is read whole and does not travel.
  it = await pair({ security: 'none', extensions: { LIMITS: 'RCPTMAX=100' } }, { partial: 'refuse' });
});
afterAll(() => it[Symbol.asyncDispose]());

/** Sends, and gives the recipients that were on the wire; undefined where it was refused before anything was said. */
async function recipients(differing: object): Promise<readonly string[] | undefined> {
  const { box, transport, mail } = it;
  const before = [box.inbox.length, box.conversation.length] as const;
  const error = await refusal(async () => {
    expect(verdict(await transport.send(mail(differing)))).toBe('accepted');
  });
  if (error === undefined) return box.inbox[before[0]]!.envelope.to;
  expect(error).toMatchObject({ phase: 'settings', field: expect.stringMatching(/./) });
  expect(box.conversation.length).toBe(before[1]);
  return undefined;
}

describe('T1: a quoted local part is never taken for an address', () => {
  test.each([
    '"user@evil.example x"@good.example',
    '"user@evil.example"@good.example',
    '"a\\"@evil.example, b"@good.example',
    '"<user@evil.example>"@good.example',
    '"user@evil.example>, <x"@good.example',
    'Name "user@evil.example" <a@good.example>',
    '"user@evil.example" <a@good.example>',
    '"user@evil.example," <"x y"@good.example>',
    '(user@evil.example) a@good.example',
    '"a b"@good.example@evil.example',
    'user@evil.example x@good.example',
    'x@good.example <user@evil.example',
    '"x\\\\"@evil.example"@good.example',
  ])('%s', async (address) => {
    for (const to of [address, [address], { name: '', address }]) {
      const seen = await recipients({ to });
      for (const each of seen ?? []) expect(each).toMatch(/@good\.example$/);
      expect(seen?.length ?? 1).toBe(1);
    }
  });

  test('the plainest of them is delivered, so that refusing all is no way to pass', async () => {
    expect(await recipients({ envelope: { from: 'a@good.example', to: '"a b"@good.example' } })).toEqual([
      '"a b"@good.example',
    ]);
  });
});

test.each([
  ['groups in groups', 'g0:'.repeat(10_000)],
  ['groups in groups that end', `${'g:'.repeat(10_000)}a@example.net${';'.repeat(10_000)}`],
  ['1 MB of comments', '('.repeat(1_000_000)],
  ['1 MB of quotes', '"'.repeat(1_000_000)],
  ['1 MB of angle brackets', '<'.repeat(1_000_000)],
  ['1 MB of backslashes', `"${'\\'.repeat(1_000_000)}`],
  ['1 MB in one word', 'a'.repeat(1_000_000)],
  ['1 MB of dots', 'a.'.repeat(500_000)],
  ['1 MB of at signs', '@'.repeat(1_000_000)],
  ['1 MB of commas', ','.repeat(1_000_000)],
])('T2: %s are refused with a typed error in no time', async (_name, to) => {
  await recipients({ to: 'warm@example.net' });
  const { box, transport, mail } = it;
  const before = box.conversation.length;
  const spent = await cpu(async () => {
    expect(await refusal(() => transport.send(mail({ to })))).toMatchObject({ phase: 'settings', field: 'to' });
  });
  expect(spent).toBeLessThan(200);
  expect(box.conversation.length).toBe(before);
});

test('T2: arrays in arrays do not grow the stack', async () => {
  let to: unknown = 'a@example.net';
  for (let depth = 0; depth < 10_000; depth++) to = [to];
  expect(await recipients({ to })).toEqual(['a@example.net']);
});

test('T3: an address list takes time in proportion to its length', async () => {
  // The server takes 100 a message: the list is read whole, and nothing of it travels. `npm run fuzz` has 100,000.
  const list = new Map<number, string>();
  const { transport, mail } = it;
  const send = async (size: number): Promise<void> => {
    const to = list.get(size) ?? Array.from({ length: size }, (_, n) => `"A, ${n}" <a${n}@example.net>`).join(', ');
    list.set(size, to);
    expect(verdict(await transport.send(mail({ to })))).toBe('rejected TOO_MANY_RECIPIENTS at envelope');
  };
  expect(await growth(4_000, send)).toBeLessThan(2.5);
}, 60_000);

test('T4: every recipient stands in its final wire form in the receipt, for a list of the allowed to be held against', async () => {
  // There is no such list in this package.
  const receipt = await it.transport.send(
    it.mail({
      to: 'Group: A@BÜCHER.example, "b"@Faß.example;',
      cc: [{ name: 'C', address: 'c@XN--BCHER-KVA.example' }, 'd@ＥＸＡＭＰＬＥ.net'],
      bcc: 'Hidden: e@EXAMPLE.org;',
    }),
  );
  const expected = [
    'A@xn--bcher-kva.example',
    'b@xn--fa-hia.example',
    'c@xn--bcher-kva.example',
    'd@example.net',
    'e@example.org',
  ];
  expect(receipt.envelope.to).toEqual(expected);
  expect(it.box.inbox.at(-1)!.envelope.to).toEqual(expected);
});

describe('T5: no pattern takes its time', () => {
  test.each([
    ['img tags that do not end', '<img '],
    ['img tags without a source', '<img src="data:'],
    ['blanks', `<img ${' '.repeat(500)}src =`],
    ['quotes', '<img src=""\'"\''],
    ['data URLs', 'data:image/png;'],
  ])('1 MB of html with %s, embedded images on', async (_name, piece) => {
    const html = piece.repeat(Math.ceil(500_000 / piece.length));
    const send = (size: number) => it.transport.send(it.mail({ html: html.slice(0, size), attachDataUrls: true }));
    expect(verdict(await send(html.length))).toBe('accepted');
    expect(await cpu(() => send(html.length))).toBeLessThan(2_000);
  });

  const long = (text: string): string => text.repeat(Math.ceil(15_000 / text.length)).slice(0, 15_000);
  test.each([
    ['5.7.57 SMTP; Client was not '],
    ['5.7.8 '],
    ['https://support.example/?p='],
    ['4.7.0 [too many] '],
    [' '],
    ['a'],
    ['550 5.7.60 SMTP; '],
    ['-'],
  ])('replies of "%s" over and over, held against the rows of every provider', async (piece) => {
    await using server = await scripted((line) =>
      line.startsWith('MAIL') ? `550 5.7.1 ${long(piece)}!\r\n` : undefined,
    );
    const common = { ...server.account, user: 'me@example.com' };
    for (const transport of [
      generic({ ...common, password: 'open sesame' }),
      outlook({ ...common, auth: () => 'token' }),
      gmail({ ...common, password: 'abcd efgh ijkl mnop' }),
    ]) {
      const spent = await cpu(async () => {
        expect((await transport.send(it.mail())).outcome).toMatch(/rejected|deferred/);
      });
      expect(spent).toBeLessThan(500);
      await transport.close();
    }
  });
});

const controls = [...Array(0x20).keys(), 0x7f].map((code) => String.fromCharCode(code));

test('T6: an octet below 0x20 or 0x7F anywhere in an address is refused, never stripped', async () => {
  for (const control of controls) {
    for (const address of [
      `a${control}b@example.net`,
      `"a${control}b"@example.net`,
      `"a\\${control}b"@example.net`,
      `a@exam${control}ple.net`,
      `${control}a@example.net`,
      `a@example.net${control}`,
    ]) {
      for (const differing of [
        { to: address },
        { envelope: { from: 'a@example.com', to: [address] } },
        { from: address },
      ])
        expect(await recipients(differing), JSON.stringify(address)).toBeUndefined();
    }
  }
});

test('T6: a control between ASCII and U+00A0 is refused too, before anybody is dialled', async () => {
  await using own = await pair({ security: 'none' });
  for (const control of ['\u0080', '\u0086', '\u009b', '\u009f'])
    for (const to of [`a${control}@example.net`, `"a${control}"@example.net`])
      expect(await refusal(() => own.transport.send(own.mail({ to })))).toMatchObject({
        phase: 'settings',
        field: 'to',
      });
  expect(own.box.counters.connections).toBe(0);
});

describe.each(channels)('T7: what stands in an address is no parameter, $channel', ({ server, security }) => {
  test.each([
    'a> SIZE=1@example.com',
    '"a> SIZE=1"@example.com',
    '"a> SIZE=1 <b"@example.com',
    '"a\\" SIZE=1"@example.com',
    '"a b"@example.com',
    '"a\\"b"@example.com',
    'a@example.com> NOTIFY=NEVER',
    'a@example.com SIZE=1',
    'a@[127.0.0.1]> SIZE=1',
  ])('%s', async (address) => {
    await using own = await pair({ security: server, extensions: { DSN: true } }, { security });
    let outcome: string | undefined;
    const error = await refusal(async () => {
      outcome = verdict(
        await own.transport.send({ envelope: { from: address, to: [address] }, raw: 'Subject: x\r\n\r\n' }),
      );
    });
    if (error !== undefined) return expect(own.box.counters.connections).toBe(0);
    expect(outcome).toBe('accepted');
    const { envelope } = own.box.inbox[0]!;
    expect([envelope.from, ...envelope.to]).toEqual([address, address]);
    expect(Object.keys(envelope.mailParameters)).toEqual(['SIZE']);
    expect(envelope.mailParameters.SIZE).not.toBe('1');
    expect(envelope.rcptParameters).toEqual([{}]);
  });
});

test('T11: no address becomes an argument of a program: there is no transport that starts one', async () => {
  const sources = files().filter((path) => /^packages\/(core|generic|gmail|outlook)\/src\/.*\.ts$/.test(path));
  expect(sources.length).toBeGreaterThan(50);
  for (const path of sources)
    expect(readFileSync(path, 'utf8'), path).not.toMatch(/child_process|worker_threads|\bspawn\(/);
  expect(await recipients({ to: '-OQueueDirectory=tmp@example.net' })).toEqual(['-OQueueDirectory=tmp@example.net']);
  // nodemailer's own transports, sendmail among them, cannot be asked for by an option.
  for (const option of ['sendmail', 'path', 'args', 'transport'])
    expect(await refusal(() => generic({ ...it.box.transportOptions, [option]: true } as never))).toMatchObject({
      field: option,
    });
});
