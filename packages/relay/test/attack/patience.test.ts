import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RelayOptions } from '../../src/index.js';
import { certificate, message, password, plain, running, user, users, Wire, withoutGreeting } from '../kit.js';

const you = 'you@example.net';
afterEach(() => void vi.useRealTimers());
const tooSlow = { command: 'CONNECT', reply: { code: 421 }, error: { code: 'RELAY_TOO_SLOW' } };

describe('T45: nobody keeps the relay for himself', () => {
  const brief = { login: 150, idle: 150, message: 150 };
  const patience: ReadonlyArray<readonly [string, (wire: Wire, from: string) => Promise<unknown>]> = [
    ['says nothing', async () => undefined],
    ['does not log in', async (wire) => wire.ask('EHLO client.example')],
    [
      'logs in and says nothing more',
      async (wire) => {
        await wire.ask('EHLO client.example');
        await wire.ask(`AUTH PLAIN ${plain(user, password)}`);
      },
    ],
    [
      'begins a message and does not end it',
      async (wire, from) => {
        for (const line of ['EHLO x', `AUTH PLAIN ${plain(user, password)}`, `MAIL FROM:<${from}>`, `RCPT TO:<${you}>`])
          await wire.ask(line);
        await wire.ask('DATA');
        wire.say('Subject: slow\r\n');
      },
    ],
  ];
  test.each(patience)('one that %s is sent home', async (_name, act) => {
    await using it = await running({ relay: { users: users(), timeouts: { ...brief, login: 600 } } });
    await using wire = await Wire.dial(it.relay);
    await wire.reply();
    await act(wire, it.box.user);
    await wire.rest();
    expect(it.events.filter(({ kind }) => kind === 'refused')).toMatchObject([tooSlow]);
    expect(it.mails).toEqual([]);
  });

  test('an octet now and then, or a NOOP, is no step', async () => {
    await using it = await running({ relay: { timeouts: { ...brief, login: 400 } } });
    await using wire = await Wire.open(it.relay);
    const drip = setInterval(() => wire.say('NOOP\r\n'), 20);
    await wire.rest();
    clearInterval(drip);
    expect(it.events.filter(({ kind }) => kind === 'refused')).toMatchObject([tooSlow]);
  });

  test('a TLS handshake that does not come is not waited for', async () => {
    const tls = { ...(await certificate()), implicit: true };
    await using it = await running({ relay: { tls, timeouts: brief } });
    await using wire = await Wire.dial({ ...it.relay, host: it.relay.host, port: it.relay.port, tls: 'none' });
    wire.say('\x16\x03\x01');
    expect(await wire.rest()).toBe('');
    // Nor does it take the others with it.
    await using other = await Wire.open(it.relay);
    expect(await other.ask('NOOP')).toMatch(/^250 /);
  });

  test('connections of one address are counted, and those that end are given back', async () => {
    await using it = await running({ relay: { maxConnectionsPerAddress: 2 } });
    await using first = await Wire.open(it.relay);
    const second = await Wire.open(it.relay);
    await using third = await Wire.dial(it.relay);
    expect(await third.rest()).toMatch(/^421 4\.7\.0 RELAY_TOO_MANY_CONNECTIONS/);
    expect(it.events.filter(({ kind }) => kind === 'refused')).toMatchObject([
      { command: 'CONNECT', error: { code: 'RELAY_TOO_MANY_CONNECTIONS' }, client: '127.0.0.1' },
    ]);
    await second.ask('QUIT');
    await second[Symbol.asyncDispose]();
    await second.rest();
    await using fourth = await Wire.dial(it.relay);
    expect(await fourth.reply()).toMatch(/^220 /);
    expect(await first.ask('NOOP')).toMatch(/^250 /);
  });

  test('connections of all addresses are counted', async () => {
    await using it = await running({ relay: { maxConnections: 1 } });
    await using _first = await Wire.open(it.relay);
    await using second = await Wire.dial(it.relay);
    expect(await second.rest()).toMatch(/^421 /);
  });

  describe('TLS handshakes that are under way are counted', () => {
    /** Connections that say nothing, from these addresses in their order. */
    async function silent(relay: Partial<RelayOptions>, addresses: readonly string[]) {
      const tls = { ...(await certificate()), implicit: true };
      const it = await running({ relay: { tls, ...relay } });
      const { host, port } = it.relay;
      const sockets: Socket[] = [];
      for (const localAddress of addresses) {
        const socket = connect({ host, port, localAddress }).on('error', () => undefined);
        await once(socket, 'connect');
        sockets.push(socket);
      }
      return {
        it,
        sockets,
        [Symbol.asyncDispose]: async () => {
          for (const socket of sockets) socket.destroy();
          await it[Symbol.asyncDispose]();
        },
      };
    }

    test('by address, so that one does not keep the others out', async () => {
      const limits = { maxConnections: 10, maxConnectionsPerAddress: 2 };
      await using those = await silent(limits, Array(3).fill('127.0.0.1'));
      const [first, second, third] = those.sockets;
      await once(third!, 'close');
      expect([first!.closed, second!.closed]).toEqual([false, false]);
      // One that ends is given back.
      const left = once(second!, 'close');
      second!.destroy();
      await left;
      // The relay may hear of that a moment later than this side.
      for (let reply = ''; !reply.startsWith('250 '); ) {
        await using wire = await Wire.open(those.it.relay);
        reply = await wire.ask('NOOP');
      }
    });

    test.skipIf(process.platform !== 'linux')('of all addresses: twice the connections, and no more', async () => {
      await using those = await silent({ maxConnections: 1 }, ['127.0.0.2', '127.0.0.3', '127.0.0.4']);
      const [first, second, third] = those.sockets;
      await once(third!, 'close');
      expect([first!.closed, second!.closed]).toEqual([false, false]);
    });
  });

  test('guesses of a password are looked at ten times, and other users are not touched by it', async () => {
    await using it = await running({ relay: { users: users() } });
    await using wire = await Wire.open(it.relay);
    const guesses = Array.from({ length: 10 }, (_, at) => plain(user, `guess ${at}`));
    for (const guess of guesses)
      expect(await wire.ask(`AUTH PLAIN ${guess}`)).toMatch(/^535 5\.7\.8 RELAY_LOGIN_REFUSED/);
    expect(await wire.ask(`AUTH PLAIN ${plain(user, password)}`)).toMatch(/^454 4\.7\.0 RELAY_LOGIN_PAUSED/);
    expect(await wire.ask(`AUTH PLAIN ${plain('nobody', password)}`)).toMatch(/^535 /);
  }, 30_000);

  test('whoever goes on guessing is sent home, and so fills no log', async () => {
    await using it = await running({ relay: { users: users() } });
    await using wire = await Wire.open(it.relay);
    for (let n = 0; n < 19; n++)
      expect(await wire.ask(`AUTH PLAIN ${plain(user, `guess ${n}`)}`)).toMatch(/^(535|454) /);
    expect(await wire.ask(`AUTH PLAIN ${plain(user, 'guess')}`)).toMatch(/^421 4\.7\.0 RELAY_LOGIN_PAUSED/);
    expect(await wire.rest()).toBe('');
    expect(it.events.filter(({ kind }) => kind === 'refused')).toHaveLength(20);
    await using other = await Wire.open(it.relay);
    expect(await other.ask('NOOP')).toMatch(/^250 /);
  });

  test('whoever says this and that before a login is sent home', async () => {
    await using it = await running({ relay: { users: users() } });
    await using wire = await Wire.open(it.relay);
    for (let n = 0; n < 18; n++) expect(await wire.ask('NOOP')).toMatch(/^250 /);
    expect(await wire.ask('NOOP')).toMatch(/^421 /);
    expect(await wire.rest()).toBe('');
  });
});

describe('T46: nobody speaks out of turn', () => {
  test('before the greeting', async () => {
    await using it = await running();
    withoutGreeting();
    await using wire = await Wire.dial(it.relay);
    wire.say('EHLO client.example\r\n');
    expect(await wire.rest()).toMatch(/^421 /);
  });

  test('commands behind AUTH wait for its end, and a refused login lets none of them through', async () => {
    await using it = await running({ relay: { users: users() } });
    await using wire = await Wire.open(it.relay);
    wire.say(`AUTH PLAIN ${plain(user, 'wrong')}\r\nMAIL FROM:<${it.box.user}>\r\nRCPT TO:<${you}>\r\nDATA\r\n`);
    expect(await wire.reply()).toMatch(/^535 /);
    for (let n = 0; n < 3; n++) expect(await wire.reply()).toMatch(/^530 /);
    wire.say(`AUTH PLAIN ${plain(user, password)}\r\nMAIL FROM:<${it.box.user}>\r\nRCPT TO:<${you}>\r\nDATA\r\n`);
    expect(await wire.reply()).toMatch(/^235 /);
    for (const code of ['250', '250', '354']) expect((await wire.reply()).slice(0, 3)).toBe(code);
    wire.say(`${message(it.box.user)}.\r\n`);
    expect(await wire.reply()).toMatch(/^250 /);
  });

  test('commands behind the end of a message are answered in their turn', async () => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    const group = `MAIL FROM:<${it.box.user}>\r\nRCPT TO:<${you}>\r\nDATA\r\n`;
    wire.say(group);
    for (let n = 0; n < 3; n++) await wire.reply();
    wire.say(`${message(it.box.user)}.\r\n${group}`);
    for (const code of ['250', '250', '250', '354']) expect((await wire.reply()).slice(0, 3)).toBe(code);
    wire.say(`${message(it.box.user)}.\r\nQUIT\r\n`);
    expect(await wire.reply()).toMatch(/^250 /);
    expect(await wire.reply()).toMatch(/^221 /);
    expect(it.box.inbox.length).toBe(2);
  });
});
