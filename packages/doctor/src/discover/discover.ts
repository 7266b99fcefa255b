import { domainToASCII } from 'node:url';
import { misuse } from '@ehlo/core';
import { type Preset, presetFor, presetOfHost, presets } from '@ehlo/generic';
import { byPreference, servicesOf } from '../diagnose/dns.js';
import { Limit } from '../diagnose/limit.js';
import { codeOf, isNothing, type Resolver, systemResolver } from '../resolver.js';
import { readAutoconfig } from './autoconfig.js';
import { type Get, getHttps, getWithin } from './https.js';

/** Where something was looked for. The order is that in which they are believed. */
export type StepName = 'preset' | 'autoconfig' | 'well-known' | 'ispdb' | 'srv' | 'mx';

/** A submission server of an address, reached over TLS. */
export interface Found {
  readonly host: string;
  readonly port: number;
  readonly security: 'implicit' | 'starttls';
  /** The user name for the login, where that is known. */
  readonly user?: string;
  /** SASL mechanisms that were named, in their order; empty where none were. */
  readonly mechanisms: readonly string[];
  readonly step: StepName;
  /** Id of the preset, where the provider is known. */
  readonly provider?: string;
  /** Why a person should look at the host before a password goes there; undefined where the source can be trusted. */
  readonly confirm?: string;
}

export interface DiscoveryStep {
  readonly step: StepName;
  /** What was asked: a URL, or the names of records. */
  readonly asked: string;
  readonly result: 'found' | 'nothing' | 'failed' | 'not asked';
  readonly milliseconds: number;
  /** What was seen or why it was not asked, in English. */
  readonly seen: readonly string[];
  readonly found: readonly Found[];
}

export interface Discovery {
  readonly address: string;
  readonly domain: string;
  /** What was found, best first. */
  readonly found: readonly Found[];
  /** Every step, whether or not it was needed. */
  readonly steps: readonly DiscoveryStep[];
}

export interface DiscoverOptions {
  /** Also ask Mozilla's database at v1.ispdb.net, which then learns the domain (not the address). Default false. */
  readonly ispdb?: boolean;
  /** Tell the address to the domain's own autoconfig, as draft-ietf-mailmaint-autoconfig has it. Default true. */
  readonly tellAddress?: boolean;
  /** Milliseconds for all of it. Default 10,000. */
  readonly within?: number;
  /** Ends it: `discover` then rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Told of each step as it ends. What it throws is ignored. */
  readonly observe?: (step: DiscoveryStep) => void;
  /** Default: the resolver of this machine. */
  readonly resolver?: Resolver;
  /** Gets a page over HTTPS, without following redirects. Default: by node:https. */
  readonly get?: Get;
}

const PATIENCE = 10_000;

/**
 * Finds the submission servers of a mail address: presets; the domain's own autoconfig; SRV (RFC 6186, RFC 8314 5.1);
 * MX, where it names a known provider. Only what is encrypted counts. Where a preset knows the domain nothing is asked
 * at all; else the domain's own servers and DNS are, and no third party unless `ispdb` allows it.
 *
 * @throws MailError CONFIG_VALUE_INVALID where `address` is no bare mail address.
 */
export async function discover(address: string, options: DiscoverOptions = {}): Promise<Discovery> {
  // The parser of URLs, which makes the xn-- form, would cut at a slash; letters beyond ASCII are all it is for.
  const [, local = '', named = ''] = /^([^@\s]+)@([\p{L}\p{M}\p{N}_.-]+)$/u.exec(address) ?? [];
  const domain = domainToASCII(named).toLowerCase();
  if (!/^(?=.{1,253}$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.(?!\d+$)[a-z0-9-]+$/.test(domain))
    throw misuse('CONFIG_VALUE_INVALID', 'address', 'is no bare mail address such as me@example.com');
  const { ispdb = false, tellAddress = true, signal, observe, resolver = systemResolver, get = getHttps } = options;
  const limit = new Limit(options.within ?? PATIENCE, signal);
  limit.refuseAborted();
  const who = { address, local, domain };

  const preset = presetFor(domain);
  const known = preset === undefined ? [] : ofPreset(preset, who, 'preset');
  const needed = known.length === 0;
  const query = tellAddress ? `?emailaddress=${encodeURIComponent(address)}` : '';
  const asks: readonly Ask[] = [
    {
      step: 'preset',
      asked: domain,
      allowed: true,
      ask: async () => ({ found: known, seen: [preset === undefined ? 'no preset' : `preset ${preset.id}`] }),
    },
    page('autoconfig', `https://autoconfig.${domain}/mail/config-v1.1.xml${query}`, needed),
    page('well-known', `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml${query}`, needed),
    page('ispdb', `https://v1.ispdb.net/${domain}`, needed && ispdb),
    { step: 'srv', asked: `_submissions._tcp.${domain}, _submission._tcp.${domain}`, allowed: needed, ask: srv },
    { step: 'mx', asked: domain, allowed: needed, ask: mx },
  ];

  function page(step: StepName, url: string, allowed: boolean): Ask {
    return {
      step,
      asked: url,
      allowed,
      ask: async () => {
        const bounds = step === 'ispdb' ? undefined : domain;
        const { body, seen } = await limit.within(PATIENCE, getWithin(get, url, limit.signal(PATIENCE), bounds));
        const servers = body === undefined ? [] : readAutoconfig(body, who);
        return { seen, found: servers.map((one) => ({ ...one, step, ...ofHost(one.host) })) };
      },
    };
  }

  async function srv(): Promise<Answer> {
    const { services, seen } = await servicesOf(domain, resolver, limit);
    const found = services.map((one) => ({ ...one, step: 'srv' as const, user: address, mechanisms: [] }));
    return { seen, found: found.map((one) => ({ ...one, ...ofHost(one.host), ...outside(one.host, domain) })) };
  }

  async function mx(): Promise<Answer> {
    const [best] = byPreference(await limit.within(PATIENCE, resolver.mx(domain)));
    const host = best?.exchange.replace(/\.$/, '').toLowerCase() ?? '';
    if (host === '') return { seen: ['no MX'], found: [] };
    const owner = presetOfMx(host);
    const seen = [`MX ${host}: ${owner === undefined ? 'of no provider that is known' : owner.name}`];
    return { seen, found: owner === undefined ? [] : ofPreset(owner, who, 'mx').map((one) => ({ ...one, ...GUESS })) };
  }

  const steps = await Promise.all(
    asks.map(async (one) => {
      const step = await taken(one, limit);
      try {
        observe?.(step);
      } catch {
        // A view that breaks must not break the search.
      }
      return step;
    }),
  );
  return { address, domain, found: steps.flatMap(({ found }) => found), steps };
}

interface Who {
  readonly address: string;
  readonly local: string;
  readonly domain: string;
}

interface Answer {
  readonly seen: readonly string[];
  readonly found: readonly Found[];
}

interface Ask {
  readonly step: StepName;
  readonly asked: string;
  readonly allowed: boolean;
  readonly ask: () => Promise<Answer>;
}

/** MX stands in DNS without proof, and says who receives mail, not who sends it. */
const GUESS = { confirm: 'it was guessed from the MX record, which nothing proves' };

async function taken({ step, asked, allowed, ask }: Ask, limit: Limit): Promise<DiscoveryStep> {
  const begun = performance.now();
  const told = (result: DiscoveryStep['result'], { seen, found }: Answer): DiscoveryStep => {
    const milliseconds = Math.round(performance.now() - begun);
    return { step, asked, result, milliseconds, seen, found };
  };
  if (!allowed) {
    const why = step === 'ispdb' ? 'a third party, which was not allowed or not needed' : 'not needed';
    return told('not asked', { seen: [why], found: [] });
  }
  try {
    const answer = await ask();
    return told(answer.found.length > 0 ? 'found' : 'nothing', answer);
  } catch (error) {
    limit.refuseAborted();
    return told(isNothing(error) ? 'nothing' : 'failed', { seen: [codeOf(error)], found: [] });
  }
}

function ofPreset(preset: Preset, { address, local }: Who, step: StepName): Found[] {
  const user = { email: address, localpart: local, fixed: preset.fixedUser }[preset.user];
  return preset.endpoints.map(({ host, port, security }) => ({
    ...{ host, port, security, mechanisms: preset.auth, step, provider: preset.id },
    ...(user === undefined ? {} : { user }),
  }));
}

function ofHost(host: string): { provider?: string } {
  const preset = presetOfHost(host);
  return preset === undefined ? {} : { provider: preset.id };
}

/** RFC 6186 6: a target outside the domain is to be confirmed by the user, since DNS proves nothing. */
function outside(host: string, domain: string): { confirm?: string } {
  if (host === domain || host.endsWith(`.${domain}`)) return {};
  return { confirm: `DNS names a host outside ${domain}, and nothing proves it` };
}

/** The longest ending counts: `eu.mailgun.org` lies beneath `mailgun.org`. */
function presetOfMx(host: string): Preset | undefined {
  const fits = presets.flatMap((preset) =>
    preset.mx.filter((ending) => host === ending || host.endsWith(`.${ending}`)).map((ending) => ({ preset, ending })),
  );
  return fits.sort((a, b) => b.ending.length - a.ending.length)[0]?.preset;
}
