import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate } from 'node:tls';

/** A certificate as it was shown, trusted or not. */
export interface Shown {
  readonly subject: string;
  /** DNS names and addresses that it is for. */
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
  /** Names of those who issued it, from the nearest upward: common name and organization. */
  readonly issuers: readonly string[];
}

/** Where to look. */
export interface Door {
  readonly address: string;
  readonly port: number;
  /** The name to ask for (SNI). */
  readonly host: string;
  readonly tls: 'implicit' | 'starttls';
  readonly helloName: string;
}

/**
 * Looks at the certificate of a server that TLS was refused with: the engine lets nothing through that it cannot trust,
 * and so cannot tell what it was. Here any certificate is looked at, nothing is said over it, and the line is cut.
 * Undefined where none came.
 */
export async function lookAt(door: Door, signal: AbortSignal): Promise<Shown | undefined> {
  const socket = connect({ host: door.address, port: door.port });
  socket.on('error', () => undefined);
  const cut = (): void => void socket.destroy();
  signal.addEventListener('abort', cut, { once: true });
  try {
    if (door.tls === 'starttls' && !(await asksForTls(socket, door.helloName))) return undefined;
    return await shownBy(socket, door.host);
  } catch {
    // The line broke: that much is known already.
    return undefined;
  } finally {
    signal.removeEventListener('abort', cut);
    socket.destroy();
  }
}

/** Greeting, EHLO, STARTTLS. Whether the server is ready for TLS. */
async function asksForTls(socket: Socket, helloName: string): Promise<boolean> {
  const replies = finalLines(socket);
  for (const [command, code] of [
    ['', '220'],
    [`EHLO ${helloName}\r\n`, '250'],
    ['STARTTLS\r\n', '220'],
  ] as const) {
    if (command !== '') socket.write(command);
    const { value } = await replies.next();
    if (!value?.startsWith(code)) return false;
  }
  return true;
}

/** The last line of each reply (RFC 5321 4.2.1). Leaves the socket as it was. */
async function* finalLines(socket: Socket): AsyncGenerator<string, undefined> {
  let text = '';
  const iterator = socket.iterator({ destroyOnReturn: false });
  for await (const chunk of iterator) {
    text += String(chunk);
    if (text.length > 65_536) return undefined;
    const found = /^\d{3}(?: .*)?\r?\n/m.exec(text);
    if (found === null) continue;
    text = text.slice(found.index + found[0].length);
    yield found[0];
  }
  return undefined;
}

function shownBy(socket: Socket, host: string): Promise<Shown | undefined> {
  return new Promise((resolve) => {
    const tls = connectTls({
      socket,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    tls.once('secureConnect', () => resolve(read(tls.getPeerCertificate(true))));
    tls.on('error', () => resolve(undefined)).once('close', () => resolve(undefined));
  });
}

function read(certificate: DetailedPeerCertificate): Shown | undefined {
  if (certificate?.subject === undefined) return undefined;
  const issuers = new Set<string>();
  for (
    let one = certificate, depth = 0;
    one?.issuer !== undefined && depth < 10;
    one = one.issuerCertificate, depth++
  ) {
    for (const name of [one.issuer.CN, one.issuer.O].flat()) if (name) issuers.add(name);
    if (one.issuerCertificate === one) break;
  }
  const names = [...(certificate.subjectaltname ?? '').matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)];
  return {
    subject: [certificate.subject.CN, certificate.subject.O].flat().find(Boolean) ?? '',
    names: names.map(([, name]) => name as string),
    validFrom: certificate.valid_from,
    validTo: certificate.valid_to,
    issuers: [...issuers],
  };
}

export function certificateWords({ subject, names, validFrom, validTo, issuers }: Shown): string[] {
  return [
    `certificate of ${subject}${names.length === 0 ? '' : `, for ${names.join(', ')}`}`,
    `issued by ${issuers.join(', by ')}`,
    `valid from ${validFrom} until ${validTo}`,
  ];
}
