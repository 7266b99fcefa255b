import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { expect, test } from 'vitest';
import { compose } from '../../core/src/compose.js';
import { octetsOf } from '../../core/src/http/mail.js';
import { copyOf, randomMail } from '../../core/test/random-mail.js';
import { cutFiles } from '../src/graph/cut.js';

/** What a reader finds of files, in no order: by name, type and octets. */
function filesOf({ attachments }: Email): string[] {
  return attachments
    .map(({ filename, mimeType, content }) => fileKey(filename ?? 'attachment', mimeType, content as ArrayBuffer))
    .sort();
}

function fileKey(name: string, type: string, content: ArrayBuffer | Buffer): string {
  return `${name} ${type} ${key(content)}`;
}

/** postal-mime has line ends of its own, and one more at the end. */
function key(content: ArrayBuffer | Buffer): string {
  const text = Buffer.from(content as ArrayBuffer)
    .toString('latin1')
    .replace(/\r\n/g, '\n')
    .replace(/\n+$/, '');
  return Buffer.from(text, 'latin1').toString('base64');
}

test('what is cut out and what is left make up the message, however much is cut', async () => {
  let cuts = 0;
  await fc.assert(
    fc.asyncProperty(randomMail, fc.double({ min: 0.5, max: 1, noNaN: true }), async (mail, share) => {
      const octets = await composed(mail);
      if (octets === undefined) return;
      const whole = await PostalMime.parse(octets, { forceRfc822Attachments: true });
      const most = Math.floor(octets.length * share);
      const cut = cutFiles(octets, most);
      if (cut === undefined) return;
      cuts += cut.files.length;
      const rest = await PostalMime.parse(cut.rest, { forceRfc822Attachments: true });
      if (cut.files.length > 0 && whole.attachments.length > 1) expect(cut.rest.length).toBeLessThanOrEqual(most);
      expect([rest.subject, rest.from, rest.to, rest.messageId]).toEqual([
        whole.subject,
        whole.from,
        whole.to,
        whole.messageId,
      ]);
      expect(rest.html).toBe(whole.html);
      const found = cut.files.map(({ name, type, content }) => fileKey(name, type, content));
      expect([...filesOf(rest), ...found].sort()).toEqual(filesOf(whole));
    }),
    { numRuns: 800 },
  );
  expect(cuts).toBeGreaterThan(20);
});

/** Undefined for what no mail may be. Events are left out: postal-mime makes text of them, and loses octets. */
async function composed(mail: object): Promise<Uint8Array | undefined> {
  try {
    return await octetsOf(
      compose({ ...copyOf(mail), raw: undefined, icalEvent: undefined } as never),
      Number.POSITIVE_INFINITY,
      'the test',
    );
  } catch {
    return undefined;
  }
}
