import { isMailError, type Transport } from '@ehlo/core';
import { expect, test } from 'vitest';
import type { RelayOptions } from './options.js';
import { hashPassword } from './password.js';
import { checkOptions } from './settings.js';

const transport = { send: async () => undefined } as unknown as Transport;
const good: RelayOptions = { transport, from: ['me@example.com'], users: 'none' };
const passwordHash = await hashPassword('secret');

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
  [{ users: [{ name: 'a', passwordHash: 'secret' }] }, 'CONFIG_VALUE_INVALID users[0].passwordHash'],
  [
    { users: [{ name: 'a', passwordHash: passwordHash.replace('ln=14', 'ln=31') }] },
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
  [{ port: 70_000 }, 'CONFIG_VALUE_INVALID port'],
  [{ tls: { cert: 'secret', key: 'secret' } }, 'CONFIG_VALUE_INVALID tls'],
  [{ tls: {} }, 'CONFIG_VALUE_INVALID tls'],
  [{ maxSize: 1.5 }, 'CONFIG_VALUE_INVALID maxSize'],
  [{ maxRecipients: 0 }, 'CONFIG_VALUE_INVALID maxRecipients'],
  [{ maxConnections: 5, maxConnectionsPerAddress: 6 }, 'CONFIG_VALUE_INVALID maxConnectionsPerAddress'],
  [{ timeouts: { idle: 0 } }, 'CONFIG_VALUE_INVALID timeouts.idle'],
  [{ name: 'a\r\nb' }, 'CONFIG_VALUE_INVALID name'],
  [{ observe: 'log' }, 'CONFIG_VALUE_INVALID observe'],
])('%j: %s', (options, answer) => {
  expect(fieldOf(options)).toBe(answer);
});
