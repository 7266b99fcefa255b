import { readdir, readlink } from 'node:fs/promises';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';
import { sandbox } from '@ehlo/sandbox';
import { describe, expect, test, vi } from 'vitest';
import { certificate, message, running, Wire, watching } from './kit.js';

const you = 'you@example.net';
const bob = 'bob@example.net';

describe('250 is said for what was accepted upstream, and for nothing else', () => {
  test('accepted: with the words of the server that took it, octets unchanged and no field added', async () => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    const mail = message(it.box.user, '.\r\n..dots\r\n\tand a very long day\r\n');
    const stuffed = mail.replace(/^\./gm, '..');
    expect(await wire.send(it.box.user, [you], stuffed)).toMatch(/^250 2\.0\.0 Accepted .*: 250 2\.0\.0 OK </);
    expect(it.box.inbox.map(({ raw }) => Buffer.from(raw).toString())).toEqual([mail]);
    expect(it.box.inbox[0]?.envelope).toMatchObject({ from: it.box.user, to: [you] });
    expect(it.mails).toMatchObject([{ outcome: 'accepted', sent: true, unheard: false, octets: mail.length }]);
  });

  test.each([
    ['7-bit', 'x', '7BIT'],
    ['8-bit', 'ü', '8BITMIME'],
  ])('a large message that is %s is told to the provider with its octets, before it is sent', async (_, sign, body) => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    // Larger than what is kept in memory.
    const mail = message(it.box.user, `${`${sign.repeat(70)}\r\n`.repeat(20_000)}`);
    expect(await wire.send(it.box.user, [you], mail)).toMatch(/^250 /);
    const [said] = it.box.conversation.flatMap(({ line }) => (line.startsWith('MAIL ') ? [line] : []));
    expect(said).toContain(` SIZE=${Buffer.byteLength(mail)}`);
    expect(/ BODY=(\w+)/.exec(said ?? '')?.[1] ?? '7BIT').toBe(body);
  });

  const cases = [
    ['sendAs', 'denied', '554 5.2.252 SENDER_NOT_OWNED', 'rejected'],
    ['quota', 'exceeded', '451 4.3.0 QUOTA_EXHAUSTED', 'deferred'],
    ['mailbox', 'logon-failure', '554 5.0.0 MS_APP_NOT_AUTHORIZED_IN_EXCHANGE', 'rejected'],
    ['service', 'busy', '451 4.3.2 ', 'deferred'],
    ['token', 'expired', '451 4.3.0 XOAUTH2_TOKEN_REJECTED', 'deferred'],
  ] as const;
  test.each(cases)('%s %s: %s', async (name, state, reply, outcome) => {
    await using it = await running({ box: { [name]: state } });
    await using wire = await Wire.open(it.relay);
    expect(await wire.send(it.box.user, [you], message(it.box.user))).toContain(reply);
    expect(it.mails).toMatchObject([{ outcome, sent: true }]);
    expect(it.box.inbox).toEqual([]);
    // What was definite may be sent again: nothing is remembered of it.
    expect(it.relay.remembered).toEqual([]);
  });

  test('a reply is one line of ASCII with at most 512 octets, and names cause and fix', async () => {
    await using box = await sandbox.gmail();
    box.reply({ command: 'end-of-data', reply: `554 5.7.0 ${'Nein, das nehmen wir nicht. '.repeat(60)}` });
    await using transport = gmail({ ...box.transportOptions, partial: 'refuse' });
    await using it = await watching({ transport, from: [box.user] });
    await using wire = await Wire.open(it.relay);
    const reply = await wire.send(box.user, [you], message(box.user));
    expect(reply).toMatch(/^554 5\.7\.0 [A-Z_]+: [ -~]+$/);
    expect(reply.length).toBe(510);
  });

  test('what the server says beyond ASCII is not handed on as it is', async () => {
    await using it = await running();
    it.box.reply({ command: 'end-of-data', reply: '554 5.7.0 Größe überschritten\u0007' });
    await using wire = await Wire.open(it.relay);
    expect(await wire.send(it.box.user, [you], message(it.box.user))).toMatch(/^554 5\.7\.0 [ -~]+Gr\?+[ -~]+$/);
  });

  test('who watches has no say: an observer that throws changes no answer', async () => {
    await using it = await running({
      relay: {
        observe: () => {
          throw new Error('log is full');
        },
      },
    });
    await using wire = await Wire.open(it.relay);
    expect(await wire.send(it.box.user, [you], message(it.box.user))).toMatch(/^250 /);
    expect(await wire.send('ceo@example.com', [you], message(it.box.user))).toMatch(/^550 /);
    await it.relay.close();
  });

  test.skipIf(process.platform !== 'linux')('no file of a message stays open behind its answer', async () => {
    const open = async (): Promise<string[]> => {
      const targets = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
      return (await Promise.all(targets)).filter((target) => /ehlo-relay-[0-9a-f-]{36} \(deleted\)$/.test(target));
    };
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    const large = (): string => message(it.box.user, `${'x'.repeat(76)}\r\n`.repeat(20_000));
    expect(await wire.send(it.box.user, [you], large())).toMatch(/^250 /);
    expect(await wire.send(it.box.user, [you], large().replace('From:', 'From'))).toMatch(/^550 5\.6\.0 /);
    expect(await open()).toEqual([]);
  });

  test('a disk without room: 452, and nothing was sent', async () => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    vi.stubEnv('TMPDIR', '/nowhere/at/all');
    try {
      const large = message(it.box.user, `${'x'.repeat(76)}\r\n`.repeat(40_000));
      expect(await wire.send(it.box.user, [you], large)).toMatch(/^452 4\.3\.1 RELAY_STORE_FAILED/);
    } finally {
      vi.unstubAllEnvs();
    }
    expect(it.box.counters.connections).toBe(0);
    expect(await wire.send(it.box.user, [you], message(it.box.user))).toMatch(/^250 /);
  });

  test('a transport that is closed has sent nothing', async () => {
    await using it = await running();
    await it.transport.close();
    await using wire = await Wire.open(it.relay);
    expect(await wire.send(it.box.user, [you], message(it.box.user))).toMatch(/^451 4\.3\.2 TRANSPORT_CLOSED/);
  });
});

describe('unknown', () => {
  test('is 451 with a warning; the retry is not sent, and says since when and how to let it go', async () => {
    await using it = await running();
    it.box.fault('lost-final-reply', { times: 1 });
    await using wire = await Wire.open(it.relay);
    const mail = message(it.box.user);
    expect(await wire.send(it.box.user, [you], mail)).toMatch(/^451 4\.4\.2 REPLY_LOST/);
    expect(it.mails).toMatchObject([{ outcome: 'unknown', warning: 'may-have-arrived', sent: true }]);
    const [kept] = it.relay.remembered;
    expect(kept).toMatchObject({ state: 'unknown', from: it.box.user, to: [you] });

    const again = await wire.send(it.box.user, [you], mail);
    expect(again).toContain('451 4.4.2 RELAY_MESSAGE_REMEMBERED');
    expect(again).toContain(`${kept?.id}, first sent ${kept?.since.toISOString()}`);
    expect(again).toContain('have the relay forget it');
    expect(it.mails[1]).toMatchObject({ outcome: 'unknown', warning: 'may-have-arrived', sent: false });
    expect(it.box.inbox.length).toBe(1);

    expect(await it.relay.forget(kept?.id as string)).toBe(true);
    expect(await it.relay.forget(kept?.id as string)).toBe(false);
    expect(await wire.send(it.box.user, [you], mail)).toMatch(/^250 /);
    expect(it.box.inbox.length).toBe(2);
  });

  test('belongs to sender and recipients: others are served, one of the same is not', async () => {
    await using it = await running();
    it.box.fault('lost-final-reply', { times: 1 });
    await using wire = await Wire.open(it.relay);
    const mail = message(it.box.user);
    await wire.send(it.box.user, [you, bob], mail);
    expect(await wire.send(it.box.user, ['carol@example.net'], mail)).toMatch(/^250 /);
    expect(await wire.send(it.box.user, [bob], mail)).toMatch(/^451 4\.4\.2 RELAY_MESSAGE_REMEMBERED/);
  });

  test('is told from others by the hash of its octets where it has no Message-ID', async () => {
    await using it = await running();
    it.box.fault('lost-final-reply', { times: 1 });
    await using wire = await Wire.open(it.relay);
    const mail = `From: ${it.box.user}\r\nSubject: no id\r\n\r\nHello\r\n`;
    await wire.send(it.box.user, [you], mail);
    expect(it.relay.remembered[0]?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await wire.send(it.box.user, [you], mail)).toMatch(/^451 4\.4\.2 RELAY_MESSAGE_REMEMBERED/);
    expect(await wire.send(it.box.user, [you], `${mail}, again\r\n`)).toMatch(/^250 /);
  });
});

describe('recipients', () => {
  test('one is refused: nothing is sent, the next attempt hears it at RCPT, and the other is served', async () => {
    await using it = await running();
    it.box.reply({ command: 'RCPT', match: /<bob@/, reply: '550 5.1.10 RESOLVER.ADR.RecipientNotFound' });
    await using wire = await Wire.open(it.relay);
    const mail = message(it.box.user);
    const first = await wire.send(it.box.user, [you, bob], mail);
    expect(first).toContain('451 4.5.3 RELAY_PARTLY_REFUSED: Nothing was sent; refused: bob@example.net (550 5.1.10 ');
    expect(it.box.inbox).toEqual([]);
    expect(it.mails).toMatchObject([{ outcome: 'deferred', refused: [{ recipient: bob }] }]);

    await wire.ask('RSET');
    await wire.ask(`MAIL FROM:<${it.box.user}>`);
    expect(await wire.ask(`RCPT TO:<${you}>`)).toMatch(/^250 /);
    expect(await wire.ask('RCPT TO:<BOB@EXAMPLE.NET>')).toMatch(/^550 5\.1\.10 RELAY_RECIPIENT_REFUSED: .*RESOLVER/);
    await wire.ask('DATA');
    wire.say(mail);
    expect(await wire.ask('.')).toMatch(/^250 /);
    expect(it.box.inbox[0]?.envelope.to).toEqual([you]);
  });

  test('all are refused for good: 5yz at once', async () => {
    await using it = await running();
    it.box.reply({ command: 'RCPT', reply: '550 5.1.10 RESOLVER.ADR.RecipientNotFound' });
    await using wire = await Wire.open(it.relay);
    expect(await wire.send(it.box.user, [you, bob], message(it.box.user))).toMatch(/^550 5\.1\.10 RECIPIENT_UNKNOWN/);
    expect(it.mails).toMatchObject([{ outcome: 'rejected' }]);
  });

  test('one is refused for now, the other for good: not yet', async () => {
    await using it = await running();
    it.box.reply(
      { command: 'RCPT', match: /<bob@/, reply: '450 4.2.1 Mailbox busy' },
      { command: 'RCPT', reply: '550 5.1.10 RESOLVER.ADR.RecipientNotFound' },
    );
    await using wire = await Wire.open(it.relay);
    expect(await wire.send(it.box.user, [you, bob], message(it.box.user))).toMatch(/^450 4\.2\.1 /);
    await wire.ask(`MAIL FROM:<${it.box.user}>`);
    expect(await wire.ask(`RCPT TO:<${bob}>`)).toMatch(/^450 4\.2\.1 RELAY_RECIPIENT_REFUSED/);
  });

  test("a transport with partial: 'send' has served the others: 250 names the refused, with a warning", async () => {
    await using it = await running({ account: { partial: 'send' } });
    it.box.reply({ command: 'RCPT', match: /<bob@/, reply: '550 5.1.10 RESOLVER.ADR.RecipientNotFound' });
    await using wire = await Wire.open(it.relay);
    const reply = await wire.send(it.box.user, [you, bob], message(it.box.user));
    expect(reply).toMatch(/^250 2\.0\.0 Accepted \(.*\), but refused: bob@example\.net \(550 5\.1\.10 /);
    expect(it.mails).toMatchObject([{ outcome: 'accepted', warning: 'partly-refused', refused: [{ recipient: bob }] }]);
    // That message is done with; the next one is the server's to judge.
    await wire.ask(`MAIL FROM:<${it.box.user}>`);
    expect(await wire.ask(`RCPT TO:<${bob}>`)).toMatch(/^250 /);
  });

  test('more than the account allows are put off at RCPT', async () => {
    await using it = await running({ relay: { maxRecipients: 2 } });
    await using wire = await Wire.open(it.relay);
    await wire.ask(`MAIL FROM:<${it.box.user}>`);
    expect(await wire.ask(`RCPT TO:<${you}>`)).toMatch(/^250 /);
    expect(await wire.ask(`RCPT TO:<${bob}>`)).toMatch(/^250 /);
    expect(await wire.ask(`RCPT TO:<${you}>`)).toMatch(/^250 /);
    expect(await wire.ask('RCPT TO:<carol@example.net>')).toMatch(/^452 4\.5\.3 TOO_MANY_RECIPIENTS/);
  });
});

test('what the adapter refuses without asking the server has the codes that a server would say', async () => {
  await using box = await sandbox.gmail();
  await using transport = gmail({ ...box.transportOptions, partial: 'refuse' });
  await using it = await watching({ transport, from: [box.user], maxRecipients: 200 });
  await using wire = await Wire.open(it.relay);
  const many = Array.from({ length: 101 }, (_, at) => `you${at}@example.net`);
  expect(await wire.send(box.user, many, message(box.user))).toMatch(/^554 5\.5\.3 TOO_MANY_RECIPIENTS/);
  const local = await wire.send(box.user, ['postmaster'], message(box.user));
  expect(local).toMatch(/^553 5\.1\.3 ENVELOPE_INVALID/);
  expect(box.inbox).toEqual([]);
});

describe('what EHLO offers is kept', () => {
  test('SIZE by the word of MAIL, and by the octets that come', async () => {
    await using it = await running({ relay: { maxSize: 2_000 } });
    await using wire = await Wire.open(it.relay);
    expect(await wire.ask('EHLO client.example')).toContain('250 SIZE 2000');
    expect(await wire.ask(`MAIL FROM:<${it.box.user}> SIZE=2001`)).toMatch(/^552 /);
    const reply = await wire.send(it.box.user, [you], message(it.box.user, 'x'.repeat(2_000)));
    expect(reply).toMatch(/^552 5\.3\.4 MESSAGE_TOO_LARGE: .*2000 octets/);
    expect(await wire.send(it.box.user, [you], message(it.box.user))).toMatch(/^250 /);
    expect(it.box.inbox.length).toBe(1);
  });

  test('8BITMIME and SMTPUTF8 go on to a server that has them, and are refused where it has not', async () => {
    await using box = await sandbox.outlook();
    await using transport = outlook({ ...box.transportOptions, partial: 'refuse' });
    await using it = await watching({ transport, from: ['@outlook.com', '用户@outlook.com'] });
    await using wire = await Wire.open(it.relay);
    const mail = message(box.user, 'Grüße');
    await wire.ask(`MAIL FROM:<${box.user}> BODY=8BITMIME`);
    await wire.ask(`RCPT TO:<${you}>`);
    await wire.ask('DATA');
    wire.say(Buffer.from(mail));
    expect(await wire.ask('.')).toMatch(/^250 /);
    expect(box.inbox[0]?.envelope.mailParameters).toMatchObject({ BODY: '8BITMIME' });
    expect(Buffer.from(box.inbox[0]?.raw as Uint8Array).toString()).toBe(mail);

    wire.say(Buffer.from('MAIL FROM:<用户@outlook.com>\r\n'));
    expect(await wire.reply()).toMatch(/^553 5\.6\.7 RELAY_PARAMETER_NOT_OFFERED/);
    wire.say(Buffer.from('MAIL FROM:<用户@outlook.com> SMTPUTF8\r\n'));
    expect(await wire.reply()).toMatch(/^250 /);
    await wire.ask(`RCPT TO:<${you}>`);
    await wire.ask('DATA');
    wire.say(Buffer.from(message('用户@outlook.com')));
    expect(await wire.ask('.')).toMatch(/^(250|5\d\d [\d.]+ SMTPUTF8_NOT_OFFERED)/);
    expect(it.mails.at(-1)?.outcome).toBe(box.inbox.length === 2 ? 'accepted' : 'rejected');
  });

  test.each(['RET=FULL', 'ENVID=1', 'REQUIRETLS', 'X=1'])(
    'what it does not offer is refused: MAIL with %s',
    async (word) => {
      await using it = await running();
      await using wire = await Wire.open(it.relay);
      expect(await wire.ask(`MAIL FROM:<${it.box.user}> ${word}`)).toMatch(/^5(55 5\.5\.4|30) /);
      await wire.ask(`MAIL FROM:<${it.box.user}>`);
      for (const parameter of ['NOTIFY=NEVER', 'ORCPT=rfc822;you@example.net', 'X=1'])
        expect(await wire.ask(`RCPT TO:<${you}> ${parameter}`)).toMatch(/^555 5\.5\.4 /);
    },
  );

  test('over TLS no more is offered, and REQUIRETLS is refused (RFC 8689 4.1)', async () => {
    const tls = { ...(await certificate()), implicit: true };
    await using it = await running({ relay: { tls } });
    await using wire = await Wire.open(it.relay);
    expect(await wire.ask('EHLO client.example')).not.toMatch(/REQUIRETLS|DSN|AUTH|STARTTLS/);
    expect(await wire.ask(`MAIL FROM:<${it.box.user}> REQUIRETLS`)).toMatch(/^555 5\.5\.4 /);
  });

  test('AUTH of MAIL is taken and not passed on (RFC 4954 5)', async () => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    expect(await wire.ask(`MAIL FROM:<${it.box.user}> AUTH=<>`)).toMatch(/^250 /);
    await wire.ask(`RCPT TO:<${you}>`);
    await wire.ask('DATA');
    wire.say(message(it.box.user));
    expect(await wire.ask('.')).toMatch(/^250 /);
    expect(it.box.inbox[0]?.envelope.mailParameters).not.toHaveProperty('AUTH');
  });
});
