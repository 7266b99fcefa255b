import { describe, expect, test } from 'vitest';
import { held, me } from '../held.js';
import { message, Wire } from '../kit.js';

/**
 * Each step has a time of its own. The clock of these tests is another client that came later and takes no step: where it
 * is sent home, the time of the first one would have been over too.
 */
const you = 'you@example.net';
const long = { login: 3_600_000, idle: 3_600_000, message: 3_600_000 };
const envelope = [`MAIL FROM:<${me}>`, `RCPT TO:<${you}>`];

async function say(wire: Wire, lines: readonly string[]): Promise<void> {
  for (const line of lines) expect(await wire.ask(line)).toMatch(/^[23]/);
}

describe('nobody is sent home by the time of another step', () => {
  test('MAIL ends the time for a login', async () => {
    const { relay } = held({ timeouts: { ...long, login: 200 } });
    await using it = await relay;
    await using first = await Wire.open(it.relay);
    await say(first, envelope);
    await using clock = await Wire.open(it.relay);
    await clock.rest();
    expect(await first.ask('DATA')).toMatch(/^354 /);
  });

  test('the octets of a message have their own', async () => {
    const { transport, relay } = held({ timeouts: { ...long, idle: 200 } });
    await using it = await relay;
    await using first = await Wire.open(it.relay);
    await say(first, [...envelope, 'DATA']);
    await using clock = await Wire.open(it.relay);
    await say(clock, envelope);
    await clock.rest();
    first.say(message(me));
    const reply = first.ask('.');
    (await transport.call(1)).end({});
    expect(await reply).toMatch(/^250 /);
  });

  test('who waits for an answer has none', async () => {
    const { transport, relay } = held({ timeouts: { ...long, message: 200 } });
    await using it = await relay;
    await using first = await Wire.open(it.relay);
    const reply = first.send(me, [you], message(me));
    const call = await transport.call(1);
    await using clock = await Wire.open(it.relay);
    await say(clock, [...envelope, 'DATA']);
    await clock.rest();
    call.end({});
    expect(await reply).toMatch(/^250 /);
  });
});

test('behind an answer the time begins again', async () => {
  const { transport, relay } = held({ timeouts: { ...long, idle: 200 } });
  await using it = await relay;
  await using wire = await Wire.open(it.relay);
  const reply = wire.send(me, [you], message(me));
  (await transport.call(1)).end({});
  expect(await reply).toMatch(/^250 /);
  expect(await wire.rest()).toMatch(/^421 4\.4\.2 RELAY_TOO_SLOW/);
});
