import type { HttpLine, HttpMail } from '@ehlo/core/http';
import { type Mailbox, mailboxPath } from './mailbox.js';

/** A request may have about 4 MB, and base64 makes four octets of three. */
export const MIME_OCTETS = 3_000_000;

export function fitsMime({ octets }: HttpMail): boolean {
  return octets.length <= MIME_OCTETS;
}

/** The message as it is: the form that keeps every header, body and attachment. */
export async function sendMime({ octets }: HttpMail, mailbox: Mailbox, line: HttpLine): Promise<void> {
  await line.ask({
    method: 'POST',
    path: mailboxPath(mailbox, '/sendMail'),
    ...mimeBody(octets),
    commits: true,
    expects: [202],
  });
}

/** Content-Type text/plain is how Graph is told that base64 of MIME follows. */
export function mimeBody(octets: Uint8Array) {
  const body = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64');
  return { headers: { 'content-type': 'text/plain' }, body, message: octets.length } as const;
}
