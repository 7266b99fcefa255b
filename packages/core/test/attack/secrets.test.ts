import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { AccountOptions, Progress, TraceEvent } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { describe, expect, test } from 'vitest';
import { files, textOf } from '../../../../tools/files.js';
import { pair, verdict } from '../pair.js';
import { channels, impatient, refusal } from './kit.js';

const PASSWORD = 'c4n4ry-pa55word-0123456789';
const TOKEN = `c4n4ry.t0ken.${'abcdefghij'.repeat(6)}`;
const key = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string;

/** As it is, and in base64 at any offset, without what depends on its neighbours. */
const spellings = (secret: string): string[] => [
  secret,
  ...[0, 1, 2].map((offset) =>
    Buffer.from('\0'.repeat(offset) + secret)
      .toString('base64')
      .slice(4, -4),
  ),
];
const canaries = [
  ...spellings(PASSWORD),
  ...spellings(TOKEN),
  ...key.split('\n').slice(1, -2),
  ...spellings(key).slice(1),
];

/** Everything that a program may print of a value. */
function printed(value: unknown): string {
  const error = value instanceof Error ? `${value.stack}${value.message}${String(value)}` : '';
  return [
    error,
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(value),
    String((value as { trace?: unknown })?.trace),
  ].join('\n');
}

function expectClean(value: unknown): void {
  const text = printed(value);
  for (const canary of canaries)
    expect(text.includes(canary), `${canary.slice(0, 12)} in ${text.slice(0, 200)}`).toBe(false);
}

const logins: ReadonlyArray<readonly [string, Partial<AccountOptions>]> = [
  ...['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-256'].map((name) => [name, { password: PASSWORD }] as const),
  ...['XOAUTH2', 'OAUTHBEARER'].map((name) => [name, { auth: () => TOKEN }] as const),
];

const situations: ReadonlyArray<readonly [string, NonNullable<Parameters<typeof pair>[0]>]> = [
  ['all goes well', {}],
  ['the server sends back what it was told', { fault: [{ name: 'echo' }, { name: 'echo', at: 'AUTH' }] }],
  ['the login is refused', { password: 'another', accessToken: 'another' }],
  ['the connection is cut', { fault: { name: 'cut', at: 'login' } }],
  ['the server falls silent', { fault: { name: 'stall', at: 'login' } }],
  ['half a reply', { fault: { name: 'half-reply', at: 'login' } }],
];

describe.each(channels)('the canary of a login, $channel', ({ server, security }) => {
  describe.each(logins)('%s', (mechanism, login) => {
    test.each(situations)(
      'T35 and T36: it is in no message, error, event, trace, log or inspection: %s',
      async (_name, situation) => {
        const events: Array<TraceEvent | Progress> = [];
        const logged: unknown[] = [];
        const log = (...given: unknown[]): void => void logged.push(given);
        await using it = await pair(
          {
            security: server,
            mechanisms: [mechanism],
            password: PASSWORD,
            accessToken: TOKEN,
            login: 'auth' in login ? 'token' : 'password',
            ...situation,
          },
          {
            security,
            timeouts: { ...impatient, auth: 100 },
            ...('auth' in login ? { password: undefined } : {}),
            ...login,
            dkim: { domainName: 'example.com', keySelector: 'one', privateKey: key },
            observe: (event) => events.push(event),
            logger: { debug: log, info: log, warn: log, error: log },
          } as Partial<AccountOptions>,
        );
        const receipt = await it.transport.send(it.mail());
        expectClean(receipt);
        expectClean('error' in receipt ? receipt.error : undefined);
        expectClean(await it.transport.check());
        expectClean(it.transport);
        expectClean(events);
        expectClean(logged);
        expect(logged.length).toBeGreaterThan(3);
        for (const { raw } of it.box.inbox) expectClean(Buffer.from(raw).toString('latin1'));
      },
    );
  });

  test('T35: nor in what misuse throws', async () => {
    const wrong: ReadonlyArray<object> = [
      { password: `${PASSWORD}\r\n` },
      { password: PASSWORD, auth: () => TOKEN },
      { auth: TOKEN },
      { auth: () => `${TOKEN}\n` },
      { auth: () => ({ token: [TOKEN] }) },
      { auth: () => Promise.reject(new Error(`401 for ${TOKEN}`, { cause: { headers: { authorization: TOKEN } } })) },
      { host: `https://me:${PASSWORD}@example.com` },
      { [PASSWORD.slice(0, 3)]: PASSWORD },
      { password: PASSWORD, mechanisms: [PASSWORD] },
      { tls: { key, cert: PASSWORD } },
      { tls: { passphrase: PASSWORD, key } },
      { dkim: { domainName: 'example.com', keySelector: 'one', privateKey: PASSWORD } },
    ];
    await using it = await pair({ security: server, mechanisms: ['PLAIN', 'XOAUTH2'] }, { security });
    for (const options of wrong) {
      const { password: _password, ...account } = it.box.transportOptions;
      const error = await refusal(async () => {
        await using transport = generic({ ...account, security, ...options } as never);
        const receipt = await transport.send(it.mail());
        expect(verdict(receipt)).not.toBe('accepted');
        if ('error' in receipt) throw receipt.error;
      });
      expect(error).toBeDefined();
      // A name that nobody knows is shown; its value is not.
      expectClean(error);
    }
  });
});

describe('T37: no credential follows a redirect to another host', () => {
  test('one file calls over HTTP, and takes no redirect', () => {
    const calls = /\bfetch\(|from '(node:)?(https?|http2|undici)'|XMLHttpRequest/;
    const sources = files().filter((path) => /^packages\/(core|generic|gmail|outlook)\/src\/.*\.ts$/.test(path));
    const calling = sources.filter((path) => calls.test(textOf(path).replace('globalThis.fetch(', '')));
    expect(calling).toEqual(['packages/core/src/http/line.ts']);
    expect(textOf(calling[0] as string).match(/\bfetch\([^;]*redirect: 'manual'/g)).toHaveLength(1);
  });

  test('but for attachments by URL, where they are permitted, with headers of their own', async () => {
    const heard: Array<string | undefined> = [];
    const elsewhere = createServer((request, response) => {
      heard.push(request.headers.authorization, request.headers.cookie);
      response.end('content');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const target = `http://localhost:${(elsewhere.address() as AddressInfo).port}/`;
    const first = createServer((_request, response) => response.writeHead(302, { location: target }).end());
    await new Promise<void>((resolve) => first.listen(0, '127.0.0.1', resolve));
    await using it = await pair({ security: 'none' }, { allowUrlAttachments: true });
    const href = `http://127.0.0.1:${(first.address() as AddressInfo).port}/`;
    const httpHeaders = { authorization: `Bearer ${TOKEN}`, cookie: TOKEN };
    expect(verdict(await it.transport.send(it.mail({ attachments: [{ href, httpHeaders }] })))).toBe('accepted');
    first.close();
    elsewhere.close();
    expect(heard).toEqual([undefined, undefined]);
  });
});
