import { createDecipheriv, createHmac } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import tls from 'node:tls';

/** A record of TLS in a stream; its size is not known before its header is there whole. */
export interface TlsRecord {
  readonly start: number;
  readonly type: number;
  readonly size: number | undefined;
}

const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const HEADER = 5;
/** Octets of the tag at the end of a record (RFC 8446 5.2, RFC 5116 5.1). */
export const TAG = 16;

/** The records of a stream, the last of which may not be whole (RFC 8446 5.1). What stands before TLS, as with STARTTLS, is passed over. */
export function records(stream: Buffer): TlsRecord[] {
  const found: TlsRecord[] = [];
  // No line of SMTP holds this octet, and every TLS begins with it.
  let start = stream.indexOf(HANDSHAKE);
  while (start !== -1 && start < stream.length) {
    const known = start + HEADER <= stream.length;
    const size = known ? HEADER + stream.readUInt16BE(start + 3) : undefined;
    found.push({ start, type: stream[start] as number, size });
    if (size === undefined) break;
    start += size;
  }
  return found;
}

/** What was said in one direction of a connection, as far as whole records of it are there. */
export interface Reading {
  readonly text: string;
  /** The octet of the stream where the handshake of TLS is over; 0 without TLS. */
  readonly from: number;
}

/** Reads both directions of a connection that was made in this process. Its secrets are forgotten with that. */
export function read(fromClient: Buffer, fromServer: Buffer): { readonly client: Reading; readonly server: Reading } {
  const random = clientRandom(fromClient);
  const side = (stream: Buffer, label: string): Reading => {
    const [first] = records(stream);
    if (first === undefined) return { text: stream.toString('latin1'), from: 0 };
    const secret = secrets.get(`${label} ${random}`);
    secrets.delete(`${label} ${random}`);
    const over = secret === undefined ? { text: '', from: stream.length } : decrypted(stream, secret);
    return { text: stream.toString('latin1', 0, first.start) + over.text, from: over.from };
  };
  return { client: side(fromClient, 'CLIENT_TRAFFIC_SECRET_0'), server: side(fromServer, 'SERVER_TRAFFIC_SECRET_0') };
}

/** Secrets of the connections of this process that nobody has read yet, by label and random of the client. */
const secrets = new Map<string, Buffer>();

// The NSS key log format, which tlsSocket's event `keylog` speaks.
const original = tls.connect;
tls.connect = ((...options: Parameters<typeof original>) =>
  original(...options).on('keylog', (line: Buffer) => {
    const [label, random, secret] = line.toString('latin1').trim().split(' ');
    if (/^(CLIENT|SERVER)_TRAFFIC_SECRET_0$/.test(label ?? ''))
      secrets.set(`${label} ${random}`, Buffer.from(secret as string, 'hex'));
  })) as typeof original;
syncBuiltinESMExports();

/** ClientHello: header of the record, type and length, version, random (RFC 8446 4.1.2). */
function clientRandom(stream: Buffer): string | undefined {
  const [hello] = records(stream);
  const from = (hello?.start ?? 0) + HEADER + 4 + 2;
  return hello === undefined || stream.length < from + 32 ? undefined : stream.toString('hex', from, from + 32);
}

/** RFC 8446 5.2, 5.3 and 7.3, for TLS_AES_256_GCM_SHA384, which both sides here prefer. */
function decrypted(stream: Buffer, secret: Buffer): Reading {
  const key = expand(secret, 'key', 32);
  const iv = expand(secret, 'iv', 12);
  let text = '';
  let from = stream.length;
  let sequence = 0;
  for (const { start, type, size } of records(stream)) {
    if (type !== APPLICATION_DATA || size === undefined || start + size > stream.length) continue;
    const nonce = Buffer.from(iv);
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAAD(stream.subarray(start, start + HEADER));
    decipher.setAuthTag(stream.subarray(start + size - TAG, start + size));
    let inner: Buffer;
    try {
      inner = Buffer.concat([decipher.update(stream.subarray(start + HEADER, start + size - TAG)), decipher.final()]);
    } catch (error) {
      // The handshake has keys of its own, and ends before the first record of these.
      if (sequence === 0) continue;
      throw error;
    }
    if (sequence === 0) from = start;
    sequence += 1;
    // The type stands behind the content; other types are tickets and alerts.
    if (inner.at(-1) === APPLICATION_DATA) text += inner.toString('latin1', 0, inner.length - 1);
  }
  return { text, from };
}

/** HKDF-Expand-Label of no more than one block (RFC 8446 7.1, RFC 5869 2.3). */
function expand(secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.from([0, length, name.length, ...name, 0, 1]);
  return createHmac('sha384', secret).update(info).digest().subarray(0, length);
}
