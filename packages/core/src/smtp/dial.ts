import { connect, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls, createSecureContext, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { misuse } from '../misuse.js';
import type { TlsOptions } from '../options.js';
import type { Policy } from '../policy.js';
import { helloNameIsGood } from './command.js';
import type { Route } from './plan.js';
import type { Happened } from './recorder.js';
import { failure } from './verdict.js';

/** The error of a socket, as Node.js or OpenSSL gives it. */
export type SocketError = NodeJS.ErrnoException & { readonly reason?: string };

/** A socket that is coming up. `up` rejects with a SocketError, or with undefined for an end without one. */
export interface Coming<S extends Socket> {
  readonly socket: S;
  readonly up: Promise<void>;
}

/** TCP to the first address that answers; each has its time before the next is tried (RFC 8305). */
export function dial(route: Route): Coming<Socket> {
  const { host, port } = route;
  const socket = connect({ host, port, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 1_000 });
  socket.setNoDelay(true);
  return coming(socket, 'connect');
}

/** TLS 1.2 or newer, the certificate and its name verified (RFC 8314 3, RFC 7817 3). No option turns this off. */
export function secure(plain: Socket, route: Route, tls: TlsOptions, policy: Policy): Coming<TLSSocket> {
  plain.removeAllListeners();
  // What goes wrong below TLS is told by the TLS socket.
  plain.on('error', () => undefined);
  // RFC 6066 3: an address is not asked for by name.
  const servername = tls.servername ?? (isIP(route.host) === 0 ? route.host : undefined);
  const socket = connectTls({
    socket: plain,
    host: tls.servername ?? route.host,
    minVersion: policy.minTls,
    rejectUnauthorized: true,
    ...(servername === undefined ? {} : { servername }),
    ...(tls.ca === undefined ? {} : { ca: typeof tls.ca === 'string' ? tls.ca : [...tls.ca] }),
    ...(tls.cert === undefined ? {} : { cert: tls.cert, key: tls.key, passphrase: tls.passphrase }),
  });
  return coming(socket, 'secureConnect');
}

/** Refuses, before dialling, a certificate or key that OpenSSL cannot read. */
export function checkCertificates({ ca, cert, key, passphrase }: TlsOptions): void {
  try {
    createSecureContext({ ca: ca === undefined || typeof ca === 'string' ? ca : [...ca], cert, key, passphrase });
  } catch (error) {
    const { code = 'no reason' } = error as SocketError;
    const field = passphrase === undefined ? 'tls' : 'tls.passphrase';
    throw misuse('CONFIG_VALUE_INVALID', field, `does not open the certificate and its key: OpenSSL says ${code}`);
  }
}

function coming<S extends Socket>(socket: S, event: 'connect' | 'secureConnect'): Coming<S> {
  const up = new Promise<void>((resolve, reject) => {
    socket.once(event, resolve);
    socket.on('error', (error) => reject(firstOf(error)));
    socket.once('close', () => reject(undefined));
  });
  up.catch(() => undefined);
  return { socket, up };
}

/** The errors of several addresses come as one; the first tells most. */
function firstOf(error: Error): SocketError {
  return error instanceof AggregateError && error.errors.length > 0 ? (error.errors[0] as Error) : error;
}

/** Clear text is for this machine only, whatever the name of the host resolved to. */
export function refuseBeyondLoopback(socket: Socket, route: Route): void {
  if (route.tls !== 'none' || /^(?:127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '')) return;
  throw failure('SECURITY_NOT_LOOPBACK', 'connect', {
    field: 'security',
    detail: `${route.host} is ${socket.remoteAddress}`,
  });
}

/** What is worth knowing of a TLS connection that came up. */
export function describeTls(socket: TLSSocket): Happened {
  const certificate = socket.getPeerCertificate(true);
  const name = (of: { CN?: string | string[]; O?: string | string[] } | undefined) => String(of?.CN ?? of?.O ?? '');
  return {
    kind: 'secured',
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    subject: name(certificate.subject) || (certificate.subjectaltname ?? ''),
    issuer: name(certificate.issuer),
    validTo: certificate.valid_to ?? '',
    names: namesOf(certificate),
    chain: issuersOf(certificate).map(name),
  };
}

/** Who issued it, who issued that one, and so on as far as is known. A root issues itself, which tells nothing more. */
function issuersOf(certificate: DetailedPeerCertificate): DetailedPeerCertificate['issuer'][] {
  const issuers = [];
  for (let one = certificate; one?.issuer !== undefined; one = one.issuerCertificate) {
    if (one !== certificate && one.issuerCertificate === one) break;
    issuers.push(one.issuer);
    if (one.issuerCertificate === one) break;
  }
  return issuers;
}

function namesOf({ subjectaltname = '' }: DetailedPeerCertificate): string[] {
  return [...subjectaltname.matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)].map(([, name]) => name as string);
}

/** RFC 5321 4.1.1.1 and 4.1.3: a name that is known to be fully qualified, else the literal of this end of the connection. */
export function ownName(socket: Socket): string {
  const name = hostname();
  if (helloNameIsGood(name) && !/\.(?:local|localdomain|internal|lan|home)$|^localhost\./i.test(name)) return name;
  const address = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/, '').replace(/%.*$/, '');
  return isIP(address) === 6 ? `[IPv6:${address}]` : `[${address}]`;
}
