import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { type MailError, misuse } from '@ehlo/core';
import type { RelayOptions, RelayTimeouts, RelayUser } from './options.js';
import { readHash } from './password.js';
import { processMemory } from './process-memory.js';
import { refusal } from './refusal.js';
import { comparable } from './senders.js';

/** Options that were checked, with all that was left out filled in. */
export interface Settings extends Omit<Required<RelayOptions>, 'tls' | 'timeouts' | 'observe' | 'users'> {
  readonly tls: RelayOptions['tls'];
  readonly timeouts: RelayTimeouts;
  readonly observe: RelayOptions['observe'];
  /** Empty: nobody has to log in. */
  readonly users: readonly RelayUser[];
  readonly isLoopback: boolean;
}

const DAY = 86_400_000;

/** Refuses what cannot be meant, and an open relay, before anything listens. Throws a MailError that names the option. */
export function checkOptions(options: RelayOptions): Settings {
  const { transport, from, users, host = '127.0.0.1', port = 2525, tls, observe } = options;
  if (typeof transport?.send !== 'function') throw wrong('transport', 'is no transport');
  checkSenders('from', from);
  if (users !== 'none') checkUsers(users);
  if (tls !== undefined) checkTls(tls);
  if (observe !== undefined && typeof observe !== 'function') throw wrong('observe', 'is not a function');
  if (host !== 'localhost' && isIP(host) === 0) throw wrong('host', 'is no IP address of this machine');
  const isLoopback = host === 'localhost' || host === '::1' || /^127\./.test(host);
  if (!isLoopback && (tls === undefined || users === 'none')) throw openRelay(host, tls === undefined);
  const maxConnections = whole('maxConnections', options.maxConnections ?? 100, 1, 10_000);
  const ofOneAddress = options.maxConnectionsPerAddress ?? (isLoopback ? maxConnections : Math.min(50, maxConnections));
  return {
    transport,
    from,
    users: users === 'none' ? [] : users,
    host,
    port: whole('port', port, 0, 65_535),
    name: name(options.name ?? 'localhost'),
    tls,
    maxSize: whole('maxSize', options.maxSize ?? 36_700_160, 1_024, Number.MAX_SAFE_INTEGER),
    maxRecipients: whole('maxRecipients', options.maxRecipients ?? 100, 1, 100_000),
    maxConnections,
    maxConnectionsPerAddress: whole('maxConnectionsPerAddress', ofOneAddress, 1, maxConnections),
    timeouts: timeouts(options.timeouts),
    memory: options.memory ?? processMemory(),
    rememberFor: whole('rememberFor', options.rememberFor ?? 7 * DAY, 60_000, 366 * DAY),
    refuseFor: whole('refuseFor', options.refuseFor ?? 900_000, 0, DAY),
    observe,
    isLoopback,
  };
}

function openRelay(host: string, withoutTls: boolean): MailError {
  const lacks = withoutTls ? 'tls is not given' : "users is 'none'";
  return refusal('RELAY_NOT_PROTECTED', 'settings', {
    field: 'host',
    detail: `host is ${host}, which is not this machine alone, and ${lacks}`,
  });
}

function checkSenders(field: string, from: unknown): void {
  if (!Array.isArray(from) || from.length === 0) throw wrong(field, 'names nobody that may be sent as');
  for (const [at, entry] of from.entries()) {
    if (typeof entry === 'string' && (entry === '<>' || comparable(entry) !== undefined)) continue;
    throw wrong(`${field}[${at}]`, 'is neither an address such as me@example.com, nor @example.com, nor <>');
  }
}

function checkUsers(users: unknown): void {
  if (!Array.isArray(users) || users.length === 0)
    throw wrong('users', "names nobody; where programs of this machine shall send without a login, say users: 'none'");
  const names = new Set<string>();
  for (const [at, user] of (users as readonly RelayUser[]).entries()) {
    const field = `users[${at}]`;
    if (typeof user?.name !== 'string' || user.name === '' || /[\0-\x1f\x7f]/.test(user.name))
      throw wrong(`${field}.name`, 'is no name');
    if (names.has(user.name)) throw wrong(`${field}.name`, 'stands twice');
    names.add(user.name);
    if (readHash(user.passwordHash) === undefined)
      throw wrong(`${field}.passwordHash`, 'is no hash that hashPassword made; a password itself must not stand here');
    if (user.from !== undefined) checkSenders(`${field}.from`, user.from);
  }
}

function checkTls({ cert, key }: NonNullable<RelayOptions['tls']>): void {
  try {
    createSecureContext({ cert, key });
  } catch {
    // OpenSSL's words are left out: they quote what they could not read.
    throw wrong('tls', 'has no certificate and key, in PEM, that belong together');
  }
  if (!cert || !key) throw wrong('tls', 'has no certificate and key, in PEM, that belong together');
}

function name(value: string): string {
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(value)) return value;
  throw wrong('name', 'is no host name');
}

const limits = { login: 30_000, idle: 300_000, message: 600_000 };

function timeouts(given: Partial<RelayTimeouts> = {}): RelayTimeouts {
  const of = (part: keyof RelayTimeouts) => whole(`timeouts.${part}`, given[part] ?? limits[part], 1, DAY);
  return { login: of('login'), idle: of('idle'), message: of('message') };
}

function whole(field: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(field, `is not a whole number from ${least} to ${most}`);
}

function wrong(field: string, why: string): MailError {
  return misuse('CONFIG_VALUE_INVALID', field, why);
}
