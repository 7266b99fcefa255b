import type { Outcome, Profile } from '@ehlo/core';
import fc from 'fast-check';
import { type Opened, open } from '../../packages/core/src/smtp/dialogue.js';
import { defaultTimeouts } from '../../packages/core/src/smtp/phases.js';
import { Session } from '../../packages/core/src/smtp/session.js';
import { type Fate, transact } from '../../packages/core/src/smtp/transaction.js';
import { failure } from '../../packages/core/src/smtp/verdict.js';
import { replyOctets } from './words.js';

const said = fc.oneof(
  { weight: 12, arbitrary: fc.constant('right') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '334 \r\n',
      '334 VXNlcm5hbWU6\r\n',
      '354 go\r\n',
      '250 ok\r\n',
      '421 bye\r\n',
      '550 no\r\n',
    ),
  },
  { weight: 1, arbitrary: replyOctets.map((octets) => octets.toString('latin1')) },
);

/** What a server says in each of its turns; `right` stands for what the client hopes for. */
export const serverWords = fc.array(said, { minLength: 1, maxLength: 14 });

const row = { because: 'so it is', source: 'https://example.com/rule' };
const profile: Profile = {
  id: 'fuzz',
  name: 'Fuzz',
  domains: [],
  endpoints: [],
  auth: ['SCRAM-SHA-256', 'PLAIN', 'LOGIN', 'CRAM-MD5'].map((mechanism) => ({ mechanism, ...row })),
  limits: [],
  replies: [],
  causes: {},
  see: [],
};
const policy = {
  security: 'implicit',
  minTls: 'TLSv1.2',
  timeouts: defaultTimeouts,
  partial: 'send',
  pipelining: 'group',
  transfer: 'data',
} as const;
const login = { kind: 'password', user: 'me', password: 'open sesame' } as const;
const witness = { heard() {}, told() {}, said() {}, ended() {} };

const right: Readonly<Record<string, string>> = {
  greeting: '220 mx.example\r\n',
  EHLO: '250-mx.example\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n',
  AUTH: '235 2.7.0 OK\r\n',
  DATA: '354 Go\r\n',
};

/** A login and a message, with no socket between the two sides and no turn of the event loop. */
export function converse(words: readonly string[]): { outcome: Outcome | undefined; lines: string[] } {
  const lines: string[] = [];
  const waiting = ['greeting'];
  const session = new Session();
  const route = { host: 'mx.example', port: 465, tls: 'implicit', why: [] } as const;
  const channel = { host: route.host, port: route.port, secure: true, nonce: 'n0nce', offered: [] };
  let turn = 0;
  const run = (): void => {
    for (;;) {
      for (let next = session.turn(); next !== undefined; next = session.turn()) {
        for (const { text } of next.lines) {
          lines.push(text);
          waiting.push(/^[A-Z]+\b/.exec(text)?.[0] ?? 'other');
        }
        if (next.body !== undefined) {
          session.dataSaid(next.run);
          waiting.push('message');
        }
      }
      const verb = waiting.shift();
      if (verb === undefined || session.ended !== undefined || turn > 60) return;
      const reply = words[turn++ % words.length]!;
      session.hear(Buffer.from(reply === 'right' ? (right[verb] ?? '250 OK\r\n') : reply, 'latin1'));
    }
  };
  let opened: Opened | undefined;
  let fate: Fate | undefined;
  const hand = { route, helloName: 'client.example', profile, policy, login, credentials: login, channel };
  session
    .add(
      settling(open(hand), (value) => (opened = value)),
      witness,
    )
    .result.catch(() => undefined);
  run();
  if (opened !== undefined && session.ended === undefined) {
    const octets = Buffer.from('x\r\n\r\n');
    const mail = {
      envelope: { from: 'a@example.com', to: ['b@example.net', 'c@example.net'] },
      parameters: { size: 5 },
      octets,
    };
    const on = {
      opened,
      profile,
      partial: policy.partial,
      pipelining: opened.plan.pipelining,
      learned: { nextBehindEnd: true },
      dirty: false,
    };
    session
      .add(
        settling(transact(mail, on), (value) => (fate = value)),
        witness,
      )
      .result.catch(() => undefined);
    run();
  }
  session.end(failure('CONNECTION_STALLED_OR_DROPPED', 'ready'));
  return { outcome: fate?.outcome, lines };
}

/** The same flow, which hands its result over at once, not in a later turn. */
function* settling<Y, T, N>(flow: Generator<Y, T, N>, settle: (value: T) => void): Generator<Y, T, N> {
  const value = yield* flow;
  settle(value);
  return value;
}
