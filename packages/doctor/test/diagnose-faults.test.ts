import { type FaultName, faults, type Place, places } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import type { DiagnoseOptions } from '../src/index.js';
import { examined, SHORT, verdict } from './diagnose-kit.js';

const dropped = (stage: string): string => `CONNECTION_STALLED_OR_DROPPED at ${stage}`;

/** A server that falls silent or goes at a place: what the probe says, and what it says where a message is sent by DATA. */
const gone: Readonly<Record<Place, readonly [probe: string, sending: string]>> = {
  greeting: [dropped('greeting'), dropped('greeting')],
  TLS: [dropped('tls'), dropped('tls')],
  EHLO: [dropped('ehlo'), dropped('ehlo')],
  HELO: ['ok', 'ok'],
  STARTTLS: [dropped('tls'), dropped('tls')],
  AUTH: [dropped('auth'), dropped('auth')],
  login: [dropped('auth'), dropped('auth')],
  MAIL: [dropped('mail'), dropped('mail')],
  RCPT: ['ok', dropped('message')],
  DATA: ['ok', dropped('message')],
  message: ['ok', 'REPLY_LOST at message'],
  'end-of-data': ['ok', 'REPLY_LOST at message'],
  BDAT: ['ok', 'ok'],
  RSET: [dropped('rset'), 'ok'],
  NOOP: ['ok', 'ok'],
  VRFY: ['ok', 'ok'],
  HELP: ['ok', 'ok'],
  QUIT: ['ok', 'ok'],
  unknown: ['ok', 'ok'],
};

/** No reply stands there that could be halved. */
const noReply: readonly Place[] = ['TLS', 'message'];

type Moving = 'stall' | 'cut' | 'half-reply';

/** What the other faults come to, by kind; where it matters, over implicit TLS too. */
const table: Readonly<Record<Exclude<FaultName, Moving>, Readonly<Record<string, readonly string[]>>>> = {
  'split-replies': { '': ['ok', 'ok'] },
  'glued-replies': { '': ['ok', 'ok'] },
  'unasked-reply': { '': ['SERVER_PROTOCOL_VIOLATION at mail', 'SERVER_PROTOCOL_VIOLATION at mail'] },
  'bytes-after-starttls': {
    whole: ['STARTTLS_INJECTION at tls', 'ok'],
    'incomplete-line': ['STARTTLS_INJECTION at tls', 'ok'],
    'two-segments': ['STARTTLS_INJECTION at tls', 'ok'],
  },
  'wrong-certificate': {
    'self-signed': ['TLS_CERT_UNTRUSTED at tls', 'TLS_CERT_UNTRUSTED at tls'],
    expired: ['TLS_CERT_EXPIRED at tls', 'TLS_CERT_EXPIRED at tls'],
    'wrong-name': ['TLS_CERT_HOSTNAME_MISMATCH at tls', 'TLS_CERT_HOSTNAME_MISMATCH at tls'],
    'unknown-ca': ['TLS_CERT_UNTRUSTED at tls', 'TLS_CERT_UNTRUSTED at tls'],
  },
  'tls-1.0-only': { '': ['TLS_PROTOCOL_TOO_OLD at tls', 'TLS_PROTOCOL_TOO_OLD at tls'] },
  'lost-final-reply': { '': ['ok', 'ok'] },
  'slow-reader': { '': ['ok', 'ok'] },
  'starttls-stripped': { '': ['STARTTLS_UNAVAILABLE at tls', 'ok'] },
  'starttls-refused': { '': ['STARTTLS_UNAVAILABLE at tls', 'ok'] },
  'clear-text-after-starttls': { '': ['STARTTLS_INJECTION at tls', 'ok'] },
  silent: { '': [dropped('greeting'), dropped('greeting')] },
  echo: { '': ['CREDENTIALS_REJECTED at auth', 'CREDENTIALS_REJECTED at auth'] },
  'not-smtp': {
    imap: ['WRONG_HOST_OR_PORT at greeting', 'WRONG_HOST_OR_PORT at greeting'],
    http: ['WRONG_HOST_OR_PORT at greeting', 'WRONG_HOST_OR_PORT at greeting'],
    pop3: ['WRONG_HOST_OR_PORT at greeting', 'WRONG_HOST_OR_PORT at greeting'],
    ssh: ['WRONG_HOST_OR_PORT at greeting', 'WRONG_HOST_OR_PORT at greeting'],
  },
};

test('all faults of the sandbox are in the table, in all their forms', () => {
  const moving: readonly Moving[] = ['stall', 'cut', 'half-reply'];
  expect([...Object.keys(table), ...moving].sort()).toEqual(Object.keys(faults).sort());
  for (const [name, kinds] of Object.entries(table))
    expect(Object.keys(kinds)).toEqual(
      faults[name as FaultName].kinds.length === 0 ? [''] : faults[name as FaultName].kinds,
    );
});

describe.each(Object.entries(table))('%s', (name, kinds) => {
  test.concurrent.each(Object.entries(kinds))('%s', async (kind, [starttls = '', implicit = '']) => {
    for (const [security, expected] of [
      ['starttls', starttls],
      ['implicit', implicit],
    ] as const) {
      const fault = kind === '' ? name : { name, kind };
      const waits = name === 'silent' ? { timeouts: SHORT } : {};
      const { box, diagnosis } = await examined('generic', { security, fault, mechanisms: ['PLAIN'] }, waits);
      expect(verdict(diagnosis), security).toBe(expected);
      expect(box.counters.commands.AUTH ?? 0).toBeLessThanOrEqual(1);
    }
  });
});

describe.each([
  ['stall', undefined],
  ['cut', undefined],
  ['half-reply', 'stall'],
  ['half-reply', 'cut'],
] as const)('%s %s at', (name, kind) => {
  test.concurrent.each(places)('%s', async (at) => {
    const fault = { name, at, ...(kind === undefined ? {} : { kind }) };
    const [probe, sending] = name === 'half-reply' && noReply.includes(at) ? ['ok', 'ok'] : gone[at];
    const server = { fault, mechanisms: ['PLAIN'], extensions: { CHUNKING: false } };
    const runs: Array<readonly [expected: string, how: DiagnoseOptions]> = [[probe, {}]];
    if (sending !== probe) runs.push([sending, { sendTo: 'you@example.net' }]);
    for (const [expected, how] of runs) {
      const { box, diagnosis } = await examined('generic', server, { timeouts: SHORT }, how);
      expect(verdict(diagnosis)).toBe(expected);
      // A line that is lost behind the login costs a transport a second one, and the doctor none.
      expect(box.counters.commands.AUTH ?? 0).toBeLessThanOrEqual(1);
    }
  });
});

test('a message over BDAT that got no answer is told as such', async () => {
  const how = { sendTo: 'you@example.net' };
  const { diagnosis } = await examined('generic', { fault: 'lost-final-reply' }, {}, how);
  expect(verdict(diagnosis)).toBe('REPLY_LOST at message');
  const { diagnosis: second } = await examined('generic', { fault: { name: 'cut', at: 'BDAT' } }, {}, how);
  expect(verdict(second)).toBe('REPLY_LOST at message');
});

test('what a server says back is told without the secrets in it', async () => {
  const told: unknown[] = [];
  const observe = (event: unknown): void => void told.push(event);
  for (const login of ['password', 'token']) {
    const { box, diagnosis } = await examined('generic', { fault: 'echo', login }, {}, { observe });
    const all = JSON.stringify([diagnosis, told]) + String(diagnosis.trace);
    const secrets = [box.password, box.accessToken].flatMap((one) => [
      one,
      Buffer.from(one).toString('base64').slice(4, -4),
    ]);
    for (const secret of secrets) expect(all).not.toContain(secret);
    expect(all).toContain('[secret]');
  }
});
