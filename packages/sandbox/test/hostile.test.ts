import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { type Hostile, hostile } from '../src/index.js';

const CONNECTIONS = 60;

/** What the server says on each of many connections to a client that says all it has at once, until it quits. */
async function heard(server: Hostile, script: string): Promise<string[]> {
  const all: string[] = [];
  for (let at = 0; at < CONNECTIONS; at++) {
    const socket = connect(server.port, server.host).on('error', () => {});
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
    });
    socket.end(script);
    await new Promise((resolve) => socket.once('close', resolve));
    all.push(text);
  }
  return all;
}

const SCRIPT = 'EHLO client.example\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nRSET\r\nQUIT\r\n';

test('the same seed makes the same choices, another one others', async () => {
  const [first, again, other] = await Promise.all(
    [7, 7, 8].map(async (seed) => {
      await using server = await hostile({ seed, security: 'none', malice: 0 });
      return await heard(server, SCRIPT);
    }),
  );
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(new Set(first).size).toBeGreaterThan(CONNECTIONS / 4);
});

test('without malice every reply is one, in a form that the RFC has', async () => {
  await using server = await hostile({ security: 'none', malice: 0 });
  for (const text of await heard(server, SCRIPT)) expect(text).toMatch(/^(?:[2-5]\d\d[ -].*\r\n)*$/);
  expect(server.connections.flatMap(({ misdeeds }) => misdeeds)).toEqual([]);
});

test('with all malice every turn breaks a rule, and all of them come about', async () => {
  await using server = await hostile({ security: 'none', malice: 1 });
  const seen = new Set<string>();
  for (let at = 0; at < 400; at++) {
    const socket = connect(server.port, server.host).on('error', () => {});
    while (server.connections.length <= at || server.connections[at]?.misdeeds.length === 0)
      await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    seen.add(server.connections[at]!.misdeeds[0]!);
  }
  expect([...seen].every((misdeed) => misdeed.startsWith('greeting: '))).toBe(true);
  expect(seen.size).toBe(16);
});

test('the record pairs what was said with replies by count, and tells what was taken', async () => {
  await using server = await hostile({ security: 'none', malice: 0 });
  await heard(server, `${SCRIPT.replace('RSET\r\nQUIT\r\n', '')}BDAT 5 LAST\r\nhelloQUIT\r\n`);
  const verdicts = server.connections.flatMap(({ exchanges, messages }) => {
    const code = exchanges.find(({ said }) => said === 'BDAT')?.code;
    return messages.map(({ octets, taken }) => [octets.toString(), taken, code !== undefined && code < 300]);
  });
  expect(verdicts.length).toBeGreaterThan(CONNECTIONS / 2);
  expect(new Set(verdicts.map(([octets]) => octets))).toEqual(new Set(['hello']));
  expect(verdicts.every(([, taken, positive]) => taken === positive)).toBe(true);
  expect(new Set(verdicts.map(([, taken]) => taken))).toEqual(new Set([true, false]));
});

test('octets in clear are kept as they came', async () => {
  await using server = await hostile({ security: 'starttls', malice: 0 });
  await heard(server, 'EHLO client.example\r\nAUTH PLAIN c2VjcmV0\r\nQUIT\r\n');
  expect(server.connections[0]!.heardInClear.toString()).toBe('EHLO client.example\r\nAUTH PLAIN c2VjcmV0\r\nQUIT\r\n');
  server.clear();
  expect(server.connections).toEqual([]);
});
