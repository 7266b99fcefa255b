import type { Place } from './faults.js';
import type { Session } from './session.js';

/** What other protocols say first. */
export const strangeGreetings: Readonly<Record<string, readonly string[]>> = {
  imap: ['* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] IMAP4 ready'],
  http: ['HTTP/1.1 400 Bad Request', 'Content-Length: 0', 'Connection: close', ''],
  pop3: ['+OK POP3 ready'],
  ssh: ['SSH-2.0-OpenSSH_9.7'],
};

/**
 * What the faults do to a reply. True when the reply was said here; otherwise the session says it.
 * `commit` is the effect of a positive reply: it does not happen where the server dies before.
 */
export async function misbehave(
  session: Session,
  places: readonly Place[],
  octets: Buffer,
  commit: (() => void) | undefined,
): Promise<boolean> {
  const { faults } = session.house;
  const { wire } = session;
  if (places.length > 0 && faults.take('stall', ...places)) {
    session.note('a fault: silence');
    await wire.drain();
  }
  if (places.length > 0 && faults.take('cut', ...places)) session.cut('a fault: the connection is cut');
  commit?.();
  if (places.length === 0) return false;
  if (commit && faults.take('lost-final-reply', ...places)) session.cut('a fault: the final reply is lost');
  const half = faults.take('half-reply', ...places);
  if (half) {
    wire.write(octets.subarray(0, Math.ceil(octets.length / 2)));
    session.note('a fault: half a reply');
    if (half.kind === 'stall') await wire.drain();
    session.leave('a fault: cut in the middle of a reply');
  }
  if (faults.take('unasked-reply', ...places)) {
    wire.write(Buffer.concat([octets, Buffer.from('250 2.0.0 Nobody asked for this\r\n')]));
    return true;
  }
  const injection = faults.take('bytes-after-starttls', ...places);
  if (injection) {
    await inject(session, octets, injection.kind);
    return true;
  }
  if (faults.take('split-replies', ...places)) {
    await wire.trickle(...Array.from(octets, (octet) => Uint8Array.of(octet)));
    return true;
  }
  if (faults.take('glued-replies', ...places)) {
    wire.hold(octets);
    return true;
  }
  return false;
}

/** Replies that somebody in the middle puts behind the `220` of STARTTLS, in clear. */
async function inject({ wire }: Session, ready: Buffer, kind: string): Promise<void> {
  switch (kind) {
    case 'whole':
      return wire.write(Buffer.concat([ready, Buffer.from('250-injected.example\r\n250-AUTH PLAIN\r\n250 SIZE\r\n')]));
    case 'incomplete-line':
      return wire.write(Buffer.concat([ready, Buffer.from('250-injected.exam')]));
    case 'two-segments':
      return wire.trickle(ready, Buffer.from('250-injected.example\r\n250-AUTH PLAIN\r\n250 SIZE\r\n'));
  }
}

/** True where no TLS follows the `220`: the server goes on in clear, as if EHLO had been said. */
export async function misbehaveAfterStartTls(session: Session): Promise<boolean> {
  if (!session.house.faults.take('clear-text-after-starttls', 'STARTTLS')) return false;
  await session.octets(65_536);
  session.note('a fault: no TLS');
  session.wire.write('250-in.clear.example\r\n250 AUTH PLAIN LOGIN\r\n');
  return true;
}
