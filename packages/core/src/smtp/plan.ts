import type { Capabilities } from '../capabilities.js';
import type { Login } from '../login.js';
import type { Policy, Security } from '../policy.js';
import type { AuthRow, Profile } from '../profile.js';
import type { QuirkRow } from './quirks.js';
import { findMechanism, type Mechanism } from './sasl.js';

/** Where to dial and how the channel is made. */
export interface Route {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** Tried only when the route before it was found unreachable, or to speak the other mode. */
  readonly after?: 'unreachable' | 'wrong mode';
  /** The rules that made it. */
  readonly why: readonly string[];
}

/** What to do with an offer. */
export interface Plan {
  /** In the order in which they are tried. */
  readonly mechanisms: ReadonlyArray<{ readonly mechanism: Mechanism; readonly row: AuthRow }>;
  readonly pipelining: Policy['pipelining'];
  readonly form: 'data' | 'bdat';
  /** The next MAIL may stand behind the end of a message (RFC 2920 3.1; never behind BDAT LAST, RFC 4468 3.2). */
  readonly nextBehindEnd: boolean;
  readonly why: readonly string[];
}

/** Before dialling: rules x policy = routes, in order of preference. Pure. */
export function routes(profile: Profile, wanted: { host?: string; port?: number; security: Security }): Route[] {
  const { host, port, security } = wanted;
  if (host === undefined) {
    const known = profile.endpoints.filter(
      (row) => (port === undefined || row.port === port) && (security === 'auto' || row.security === security),
    );
    return known.map((row, at) => ({
      host: row.host,
      port: row.port,
      tls: row.security,
      why: [row.because],
      ...(at === 0 ? {} : { after: 'unreachable' as const }),
    }));
  }
  const chosen = port ?? defaultPort(security, profile);
  const base = { host, port: chosen };
  if (security === 'none-on-loopback')
    return [{ ...base, tls: 'none', why: ['clear text was asked for, which is for this machine only'] }];
  if (security !== 'auto') return [{ ...base, tls: security, why: [`security is '${security}'`] }];
  const first = autoMode(profile, chosen);
  const second = first.tls === 'implicit' ? 'starttls' : 'implicit';
  return [
    { ...base, ...first },
    { ...base, tls: second, after: 'wrong mode', why: ['the port answered in the other encrypted mode'] },
  ];
}

function autoMode(profile: Profile, port: number): Pick<Route, 'tls' | 'why'> {
  const row = profile.endpoints.find((each) => each.port === port);
  if (row !== undefined) return { tls: row.security, why: [row.because] };
  const modes = new Set(profile.endpoints.map((each) => each.security));
  const [only] = modes;
  if (modes.size === 1 && only !== undefined)
    return { tls: only, why: [`${profile.name} knows no other way to TLS than '${only}'`] };
  return port === 465
    ? { tls: 'implicit', why: ['port 465 speaks TLS from the first byte (RFC 8314 3.3)'] }
    : { tls: 'starttls', why: [`port ${port} is upgraded by STARTTLS, which is required (RFC 8314 3.3)`] };
}

function defaultPort(security: Security, profile: Profile): number {
  const row = profile.endpoints.find((each) => security === 'auto' || each.security === security);
  if (row !== undefined) return row.port;
  return security === 'implicit' ? 465 : security === 'none-on-loopback' ? 25 : 587;
}

/** After EHLO: offer x rules x policy = plan. Pure. */
export function plan(
  offer: Capabilities,
  profile: Profile,
  policy: Policy,
  login: Login,
  binding: boolean,
  quirk?: QuirkRow,
): Plan {
  const why: string[] = [];
  const mechanisms = chooseMechanisms(offer, profile, policy, login, binding, why);
  const pipelining = choosePipelining(offer, profile, policy, why);
  const form = chooseForm(offer, profile, policy, why);
  if (quirk !== undefined && form === 'data')
    why.push(`no next transaction behind the end of a message: ${quirk.because}`);
  return {
    mechanisms,
    pipelining,
    form,
    nextBehindEnd: pipelining !== 'none' && form === 'data' && quirk === undefined,
    why,
  };
}

function chooseMechanisms(
  offer: Capabilities,
  profile: Profile,
  policy: Policy,
  login: Login,
  binding: boolean,
  why: string[],
): Plan['mechanisms'] {
  const chosen: Array<{ mechanism: Mechanism; row: AuthRow }> = [];
  if (login.kind === 'none') return chosen;
  const needs = { password: 'password', token: 'token', external: 'certificate' }[login.kind];
  const rows = policy.mechanisms?.map((name) => rowFor(name, profile)) ?? profile.auth;
  for (const row of rows) {
    const mechanism = findMechanism(row.mechanism);
    if (mechanism === undefined || mechanism.needs !== needs) continue;
    if (!offer.mechanisms.includes(mechanism.name)) why.push(`${mechanism.name} is not offered`);
    else if (mechanism.name.endsWith('-PLUS') && !binding)
      why.push(`${mechanism.name} needs channel binding, which this connection has not`);
    else {
      why.push(`${mechanism.name}: ${row.because}`);
      chosen.push({ mechanism, row });
    }
  }
  return chosen;
}

/** A mechanism that the user asked for keeps the profile's rule for it, where there is one. */
function rowFor(name: string, profile: Profile): AuthRow {
  const known = profile.auth.find((row) => row.mechanism === name.toUpperCase());
  return (
    known ?? {
      mechanism: name.toUpperCase(),
      because: 'asked for by the mechanisms option',
      source: 'the mechanisms option',
    }
  );
}

function choosePipelining(offer: Capabilities, profile: Profile, policy: Policy, why: string[]): Plan['pipelining'] {
  const row = profile.transfer?.find((each) => each.pipelining !== undefined);
  if (!offer.has('PIPELINING')) {
    why.push('one command at a time: PIPELINING is not offered');
    return 'none';
  }
  if (row?.pipelining === 'none' || policy.pipelining === 'none') {
    why.push(`one command at a time: ${row?.because ?? "pipelining is 'none'"}`);
    return 'none';
  }
  return row?.pipelining ?? policy.pipelining;
}

function chooseForm(offer: Capabilities, profile: Profile, policy: Policy, why: string[]): Plan['form'] {
  const row = profile.transfer?.find((each) => each.form !== undefined);
  if (!offer.has('CHUNKING')) return 'data';
  if (policy.transfer !== 'auto') return policy.transfer;
  if (row?.form !== undefined) {
    why.push(`${row.form === 'data' ? 'DATA' : 'BDAT'}: ${row.because}`);
    return row.form;
  }
  return 'bdat';
}
