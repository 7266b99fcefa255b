import type { CauseCode } from '../causes.js';
import type { MailError } from '../error.js';
import type { Phase } from '../trace.js';
import type { Route } from './plan.js';
import { otherProtocol } from './protocols.js';
import { failure } from './verdict.js';

/** What is known when a connection fails without a reply. */
export interface Fault {
  readonly phase: Phase;
  readonly route: Route;
  /** The error of Node.js or OpenSSL; undefined for an end without one. */
  readonly error?: NodeJS.ErrnoException & { readonly reason?: string };
  readonly timedOut?: boolean;
  /** The first bytes that came and were no reply. */
  readonly seen?: Uint8Array;
}

interface FaultRow {
  readonly code?: RegExp;
  /** OpenSSL's own word, from error.reason or the message. */
  readonly reason?: RegExp;
  readonly when?: (fault: Fault) => boolean;
  readonly means: CauseCode;
  readonly because: string;
}

/** Ports that speak TLS from the first byte: RFC 8314 7.3, and what providers document beside 465. */
const IMPLICIT_PORTS = [465, 994, 2465, 8465];

const isLoopback = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(host);

/** Error names of Node.js (errno, c-ares) and OpenSSL, read in this order. */
const rows: readonly FaultRow[] = [
  {
    code: /^(EAI_AGAIN|ESERVFAIL|EREFUSED|ETIMEOUT|ECONNREFUSED_DNS)$/,
    means: 'DNS_RESOLVER_UNAVAILABLE',
    because: 'the resolver gave no answer',
  },
  { code: /^(ENOTFOUND|ENODATA|EBADNAME|EAI_NONAME)$/, means: 'WRONG_HOST_OR_PORT', because: 'DNS knows no such host' },
  {
    code: /^ECONNREFUSED$/,
    when: (f) => isLoopback(f.route.host),
    means: 'HOST_MISSING_LOCALHOST',
    because: 'nothing listens there on this machine',
  },
  {
    code: /^ECONNREFUSED$/,
    means: 'WRONG_HOST_OR_PORT',
    because: 'the host answers, and nothing listens on that port',
  },
  {
    code: /^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EAFNOSUPPORT)$/,
    means: 'CONNECT_ADDRESS_FAMILY',
    because: 'there is no way to the address',
  },
  {
    when: (f) => f.phase === 'connect' && (f.timedOut === true || f.error?.code === 'ETIMEDOUT'),
    means: 'CONNECT_PORT_BLOCKED',
    because: 'no answer to TCP',
  },
  { code: /ALTNAME_INVALID/, means: 'TLS_CERT_HOSTNAME_MISMATCH', because: 'the certificate is for other names' },
  {
    code: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    means: 'TLS_CERT_EXPIRED',
    because: 'the certificate is outside its dates',
  },
  {
    code: /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_.*|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/,
    means: 'TLS_CERT_UNTRUSTED',
    because: 'no trusted authority signed the certificate',
  },
  {
    reason:
      /unsupported protocol|protocol version|dh key too small|no shared cipher|no ciphers available|handshake failure|ee key too small|ca md too weak|legacy sigalg/i,
    means: 'TLS_PROTOCOL_TOO_OLD',
    because: 'no common TLS version or cipher',
  },
  {
    reason: /wrong version number|packet length too long|http request|unknown protocol|record layer failure/i,
    when: (f) => f.route.tls === 'implicit',
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    because: 'clear text where TLS was expected',
  },
  {
    reason: /wrong version number|packet length too long|http request|unknown protocol|record layer failure/i,
    means: 'STARTTLS_INJECTION',
    because: 'clear text behind the 220 to STARTTLS',
  },
  {
    when: (f) =>
      f.phase === 'greeting' &&
      f.route.tls !== 'implicit' &&
      IMPLICIT_PORTS.includes(f.route.port) &&
      (f.seen?.length ?? 0) === 0,
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    because: 'silence on a port that speaks TLS from the first byte',
  },
  {
    when: (f) => f.phase === 'tls' && f.error !== undefined && f.error.code !== 'ECONNRESET',
    means: 'TLS_HANDSHAKE_FAILED',
    because: 'TLS did not come up',
  },
];

/** Why a connection failed that gave no reply to judge. */
export function diagnose(fault: Fault): MailError {
  const { error, route, phase } = fault;
  // What was said tells more than how it ended.
  const other =
    phase === 'greeting' ? otherProtocol(Buffer.from(fault.seen ?? []).toString('latin1'), phase) : undefined;
  if (other !== undefined) return other;
  const text = `${error?.reason ?? ''} ${error?.code ?? ''} ${error?.message ?? ''}`;
  const row = rows.find(
    (each) =>
      (each.code === undefined || each.code.test(error?.code ?? '')) &&
      (each.reason === undefined || each.reason.test(text)) &&
      (each.when === undefined || each.when(fault)),
  );
  const where = `${route.host}:${route.port}`;
  const seen = fault.timedOut ? 'no answer in time' : (error?.code ?? error?.message ?? 'the connection was closed');
  return failure(row?.means ?? 'CONNECTION_STALLED_OR_DROPPED', phase, {
    detail: `${where}, ${phase}: ${seen}${row === undefined ? '' : `; ${row.because}`}`,
    ...(error === undefined ? {} : { cause: error }),
  });
}

/** Whether the same host and port may answer in the other encrypted mode. */
export function isWrongMode(error: MailError, fault?: Fault): boolean {
  return (
    error.code === 'TLS_IMPLICIT_ON_STARTTLS_PORT' ||
    error.code === 'TLS_PLAIN_ON_IMPLICIT_PORT' ||
    // Silence is all that a server with implicit TLS has to say to a client that waits for its greeting.
    (fault?.phase === 'greeting' &&
      fault.timedOut === true &&
      fault.route.tls === 'starttls' &&
      (fault.seen?.length ?? 0) === 0)
  );
}
