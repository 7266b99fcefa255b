import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { copyOf, randomMail } from '../test/random-mail.js';
import { compose } from './compose.js';
import type { MailMessage } from './message.js';

/** The octets that nodemailer's own `build()` makes; Date, Message-ID and boundary are fixed by the message. */
async function built(mail: MailMessage): Promise<Buffer> {
  const transport = createTransport({
    name: 'build',
    version: '1',
    send: (compiled, done) => {
      const info = { envelope: compiled.message.getEnvelope(), messageId: compiled.message.messageId() };
      compiled.message.build().then((octets) => done(null, { ...info, message: octets }), done);
    },
  });
  return (await transport.sendMail(mail)).message;
}

it('composes octet for octet what nodemailer builds', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(randomMail, async (mail) => {
      const expected = await built(copyOf(mail));
      const before = copyOf(mail);
      const composed = compose(mail);
      expect(composed.body).toBeInstanceOf(Uint8Array);
      const octets = Buffer.from(composed.body as Uint8Array);
      expect(octets.equals(expected), firstDifference(octets, expected)).toBe(true);
      expect(copyOf(mail), 'the message of the caller stays as it is').toEqual(before);
      expect(composed.eightBit).toBe(octets.some((octet) => octet > 127));
    }),
    { numRuns: Number(process.env.EHLO_RUNS ?? 400) },
  );
});

function firstDifference(a: Buffer, b: Buffer): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(at - 60, 0);
  return `at ${at}: ${JSON.stringify(a.toString('latin1', from, at + 60))} for ${JSON.stringify(b.toString('latin1', from, at + 60))}`;
}
