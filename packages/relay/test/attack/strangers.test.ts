import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { isMailError } from '@ehlo/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fileMemory, type RelayOptions, startRelay } from '../../src/index.js';
import { certificate, message, password, plain, running, user, users, Wire, withoutGreeting } from '../kit.js';

const you = 'you@example.net';

afterEach(() => void vi.useRealTimers());

async function refusal(options: Partial<RelayOptions>): Promise<string> {
  await using it = await running();
  try {
    await using relay = await startRelay({
      transport: it.transport,
      from: [it.box.user],
      port: 0,
      users: 'none',
      ...options,
    });
    return `listening on ${relay.host}`;
  } catch (error) {
    if (isMailError(error)) return `${error.code} ${error.field} ${error.fix}`;
    throw error;
  }
}

describe('T42: no open relay', () => {
  test('it listens on loopback unless told otherwise', async () => {
    expect(await refusal({})).toBe('listening on 127.0.0.1');
    expect(await refusal({ host: '::1' })).toBe('listening on ::1');
  });

  test.each(['0.0.0.0', '::', '192.0.2.1'])(
    'on %s it does not start without TLS and users, and says how it does',
    async (host) => {
      const [tls, names] = [await certificate(), users()];
      const how = /^RELAY_NOT_PROTECTED host .*Leave host out.*give tls \(cert and key\) and users/;
      expect(await refusal({ host })).toMatch(how);
      expect(await refusal({ host, tls })).toMatch(how);
      expect(await refusal({ host, users: names })).toMatch(how);
    },
  );

  test('beyond loopback, TLS and a login come before everything', async () => {
    const tls = await certificate();
    await using it = await running({ relay: { host: '0.0.0.0', tls, users: users() } });
    const relay = { ...it.relay, host: '127.0.0.1', port: it.relay.port, tls: it.relay.tls };
    await using wire = await Wire.open(relay);
    expect(await wire.ask('EHLO client.example')).not.toContain('AUTH');
    expect(await wire.ask(`AUTH PLAIN ${plain(user, password)}`)).toMatch(/^5\d\d /);
    expect(await wire.ask(`MAIL FROM:<${it.box.user}>`)).toMatch(/^530 5\.7\.0 RELAY_LOGIN_NEEDED/);
    await wire.ask('STARTTLS');
    await wire.upgrade();
    expect(await wire.ask('EHLO client.example')).toContain('AUTH PLAIN LOGIN');
    expect(await wire.ask(`MAIL FROM:<${it.box.user}>`)).toMatch(/^530 5\.7\.0 RELAY_LOGIN_NEEDED/);
    expect(await wire.ask(`AUTH PLAIN ${plain(user, password)}`)).toMatch(/^235 /);
    expect(await wire.send(it.box.user, [you], message(it.box.user))).toMatch(/^250 /);
  });

  test('to act as another is no right that anybody has (RFC 4616 2)', async () => {
    const [first] = users();
    await using it = await running({ relay: { users: [first!, { ...first!, name: 'other' }] } });
    const login = async (authzid: string): Promise<string> => {
      await using wire = await Wire.open(it.relay);
      return await wire.ask(`AUTH PLAIN ${Buffer.from(`${authzid}\0${user}\0${password}`).toString('base64')}`);
    };
    for (const authzid of ['other', 'nobody', `${user}2`])
      expect(await login(authzid)).toMatch(/^535 5\.7\.8 RELAY_LOGIN_REFUSED/);
    for (const authzid of ['', user]) expect(await login(authzid)).toMatch(/^235 /);
  });

  test('TLS of an older version than was asked for does not come up', async () => {
    const [tls, { ca }] = [await certificate(), await certificate()];
    const spoken = async (minVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<string> => {
      await using it = await running({ relay: { tls: { ...tls, implicit: true, minVersion } } });
      const { host, port } = it.relay;
      const socket = connect({ host, port, ca, maxVersion: 'TLSv1.2' });
      const ended = new Promise<string>((resolve) => socket.once('error', () => resolve('none')));
      const version = await Promise.race([
        once(socket, 'secureConnect').then(() => String(socket.getProtocol())),
        ended,
      ]);
      socket.destroy();
      return version;
    };
    expect(await spoken('TLSv1.2')).toBe('TLSv1.2');
    expect(await spoken('TLSv1.3')).toBe('none');
  });

  test('where it cannot listen, host or port is named, and the memory is free for the next', async () => {
    const path = join(tmpdir(), `ehlo-relay-strangers-${randomBytes(6).toString('hex')}`);
    await using it = await running();
    const memory = fileMemory(path);
    try {
      expect(await refusal({ port: it.relay.port, memory })).toMatch(/^CONFIG_VALUE_INVALID port /);
      const beyond = { host: '192.0.2.1', tls: await certificate(), users: users() };
      expect(await refusal({ ...beyond, memory })).toMatch(/^CONFIG_VALUE_INVALID host /);
      expect(await refusal({ memory })).toBe('listening on 127.0.0.1');
    } finally {
      await rm(path, { force: true });
    }
  });

  test('a program that has not logged in sends nothing', async () => {
    await using it = await running({ relay: { users: users() } });
    await using wire = await Wire.open(it.relay);
    for (const line of [`MAIL FROM:<${it.box.user}>`, `RCPT TO:<${you}>`, 'DATA'])
      expect(await wire.ask(line)).toMatch(/^530 5\.7\.0 RELAY_LOGIN_NEEDED/);
  });

  test('commands that let one speak for another client are not known', async () => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    for (const line of ['XCLIENT ADDR=192.0.2.1 LOGIN=me', 'XFORWARD ADDR=192.0.2.1', 'WIZ x', 'SHELL', 'KILL', 'TURN'])
      expect(await wire.ask(line)).toMatch(/^500 /);
  });
});

describe('T43: nobody appears as somebody else', () => {
  const me = 'someone@outlook.com';
  const senders: ReadonlyArray<readonly [string, RegExp]> = [
    ['someone@outlook.com', /^250 /],
    ['SomeOne@OUTLOOK.com', /^250 /],
    ['someone@outlook.com.evil.example', /^550 5\.7\.1 RELAY_SENDER_NOT_ALLOWED/],
    ['ceo@outlook.com', /^550 5\.7\.1 /],
    ['x@someone@outlook.com', /^501 /],
    ['"ceo@evil.example"@outlook.com', /^501 /],
    ['', /^550 5\.7\.1 /],
  ];
  test.each(senders)('MAIL FROM:<%s>', async (from, reply) => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    expect(await wire.ask(`MAIL FROM:<${from}>`)).toMatch(reply);
  });

  const headers: ReadonlyArray<readonly [string, readonly string[]]> = [
    ['another author', ['From: ceo@outlook.com']],
    ['a second author', [`From: ${me}, ceo@outlook.com`]],
    ['a second From field', [`From: ${me}`, 'From: ceo@outlook.com']],
    ['a second From field with a blank', [`From: ${me}`, 'FROM : ceo@outlook.com']],
    ['another Sender', [`From: ${me}`, 'Sender: ceo@outlook.com']],
    ['an author in a group', [`From: us: ${me}, ceo@outlook.com;`]],
    ['an address behind the address', [`From: <${me}> ceo@outlook.com`]],
    ['an address before the address', [`From: ceo@outlook.com <${me}>`]],
    ['two addresses in brackets', [`From: <ceo@outlook.com> <${me}>`]],
    ['a quoted local part', [`From: "${me}"@evil.example`]],
    ['a route', [`From: <@evil.example:${me}>`]],
    ['a folded field', ['From:', ' ceo@outlook.com']],
    ['no From field', ['Subject: x']],
    ['an empty From field', ['From:']],
    ['a line that is no field', ['From ceo@outlook.com', `From: ${me}`]],
    ['a NUL', [`From: ${me}\0, ceo@outlook.com`]],
    ['letters that look alike', ['From: someone@outl\u043eok.com']],
    ['a letter that lower case makes another one of', ['From: \u017fomeone@outlook.com']],
  ];
  test.each(headers)('the header has %s', async (_name, lines) => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    const mail = Buffer.from(`${[...lines, 'To: you@example.net', '', 'Hello'].join('\r\n')}\r\n`);
    expect(await wire.send(me, [you], mail)).toMatch(
      /^550 5\.(6\.0 RELAY_HEADER_INVALID|7\.1 RELAY_SENDER_NOT_ALLOWED)/,
    );
    expect(it.box.counters.connections).toBe(0);
    expect(it.mails).toMatchObject([{ outcome: 'rejected', sent: false }]);
  });

  test('a user sends as what is allowed to that user', async () => {
    const [first] = users();
    const other = { ...first!, name: 'other', from: ['other@outlook.com', '<>'] };
    await using it = await running({ relay: { users: [first!, other] } });
    await using wire = await Wire.open(it.relay, 'other');
    expect(await wire.ask(`MAIL FROM:<${me}>`)).toMatch(/^550 5\.7\.1 /);
    expect(await wire.ask('MAIL FROM:<>')).toMatch(/^250 /);
    await wire.ask('RSET');
    expect(await wire.send('other@outlook.com', [you], message(me))).toMatch(/^550 5\.7\.1 /);
    await wire.ask('RSET');
    expect(await wire.send('other@outlook.com', [you], message('Other <other@outlook.com>'))).toMatch(/^250 /);
  });
});

describe('T44: what a browser sends closes the connection', () => {
  const requests = [
    'GET / HTTP/1.1',
    'POST /mail HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'PUT / HTTP/1.1',
    'HEAD / HTTP/1.0',
    'PRI * HTTP/2.0',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  ];
  const body = ['Host: 127.0.0.1:2525', 'Content-Type: text/plain', '', 'EHLO evil.example'];
  test.each(requests)('%j, before the greeting', async (request) => {
    await using it = await running();
    withoutGreeting();
    await using wire = await Wire.dial(it.relay);
    wire.say(Buffer.from(`${[request, ...body, `MAIL FROM:<${it.box.user}>`, 'DATA'].join('\r\n')}\r\n`, 'latin1'));
    expect(await wire.rest()).toMatch(/^(421 [^\r\n]*\r\n)?$/);
  });

  test('a first word that comes letter by letter is read whole', async () => {
    await using it = await running();
    for (const word of ['SSH-2.0-x', 'EHLP x']) {
      await using wire = await Wire.dial(it.relay);
      await wire.reply();
      wire.socket.setNoDelay(true);
      for (const letter of `${word}\r\n`) {
        wire.say(letter);
        await new Promise(setImmediate);
      }
      expect(await wire.rest()).toMatch(/^421 4\.7\.0 RELAY_NOT_SMTP/);
    }
    await using good = await Wire.dial(it.relay);
    await good.reply();
    for (const letter of 'ehlo x\r\n') {
      good.say(letter);
      await new Promise(setImmediate);
    }
    expect(await good.reply()).toMatch(/^250/);
  });

  test.each(requests.slice(0, 5))('%j, behind the greeting', async (request) => {
    await using it = await running();
    await using wire = await Wire.dial(it.relay);
    await wire.reply();
    wire.say(`${[request, ...body, `MAIL FROM:<${it.box.user}>`, 'DATA'].join('\r\n')}\r\n`);
    expect(await wire.rest()).toMatch(/^421 [^\r\n]*\r\n$/);
  });
});
