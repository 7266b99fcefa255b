import { isMailError } from '@ehlo/core';
import fc from 'fast-check';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { expect, test } from 'vitest';
import { compose } from '../../core/src/compose.js';
import { addressed, octetsOf } from '../../core/src/http/mail.js';
import { copyOf, randomMail } from '../../core/test/random-mail.js';
import { messageOf } from '../src/graph/json.js';

interface Json {
  readonly subject: string;
  readonly body: { readonly contentType: string; readonly content: string };
  readonly from: Person;
  readonly toRecipients: readonly Person[];
  readonly ccRecipients: readonly Person[];
  readonly bccRecipients: readonly Person[];
  readonly internetMessageId: string;
  readonly attachments?: ReadonlyArray<{ readonly contentBytes: string }>;
}
type Person = { readonly emailAddress: { readonly address: string; readonly name?: string } };

test('JSON says what a reader finds in the message, whatever it is', async () => {
  let said = 0;
  await fc.assert(
    fc.asyncProperty(randomMail, async (mail) => {
      const made = await jsonOf(mail);
      // postal-mime takes the quotes off a local part that needs them.
      if (made === undefined || /\\"@/.test(JSON.stringify(made.json))) return;
      const { json, read } = made;
      // The only part was given as raw octets that are no mail.
      if (read.from === undefined) return;
      said += 1;
      expect(json.subject).toBe(read.subject ?? '');
      expect(json.internetMessageId).toBe(read.messageId);
      expect([json.from]).toEqual(people([read.from]));
      const { toRecipients, ccRecipients, bccRecipients } = json;
      expect([toRecipients, ccRecipients, bccRecipients]).toEqual([read.to, read.cc, read.bcc].map(people));
      const [html, text] = json.body.contentType === 'html' ? [json.body.content] : [undefined, json.body.content];
      expect(plain(html ?? text ?? '')).toBe(plain(read.html ?? read.text ?? ''));
      expect((json.attachments ?? []).map(({ contentBytes }) => contentBytes).length).toBe(read.attachments.length);
    }),
    { numRuns: 600 },
  );
  expect(said).toBeGreaterThan(20);
});

/** Undefined for what no mail may be, and for what JSON cannot carry. */
async function jsonOf(mail: object): Promise<{ readonly json: Json; readonly read: Email } | undefined> {
  try {
    // What was given as raw octets is no part of MIME by itself, and readers differ about it.
    const isRaw = (part: unknown) => typeof part === 'object' && part !== null && 'raw' in part;
    const own: Record<string, unknown> = Object.fromEntries(
      Object.entries(copyOf(mail)).filter(([field, value]) => CARRIED.includes(field) && !isRaw(value)),
    );
    if (Array.isArray(own.attachments)) own.attachments = own.attachments.filter((each) => !isRaw(each));
    const composed = compose(own as never);
    const { octets } = addressed(
      composed,
      await octetsOf(composed, Number.POSITIVE_INFINITY, 'the test'),
      'the test',
    ).mail;
    const json = messageOf(Buffer.from(octets)) as Json;
    return { json, read: await PostalMime.parse(octets, { forceRfc822Attachments: true }) };
  } catch (error) {
    if (isMailError(error)) return undefined;
    throw error;
  }
}

const CARRIED = 'from to cc bcc sender replyTo subject messageId date text html attachments priority xMailer'.split(
  ' ',
);

function people(list: readonly Address[] | undefined): Person[] {
  return (list ?? [])
    .flatMap((one) => one.group ?? [one])
    .map(({ name, address = '' }) => ({ emailAddress: { address, ...(name && { name }) } }));
}

/** postal-mime has line ends of its own, and one more at the end. */
function plain(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/\n+$/, '');
}
