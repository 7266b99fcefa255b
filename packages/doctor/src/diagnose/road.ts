import { type MailError, type Policy, type Route, routes, type Warning } from '@ehlo/core';
import type { Resolver } from '../resolver.js';
import { addressesOf, type Service, servicesOf } from './dns.js';
import type { Ladder } from './ladder.js';
import type { Limit } from './limit.js';
import type { StageName } from './report.js';
import type { Account } from './target.js';
import { reach } from './tcp.js';

/** What became of DNS and TCP. */
export interface Road {
  /** The first of the provider's places that answers, or the one that was asked for. */
  readonly route: Route;
  /** The address that answered, and all that did. */
  readonly address?: string;
  readonly addresses: readonly string[];
  /** What the domain says of its submission servers. */
  readonly services: readonly Service[];
  /** Addresses that do not answer, beside one that does. */
  readonly warnings: readonly Warning[];
  readonly failed?: { readonly stage: StageName; readonly error: MailError };
}

/** DNS, then TCP to every address, at the same time. */
export async function findRoad(
  { profile, options, from }: Account,
  timeouts: Policy['timeouts'],
  resolver: Resolver,
  ladder: Ladder,
  limit: Limit,
): Promise<Road> {
  const { host, port, security = 'auto', user } = options;
  const wanted = { security, ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) };
  const roads = routes(profile, wanted).filter(({ after }) => after !== 'wrong mode');
  const [route] = roads as [Route];

  ladder.begin('dns');
  const domain = domainOf(user) ?? domainOf(from);
  const [found, srv] = await Promise.all([
    Promise.all(roads.map((each) => addressesOf(each, resolver, limit))),
    domain === undefined || isHere(route.host) ? { services: [], seen: [] } : servicesOf(domain, resolver, limit),
  ]);
  ladder.see(...new Set(found.map(({ seen }) => seen)), ...srv.seen);
  const none = { route, addresses: [], services: srv.services, warnings: [] };
  const resolved = roads.flatMap((each, at) =>
    (found[at]?.addresses ?? []).map((address) => ({ route: each, address })),
  );
  if (resolved.length === 0) return { ...none, failed: { stage: 'dns', error: found[0]?.error as MailError } };

  ladder.begin('tcp');
  const tried = await Promise.all(
    resolved.map(async (one) => ({ ...one, ...(await reach(one.address, one.route, timeouts.connect, limit)) })),
  );
  limit.refuseAborted();
  ladder.see(...tried.map(({ seen }) => seen));
  const open = tried.find(({ error }) => error === undefined);
  if (open === undefined) return { ...none, failed: { stage: 'tcp', error: tried[0]?.error as MailError } };
  return {
    route: open.route,
    address: open.address,
    addresses: tried.filter((one) => one.route === open.route && one.error === undefined).map(({ address }) => address),
    services: srv.services,
    warnings: tried.flatMap(({ error, seen }) =>
      error === undefined ? [] : [{ code: error.code, field: 'host', message: seen }],
    ),
  };
}

/** Of an address, bare or with a display name. */
function domainOf(address: string | undefined): string | undefined {
  return /@([^@\s>]+)>?$/.exec(address ?? '')?.[1]?.toLowerCase();
}

/** A server at an address or on this machine is no server of a domain: DNS has nothing to say of it. */
function isHere(host: string): boolean {
  return /^[\d.]+$|:|^localhost$/i.test(host);
}
