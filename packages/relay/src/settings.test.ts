import { isMailError, type Transport } from '@ehlo/core';
import { expect, test } from 'vitest';
import { certificate, cheapHash } from '../test/kit.js';
import type { RelayOptions } from './options.js';
import { checkOptions } from './settings.js';

const transport = { send: async () => undefined } as unknown as Transport;
const good: RelayOptions = { transport, from: ['me@example.com'], users: 'none' };
const passwordHash = cheapHash('secret');

function fieldOf(options: Partial<Record<keyof RelayOptions, unknown>>): string {
  try {
    checkOptions({ ...good, ...options } as RelayOptions);
    return 'taken';
  } catch (error) {
    if (!isMailError(error)) throw error;
    expect(error.phase).toBe('settings');
    expect(error.message).not.toContain('secret');
    return `${error.code} ${error.field}`;
  }
}

test.each<[Partial<Record<keyof RelayOptions, unknown>>, string]>([
  [{}, 'taken'],
  [{ host: '::1', port: 0 }, 'taken'],
  [{ from: ['@example.com', '<>', 'me@bücher.example'] }, 'taken'],
  [{ users: [{ name: 'a', passwordHash }] }, 'taken'],
  [{ transport: {} }, 'CONFIG_VALUE_INVALID transport'],
  [{ from: [] }, 'CONFIG_VALUE_INVALID from'],
  [{ from: 'me@example.com' }, 'CONFIG_VALUE_INVALID from'],
  [{ from: ['me@example.com', 'Me <me@example.com>'] }, 'CONFIG_VALUE_INVALID from[1]'],
  [{ from: ['*'] }, 'CONFIG_VALUE_INVALID from[0]'],
  [{ users: [] }, 'CONFIG_VALUE_INVALID users'],
  [{ users: undefined }, 'CONFIG_VALUE_INVALID users'],
  [{ users: [{ name: '', passwordHash }] }, 'CONFIG_VALUE_INVALID users[0].name'],
  [{ users: [{ name: 'a\r\nb', passwordHash }] }, 'CONFIG_VALUE_INVALID users[0].name'],
  [{ users: [{ name: 'a', passwordHash: 'secret' }] }, 'CONFIG_VALUE_INVALID users[0].passwordHash'],
  [
    { users: [{ name: 'a', passwordHash: passwordHash.replace('ln=10', 'ln=31') }] },
    'CONFIG_VALUE_INVALID users[0].passwordHash',
  ],
  [{ users: [{ name: 'a', passwordHash, from: ['b'] }] }, 'CONFIG_VALUE_INVALID users[0].from[0]'],
  [
    {
      users: [
        { name: 'a', passwordHash },
        { name: 'a', passwordHash },
      ],
    },
    'CONFIG_VALUE_INVALID users[1].name',
  ],
  [{ host: 'relay.example' }, 'CONFIG_VALUE_INVALID host'],
  [{ host: '0.0.0.0' }, 'RELAY_NOT_PROTECTED host'],
  [{ host: '128.0.0.1' }, 'RELAY_NOT_PROTECTED host'],
  [{ host: '12.7.0.0' }, 'RELAY_NOT_PROTECTED host'],
  [{ host: '::ffff:127.0.0.1' }, 'RELAY_NOT_PROTECTED host'],
  [{ host: '127.0.0.2' }, 'taken'],
  [{ host: 'localhost' }, 'taken'],
  [{ port: 70_000 }, 'CONFIG_VALUE_INVALID port'],
  [{ tls: { cert: 'secret', key: 'secret' } }, 'CONFIG_VALUE_INVALID tls'],
  [{ tls: {} }, 'CONFIG_VALUE_INVALID tls'],
  [{ maxSize: 1.5 }, 'CONFIG_VALUE_INVALID maxSize'],
  [{ maxRecipients: 0 }, 'CONFIG_VALUE_INVALID maxRecipients'],
  [{ maxConnections: 5, maxConnectionsPerAddress: 6 }, 'CONFIG_VALUE_INVALID maxConnectionsPerAddress'],
  [{ maxConnections: 10_001 }, 'CONFIG_VALUE_INVALID maxConnections'],
  [{ rememberFor: 59_999 }, 'CONFIG_VALUE_INVALID rememberFor'],
  [{ rememberFor: Number.POSITIVE_INFINITY }, 'CONFIG_VALUE_INVALID rememberFor'],
  [{ refuseFor: -1 }, 'CONFIG_VALUE_INVALID refuseFor'],
  [{ refuseFor: 0 }, 'taken'],
  [{ timeouts: { login: 86_400_001 } }, 'CONFIG_VALUE_INVALID timeouts.login'],
  [{ timeouts: { message: Number.NaN } }, 'CONFIG_VALUE_INVALID timeouts.message'],
  [{ timeouts: { idle: 0 } }, 'CONFIG_VALUE_INVALID timeouts.idle'],
  [{ name: 'a\r\nb' }, 'CONFIG_VALUE_INVALID name'],
  [{ observe: 'log' }, 'CONFIG_VALUE_INVALID observe'],
])('%j: %s', (options, answer) => {
  expect(fieldOf(options)).toBe(answer);
});

test('what is left out is what options.ts says', async () => {
  const { maxConnectionsPerAddress, ...rest } = checkOptions({ ...good, users: [{ name: 'a', passwordHash }] });
  expect(rest).toMatchObject({
    ...{ host: '127.0.0.1', port: 2_525, name: 'localhost', tls: undefined, isLoopback: true },
    ...{ maxSize: 36_700_160, maxRecipients: 100, maxConnections: 100, rememberFor: 604_800_000, refuseFor: 900_000 },
    timeouts: { login: 30_000, idle: 300_000, message: 600_000 },
  });
  expect(maxConnectionsPerAddress).toBe(100);
  const { cert, key } = await certificate();
  const beyond = { ...good, host: '0.0.0.0', users: [{ name: 'a', passwordHash }], tls: { cert, key } };
  expect(checkOptions(beyond)).toMatchObject({ isLoopback: false, maxConnectionsPerAddress: 50 });
  expect(checkOptions({ ...beyond, maxConnections: 20 }).maxConnectionsPerAddress).toBe(20);
});

test('what an open relay lacks is named', async () => {
  const { cert, key } = await certificate();
  const host = '192.0.2.1';
  expect(() => checkOptions({ ...good, host, users: [{ name: 'a', passwordHash }] })).toThrow(/tls is not given/);
  expect(() => checkOptions({ ...good, host, tls: { cert, key } })).toThrow(/users is 'none'/);
});
