import { type AccountOptions, isMailError, type MailError, type Message } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pair, pair, verdict } from './pair.js';

/** One server that nobody may dial in this file. */
let it: Pair;
beforeAll(async () => {
  it = await pair();
});
afterAll(async () => {
  expect(it.box.counters.connections).toBe(0);
  await it[Symbol.asyncDispose]();
});

async function thrownBy(act: () => unknown): Promise<MailError> {
  try {
    await act();
  } catch (error) {
    if (isMailError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Refused before dialling, with the field, in one line of printable ASCII. */
async function expectRefusal(act: () => unknown, field: string | RegExp, code: RegExp): Promise<void> {
  const { connections } = it.box.counters;
  const error = await thrownBy(act);
  expect([error.phase, error.outcome, error.who]).toEqual(['settings', 'rejected', 'developer']);
  expect(error.code).toMatch(code);
  if (typeof field === 'string') expect(error.field).toBe(field);
  else expect(error.field).toMatch(field);
  expect(error.message).toContain(error.field);
  expect(error.message).toMatch(/^[ -~]+$/);
  expect(it.box.counters.connections).toBe(connections);
}

const breaks: Array<[string, string]> = [
  ['CRLF', '\r\n'],
  ['LF', '\n'],
  ['CR', '\r'],
  ['NUL', '\0'],
  ['TAB', '\t'],
  ['ESC', '\x1b'],
  ['DEL', '\x7f'],
  ['NEL', '\u0085'],
  ['C1', '\u0090'],
  ['LINE SEPARATOR', '\u2028'],
  ['PARAGRAPH SEPARATOR', '\u2029'],
];

type Slot = [field: string, message: (text: string) => object];

/** Every string of a message that goes into an address, a header or a parameter. */
const slots: Slot[] = [
  ['from', (x) => ({ from: `a${x}b@example.com` })],
  ['from', (x) => ({ from: `"A${x}B" <a@example.com>` })],
  ['from.address', (x) => ({ from: { name: 'A', address: `a@exam${x}ple.com` } })],
  ['from.name', (x) => ({ from: { name: `A${x}B`, address: 'a@example.com' } })],
  ['sender', (x) => ({ sender: `a@example.com${x}` })],
  ['replyTo', (x) => ({ replyTo: `${x}a@example.com` })],
  ['replyTo.name', (x) => ({ replyTo: { name: `${x}A`, address: 'a@example.com' } })],
  ['to', (x) => ({ to: `a@example.com,${x}b@example.com` })],
  ['to[1]', (x) => ({ to: ['a@example.com', `b${x}@example.com`] })],
  ['to[0].name', (x) => ({ to: [{ name: `A${x}`, address: 'a@example.com' }] })],
  ['cc', (x) => ({ cc: `"a${x}b"@example.com` })],
  ['bcc[0].address', (x) => ({ bcc: [{ address: `a@example.com${x}`, name: '' }] })],
  ['subject', (x) => ({ subject: `Hello${x}there` })],
  ['messageId', (x) => ({ messageId: `<a${x}b@example.com>` })],
  ['inReplyTo', (x) => ({ inReplyTo: `<a@example.com>${x}` })],
  ['references', (x) => ({ references: `<a@example.com>${x}<b@example.com>` })],
  ['references[1]', (x) => ({ references: ['<a@example.com>', `<b@example.com>${x}`] })],
  ['xMailer', (x) => ({ xMailer: `Some${x}thing` })],
  ['headers.x-one', (x) => ({ headers: { 'x-one': `1${x}2` } })],
  [/^headers\."/.source, (x) => ({ headers: { [`x-one${x}x-two`]: '1' } })],
  ['headers[0]', (x) => ({ headers: [{ key: 'x-one', value: `${x}1` }] })],
  ['headers[0]', (x) => ({ headers: [{ key: `x-one${x}`, value: '1' }] })],
  ['headers.x-one[1]', (x) => ({ headers: { 'x-one': ['1', `2${x}`] } })],
  ['headers.x-one.value', (x) => ({ headers: { 'x-one': { prepared: true, value: `1${x}` } } })],
  ['headers.Reply-To', (x) => ({ headers: { 'Reply-To': `a@example.com${x}` } })],
  ['list.unsubscribe', (x) => ({ list: { unsubscribe: `https://example.com/${x}` } })],
  ['list.help.url', (x) => ({ list: { help: { url: `a@example.com${x}`, comment: 'Help' } } })],
  ['list.help.comment', (x) => ({ list: { help: { url: 'a@example.com', comment: `He${x}lp` } } })],
  [/^list\."/.source, (x) => ({ list: { [`he${x}lp`]: 'https://example.com' } })],
  ['attachments[0].filename', (x) => ({ attachments: [{ filename: `a${x}.txt`, content: 'x' }] })],
  ['attachments[0].cid', (x) => ({ attachments: [{ cid: `a${x}`, content: 'x' }] })],
  [
    'attachments[1].contentType',
    (x) => ({ attachments: [{ content: 'x' }, { content: 'x', contentType: `text/${x}plain` }] }),
  ],
  ['attachments[0].headers.x-one', (x) => ({ attachments: [{ content: 'x', headers: { 'x-one': `${x}1` } }] })],
  ['alternatives[0].contentType', (x) => ({ alternatives: [{ content: 'x', contentType: `text/plain${x}` }] })],
  ['icalEvent.method', (x) => ({ icalEvent: { content: 'x', method: `PUB${x}LISH` } })],
  ['icalEvent.filename', (x) => ({ icalEvent: { content: 'x', filename: `a${x}.ics` } })],
  ['envelope.from', (x) => ({ envelope: { from: `a${x}@example.com`, to: ['b@example.com'] } })],
  ['envelope.to[1]', (x) => ({ envelope: { from: 'a@example.com', to: ['b@example.com', `c@example.com${x}`] } })],
  ['deliveryStatus.envelopeId', (x) => ({ deliveryStatus: { envelopeId: `a${x}b` } })],
  ['deliveryStatus.return', (x) => ({ deliveryStatus: { return: `full${x}` } })],
  ['deliveryStatus.notify', (x) => ({ deliveryStatus: { notify: [`success${x}`] } })],
  ['deliveryStatus.notify', (x) => ({ deliveryStatus: { notify: `never${x}` } })],
];

describe.each(breaks)('%s in', (_name, character) => {
  test.each(slots)('%s (%#)', async (field, differing) => {
    const pattern = field.startsWith('^') ? new RegExp(field) : field;
    const message = { ...it.mail(), ...differing(character) } as Message;
    await expectRefusal(() => it.transport.send(message), pattern, /^(?:ENVELOPE|MESSAGE)_INVALID$/);
  });

  test.each<[keyof AccountOptions]>([['host'], ['helloName'], ['user'], ['password'], ['mechanisms']])(
    'the option %s',
    async (field) => {
      const good = {
        host: it.box.host,
        helloName: 'client.example.org',
        user: 'me',
        password: 'open sesame',
        mechanisms: 'PLAIN',
      };
      const bad = `${good[field as 'host']}${character}x`;
      const options = { ...it.box.transportOptions, [field]: field === 'mechanisms' ? [bad] : bad };
      await expectRefusal(() => generic(options), field, /^CONFIG_VALUE_INVALID$/);
    },
  );

  test('a token', async () => {
    const { connections } = it.box.counters;
    const { password: _, ...account } = it.box.transportOptions;
    await using transport = generic({ ...account, auth: () => `to${character}ken` });
    const receipt = await transport.send(it.mail());
    expect(verdict(receipt)).toBe('rejected CONFIG_VALUE_INVALID at settings');
    expect(receipt.outcome !== 'accepted' && receipt.error.field).toBe('auth');
    expect(it.box.counters.connections).toBe(connections);
  });
});

describe('no recipients, no sender', () => {
  test.each<[string, object]>([
    ['to', { to: undefined }],
    ['to', { to: '' }],
    ['to', { to: [] }],
    ['to', { to: [], cc: '', bcc: undefined }],
    ['to', { to: 'Nobody:;' }],
    ['to', { to: 'undisclosed recipients' }],
    ['to', { to: 7 }],
    ['to', { to: '<>' }],
    ['from', { from: undefined }],
    ['from', { from: '' }],
    ['from', { from: 'me' }],
    ['envelope.to', { envelope: { from: 'a@example.com', to: [] } }],
    ['envelope.to', { envelope: { from: 'a@example.com' } }],
    ['envelope.from', { envelope: { to: ['b@example.com'] } }],
    ['envelope.from', { envelope: { from: 'a@example.com, c@example.com', to: ['b@example.com'] } }],
    ['envelope.to', { envelope: { from: 'a@example.com', to: [] }, raw: 'Subject: x\r\n\r\nx' }],
  ])('%s of %j', async (field, differing) => {
    await expectRefusal(
      () => it.transport.send({ ...it.mail(), ...differing } as Message),
      field,
      /^ENVELOPE_INVALID$/,
    );
  });
});

describe('parameters and words of a message', () => {
  test.each<[string, object]>([
    ['deliveryStatus.return', { deliveryStatus: { return: 'hdrs' } }],
    ['deliveryStatus.notify', { deliveryStatus: { notify: [] } }],
    ['deliveryStatus.notify', { deliveryStatus: { notify: ['never'] } }],
    ['deliveryStatus.notify', { deliveryStatus: { notify: 'always' } }],
    ['deliveryStatus.envelopeId', { deliveryStatus: { envelopeId: '' } }],
    ['deliveryStatus.envelopeId', { deliveryStatus: { envelopeId: 'x'.repeat(101) } }],
    ['attachments[0].path', { attachments: [{ path: 'https://example.com/a.txt' }] }],
    ['raw', { raw: 7, envelope: { from: 'a@example.com', to: ['b@example.com'] } }],
    ['auth', { auth: { user: 'me', pass: 'x' } }],
  ])('%s of %j', async (field, differing) => {
    await expectRefusal(() => it.transport.send({ ...it.mail(), ...differing } as Message), field, /INVALID$/);
  });
});

/** Each adapter checks the same settings; settings.test.ts has the whole table. */
describe.each([
  ['generic', (options: object) => generic({ ...it.box.transportOptions, ...options } as never)],
  [
    'gmail',
    (options: object) =>
      gmail({
        user: 'someone@gmail.com',
        password: 'abcdefghijklmnop',
        host: it.box.host,
        port: it.box.port,
        ...options,
      } as never),
  ],
  [
    'outlook',
    (options: object) =>
      outlook({
        user: 'someone@contoso.com',
        password: 'open sesame',
        host: it.box.host,
        port: it.box.port,
        ...options,
      } as never),
  ],
])('%s refuses', (_name, open) => {
  test.each<[string, object]>([
    ['user', { user: '' }],
    ['user', { user: undefined }],
    ['user', { user: 'undefined' }],
    ['password', { password: '' }],
    ['password', { password: undefined }],
    ['password', { password: 'undefined' }],
    ['password', { password: 'open sesame\n' }],
    ['auth', { auth: () => 'x' }],
    ['auth', { password: undefined, auth: 'a token' }],
    ['host', { host: '"127.0.0.1"' }],
    ['host', { host: ' 127.0.0.1' }],
    ['host', { host: 'smtp://127.0.0.1' }],
    ['host', { host: '127.0.0.1:587' }],
    ['host', { host: '' }],
    ['port', { port: 0 }],
    ['port', { port: 65_536 }],
    ['port', { port: '587' }],
    ['port', { port: Number.NaN }],
    ['security', { security: 'ssl' }],
    ['security', { security: false }],
    ['security', { security: 'none-on-loopback', host: 'mail.example.com' }],
    ['tls.servername', { tls: { servername: 'smtps://mail.example.com' } }],
    ['tls.minVersion', { tls: { minVersion: 'TLSv1.1' } }],
    ['tls.rejectUnauthorized', { tls: { rejectUnauthorized: false } }],
    ['timeouts.greeting', { timeouts: { greeting: Number.NaN } }],
    ['timeouts.idle', { timeouts: { idle: 1 } }],
    ['helloName', { helloName: 'localhost' }],
    ['helloName', { helloName: 'mailer' }],
    ['mechanisms', { mechanisms: [] }],
    ['mechanisms', { mechanisms: ['NTLM'] }],
    ['partial', { partial: 'ask' }],
    ['secure', { secure: true }],
    ['hots', { hots: 'a' }],
  ])('%s of %j', async (field, options) => {
    await expectRefusal(
      () => open(options),
      field,
      /^(?:CONFIG_VALUE_INVALID|CREDENTIALS_MISSING|SECURITY_NOT_LOOPBACK)$/,
    );
  });
});

describe('words that only one adapter has', () => {
  test.each<[string, () => unknown]>([
    ['account', () => outlook({ user: 'someone@contoso.com', account: 'home' as never, auth: () => 'x' })],
    ['service', () => gmail({ user: 'someone@gmail.com', service: 'relay' as never, auth: () => 'x' })],
    ['preset', () => generic({ preset: 'no such preset' })],
    ['host', () => generic({} as never)],
    ['address', () => generic.forAddress('me\r\n@163.com')],
    ['url', () => generic.fromUrl('smtp://me:open sesame@127.0.0.1')],
  ])('%s', async (field, open) => {
    expect((await thrownBy(open)).field).toBe(field);
  });
});

test('what was refused is no reason to refuse what follows', async () => {
  await using other = await pair({ security: 'none' });
  await thrownBy(() => other.transport.send({ ...other.mail(), subject: 'a\r\nb' }));
  expect(verdict(await other.transport.send(other.mail()))).toBe('accepted');
  expect(other.box.counters.commands).toEqual({ EHLO: 1, AUTH: 1, MAIL: 1, RCPT: 1, BDAT: 1 });
});
