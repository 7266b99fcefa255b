import { once } from 'node:events';
import { createServer } from 'node:net';
import { generic } from '@ehlo/generic';
import { describe, expect, test } from 'vitest';
import { firstSaid, pair, patiently, verdict } from './pair.js';

describe.each([
  ['DATA', { PIPELINING: true, CHUNKING: false }],
  ['BDAT', { PIPELINING: true, CHUNKING: true }],
])('the line dies, %s', (form, extensions) => {
  test('behind the end of the message: unknown, and never sent again', async () => {
    await using it = await pair({ extensions, fault: 'lost-final-reply' });
    expect(verdict(await it.transport.send(it.mail()))).toBe('unknown REPLY_LOST at sent');
    expect(it.box.inbox).toHaveLength(1);
    expect(it.box.counters.connections).toBe(1);
  });

  test('and whoever watches the message sees the end of the connection', async () => {
    await using it = await pair({ extensions, fault: 'lost-final-reply' });
    const kinds: string[] = [];
    await it.transport.send(it.mail(), { observe: (event) => kinds.push(event.kind) });
    expect(kinds.filter((kind) => kind === 'closed')).toEqual(['closed']);
    expect(kinds.at(-1)).toBe('closed');
  });

  test('before the end of the message: deferred, and nothing was taken', async () => {
    for (const at of ['MAIL', 'RCPT', ...(form === 'DATA' ? (['DATA'] as const) : [])] as const) {
      await using it = await pair({ extensions: { ...extensions, CHUNKING: false }, fault: { name: 'cut', at } });
      expect(verdict(await it.transport.send(it.mail()))).toMatch(
        /^deferred CONNECTION_STALLED_OR_DROPPED at (envelope|data)$/,
      );
      expect(it.box.inbox).toHaveLength(0);
    }
  });

  test('a refused sender stays refused when the line dies behind it', async () => {
    await using it = await pair({
      extensions,
      replies: [{ command: 'MAIL', reply: '550 5.7.1 Not you', close: true }],
    });
    expect(verdict(await it.transport.send(it.mail()))).toMatch(/^rejected \w+ at envelope$/);
  });

  test('silence behind the end of the message: unknown after its time, and no sooner', async () => {
    await using it = await pair(
      { extensions, fault: { name: 'stall', at: 'end-of-data' } },
      { timeouts: { sent: 200 } },
    );
    const begun = performance.now();
    expect(verdict(await it.transport.send(it.mail()))).toBe('unknown REPLY_LOST at sent');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(195);
  });

  test('silence in each phase before: deferred within its time', async () => {
    for (const [at, phase] of [
      ['greeting', 'greeting'],
      ['EHLO', 'hello'],
      ['STARTTLS', 'tls'],
      ['TLS', 'tls'],
      ['AUTH', 'auth'],
      ['MAIL', 'envelope'],
    ] as const) {
      await using it = await pair(
        { extensions: { CHUNKING: false }, fault: { name: 'stall', at } },
        { timeouts: { [phase]: 150 } },
      );
      expect(verdict(await it.transport.send(it.mail()))).toBe(`deferred CONNECTION_STALLED_OR_DROPPED at ${phase}`);
      expect(it.box.inbox).toHaveLength(0);
    }
  });
});

describe('a connection that went stale', () => {
  test('is left for a new one, and the message arrives once', async () => {
    await using it = await pair({ extensions: { CHUNKING: false } });
    await it.transport.send(it.mail());
    it.box.fault('cut', { at: 'MAIL', times: 1 });
    expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    expect(it.box.inbox).toHaveLength(2);
    expect(it.box.counters.connections).toBe(2);
  });

  test('is left once, not for ever', async () => {
    await using it = await pair({ fault: { name: 'cut', at: 'MAIL' }, extensions: { CHUNKING: false } });
    expect(verdict(await it.transport.send(it.mail()))).toBe('deferred CONNECTION_STALLED_OR_DROPPED at envelope');
    expect(it.box.counters.connections).toBe(2);
  });

  test('that said 421 while it was idle is not written to', async () => {
    await using it = await pair({ idleSeconds: 1 });
    await it.transport.send(it.mail());
    await expect.poll(() => it.box.counters.open, patiently).toBe(0);
    expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    expect(it.box.counters.connections).toBe(2);
  });
});

describe('the server speaks out of turn', () => {
  test('a reply that nobody asked for ends the session, and no mail rests on it', async () => {
    await using it = await pair({ fault: { name: 'unasked-reply', at: 'EHLO' } });
    expect(verdict(await it.transport.send(it.mail()))).toMatch(
      /^deferred SERVER_PROTOCOL_VIOLATION at (hello|tls|auth|ready)$/,
    );
    expect(it.box.counters.logins).toBe(0);
  });

  test('a yes in the middle of a message is not believed', async () => {
    const server = createServer((socket) => {
      socket.write('220 mx\r\n');
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        const text = bytes.toString();
        if (text.startsWith('EHLO')) socket.write('250-mx\r\n250 PIPELINING\r\n');
        if (text.startsWith('MAIL')) socket.write('250 ok\r\n250 ok\r\n354 go\r\n');
        if (text.startsWith('Subject')) socket.write('250 taken\r\n');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await using transport = generic({ host: '127.0.0.1', port, security: 'none-on-loopback' });
    let more: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (more = resolve));
    async function* raw() {
      yield Buffer.from('Subject: x\r\n\r\n');
      await waiting;
      yield Buffer.from('rest\r\n');
    }
    const receipt = await transport.send({ envelope: { from: 'a@example.com', to: ['b@example.com'] }, raw: raw() });
    more();
    expect(verdict(receipt)).toBe('deferred SERVER_PROTOCOL_VIOLATION at data');
    server.close();
  });
});

describe('the source of a message', () => {
  const envelope = { from: 'someone@example.com', to: ['you@example.net'] };

  test.each([true, false])(
    'that fails takes the connection with it, and nothing arrives (CHUNKING %s)',
    async (CHUNKING) => {
      await using it = await pair({ extensions: { CHUNKING } });
      async function* raw() {
        yield Buffer.from('Subject: x\r\n\r\n');
        throw new Error('the disk is gone');
      }
      const receipt = await it.transport.send({ envelope, raw: raw() });
      expect(verdict(receipt)).toBe('deferred MESSAGE_SOURCE_FAILED at data');
      expect(receipt.outcome !== 'accepted' && receipt.error.message).toContain('the disk is gone');
      expect(it.box.inbox).toHaveLength(0);
      expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    },
  );

  test.each([true, false])('may take its time, as long as something comes (CHUNKING %s)', async (CHUNKING) => {
    await using it = await pair({ extensions: { CHUNKING } }, { timeouts: { data: 200 } });
    async function* slowly(pieces: number, pause: number) {
      for (let n = 0; n < pieces; n++) {
        yield Buffer.from(n === 0 ? 'Subject: x\r\n\r\n' : 'slow\r\n');
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    expect(verdict(await it.transport.send({ envelope, raw: slowly(8, 60) }))).toBe('accepted');
    expect(verdict(await it.transport.send({ envelope, raw: slowly(2, 2_000) }))).toBe(
      'deferred MESSAGE_SOURCE_FAILED at data',
    );
    expect(it.box.inbox).toHaveLength(1);
  });

  test('is read as fast as the server takes it, and no faster', async () => {
    await using it = await pair({
      extensions: { CHUNKING: false },
      fault: { name: 'slow-reader', octetsPerSecond: 100_000 },
    });
    let read = 0;
    let arrived: (value: number) => void = () => undefined;
    const stopped = new Promise<number>((resolve) => (arrived = resolve));
    const abort = new AbortController();
    async function* raw() {
      yield Buffer.from('Subject: x\r\n\r\n');
      for (; read < 400; read++) yield Buffer.alloc(65_536, 0x61);
    }
    const sending = it.transport.send({ envelope, raw: raw() }, { signal: abort.signal });
    setTimeout(() => arrived(read), 500);
    expect(await stopped).toBeLessThan(200);
    abort.abort(new Error('enough'));
    await expect(sending).rejects.toThrow('enough');
    it.box.fault(null);
  });
});

describe('an abort', () => {
  const stalled = { extensions: { CHUNKING: false } };

  test('while the message waits for a connection', async () => {
    await using it = await pair({ fault: { name: 'stall', at: 'EHLO' } });
    const abort = new AbortController();
    const said = firstSaid('EHLO');
    const sending = it.transport.send(it.mail(), { signal: abort.signal, observe: said.observe });
    await said.came;
    abort.abort(new Error('enough'));
    await expect(sending).rejects.toThrow('enough');
    await expect.poll(() => it.box.counters.open, patiently).toBe(0);
  });

  test('before the end of the message left: the reason is thrown, and nothing arrives', async () => {
    await using it = await pair({ ...stalled, fault: { name: 'stall', at: 'DATA' } });
    const abort = new AbortController();
    const said = firstSaid('DATA');
    const sending = it.transport.send(it.mail(), { signal: abort.signal, observe: said.observe });
    await said.came;
    abort.abort(new Error('enough'));
    await expect(sending).rejects.toThrow('enough');
    expect(it.box.inbox).toHaveLength(0);
  });

  test('after it: unknown, since aborting does not unsend', async () => {
    await using it = await pair({ ...stalled, fault: { name: 'stall', at: 'end-of-data' } });
    const abort = new AbortController();
    const sending = it.transport.send(it.mail(), {
      signal: abort.signal,
      observe: (event) => event.kind === 'message' && setTimeout(() => abort.abort(new Error('enough')), 20),
    });
    expect(verdict(await sending)).toBe('unknown REPLY_LOST at sent');
    it.box.fault(null);
  });

  test('of one message does no harm to the one before it on the same connection', async () => {
    await using it = await pair(
      { ...stalled, fault: { name: 'stall', at: 'end-of-data', times: 1 } },
      { connections: 1, timeouts: { sent: 300 } },
    );
    const abort = new AbortController();
    const said = firstSaid('DATA');
    const first = it.transport.send(it.mail(), { observe: said.observe });
    const second = it.transport.send(it.mail(), { signal: abort.signal });
    await said.came;
    abort.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    // The first one waited for its own answer and not less.
    expect(verdict(await first)).toBe('unknown REPLY_LOST at sent');
  });

  test('of many messages by one signal, with one listener on it', async () => {
    await using it = await pair({ fault: { name: 'stall', at: 'EHLO' } });
    const warned: Error[] = [];
    const warn = (warning: Error) => warned.push(warning);
    process.on('warning', warn);
    const abort = new AbortController();
    const { came, observe } = firstSaid('EHLO');
    const sending = Array.from({ length: 30 }, () => it.transport.send(it.mail(), { signal: abort.signal, observe }));
    await came;
    abort.abort(new Error('enough'));
    const ends = await Promise.allSettled(sending);
    process.off('warning', warn);
    expect(ends.filter((end) => end.status === 'rejected')).toHaveLength(30);
    expect(warned).toEqual([]);
  });

  test('of a check', async () => {
    await using it = await pair({ fault: { name: 'stall', at: 'EHLO' } });
    const abort = new AbortController();
    const said = firstSaid('EHLO');
    const checking = it.transport.check({ signal: abort.signal, observe: said.observe });
    await said.came;
    abort.abort(new Error('enough'));
    await expect(checking).rejects.toThrow('enough');
  });
});
