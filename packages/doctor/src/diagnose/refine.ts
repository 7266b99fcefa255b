import type { Language, Profile, Warning } from '@ehlo/core';
import type { Shown } from './certificate.js';
import { interceptorOf } from './interceptors.js';
import type { Neighbour } from './neighbours.js';
import { type Finding, retold, type StageName } from './report.js';

/** What a stage failed by, and what is known beside it. */
export interface Circumstances {
  readonly stage: StageName;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly host: string;
  readonly port: number;
  readonly profile: Profile;
  /** The authorities were chosen by the user. */
  readonly ownAuthorities: boolean;
  readonly warnings: readonly Warning[];
  /** What the server offered last, as lines of EHLO. */
  readonly offered: readonly string[];
  /** The certificate that TLS refused. */
  readonly shown: Shown | undefined;
  readonly neighbours: readonly Neighbour[];
  readonly language: Language;
}

/** Stages at which a wrong place shows itself. */
const PLACE: readonly StageName[] = ['dns', 'tcp', 'greeting', 'ehlo', 'tls'];
/** What says no more than that something is wrong with the place. */
const VAGUE = [
  'CONNECT_PORT_BLOCKED',
  'CONNECTION_STALLED_OR_DROPPED',
  'SERVER_PROTOCOL_VIOLATION',
  'TLS_HANDSHAKE_FAILED',
  'REFUSED_BY_SERVER',
];

/** Causes behind the first stages that another port or mode may not have. */
const OF_THE_PLACE = ['AUTH_NOT_OFFERED', 'AUTH_MECHANISM_MISMATCH', 'STARTTLS_REQUIRED', 'LOGIN_IN_CLEAR_REFUSED'];

/** Whether it may be otherwise somewhere else. */
export function hasToDoWithThePlace(stage: StageName, { code }: Finding): boolean {
  return PLACE.includes(stage) || stage === 'ehlo-tls' || OF_THE_PLACE.includes(code);
}

/** The cause as it is known when all was looked at. What needs no refining comes back as it is. */
export function refined(finding: Finding, around: Circumstances): Finding {
  const { language } = around;
  const better = views.map((view) => view(finding, around)).find((one) => one !== undefined);
  return better === undefined ? finding : retold(finding, better.code, better.detail, language);
}

interface Better {
  readonly code: string;
  readonly detail: string;
}

/** No AUTH in clear, beside STARTTLS: it comes with TLS (RFC 4954 4, RFC 3207 4.2). */
function withoutTls({ code }: Finding, { tls, offered }: Circumstances): Better | undefined {
  if (code !== 'AUTH_NOT_OFFERED' || tls !== 'none' || !offered.some((line) => /^STARTTLS\b/i.test(line)))
    return undefined;
  return { code: 'STARTTLS_REQUIRED', detail: 'the server offers STARTTLS, and AUTH not before it' };
}

/** A certificate that nobody trusts, in place of one that everybody knows. */
function intercepted({ code }: Finding, { shown, profile, host, ownAuthorities }: Circumstances): Better | undefined {
  if (code !== 'TLS_CERT_UNTRUSTED' || shown === undefined) return undefined;
  const row = interceptorOf(shown.issuers);
  const by = shown.issuers.join(', ');
  if (row !== undefined) {
    const what = row.kind === 'antivirus' ? 'a virus scanner on this machine' : 'a device of the network';
    return { code: 'TLS_INTERCEPTED', detail: `the certificate is issued by ${by}: ${row.name}, ${what}` };
  }
  const published = profile.endpoints.some((each) => each.host === host.toLowerCase());
  if (!published || ownAuthorities) return undefined;
  return { code: 'TLS_INTERCEPTED', detail: `${profile.name} has a public certificate, and this is issued by ${by}` };
}

/** Silence in one mode, and a handshake in the other, on the same port. */
function otherMode({ code }: Finding, { stage, tls, host, port, neighbours }: Circumstances): Better | undefined {
  if (!VAGUE.includes(code) || !PLACE.includes(stage)) return undefined;
  const other = neighbours.find((one) => one.host === host && one.port === port && one.tls !== tls && one.works);
  if (other === undefined) return undefined;
  return other.tls === 'implicit'
    ? { code: 'TLS_PLAIN_ON_IMPLICIT_PORT', detail: 'the port speaks TLS from the first byte' }
    : { code: 'TLS_IMPLICIT_ON_STARTTLS_PORT', detail: 'the port begins in clear and is upgraded by STARTTLS' };
}

/** What looked wrong in the settings explains a failure that says little. */
function doubted({ code }: Finding, { stage, warnings }: Circumstances): Better | undefined {
  if (!VAGUE.includes(code) || !PLACE.includes(stage)) return undefined;
  const doubt = warnings.find((each) => each.code === 'WRONG_HOST_OR_PORT' || each.code.startsWith('TLS_'));
  return doubt && { code: doubt.code, detail: doubt.message };
}

/** In this order; the first that sees more decides. */
const views = [intercepted, withoutTls, otherMode, doubted];
