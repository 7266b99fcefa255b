import { createSecureContext } from 'node:tls';
import type { WrongCertificate } from './certificates.js';
import type { Answer } from './house.js';
import { misbehaveAfterStartTls } from './misbehaviour.js';
import type { Session } from './session.js';

/** EHLO and HELO. Either begins anew: a transaction that was open is over. */
export function hello(session: Session, argument: string, line: string): Answer {
  const { lines } = session;
  // RFC 5321 4.1.1.1: a domain or an address literal.
  const name = /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Za-z:.]+\])$/;
  if (!name.test(argument)) return { words: lines.badHello };
  const keywords = /^EHLO/i.test(line) ? offeredKeywords(session) : undefined;
  return {
    words: keywords ? multiLine(250, [lines.ehlo, ...keywords]) : lines.helo,
    names: { hello: argument },
    commit: () => {
      session.hello = argument;
      session.transaction = undefined;
      session.offered = new Map(keywords?.map(splitKeyword));
    },
  };
}

export function startTls(session: Session, argument: string): Answer {
  const { lines, house } = session;
  if (session.secure) return { words: lines.startTlsAgain };
  if (house.security !== 'starttls') return { words: lines.startTlsNotOffered };
  if (argument !== '') return { words: lines.startTlsWithArgument };
  if (house.faults.take('starttls-refused', 'STARTTLS')) return { words: '454 4.7.0 TLS not available' };
  return { words: lines.startTls, after: () => upgrade(session) };
}

/** Puts TLS on the connection, as the dialect and the faults have it. */
export async function raiseTls(session: Session): Promise<void> {
  const { wire } = session;
  const { faults, authority, dialect } = session.house;
  if (faults.take('stall', 'TLS')) await wire.drain();
  if (faults.take('cut', 'TLS')) session.cut('a fault: cut in place of the handshake');
  const wrong = faults.take('wrong-certificate')?.kind as WrongCertificate | undefined;
  const newest = faults.take('tls-1.0-only') ? 'TLSv1' : undefined;
  const oldest = newest ?? dialect.oldestTls;
  const context = createSecureContext({
    ...(await authority.server(wrong)),
    minVersion: oldest,
    maxVersion: newest,
    // OpenSSL 3 speaks TLS 1.0 and 1.1 at security level 0 only.
    ciphers: oldest === 'TLSv1' ? 'DEFAULT@SECLEVEL=0' : undefined,
  });
  const tls = await wire.secure({ context, requestCert: dialect.mechanisms.includes('EXTERNAL') });
  session.note(`TLS is up: ${tls.getProtocol()} ${tls.getCipher().name}`);
}

/** The mechanisms that are offered now. */
export function offeredMechanisms({ house, secure }: Session): readonly string[] {
  const { dialect, security } = house;
  if (secure) return dialect.mechanisms;
  const inClear = security === 'none' ? dialect.mechanisms : dialect.mechanismsInClear;
  // Without TLS there is nothing to bind to.
  return inClear.filter((name) => !name.endsWith('-PLUS'));
}

/** The keywords that are offered now. */
function offeredKeywords(session: Session): string[] {
  const { house, secure } = session;
  const mechanisms = offeredMechanisms(session);
  return house.dialect.extensions.flatMap((keyword) => {
    switch (keyword.toUpperCase()) {
      case 'STARTTLS':
        if (secure || house.security !== 'starttls' || house.faults.take('starttls-stripped')) return [];
        return [keyword];
      case 'AUTH':
        return mechanisms.length > 0 ? [`${keyword} ${mechanisms.join(' ')}`] : [];
      case 'REQUIRETLS':
        return secure ? [keyword] : [];
      default:
        return session.fill(keyword);
    }
  });
}

function multiLine(code: number, lines: readonly string[]): string[] {
  return lines.map((line, at) => `${code}${at === lines.length - 1 ? ' ' : '-'}${line}`);
}

function splitKeyword(line: string): [keyword: string, words: string] {
  const [keyword = '', ...words] = line.split(' ');
  return [keyword.toUpperCase(), words.join(' ')];
}

/** The upgrade that STARTTLS asked for. What was said in clear is forgotten (RFC 3207 4.2). */
async function upgrade(session: Session): Promise<void> {
  if (await misbehaveAfterStartTls(session)) return;
  await raiseTls(session);
  session.hello = undefined;
  session.offered = new Map();
  session.transaction = undefined;
}
