import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { compose } from './compose.js';
import type { MailMessage } from './message.js';

/** nodemailer's own octets, Date, Message-ID and boundary fixed by the message. */
async function built(mail: MailMessage): Promise<Buffer> {
  const info = await createTransport({ streamTransport: true, buffer: true, newline: undefined }).sendMail(mail);
  return info.message as Buffer;
}

it('composes what nodemailer builds', async () => {
  const mail = {
    from: 'a@b.com',
    to: 'c@d.com',
    text: 'hellö',
    messageId: '<x@y>',
    date: new Date(0),
    baseBoundary: 'q',
  };
  const got = compose(mail);
  expect(Buffer.from(got.body as Uint8Array).toString()).toBe((await built(mail)).toString());
});
