import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { type Channel, endPointBinding } from './sasl.js';

/** The channel bindings that this TLS connection can give to SCRAM, or undefined. */
export function channelBinding(socket: TLSSocket): Channel['binding'] {
  const binding: { 'tls-exporter'?: Uint8Array; 'tls-server-end-point'?: Uint8Array } = {};
  // RFC 9266 2 and 4.2: 32 octets, no context; with TLS 1.2 only under conditions that Node.js does not tell.
  // Deno's TLSSocket does not have the function.
  if (socket.getProtocol() === 'TLSv1.3' && typeof socket.exportKeyingMaterial === 'function') {
    binding['tls-exporter'] = socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
  }
  const certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  const hash = certificate === undefined ? undefined : signatureHash(certificate.raw);
  if (certificate !== undefined && hash !== undefined) {
    binding['tls-server-end-point'] = endPointBinding(certificate.raw, hash);
  }
  return Object.keys(binding).length === 0 ? undefined : binding;
}

/** Object identifiers of signature algorithms (RFC 8017 A.2.4, RFC 5758 3.2), as hexadecimal DER, and their hash. */
const SIGNATURES: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'md5',
  '2a864886f70d010105': 'sha1',
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  '2a8648ce3d0401': 'sha1',
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
};

/**
 * The hash that the certificate was signed with, which RFC 5929 4.1 asks for and Node.js does not tell.
 * A Certificate is SEQUENCE { tbsCertificate, signatureAlgorithm { algorithm, ... }, ... } (RFC 5280 4.1).
 * Undefined for algorithms without a single hash (Ed25519, RSASSA-PSS).
 */
function signatureHash(der: Buffer): string | undefined {
  const certificate = element(der, 0);
  const toBeSigned = element(der, certificate.begin);
  const algorithm = element(der, element(der, toBeSigned.end).begin);
  return SIGNATURES[der.toString('hex', algorithm.begin, algorithm.end)];
}

/** Where the content of the DER element at `at` begins and ends. */
function element(der: Buffer, at: number): { begin: number; end: number } {
  const short = der[at + 1] as number;
  if (short < 0x80) return { begin: at + 2, end: at + 2 + short };
  const count = short & 0x7f;
  const begin = at + 2 + count;
  return { begin, end: begin + der.readUIntBE(at + 2, count) };
}
