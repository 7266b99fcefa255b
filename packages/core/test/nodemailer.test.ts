import { fromNodemailer, toNodemailer } from '@ehlo/core/nodemailer';
import { transportContract } from '@ehlo/core/testing';
import { sandbox } from '@ehlo/sandbox';
import nodemailer from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { firstSaid, pair, patiently } from './pair.js';

describe('nodemailer over an Ehlo transport', () => {
  test('a message arrives, and info tells what nodemailer tells', async () => {
    await using it = await pair({ replies: [{ command: 'RCPT', match: /nobody/, reply: '550 5.1.1 No such user' }] });
    const mailer = nodemailer.createTransport(toNodemailer(it.transport));
    expect(await mailer.verify()).toBe(true);
    const info = await mailer.sendMail(
      it.mail({ to: 'you@example.net, nobody@example.net', bcc: 'hidden@example.net', html: '<b>Hi</b>' }),
    );
    expect(info).toMatchObject({
      accepted: ['you@example.net', 'hidden@example.net'],
      rejected: ['nobody@example.net'],
      pending: [],
    });
    expect(info.response).toMatch(/^250 /);
    const parsed = await it.box.inbox[0]?.parsed();
    expect(parsed).toMatchObject({ subject: 'Hello', messageId: info.messageId });
    expect(parsed?.text?.trim()).toBe('Hello.');
    expect(Buffer.from(it.box.inbox[0]?.raw ?? []).toString()).not.toContain('hidden@example.net');
  });

  test.each([
    ['a refused login', { password: 'not the password' }, {}, 'EAUTH', 'CREDENTIALS_REJECTED', 535],
    ['no TLS', {}, { fault: 'starttls-stripped' }, 'ETLS', 'STARTTLS_UNAVAILABLE', undefined],
    ['a refused sender', {}, { replies: [{ command: 'MAIL', reply: '550 5.1.0 No' }] }, 'EENVELOPE', undefined, 550],
    [
      'a refused message',
      {},
      { replies: [{ command: 'end-of-data', reply: '554 5.7.1 No' }] },
      'EMESSAGE',
      undefined,
      554,
    ],
  ] as const)(
    '%s has nodemailer’s code, and ours beside it',
    async (_name, account, server, code, ehlo, responseCode) => {
      await using it = await pair(server as object, account);
      const mailer = nodemailer.createTransport(toNodemailer(it.transport));
      const error = await mailer.sendMail(it.mail()).catch((reason) => reason);
      expect(error).toMatchObject({ code, ...(responseCode === undefined ? {} : { responseCode }) });
      if (ehlo !== undefined) expect(error.ehlo.code).toBe(ehlo);
    },
  );

  test('an abort reaches the engine', async () => {
    const { came, observe } = firstSaid('EHLO');
    await using it = await pair({ fault: { name: 'stall', at: 'EHLO' } }, { observe });
    const mailer = nodemailer.createTransport(toNodemailer(it.transport));
    const abort = new AbortController();
    const sending = mailer.sendMail({ ...it.mail(), signal: abort.signal } as object).catch((reason) => reason);
    await came;
    abort.abort();
    expect(await sending).toBeInstanceOf(Error);
    await expect.poll(() => it.box.counters.open, patiently).toBe(0);
  });
});

describe('an Ehlo transport over nodemailer’s own SMTP', () => {
  const create = async () => {
    const box = await sandbox.generic({
      replies: [{ command: 'RCPT', match: /nobody/, reply: '550 5.1.1 No such user' }],
    });
    const { host, port, user, password, tls } = box.transportOptions;
    const smtp = nodemailer.createTransport({
      host,
      port,
      requireTLS: true,
      auth: { user: user ?? '', pass: password ?? '' },
      tls: { ca: tls.ca },
    });
    return {
      transport: fromNodemailer(smtp),
      from: box.user,
      to: 'you@example.net',
      refused: 'nobody@example.net',
      secrets: [],
      received: () => box.inbox.map((mail) => mail.raw),
      close: () => box.close(),
    };
  };
  for (const { name, run } of transportContract(create)) test(name, run);
});
