import { describe, expect, test, vi } from 'vitest';
import { held, me } from '../held.js';
import { message, Wire } from '../kit.js';

const you = 'you@example.net';
const HOUR = 3_600_000;
const long = { login: 20 * HOUR, idle: 20 * HOUR, message: 20 * HOUR };
const envelope = [`MAIL FROM:<${me}>`, `RCPT TO:<${you}>`];

/** Time passes here when it is told to. */
function clock() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  return {
    pass: (milliseconds: number) => vi.advanceTimersByTime(milliseconds),
    [Symbol.dispose]: () => void vi.useRealTimers(),
  };
}

/** With greeting, which smtp-server says a tenth of a second after the connection, and EHLO. */
async function opened(relay: Parameters<typeof Wire.dial>[0]): Promise<Wire> {
  const wire = await Wire.dial(relay);
  let isGreeted = false;
  void wire.reply().then(() => {
    isGreeted = true;
  });
  while (!isGreeted) {
    vi.advanceTimersByTime(100);
    await new Promise(setImmediate);
  }
  await wire.ask('EHLO client.example');
  return wire;
}

async function say(wire: Wire, lines: readonly string[]): Promise<void> {
  for (const line of lines) expect(await wire.ask(line)).toMatch(/^[23]/);
}

describe('nobody is sent home by the time of another step', () => {
  test('MAIL ends the time for a login', async () => {
    const { relay } = held({ timeouts: { ...long, login: HOUR } });
    await using it = await relay;
    using time = clock();
    await using wire = await opened(it.relay);
    await say(wire, envelope);
    time.pass(2 * HOUR);
    expect(await wire.ask('DATA')).toMatch(/^354 /);
  });

  test('the octets of a message have their own', async () => {
    const { transport, relay } = held({ timeouts: { ...long, idle: HOUR } });
    await using it = await relay;
    using time = clock();
    await using wire = await opened(it.relay);
    await say(wire, [...envelope, 'DATA']);
    time.pass(2 * HOUR);
    wire.say(message(me));
    const reply = wire.ask('.');
    (await transport.call(1)).end({});
    expect(await reply).toMatch(/^250 /);
  });

  test('who waits for an answer has none', async () => {
    const { transport, relay } = held({ timeouts: { login: HOUR, idle: HOUR, message: HOUR } });
    await using it = await relay;
    using time = clock();
    await using wire = await opened(it.relay);
    const reply = wire.send(me, [you], message(me));
    const call = await transport.call(1);
    time.pass(20 * HOUR);
    call.end({});
    expect(await reply).toMatch(/^250 /);
  });
});

describe('each step has to come in its time', () => {
  const tooSlow = /^421 4\.4\.2 RELAY_TOO_SLOW/;

  test.each([
    ['the first one', { ...long, login: HOUR }, []],
    ['one behind MAIL and RCPT', { ...long, idle: HOUR }, envelope],
    ['the end of a message', { ...long, message: HOUR }, [...envelope, 'DATA']],
  ] as const)('%s', async (_step, timeouts, lines) => {
    const { relay } = held({ timeouts });
    await using it = await relay;
    using time = clock();
    await using wire = await opened(it.relay);
    await say(wire, lines);
    time.pass(HOUR);
    expect(await wire.rest()).toMatch(tooSlow);
  });

  test('and of one who has left nothing is told any more', async () => {
    const { relay } = held();
    await using it = await relay;
    using time = clock();
    const wire = await opened(it.relay);
    await say(wire, envelope);
    wire.socket.destroy();
    while (!it.events.some(({ kind }) => kind === 'closed')) await new Promise(setImmediate);
    time.pass(20 * HOUR);
    expect(it.events.map(({ kind }) => kind)).toEqual(['listening', 'connected', 'closed']);
  });

  test('one behind an answer', async () => {
    const { transport, relay } = held({ timeouts: { ...long, idle: HOUR } });
    await using it = await relay;
    using time = clock();
    await using wire = await opened(it.relay);
    const reply = wire.send(me, [you], message(me));
    (await transport.call(1)).end({});
    expect(await reply).toMatch(/^250 /);
    time.pass(HOUR - 1);
    expect(await wire.ask('NOOP')).toMatch(/^250 /);
    time.pass(1);
    expect(await wire.rest()).toMatch(tooSlow);
  });
});
