import type { EndpointRow, Security } from '@ehlo/core';
import rows from './presets.json';
import { sesPresets } from './ses.js';

/** What is known of a mailbox provider or relay service, as its source publishes it. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  /** Other names, such as those of nodemailer's `service` option; lower case letters and digits only. */
  readonly aliases: readonly string[];
  /** Domains of the addresses it gives out, lower case. */
  readonly domains: readonly string[];
  /** How the names of its MX hosts end, for domains of its customers. */
  readonly mx: readonly string[];
  /** Order is preference. Empty: mail programs have no access. */
  readonly endpoints: ReadonlyArray<Pick<EndpointRow, 'host' | 'port' | 'security'>>;
  /** SASL mechanisms, order is preference. */
  readonly auth: readonly string[];
  /** The user name of the login: the whole address, the part before the @, or something that no address tells. */
  readonly user: 'email' | 'localpart' | 'fixed';
  /** The one user name that all accounts share, such as `apikey`. */
  readonly fixedUser?: string;
  /** The package of Ehlo that serves this provider in place of this one. */
  readonly package?: string;
  /** Only for test servers on this machine, which speak clear text unless told otherwise. */
  readonly security?: Extract<Security, 'none-on-loopback'>;
  /** `high`: recorded, or in the provider's own pages or a maintained list; `low`: seen once, or by analogy. */
  readonly confidence: 'high' | 'medium' | 'low';
  /** What a person should know when a login fails. */
  readonly notes: readonly string[];
  readonly source: string;
}

/** A row of presets.json: endpoints are URLs, and what is empty is left out. */
interface PresetRow extends Omit<Preset, 'aliases' | 'domains' | 'mx' | 'endpoints' | 'notes'> {
  readonly aliases?: readonly string[];
  readonly domains?: readonly string[];
  readonly mx?: readonly string[];
  readonly endpoints: readonly string[];
  readonly notes?: readonly string[];
}

/** Every provider that is known, 118 of them. */
export const presets: readonly Preset[] = [...(rows as readonly PresetRow[]).map(presetOf), ...sesPresets()];

/** The preset of the provider that gives out addresses at this domain; an address will do. */
export function presetFor(domainOrAddress: string): Preset | undefined {
  const domain = domainOf(domainOrAddress);
  return presets.find((preset) => preset.domains.includes(domain));
}

/** The preset of this id or alias; case and punctuation do not matter, as with nodemailer's `service`. */
export function presetNamed(name: string): Preset | undefined {
  const wanted = letters(name);
  return presets.find((preset) => letters(preset.id) === wanted || preset.aliases.includes(wanted));
}

/** The preset that lists this host, so that settings typed by hand get its notes too. Never one of this machine. */
export function presetOfHost(host: string): Preset | undefined {
  const wanted = host.toLowerCase();
  return presets.find(
    (preset) =>
      preset.security === undefined && preset.endpoints.some((each) => each.host === wanted && !isLoopback(wanted)),
  );
}

/** The part behind the last @, lower case; the whole where there is none. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** This machine by name or address (RFC 6761 6.3, RFC 5735 3, RFC 4291 2.5.3). */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

function presetOf(row: PresetRow): Preset {
  return { aliases: [], domains: [], mx: [], notes: [], ...row, endpoints: row.endpoints.map(endpointOf) };
}

function endpointOf(url: string): Preset['endpoints'][number] {
  const [, scheme, host, port] = /^(smtps|smtp\+starttls):\/\/([^:]+):(\d+)$/.exec(url) ?? [];
  if (scheme === undefined || host === undefined) throw new TypeError(`no endpoint: ${url}`);
  return { host, port: Number(port), security: scheme === 'smtps' ? 'implicit' : 'starttls' };
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
