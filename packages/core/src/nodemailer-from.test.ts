import { Readable } from 'node:stream';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import type { Message } from './message.js';
import { fromNodemailer, toNodemailer } from './nodemailer.js';
import type { Receipt } from './receipt.js';

const mail = { from: 'A <a@example.com>', to: 'b@example.org', bcc: 'c@example.org', subject: 'Hi', text: 'Hi' };
const envelope = { from: 'a@example.com', to: ['b@example.org', 'c@example.org'] };

/** A nodemailer transport that answers with an info or an error. */
function answering(answer: object | Error, seen: SendMailOptions[] = []): Transporter {
  return createTransport({
    name: 'tiny',
    version: '1',
    send: (compiled, done) => {
      seen.push(compiled.data);
      if (answer instanceof Error) done(answer as never, undefined as never);
      else done(null, { envelope: compiled.message.getEnvelope(), messageId: compiled.message.messageId(), ...answer });
    },
    verify: async () => {
      if (answer instanceof Error) throw answer;
      return true;
    },
  });
}

function failing(fields: object): Transporter {
  return answering(Object.assign(new Error('failed'), fields));
}

async function sendWith(transporter: Transporter): Promise<Receipt> {
  return fromNodemailer(transporter).send(mail);
}

describe('nodemailer’s own transports', () => {
  it('streamTransport', async () => {
    const transport = fromNodemailer(createTransport({ streamTransport: true, buffer: true }));
    const receipt = await transport.send(mail);
    expect(receipt).toMatchObject({
      transport: 'nodemailer:StreamTransport',
      outcome: 'accepted',
      envelope,
      refused: [],
    });
    expect(receipt.messageId).toMatch(/^<.+@example\.com>$/);
  });

  it('jsonTransport gets the fields, our Message-ID among them', async () => {
    const seen: { message?: string } = {};
    const json = createTransport({ jsonTransport: true });
    const sendMail = json.sendMail.bind(json);
    json.sendMail = (async (data: SendMailOptions) =>
      Object.assign(seen, await sendMail(data))) as typeof json.sendMail;
    const receipt = await fromNodemailer(json).send({ ...mail, html: '<p>Hi</p>' });
    expect(JSON.parse(seen.message!)).toMatchObject({ html: '<p>Hi</p>', subject: 'Hi', messageId: receipt.messageId });
  });

  it('a message that was composed before', async () => {
    const seen: SendMailOptions[] = [];
    const transport = fromNodemailer(answering({ response: '250 OK' }, seen));
    const raw = 'Message-ID: <1@example.com>\r\n\r\nx';
    const receipt = await transport.send({ envelope: { from: '', to: ['b@example.org'] }, raw });
    expect(receipt).toMatchObject({
      outcome: 'accepted',
      messageId: '<1@example.com>',
      envelope: { from: '', to: ['b@example.org'] },
    });
    async function* pieces() {
      yield Buffer.from(raw);
    }
    await transport.send({ envelope, raw: pieces() });
    expect(seen[0]!.raw).toBe(raw);
    expect(seen[1]!.raw).toBeInstanceOf(Readable);
  });

  it('delivery goes over in nodemailer’s words', async () => {
    const seen: SendMailOptions[] = [];
    const deliveryStatus = { envelopeId: 'x', return: 'headers', notify: ['success'] } as const;
    await fromNodemailer(answering({}, seen)).send({ ...mail, deliveryStatus, requireTls: true });
    expect(seen[0]).toMatchObject({
      dsn: { id: 'x', return: 'hdrs', notify: ['success'] },
      requireTLSExtensionEnabled: true,
    });
    expect(seen[0]).not.toHaveProperty('deliveryStatus');
  });
});

it('reads the reply and the refused', async () => {
  const rejectedErrors = [
    Object.assign(new Error('no'), {
      code: 'EENVELOPE',
      recipient: 'c@example.org',
      response: '550 5.1.1 no',
      responseCode: 550,
    }),
  ];
  const receipt = await sendWith(
    answering({ response: '250-2.0.0 OK\r\n250 queued', rejected: ['c@example.org'], rejectedErrors }),
  );
  expect(receipt).toMatchObject({
    outcome: 'accepted',
    reply: { code: 250, enhanced: '2.0.0', lines: ['2.0.0 OK', 'queued'] },
  });
  expect(receipt.refused).toMatchObject([
    { recipient: 'c@example.org', error: { code: 'REFUSED_BY_SERVER', reply: { code: 550, enhanced: '5.1.1' } } },
  ]);
  expect(String(receipt.trace)).toBe('S: 250-2.0.0 OK\nS: 250 queued');
});

describe('an error becomes the outcome that can be answered for', () => {
  it.each<[object, Receipt['outcome'], string, string]>([
    [
      { code: 'EAUTH', command: 'AUTH PLAIN', response: '535 5.7.8 no', responseCode: 535 },
      'rejected',
      'CREDENTIALS_REJECTED',
      'auth',
    ],
    [
      { code: 'EAUTH', command: 'AUTH PLAIN', response: '454 4.7.0 later', responseCode: 454 },
      'deferred',
      'TEMPORARY_SERVER_ERROR',
      'auth',
    ],
    [{ code: 'EAUTH', command: 'API' }, 'rejected', 'CREDENTIALS_MISSING', 'settings'],
    [
      { code: 'EENVELOPE', command: 'MAIL FROM', response: '451 later', responseCode: 451 },
      'deferred',
      'TEMPORARY_SERVER_ERROR',
      'envelope',
    ],
    [
      { code: 'EENVELOPE', command: 'RCPT TO', response: '550 no', responseCode: 550 },
      'rejected',
      'REFUSED_BY_SERVER',
      'envelope',
    ],
    [
      { code: 'EENVELOPE', command: 'DATA', response: '554 no', responseCode: 554 },
      'rejected',
      'REFUSED_BY_SERVER',
      'data',
    ],
    [
      { code: 'EMESSAGE', command: 'DATA', response: '552 too big', responseCode: 552 },
      'rejected',
      'REFUSED_BY_SERVER',
      'sent',
    ],
    [
      { code: 'EMESSAGE', command: 'DATA', response: '451 later', responseCode: 451 },
      'deferred',
      'TEMPORARY_SERVER_ERROR',
      'sent',
    ],
    [{ code: 'ECONNECTION', command: 'DATA' }, 'unknown', 'REPLY_LOST', 'sent'],
    // nodemailer says CONN for a line that dies at any time.
    [{ code: 'ECONNECTION', command: 'CONN' }, 'unknown', 'REPLY_LOST', 'sent'],
    [{ code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'SOCKET_TIMEOUT' }, 'unknown', 'REPLY_LOST', 'sent'],
    [
      { code: 'ESOCKET', command: 'CONN', originalCode: 'ECONNRESET', syscall: 'read' },
      'unknown',
      'REPLY_LOST',
      'sent',
    ],
    [{ code: 'EENVELOPE', command: 'DATA' }, 'unknown', 'REPLY_LOST', 'sent'],
    [{}, 'unknown', 'REPLY_LOST', 'sent'],
    [
      { code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'GREETING_TIMEOUT' },
      'deferred',
      'CONNECTION_STALLED_OR_DROPPED',
      'connect',
    ],
    [
      { code: 'ESOCKET', command: 'CONN', originalCode: 'ECONNREFUSED', syscall: 'connect' },
      'deferred',
      'CONNECTION_STALLED_OR_DROPPED',
      'connect',
    ],
    [{ code: 'EDNS', command: 'CONN' }, 'deferred', 'DNS_RESOLVER_UNAVAILABLE', 'connect'],
    [{ code: 'ESTREAM', command: 'API' }, 'deferred', 'MESSAGE_SOURCE_FAILED', 'data'],
  ])('%j: %s', async (fields, outcome, code, phase) => {
    const receipt = await sendWith(failing(fields));
    expect(receipt).toMatchObject({ outcome, envelope, error: { code, phase } });
  });

  it('a handshake that fails is no lost message', async () => {
    const report = await fromNodemailer(failing({ code: 'ECONNECTION', command: 'CONN' })).check();
    expect(report).toMatchObject({ ok: false, error: { code: 'CONNECTION_STALLED_OR_DROPPED' } });
    expect((await fromNodemailer(answering({})).check()).ok).toBe(true);
    const untold = await fromNodemailer(createTransport({ jsonTransport: true })).check();
    expect(untold).toMatchObject({ ok: true, warnings: [{ code: 'NOTHING_TO_CHECK' }] });
  });

  it('there and back again, nothing is lost', async () => {
    const inner = fromNodemailer(
      failing({ code: 'EMESSAGE', command: 'DATA', response: '552 5.3.4 too big', responseCode: 552 }),
    );
    const receipt = await sendWith(createTransport(toNodemailer(inner)));
    expect(receipt).toMatchObject({ outcome: 'rejected', error: { reply: { code: 552, enhanced: '5.3.4' } } });
  });
});

describe('as every Transport', () => {
  it('refuses bad input, and hands nothing over', async () => {
    const seen: SendMailOptions[] = [];
    const transport = fromNodemailer(answering({}, seen));
    for (const bad of [
      { subject: 'a\nb' },
      { to: 'b@example.org>\r\nRCPT TO:<x@y.z' },
      { to: [], bcc: '' },
      { attachments: [{ href: 'http://127.0.0.1/' }] },
    ]) {
      await expect(transport.send({ ...mail, ...bad } as Message)).rejects.toMatchObject({
        name: 'MailError',
        phase: 'settings',
      });
    }
    expect(seen).toEqual([]);
  });

  it('nodemailer is handed the envelope as we read it', async () => {
    const seen: SendMailOptions[] = [];
    await fromNodemailer(answering({}, seen)).send({ ...mail, to: '"x@evil.com y"@Good.com', bcc: undefined });
    expect(seen[0]!.envelope).toEqual({ from: 'a@example.com', to: ['"x@evil.com y"@good.com'] });
  });

  it('throws the reason of a signal that was aborted before; after, the outcome is unknown', async () => {
    const reason = new Error('no longer wanted');
    await expect(fromNodemailer(answering({})).send(mail, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const hanging = createTransport({
      name: 'hanging',
      version: '1',
      supportsAbortSignal: true,
      send: (compiled, done) => {
        compiled.data.signal!.addEventListener('abort', () =>
          done(Object.assign(new Error('aborted'), { code: 'EABORT' }) as never, undefined as never),
        );
        queueMicrotask(() => controller.abort(reason));
      },
    });
    expect(await fromNodemailer(hanging).send(mail, { signal: controller.signal })).toMatchObject({
      outcome: 'unknown',
    });
  });

  it('sendMany gives each its index; misuse ends it', async () => {
    const transport = fromNodemailer(answering({ response: '250 OK' }));
    const indexes: number[] = [];
    for await (const receipt of transport.sendMany(Array.from({ length: 12 }, () => mail))) indexes.push(receipt.index);
    expect(indexes.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    const bad = (async () => {
      for await (const _ of transport.sendMany([mail, { ...mail, subject: '\n' }, mail]));
    })();
    await expect(bad).rejects.toMatchObject({ field: 'subject' });
  });

  it('close finishes what was begun, and takes nothing new', async () => {
    let finish = () => {};
    const slow = createTransport({
      name: 'slow',
      version: '1',
      send: (compiled, done) => {
        finish = () => done(null, { envelope: compiled.message.getEnvelope(), messageId: 'x' });
      },
    });
    const transport = fromNodemailer(slow);
    const sending = transport.send(mail);
    let closed = false;
    const closing = transport.close().then(() => (closed = true));
    await expect(transport.send(mail)).rejects.toMatchObject({ code: 'TRANSPORT_CLOSED' });
    expect(closed).toBe(false);
    finish();
    expect((await sending).outcome).toBe('accepted');
    await closing;
  });
});
