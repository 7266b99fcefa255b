import { inspect } from 'node:util';
import { type AccountOptions, isMailError, type Outcome, type RawMessage, type Receipt } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { type Hostile, type HostileRecord, hostile } from '@ehlo/sandbox';

/** A session in which the client did what it must not. With the seed and the channel it can be had again. */
export interface Offence {
  readonly session: number;
  readonly channel: Channel;
  readonly what: string;
  readonly misdeeds: readonly string[];
}

export interface Siege {
  sessions: number;
  readonly outcomes: Record<Outcome, number>;
  /** How often each rule was broken. */
  readonly misdeeds: Record<string, number>;
  /** Sessions by what the server was asked last: how far they came. */
  readonly reached: Record<string, number>;
  /** Milliseconds of the longest. */
  longest: number;
  readonly offences: Offence[];
}

type Channel = 'starttls' | 'implicit' | 'none';

/** Milliseconds of every phase. */
const PATIENCE = 120;
/** Replies that any session of these waits for, with one more try and QUIT; beyond as many phases it does not end. */
const REPLIES = 40;

const timeouts = Object.fromEntries(
  ['connect', 'greeting', 'hello', 'tls', 'auth', 'envelope', 'data', 'sent'].map((phase) => [phase, PATIENCE]),
);

const SECRETS = ['c4n4ry-Passw0rd-51', `c4n4ry-t0ken-${'0123456789abcdef'.repeat(4)}`] as const;
const [PASSWORD, TOKEN] = SECRETS;

/** Sends a message in each session to a server that answers at random, and holds the client's word against its records. */
export async function besiege(sessions: number, seed: number, lanes = 6): Promise<Siege> {
  const siege: Siege = {
    sessions: 0,
    outcomes: { accepted: 0, rejected: 0, deferred: 0, unknown: 0 },
    misdeeds: {},
    reached: {},
    longest: 0,
    offences: [],
  };
  const resources = held();
  let next = 0;
  const lane = async (_: unknown, at: number): Promise<void> => {
    const channels = (['starttls', 'implicit', 'none'] as const).map(
      async (security) =>
        [
          security,
          await hostile({ security, seed: seed * 1_000 + at, password: PASSWORD, accessToken: TOKEN }),
        ] as const,
    );
    const servers = await Promise.all(channels);
    while (next < sessions) {
      const session = next++;
      const [channel, server] = servers[session % servers.length]!;
      await attempt(siege, session, channel, server);
    }
    for (const [, server] of servers) await server.close();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (let turn = 0; turn < 100 && held() > resources; turn++) await new Promise((resolve) => setTimeout(resolve, 20));
  if (held() > resources) {
    const what = `left behind: ${process.getActiveResourcesInfo().join(' ')}`;
    siege.offences.push({ session: sessions, channel: 'none', what, misdeeds: [] });
  }
  return siege;
}

/** Sockets and timers that keep the process alive. */
function held(): number {
  return process.getActiveResourcesInfo().filter((name) => /^(T(CP|LS)\w*|Timeout)$/.test(name)).length;
}

async function attempt(siege: Siege, session: number, channel: Channel, server: Hostile): Promise<void> {
  const { password, ...account } = server.transportOptions;
  const login = session % 5 === 0 ? { auth: () => TOKEN } : { password };
  const transport = generic({ ...account, ...login, ...variety(session), timeouts });
  const begun = performance.now();
  let receipt: Receipt | undefined;
  let thrown: unknown;
  try {
    receipt = await transport.send(message(session));
  } catch (error) {
    thrown = error;
  }
  await transport.close();
  const lasted = performance.now() - begun;
  while (server.open > 0) await new Promise((resolve) => setImmediate(resolve));
  const records = server.connections;
  const misdeeds = records.flatMap((record) => record.misdeeds);
  const offences = [
    ...(lasted > PATIENCE * REPLIES ? [`it lasted ${Math.round(lasted)} ms`] : []),
    ...(receipt === undefined ? [`send threw ${inspect(thrown)}`] : untrue(receipt, records)),
    ...(channel === 'none' ? [] : records.flatMap(saidInClear)),
    ...printed(receipt ?? thrown),
  ];
  siege.sessions += 1;
  siege.longest = Math.max(siege.longest, lasted);
  if (receipt !== undefined) siege.outcomes[receipt.outcome] += 1;
  for (const misdeed of misdeeds) count(siege.misdeeds, misdeed.replace(/^(?!TLS)\w+: /, ''));
  count(
    siege.reached,
    records
      .at(-1)
      ?.exchanges.filter(({ said }) => said !== 'QUIT')
      .at(-1)?.said ?? 'nothing',
  );
  for (const what of offences) siege.offences.push({ session, channel, what, misdeeds });
  server.clear();
}

/** Ways of sending, by turns. */
function variety(session: number): Partial<AccountOptions> {
  return {
    pipelining: (['group', 'group', 'none', 'transactions'] as const)[(session >> 1) % 4]!,
    transfer: (['auto', 'data', 'bdat'] as const)[(session >> 2) % 3]!,
    partial: (['send', 'send', 'refuse'] as const)[(session >> 3) % 3]!,
  };
}

function message(session: number): RawMessage {
  const text = `Message-ID: <${session}@siege.example>\r\nSubject: siege\r\n\r\n.one\r\n250 two\r\n`;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < text.length; at += 30) yield Buffer.from(text.slice(at, at + 30));
  }
  const to = ['a@example.net', 'b@example.net', 'c@example.net'].slice(0, 1 + (session % 3));
  return { envelope: { from: 'me@example.com', to }, raw: session % 4 === 0 ? pieces() : text };
}

const OUTCOMES: readonly string[] = ['accepted', 'rejected', 'deferred', 'unknown'];

/** A receipt against what the server knows. */
function untrue(receipt: Receipt, records: readonly HostileRecord[]): string[] {
  if (!OUTCOMES.includes(receipt.outcome)) return [`the outcome is ${receipt.outcome}`];
  if (receipt.outcome !== 'accepted') {
    const { error } = receipt;
    const named = isMailError(error) && error.fix !== '' && /^[A-Z0-9_]+$/.test(error.code);
    return named ? [] : [`${receipt.outcome} without a cause`];
  }
  // The message itself, whole: a lone dot behind refused recipients is no message.
  const taken = records.flatMap(({ messages }) => messages.filter(({ octets, taken }) => taken && octets.length > 0));
  // The recipients that a server had no room for go in a transaction of their own, and the receipt says so.
  const most = receipt.warnings.some(({ code }) => code === 'RECIPIENTS_SPLIT') ? 2 : 1;
  return taken.length >= 1 && taken.length <= most ? [] : [`accepted, and the server took ${taken.length}`];
}

/** What was said before TLS was up and is none of these lines, and secrets in any form. */
function saidInClear({ heardInClear }: HostileRecord): string[] {
  const text = heardInClear.toString('latin1');
  // A TLS handshake that the server did not take part in.
  const hello = text.search(/\x16\x03[\x00-\x04]/);
  const lines = (hello === -1 ? text : text.slice(0, hello)).split('\r\n').filter((line) => line !== '');
  const strange = lines.filter(
    (line) => !/^((EHLO|HELO) \[127\.0\.0\.1\]|(EHLO|HELO) [\w.-]+|STARTTLS|QUIT)$/.test(line),
  );
  const secrets = spellings.filter((secret) => text.includes(secret));
  return [
    ...strange.map((line) => `said in clear: ${line.slice(0, 40)}`),
    ...secrets.map(() => 'a secret went out in clear'),
  ];
}

/** A secret in anything that a program may print. */
function printed(result: unknown): string[] {
  const error = (result as { error?: unknown }).error;
  const texts = [
    inspect(result, { depth: 12 }),
    JSON.stringify(result),
    inspect(error, { depth: 12, showHidden: true }),
  ];
  return texts.some((text) => spellings.some((secret) => text?.includes(secret))) ? ['a secret was printed'] : [];
}

/** As they are, and in base64 at any offset, without the octets at the ends that depend on their neighbours. */
const spellings = SECRETS.flatMap((secret) => [
  secret,
  ...[0, 1, 2].map((offset) =>
    Buffer.from('\0'.repeat(offset) + secret)
      .toString('base64')
      .slice(4, -4),
  ),
]);

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
