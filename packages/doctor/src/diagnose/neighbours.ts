import { isIP } from 'node:net';
import { createSmtpTransport, isMailError, type Policy } from '@ehlo/core';
import type { Resolver } from '../resolver.js';
import type { Service } from './dns.js';
import type { Limit } from './limit.js';
import type { Account } from './target.js';

/** A place beside the one that failed. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** `none` on this machine only. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** One address of the host, where it is that which is tried. */
  readonly address?: string;
  readonly why: string;
}

/** What a neighbour showed: a handshake without credentials, in which nothing is sent. */
export interface Neighbour extends Place {
  /** TLS came up and, where there is a login, AUTH is offered. */
  readonly works: boolean;
  readonly milliseconds: number;
  /** Code of the cause that it failed by. */
  readonly code?: string;
  /** SASL mechanisms that it offers. */
  readonly mechanisms: readonly string[];
}

/** How the place that failed was reached. */
export interface Failed {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly address?: string;
  /** TLS came far enough to show that this is the way to it. */
  readonly modeIsRight: boolean;
  /** All addresses of the host. */
  readonly addresses: readonly string[];
}

/** Milliseconds for all of them together; they are tried at the same time. */
const PATIENCE = 7_000;
/** How many at most. */
const MOST = 10;

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/i;

/** Ports of submission with the way to TLS that each has (RFC 8314 7.3, RFC 6409 3.1), and what relays open beside them. */
const PORTS = [
  [587, 'starttls'],
  [465, 'implicit'],
  [2525, 'starttls'],
  [25, 'starttls'],
] as const;

/** Where else it may work, best first: the provider's own places, the other mode, other ports, other addresses. */
export function placesBeside(
  { profile }: Account,
  failed: Failed,
  services: readonly Service[],
  extra: readonly Omit<Place, 'why'>[],
): Place[] {
  const { host, port, tls } = failed;
  const own = profile.endpoints.map((each) => ({
    host: each.host,
    port: each.port,
    tls: each.security,
    why: `published by ${profile.name}`,
  }));
  const told = services.map((each) => ({ ...each, tls: each.security, why: 'told by SRV' }));
  const modes = failed.modeIsRight ? [] : (['starttls', 'implicit'] as const).filter((mode) => mode !== tls);
  const otherModes: Place[] = modes.map((mode) => ({ host, port, tls: mode, why: 'the other way to TLS' }));
  // A relay or a test server of this machine most often has no TLS, and needs none.
  if (tls !== 'none' && LOOPBACK.test(host)) otherModes.push({ host, port, tls: 'none', why: 'without TLS' });
  const ports = PORTS.map(([other, mode]) => ({ host, port: other, tls: mode, why: 'another port of the host' }));
  const addresses = failed.addresses
    .filter((address) => address !== failed.address && failed.addresses.length > 1)
    .slice(0, 3)
    .map((address) => ({ host, port, tls, address, why: 'another address of the host' }));
  const all: Place[] = [
    ...own,
    ...extra.map((each) => ({ ...each, why: 'asked for' })),
    ...told,
    ...otherModes,
    ...ports,
  ];
  const places = [...all, ...(tls === 'none' ? [] : addresses)];
  const name = (place: Omit<Place, 'why'>) => [place.host, place.port, place.tls, place.address ?? ''].join(' ');
  const seen = new Set([name({ host, port, tls })]);
  return places.filter((place) => !seen.has(name(place)) && seen.add(name(place))).slice(0, MOST);
}

/** Shakes hands with all of them at the same time, without credentials. Those that work come first. */
export async function tryAll(
  places: readonly Place[],
  account: Account,
  timeouts: Policy['timeouts'],
  resolver: Resolver,
  limit: Limit,
  tell: (neighbour: Neighbour) => void,
): Promise<Neighbour[]> {
  const signal = limit.signal(PATIENCE);
  const tried = await Promise.all(
    places.map(async (place) => {
      const neighbour = await shakeHands(place, account, timeouts, resolver, limit, signal);
      tell(neighbour);
      return neighbour;
    }),
  );
  return [...tried.filter(({ works }) => works), ...tried.filter(({ works }) => !works)];
}

async function shakeHands(
  place: Place,
  { profile, options, hasLogin }: Account,
  timeouts: Policy['timeouts'],
  resolver: Resolver,
  limit: Limit,
  signal: AbortSignal,
): Promise<Neighbour> {
  const begun = performance.now();
  const told = (works: boolean, code?: string, mechanisms: readonly string[] = []): Neighbour => ({
    ...place,
    works,
    milliseconds: Math.round(performance.now() - begun),
    mechanisms,
    ...(code === undefined ? {} : { code }),
  });
  const { tls = {}, helloName = profile.hello && options.user?.split('@')[1] } = options;
  try {
    const address = place.address ?? (await addressOf(place.host, resolver, limit));
    if (address === undefined) return told(false, 'WRONG_HOST_OR_PORT');
    await using transport = createSmtpTransport(profile, {
      host: address,
      port: place.port,
      security: place.tls === 'none' ? 'none-on-loopback' : place.tls,
      tls: withName(tls, place.host),
      timeouts,
      ...(helloName === undefined ? {} : { helloName }),
    });
    const { ok, error, before, after = before } = await transport.check({ signal });
    const mechanisms = after?.mechanisms ?? [];
    if (!ok) return told(false, error?.code ?? 'CONNECTION_STALLED_OR_DROPPED');
    return hasLogin && mechanisms.length === 0 ? told(false, 'AUTH_NOT_OFFERED') : told(true, undefined, mechanisms);
  } catch (error) {
    limit.refuseAborted();
    if (isMailError(error)) return told(false, error.code);
    return told(false, signal.aborted ? 'CONNECT_PORT_BLOCKED' : 'WRONG_HOST_OR_PORT');
  }
}

async function addressOf(host: string, resolver: Resolver, limit: Limit): Promise<string | undefined> {
  if (isIP(host) !== 0) return host;
  const [first] = await limit.within(PATIENCE, resolver.lookup(host));
  return first?.address;
}

/** An address is dialled, and the host's name asked for and verified. */
export function withName<T extends { readonly servername?: string }>(tls: T, host: string): T {
  return tls.servername !== undefined || isIP(host) !== 0 ? tls : { ...tls, servername: host };
}
