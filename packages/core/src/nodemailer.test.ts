import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { describe, expect, it, vi } from 'vitest';
import { type CauseCode, causes } from './causes.js';
import { MailError } from './error.js';
import type { RawMessage } from './message.js';
import { type NodemailerError, type SentInfo, toNodemailer } from './nodemailer.js';
import type { Receipt } from './receipt.js';
import { type Phase, Trace } from './trace.js';
import type { CallOptions, Transport } from './transport.js';

const mail = { from: 'A <a@example.com>', to: 'b@example.org, c@example.org', subject: 'Hi', text: 'Hi' };

function mailError(
  code: CauseCode,
  phase: Phase,
  more: Partial<ConstructorParameters<typeof MailError>[0]> = {},
): MailError {
  return new MailError({ code, means: causes[code], phase, ...more });
}

const base = {
  transport: 'fake',
  envelope: { from: 'a@example.com', to: ['b@example.org', 'c@example.org'] },
  messageId: '<1@example.com>',
  startedAt: new Date(0),
  warnings: [],
  trace: new Trace(),
  refused: [],
};
const reply = { code: 250, enhanced: '2.0.0', lines: ['2.0.0 OK queued'] };
const accepted: Receipt = { ...base, outcome: 'accepted', reply };

/** A transport that answers what it is told to, and keeps what it was given. */
class Fake implements Transport {
  readonly id = 'fake';
  readonly warnings = [];
  readonly sent: { envelope: RawMessage['envelope']; octets: string; message: RawMessage; options: CallOptions }[] = [];
  closed = 0;
  constructor(readonly answer: (options: CallOptions) => Receipt | Promise<Receipt> = () => accepted) {}
  async send(message: RawMessage, options: CallOptions = {}): Promise<Receipt> {
    const { raw } = message;
    const bytes =
      raw instanceof Uint8Array ? Buffer.from(raw) : await buffer(Readable.from(raw as AsyncIterable<Uint8Array>));
    this.sent.push({ envelope: message.envelope, octets: bytes.toString(), message, options });
    return this.answer(options);
  }
  sendMany(): never {
    throw new Error('not used');
  }
  async check() {
    return { ok: true, warnings: [], trace: new Trace() };
  }
  async close() {
    this.closed++;
  }
  async [Symbol.asyncDispose]() {}
}

function failing(error: unknown): Fake {
  return new Fake(() => {
    throw error;
  });
}

async function failure(fake: Transport, message: SendMailOptions = mail): Promise<NodemailerError> {
  return createTransport(toNodemailer(fake))
    .sendMail(message)
    .then(
      () => Promise.reject(new Error('it was sent')),
      (error: NodemailerError) => error,
    );
}

describe('what was accepted', () => {
  it('gives nodemailer’s info, with a promise and with a callback', async () => {
    const mailer = createTransport(toNodemailer(new Fake()));
    const byCallback = new Promise<SentInfo>((resolve, reject) =>
      mailer.sendMail(mail, (error, info) => (error ? reject(error) : resolve(info))),
    );
    for (const info of [await mailer.sendMail(mail), await byCallback]) {
      expect(info).toEqual({
        accepted: ['b@example.org', 'c@example.org'],
        rejected: [],
        pending: [],
        rejectedErrors: [],
        envelope: { from: 'a@example.com', to: ['b@example.org', 'c@example.org'] },
        messageId: '<1@example.com>',
        response: '250 2.0.0 OK queued',
        receipt: accepted,
      });
    }
  });

  it('names whom the server refused', async () => {
    const error = mailError('RECIPIENT_UNKNOWN', 'envelope', {
      reply: { code: 550, enhanced: '5.1.1', lines: ['5.1.1 No such user'] },
    });
    const fake = new Fake(() => ({ ...accepted, refused: [{ recipient: 'c@example.org', error }] }));
    const info = await createTransport(toNodemailer(fake)).sendMail(mail);
    expect(info).toMatchObject({ accepted: ['b@example.org'], rejected: ['c@example.org'] });
    expect(info.rejectedErrors[0]).toMatchObject({
      code: 'EENVELOPE',
      command: 'RCPT TO',
      recipient: 'c@example.org',
      responseCode: 550,
      response: '550 5.1.1 No such user',
      ehlo: error,
    });
  });
});

describe('what nodemailer composed is what is sent', () => {
  it('the octets of its own build, the envelope, no Bcc', async () => {
    const fake = new Fake();
    const mailer = createTransport(toNodemailer(fake), { headers: { 'X-Default': 'yes' }, replyTo: 'r@example.com' });
    let built = '';
    mailer.use('stream', (compiled, done) => {
      compiled.message.build().then((octets) => {
        built = octets.toString();
        done();
      }, done);
    });
    await mailer.sendMail({
      ...mail,
      bcc: 'hidden@example.org',
      html: '<p>ü</p>',
      attachments: [{ content: 'x', filename: 'x.txt' }],
    });
    const [sent] = fake.sent;
    expect(sent!.message.raw).toBeInstanceOf(Uint8Array);
    expect(sent!.octets).toBe(built);
    expect(sent!.octets).toContain('X-Default: yes\r\n');
    expect(sent!.octets).not.toMatch(/hidden/);
    expect(sent!.envelope).toEqual({
      from: 'a@example.com',
      to: ['b@example.org', 'c@example.org', 'hidden@example.org'],
    });
  });

  it('plugins of both steps take effect', async () => {
    const fake = new Fake();
    const mailer = createTransport(toNodemailer(fake));
    mailer.use('compile', (compiled, done) => {
      compiled.data.subject = 'by compile';
      compiled.data.cc = 'd@example.org';
      done();
    });
    mailer.use('stream', (compiled, done) => {
      compiled.message.addHeader('X-Stream', 'yes');
      compiled.message.setHeader('To', 'new@example.org');
      compiled.message.transform(
        () =>
          new Transform({
            transform: (chunk: Buffer, _encoding, next) => next(null, chunk.toString().replace('Hi', 'Hello')),
          }),
      );
      done();
    });
    await mailer.sendMail(mail);
    expect(fake.sent[0]!.octets).toMatch(/Subject: by compile\r\n[\s\S]*X-Stream: yes\r\n[\s\S]*Hello/);
    expect(fake.sent[0]!.envelope.to).toEqual(['new@example.org', 'd@example.org']);
  });

  it('an envelope of the mail or of a plugin counts', async () => {
    const fake = new Fake();
    const mailer = createTransport(toNodemailer(fake));
    await mailer.sendMail({ ...mail, envelope: { from: 'Bounce <bounce@example.com>', to: 'x@EXAMPLE.org' } });
    mailer.use('stream', (compiled, done) => {
      compiled.message.setEnvelope({ from: false, to: ['y@example.org'] });
      done();
    });
    await mailer.sendMail(mail);
    expect(fake.sent.map((each) => each.envelope)).toEqual([
      { from: 'bounce@example.com', to: ['x@example.org'] },
      { from: '', to: ['y@example.org'] },
    ]);
  });

  it('streams go as streams, DKIM of createTransport signs', async () => {
    const fake = new Fake();
    const privateKey = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const mailer = createTransport(toNodemailer(fake));
    await mailer.sendMail({
      ...mail,
      attachments: [{ content: Readable.from([Buffer.from('streamed')]), contentTransferEncoding: '7bit' }],
    });
    await mailer.sendMail({
      ...mail,
      dkim: { domainName: 'example.com', keySelector: 's', privateKey: String(privateKey) },
    });
    expect(fake.sent[0]!.message.raw).not.toBeInstanceOf(Uint8Array);
    expect(fake.sent[0]!.octets).toContain('streamed');
    expect(fake.sent[1]!.octets).toMatch(/^DKIM-Signature: /);
  });

  it('dsn and REQUIRETLS are carried over, the data stays as it is', async () => {
    const fake = new Fake();
    const mailer = createTransport(toNodemailer(fake));
    const seen: unknown[] = [];
    mailer.use('stream', (compiled, done) => {
      seen.push(compiled.data, { ...compiled.data });
      done();
    });
    await mailer.sendMail({ ...mail, dsn: { id: 'x', notify: ['SUCCESS'] }, requireTLSExtensionEnabled: true });
    expect(fake.sent[0]!.message).toMatchObject({
      deliveryStatus: { envelopeId: 'x', notify: ['success'] },
      requireTls: true,
    });
    expect(seen[0]).toEqual(seen[1]);
  });
});

describe('what was not accepted is an error with nodemailer’s code and ours', () => {
  it.each<[CauseCode, Phase, number | undefined, string, string | undefined]>([
    ['CREDENTIALS_REJECTED', 'auth', 535, 'EAUTH', 'AUTH'],
    ['CREDENTIALS_MISSING', 'settings', undefined, 'ENOAUTH', undefined],
    ['TOKEN_SOURCE_FAILED', 'auth', undefined, 'EOAUTH2', 'AUTH'],
    ['STARTTLS_UNAVAILABLE', 'tls', 454, 'ETLS', 'STARTTLS'],
    ['TLS_CERT_EXPIRED', 'tls', undefined, 'ETLS', 'STARTTLS'],
    ['REQUIRETLS_NOT_OFFERED', 'envelope', undefined, 'EREQUIRETLS', 'MAIL FROM'],
    ['DNS_RESOLVER_UNAVAILABLE', 'connect', undefined, 'EDNS', 'CONN'],
    ['CONNECTION_STALLED_OR_DROPPED', 'connect', undefined, 'ECONNECTION', 'CONN'],
    ['CONNECTION_STALLED_OR_DROPPED', 'data', undefined, 'ECONNECTION', 'DATA'],
    ['EHLO_NAME_REJECTED', 'hello', 501, 'EPROTOCOL', 'EHLO'],
    ['SENDER_NOT_OWNED', 'envelope', 550, 'EENVELOPE', 'MAIL FROM'],
    ['MESSAGE_CONTENT_REJECTED', 'sent', 554, 'EMESSAGE', 'DATA'],
    ['MESSAGE_SOURCE_FAILED', 'data', undefined, 'ESTREAM', 'DATA'],
    ['REPLY_LOST', 'sent', undefined, 'ECONNECTION', 'DATA'],
    ['SERVER_PROTOCOL_VIOLATION', 'envelope', undefined, 'EPROTOCOL', 'MAIL FROM'],
    ['CONFIG_VALUE_INVALID', 'settings', undefined, 'ECONFIG', undefined],
  ])('%s at %s %s: %s', async (code, phase, replyCode, expected, command) => {
    const answered = replyCode === undefined ? {} : { reply: { code: replyCode, lines: ['text'] } };
    const error = mailError(code, phase, answered);
    for (const outcome of ['rejected', 'deferred', 'unknown'] as const) {
      const thrown = await failure(new Fake(() => ({ ...base, outcome, error })));
      expect(thrown).toMatchObject({ code: expected, outcome, ehlo: error, message: error.message });
      expect(thrown.command).toBe(command);
      expect(thrown.responseCode).toBe(replyCode);
      expect(thrown.response).toBe(replyCode && `${replyCode} text`);
    }
  });

  it('a time-out of the network is ETIMEDOUT', async () => {
    const cause = Object.assign(new Error('connect'), { code: 'ETIMEDOUT' });
    const error = mailError('CONNECTION_STALLED_OR_DROPPED', 'connect', { cause });
    expect(await failure(new Fake(() => ({ ...base, outcome: 'deferred', error })))).toMatchObject({
      code: 'ETIMEDOUT',
    });
  });

  it('all recipients refused', async () => {
    const error = mailError('RECIPIENT_UNKNOWN', 'envelope', { reply: { code: 550, lines: ['no'] } });
    const refused = [{ recipient: 'b@example.org', error }];
    const thrown = await failure(new Fake(() => ({ ...base, outcome: 'rejected', error, refused })));
    expect(thrown).toMatchObject({ code: 'EENVELOPE', command: 'RCPT TO', rejected: ['b@example.org'] });
    expect(thrown.rejectedErrors).toHaveLength(1);
  });

  it.each<[string, SendMailOptions, string, string]>([
    ['a line end in the subject', { ...mail, subject: 'a\r\nBcc: x@y.z' }, 'EMESSAGE', 'subject'],
    ['no recipient', { ...mail, to: undefined }, 'EENVELOPE', 'to'],
    ['two readings of an address', { ...mail, to: 'x@evil.com y@good.com' }, 'EENVELOPE', 'to'],
    ['a URL', { ...mail, attachments: [{ href: 'https://127.0.0.1/' }] }, 'EMESSAGE', 'attachments[0].href'],
    ['another login', { ...mail, auth: { user: 'u', pass: 'p' } }, 'EMESSAGE', 'auth'],
  ])('%s is refused, and nothing handed over', async (_name, message, code, field) => {
    const fake = new Fake();
    expect(await failure(fake, message)).toMatchObject({ code, ehlo: { field } });
    expect(fake.sent).toEqual([]);
  });

  it('misuse that the transport throws, and other errors as they are', async () => {
    expect(await failure(failing(mailError('TRANSPORT_CLOSED', 'settings')))).toMatchObject({ code: 'ECONFIG' });
    const other = new Error('a defect');
    expect(await failure(failing(other))).toBe(other);
  });
});

describe('a signal', () => {
  it('reaches the transport, and its abort is nodemailer’s AbortError', async () => {
    const controller = new AbortController();
    const fake = new Fake(({ signal }) => {
      controller.abort(new Error('no longer wanted'));
      throw signal!.reason;
    });
    const thrown = await failure(fake, { ...mail, signal: controller.signal });
    expect(thrown).toMatchObject({ name: 'AbortError', code: 'EABORT', cause: controller.signal.reason });
    expect(fake.sent[0]!.options.signal).toBe(controller.signal);
    expect(toNodemailer(fake).supportsAbortSignal).toBe(true);
  });
});

describe('verify, close, idle', () => {
  it('verify with a promise and with a callback', async () => {
    const fake = new Fake();
    const mailer = createTransport(toNodemailer(fake));
    expect(await mailer.verify()).toBe(true);
    const callback = vi.fn();
    await new Promise<void>((resolve) => mailer.verify((...told) => resolve(callback(...told))));
    expect(callback).toHaveBeenCalledWith(null, true);
    const error = mailError('CREDENTIALS_REJECTED', 'auth');
    fake.check = async () => ({ ok: false, error, warnings: [], trace: new Trace() });
    await expect(mailer.verify()).rejects.toMatchObject({ code: 'EAUTH', ehlo: error });
    const told = await new Promise((resolve) => mailer.verify((failed) => resolve(failed)));
    expect(told).toMatchObject({ code: 'EAUTH', ehlo: error });
  });

  it('is idle when nothing is being sent, and says so', async () => {
    let finish = (_receipt: Receipt) => {};
    const fake = new Fake(() => new Promise((resolve) => (finish = resolve)));
    const mailer = createTransport(toNodemailer(fake));
    const idle = once(mailer, 'idle');
    expect(mailer.isIdle()).toBe(true);
    const sending = mailer.sendMail(mail);
    expect(mailer.isIdle()).toBe(false);
    await vi.waitFor(() => expect(fake.sent).toHaveLength(1));
    finish(accepted);
    await sending;
    await idle;
    expect(mailer.isIdle()).toBe(true);
    mailer.close();
    expect(fake.closed).toBe(1);
  });
});
