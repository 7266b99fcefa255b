import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Cut, type Direction, directions, ways } from './cutting-proxy.js';
import { type Dialogue, dialogues, endOf } from './dialogues.js';
import { Lane } from './lane.js';
import { leftovers, resources } from './leftovers.js';
import { isClean } from './page.js';
import { cutEverywhere } from './run.js';
import { records } from './tls-reading.js';
import { judge } from './truth.js';

// The short form: some of all kinds, at a prime stride. `npm run cuts` has every octet of all of them.
test.each([
  ['clear, PLAIN', 61],
  ['STARTTLS, SCRAM-SHA-256-PLUS', 211],
  ['implicit TLS, OAUTHBEARER', 211],
  ['clear, DATA, three in a row', 101],
  ['clear, a message is refused', 101],
  ['STARTTLS, inside records', 101],
  ['clear, 40 messages over five connections, BDAT, a window', 28],
] as const)(
  '%s: every receipt is true, wherever the line is cut',
  async (name, stride) => {
    const tally = await cutEverywhere(named(name), stride);
    expect(tally.wrong).toEqual([]);
    expect(isClean(tally)).toBe(true);
    expect(tally.cuts).toBeGreaterThan(10);
    expect(tally.outcomes.deferred).toBeGreaterThan(0);
    expect(tally.findings.legitimate).toBeGreaterThan(0);
  },
  60_000,
);

describe('a finding', () => {
  const nothing = { left: 0, answered: false, taken: 0 };
  const gone = { left: 1, answered: false, taken: 0 };
  const done = { left: 1, answered: true, taken: 1 };
  test.each([
    ['accepted', done, 'close', 'right'],
    ['accepted', { ...done, taken: 0 }, 'close', 'false accepted'],
    ['accepted', { ...done, answered: false }, 'close', 'false accepted'],
    ['accepted', { ...done, taken: 2 }, 'close', 'twice'],
    ['deferred', nothing, 'reset', 'right'],
    ['deferred', gone, 'reset', 'false refused'],
    ['deferred', done, 'reset', 'false refused'],
    ['rejected', { ...done, taken: 0 }, 'stall', 'right'],
    ['rejected', done, 'stall', 'false refused'],
    ['unknown', gone, 'stall', 'legitimate'],
    ['unknown', { ...gone, taken: 1 }, 'close', 'legitimate'],
    ['unknown', { ...gone, left: 2 }, 'close', 'twice'],
    ['unknown', done, 'close', 'avoidable'],
    ['unknown', nothing, 'close', 'avoidable'],
    ['unknown', nothing, 'stall', 'avoidable'],
    ['unknown', nothing, 'reset', 'unread'],
  ] as const)('%s, %j, %s: %s', (outcome, truth, way, finding) => {
    expect(judge(outcome, truth, way)).toBe(finding);
  });
});

describe('the proxy', () => {
  test.each(ways)('lets the octets pass that were asked for, and cuts: %s', async (way) => {
    await using lane = await Lane.open(named('clear, PLAIN'));
    for (const direction of directions) {
      const { lines, lasted } = await lane.run(cut({ way, direction, after: 99 }));
      expect(lines[0]?.passed[direction]).toBe(99);
      expect(lasted).toBeGreaterThan(0);
    }
  });

  test('finds the place within a record of TLS, from its start and from its end', async () => {
    await using lane = await Lane.open(named('implicit TLS, inside records'));
    for (const after of [1, 5, -1, -16]) {
      const { lines } = await lane.run(cut({ way: 'reset', direction: 'to client', record: 5, after }));
      const [line] = lines as [(typeof lines)[number]];
      const record = records(Buffer.concat(line.came['to client']))[5];
      expect(line.passed['to client']).toBe(Number(record?.start) + after + (after < 0 ? Number(record?.size) : 0));
    }
  });

  test('reads what went over TLS, as far as whole records of it came through', async () => {
    const dialogue = named('STARTTLS, CRAM-MD5');
    await using lane = await Lane.open(dialogue);
    const [whole] = (await lane.run()).readings;
    expect(whole?.client.text).toMatch(/^EHLO .*STARTTLS\r\nEHLO .*AUTH CRAM-MD5\r\n.*MAIL FROM.*QUIT\r\n$/s);
    expect(whole?.client.text).toContain(endOf(dialogue, '').trimEnd());
    expect(whole?.server.text).toMatch(/^220 .*235 .*\r\n250 2\.0\.0 OK <\d+@cut\.example>\r\n221 .*\r\n$/s);

    // From the last record backwards: the first one that takes the reply with it, but for one octet.
    const [line] = (await lane.run()).lines;
    let record = records(Buffer.concat(line?.came['to client'] ?? [])).length;
    for (;;) {
      record -= 1;
      const ran = await lane.run(cut({ way: 'close', direction: 'to client', record, after: -1 }));
      if (ran.readings[0]?.server.text.includes('@cut.example>')) {
        expect([ran.outcomes, ran.findings]).toEqual([['accepted'], ['right']]);
        continue;
      }
      expect(ran.readings[0]?.server.text).toMatch(/^220 .*235 .*\r\n$/s);
      expect([ran.outcomes, ran.findings]).toEqual([['unknown'], ['legitimate']]);
      break;
    }
  });
});

test('what is left behind is found: a server, an interval that does not keep the process alive', async () => {
  const before = await resources();
  const server = createServer().listen(0, '127.0.0.1');
  // More than the runner has of its own, some of which may end meanwhile.
  const intervals = Array.from({ length: 9 }, () => setInterval(() => undefined, 60_000).unref());
  const left = await leftovers(before, 20);
  expect(left).toContain('TCPServerWrap');
  expect(left).toContain('Timeout');
  intervals.forEach(clearInterval);
  server.close();
  expect(await leftovers(before)).toEqual([]);
});

function named(name: string): Dialogue {
  const found = dialogues.find((dialogue) => dialogue.name === name);
  if (found === undefined) throw new Error(`there is no dialogue ${name}`);
  return found;
}

function cut(place: { way: Cut['way']; direction: Direction; after: number; record?: number }): Cut {
  return { ...place, of: 1, afterwards: 'dead' };
}
