import { misuse } from '@ehlo/core';
import type { OAuthCauseCode } from './causes.js';
import type { Complete } from './surroundings.js';

/** An answer, read whole. */
export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Milliseconds, from Retry-After. */
  readonly retryAfter?: number;
}

/** What went wrong before there was an answer. Holds no more than the system's own word. */
export class Fault extends Error {
  constructor(
    readonly means: OAuthCauseCode,
    detail: string,
    readonly retry: boolean,
  ) {
    super(detail);
  }
}

/** Far more than any answer of OAuth: ID tokens with hundreds of groups stay below 64 KiB. */
const MOST_OCTETS = 1 << 20;

/**
 * One request, under the rules that hold for all: to the origins that are given and no others, over verified TLS, no
 * redirect followed (a token request must not be repeated to whoever an answer names), within a time and a size.
 */
export async function hear(
  { fetch, now, timeout }: Complete,
  origins: ReadonlySet<string>,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<Heard> {
  const { origin, host } = new URL(url);
  if (!origins.has(origin)) throw new Fault('OAUTH_RESPONSE_INVALID', `${host} is no endpoint of this provider`, false);
  const late = AbortSignal.timeout(timeout);
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: signal === undefined ? late : AbortSignal.any([signal, late]),
    });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      throw new Fault('OAUTH_RESPONSE_INVALID', `${host} redirects, which is not followed`, false);
    }
    const { status, headers } = response;
    const retryAfter = pauseIn(headers.get('retry-after'), now());
    return { status, headers, text: await readWithin(response, host), ...(retryAfter !== undefined && { retryAfter }) };
  } catch (error) {
    if (error instanceof Fault) throw error;
    signal?.throwIfAborted();
    if (late.aborted) throw new Fault('OAUTH_ENDPOINT_UNREACHABLE', `${host} gave no answer in ${timeout} ms`, true);
    throw networkFault(error, host);
  }
}

/** Throws a MailError for an endpoint without TLS: https, or http to this very machine where the caller asked for it. */
export function refuseClear(url: string, { allowHttpOnLoopback }: Pick<Complete, 'allowHttpOnLoopback'>): void {
  const { protocol, hostname, host } = new URL(url.replace('{tid}', 'tid'));
  if (protocol === 'https:') return;
  const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol === 'http:' && loopback && allowHttpOnLoopback) return;
  throw misuse('CONFIG_VALUE_INVALID', 'provider', `names ${host} without https, and secrets do not travel in clear`);
}

/** RFC 9110 10.2.3: seconds, or a date. */
function pauseIn(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}

async function readWithin(response: Response, host: string): Promise<string> {
  const reader = response.body?.getReader();
  const pieces: Uint8Array[] = [];
  let octets = 0;
  for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
    octets += piece.value.byteLength;
    if (octets > MOST_OCTETS) {
      await reader?.cancel();
      throw new Fault('OAUTH_RESPONSE_INVALID', `the answer of ${host} has no end`, false);
    }
    pieces.push(piece.value);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The names that OpenSSL and Node.js give to certificates that do not verify. */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH/;

/** `fetch` wraps the error of the socket, and Happy Eyeballs wraps several of them. */
function networkFault(error: unknown, host: string): Fault {
  const codes: string[] = [];
  const collect = (each: unknown, depth: number): void => {
    if (typeof each !== 'object' || each === null || depth > 4) return;
    const { code, cause, errors } = each as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) codes.push(code);
    collect(cause, depth + 1);
    if (Array.isArray(errors)) for (const inner of errors) collect(inner, depth + 1);
  };
  collect(error, 0);
  const code = codes.find((each) => untrusted.test(each)) ?? codes[0];
  const detail = code === undefined ? host : `${host}: ${code}`;
  return code !== undefined && untrusted.test(code)
    ? new Fault('OAUTH_ENDPOINT_UNTRUSTED', detail, false)
    : new Fault('OAUTH_ENDPOINT_UNREACHABLE', detail, true);
}
