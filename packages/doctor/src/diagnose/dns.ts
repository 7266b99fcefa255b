import { isIP } from 'node:net';
import { judgeFault, type MailError, type Route } from '@ehlo/core';
import { codeOf, isNothing, type Resolver } from '../resolver.js';
import type { Limit } from './limit.js';

/** Milliseconds for each question. */
const PATIENCE = 5_000;

/** A server by SRV (RFC 6186, RFC 8314 5.1). */
export interface Service {
  readonly host: string;
  readonly port: number;
  readonly security: 'implicit' | 'starttls';
}

export interface Addresses {
  readonly addresses: readonly string[];
  readonly seen: string;
  /** Why there is none. */
  readonly error?: MailError;
}

/** The addresses of the host of a route. */
export async function addressesOf(route: Route, resolver: Resolver, limit: Limit): Promise<Addresses> {
  const { host } = route;
  if (isIP(host) !== 0) return { addresses: [host], seen: `${host} is an address` };
  try {
    const found = await limit.within(PATIENCE, resolver.lookup(host));
    const words = found.map(({ address, family }) => `${family === 6 ? 'AAAA' : 'A'} ${address}`).join(', ');
    if (found.length > 0) return { addresses: found.map(({ address }) => address), seen: `${host}: ${words}` };
    return none(route, Object.assign(new Error('no address'), { code: 'ENODATA' }));
  } catch (error) {
    limit.refuseAborted();
    return none(route, error as NodeJS.ErrnoException);
  }
}

function none(route: Route, error: NodeJS.ErrnoException): Addresses {
  return {
    addresses: [],
    seen: `${route.host}: ${codeOf(error)}`,
    error: judgeFault({ phase: 'connect', route, error }),
  };
}

/** What the domain says of its own submission servers, best first. Says nothing where DNS does not. */
export async function servicesOf(
  domain: string,
  resolver: Resolver,
  limit: Limit,
): Promise<{ readonly services: readonly Service[]; readonly seen: readonly string[] }> {
  const asked = [
    [`_submissions._tcp.${domain}`, 'implicit'],
    [`_submission._tcp.${domain}`, 'starttls'],
  ] as const;
  const answers = await Promise.all(
    asked.map(async ([name, security]) => {
      try {
        const records = byPreference(await limit.within(PATIENCE, resolver.srv(name)));
        const services = records.map((record) => ({ host: hostOf(record.name), port: record.port, security }));
        // RFC 6186 3.4: the root as target says that there is no such service.
        const offered = services.filter(({ host }) => host !== '');
        const words = offered.map(({ host, port }) => `${host}:${port}`).join(', ') || 'not offered';
        return { services: offered, seen: `SRV ${name}: ${words}` };
      } catch (error) {
        limit.refuseAborted();
        return { services: [], seen: `SRV ${name}: ${isNothing(error) ? 'none' : codeOf(error)}` };
      }
    }),
  );
  return { services: answers.flatMap(({ services }) => services), seen: answers.map(({ seen }) => seen) };
}

const hostOf = (target: string): string => target.replace(/\.$/, '').toLowerCase();

/** RFC 2782: the lowest priority first. Weight is a die for many clients; here the heavier one comes first. */
export function byPreference<T extends { readonly priority: number; readonly weight?: number }>(
  records: readonly T[],
): T[] {
  return [...records].sort((a, b) => a.priority - b.priority || (b.weight ?? 0) - (a.weight ?? 0));
}
