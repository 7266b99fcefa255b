import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { afterEach, expect, it, vi } from 'vitest';
import { copyOf, ordinaryHeader, ordinaryMail, randomMail } from '../test/random-mail.js';
import { compose } from './compose.js';
import { ContentMemory } from './compose-content.js';
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
    { numRuns: Number(process.env.EHLO_RUNS ?? 150) },
  );
});

const runs = { numRuns: Number(process.env.EHLO_RUNS ?? 150) };
const noon = new Date(1_700_000_000_000);

afterEach(() => vi.useRealTimers());

it.each([
  ['a given date', noon],
  ['the date of now', undefined],
])('composes ordinary mails octet for octet as well, with %s', { timeout: 120_000 }, async (_name, date) => {
  vi.useFakeTimers({ now: noon, toFake: ['Date'] });
  await fc.assert(
    fc.asyncProperty(ordinaryMail(date), async (mail) => {
      const expected = await built(copyOf(mail));
      const { body, eightBit } = compose(mail);
      const octets = Buffer.from(body as Uint8Array);
      expect(octets.equals(expected), firstDifference(octets, expected)).toBe(true);
      expect(eightBit).toBe(octets.some((octet) => octet > 127));
    }),
    runs,
  );
});

it('composes one content under many headers as if each were the first', { timeout: 120_000 }, async () => {
  vi.useFakeTimers({ now: noon, toFake: ['Date'] });
  let recalled = 0;
  await fc.assert(
    fc.asyncProperty(ordinaryMail(undefined), ordinaryHeader, fc.boolean(), async (first, header, other) => {
      const memory = new ContentMemory();
      const { text, html, attachments, baseBoundary } = first;
      const second = { ...header, text, html, attachments, baseBoundary, ...(other && { text: 'something else' }) };
      for (const mail of [first, second, first] as MailMessage[]) {
        if (memory.recall(mail) !== undefined) recalled += 1;
        const expected = await built(copyOf(mail));
        const octets = Buffer.from(compose(mail, { memory }).body as Uint8Array);
        expect(octets.equals(expected), firstDifference(octets, expected)).toBe(true);
      }
    }),
    runs,
  );
  expect(recalled, 'the memory was of use').toBeGreaterThan(runs.numRuns / 4);
});

function firstDifference(a: Buffer, b: Buffer): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(at - 60, 0);
  return `at ${at}: ${JSON.stringify(a.toString('latin1', from, at + 60))} for ${JSON.stringify(b.toString('latin1', from, at + 60))}`;
}
