import assert from 'node:assert/strict';
import { isMailError } from '@ehlo/core';
import fc from 'fast-check';
import { compose } from '../../packages/core/src/compose.js';
import { addressesOf, wireAddress } from '../../packages/core/src/compose-address.js';
import { canonical, DotStuffing, dotStuffed } from '../../packages/core/src/smtp/body.js';
import { readCapabilities } from '../../packages/core/src/smtp/capabilities.js';
import { mailFrom, rcptTo } from '../../packages/core/src/smtp/command.js';
import { ReplyReader, ReplySyntaxError, replyLimits } from '../../packages/core/src/smtp/reply.js';
import { findMechanism, mechanisms, SaslError } from '../../packages/core/src/smtp/sasl.js';
import { converse, serverWords } from './dialogue.js';
import { almostAddress, borderText, cuts, pieces, replyOctets, serverText } from './words.js';

/** A part of the engine, what is thrown at it, and what must hold whatever that is. */
export interface Target {
  readonly name: string;
  /** The share of all inputs. */
  readonly share: number;
  readonly property: fc.IRawProperty<unknown>;
}

/** A target whose inputs come one by one. `holds` throws where it does not. */
function target<T extends [unknown, ...unknown[]]>(
  name: string,
  share: number,
  given: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...input: T) => void,
): Target {
  return { name, share, property: fc.property(...given, holds) as fc.IRawProperty<unknown> };
}

/** What it gives; undefined where it refuses by the right kind of error. */
function orRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (isMailError(error) && error.phase === 'settings' && error.field !== undefined) return undefined;
    throw error;
  }
}

/** All replies, and whether the octets ended in an error. */
function read(chunks: readonly Buffer[]) {
  const reader = new ReplyReader();
  const replies = [];
  try {
    for (const chunk of chunks) {
      reader.push(chunk);
      for (let reply = reader.next(); reply !== undefined; reply = reader.next()) replies.push(reply);
      assert.ok(reader.rest.length <= replyLimits.lineOctets, 'holds more than a line');
    }
  } catch (error) {
    if (!(error instanceof ReplySyntaxError)) throw error;
    return { replies, error: true };
  }
  return { replies, error: false };
}

const channel = { host: 'mx.example', port: 465, secure: true, nonce: 'n0nce', offered: ['PLAIN'] };
/** No word of an error may happen to be it. */
const secret = fc.string({ maxLength: 20, unit: 'binary' }).map((text) => `c4n4ry ${text}`);
const challenge = fc.oneof(
  fc.constantFrom('', 'Username:', '{"status":"401"}', '<1@mx.example>', 'e=invalid-proof', 'v=AAAA', 'r=,s=,i='),
  fc
    .record({
      nonce: fc.constantFrom('n0nce', 'n0nce+', '', 'N0NCE+', 'n0nce,'),
      salt: fc.constantFrom('c2FsdA==', '', '!', 'A'.repeat(400)),
      // Few that are counted: each costs milliseconds, as it is meant to.
      count: fc.constantFrom('0', '-1', '1', '4095', '500001', '9999999999', '1e9', '04096', '99999999999999999999'),
    })
    .map(({ nonce, salt, count }) => `r=${nonce}more,s=${salt},i=${count}`),
  fc.string({ maxLength: 40, unit: 'binary' }),
);

/** RFC 5321 4.1.2 and RFC 6531 3.3, written without the engine. */
const PATH =
  /^(?:[^\s"(),:;<>@[\\\]\x00-\x1f\x7f]+|"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*")@(?:[^\s"(),:;<>@[\\\]\x00-\x1f\x7f]+|\[[0-9A-Za-z:.]+\])$/u;

export const targets: readonly Target[] = [
  target('reply reader: the same however it is cut', 0.25, [replyOctets, cuts], (octets, at) => {
    const whole = read([octets]);
    assert.deepEqual(read(pieces(octets, at)), whole);
    for (const { code, lines, enhanced } of whole.replies) {
      assert.ok(code >= 200 && code <= 599 && lines.length > 0 && lines.length <= replyLimits.lines);
      for (const line of lines) assert.ok(!/[\x00-\x1f\x7f-\x9f]/.test(line), 'a control character');
      if (enhanced !== undefined) assert.match(enhanced, /^[245]\.\d{1,3}\.\d{1,3}$/);
    }
  }),
  target('capabilities', 0.15, [fc.array(serverText, { maxLength: 12 })], (lines) => {
    const offer = readCapabilities({ code: 250, lines }, true);
    for (const name of offer.mechanisms) assert.match(name, /^[^a-z ]*$/);
    assert.equal(new Set(offer.mechanisms).size, offer.mechanisms.length);
    assert.ok(offer.maxSize === undefined || (Number.isSafeInteger(offer.maxSize) && offer.maxSize > 0));
    for (const most of Object.values(offer.limits)) assert.ok(Number.isSafeInteger(most) && most > 0);
    for (const line of offer.lines) for (const word of line.split(' ')) assert.equal(typeof offer.has(word), 'boolean');
    assert.equal(
      offer.has('toString'),
      lines.slice(1).some((line) => /^\s*tostring(\s|$)/i.test(line)),
    );
  }),
  target(
    'SASL: any challenges, every mechanism',
    0.15,
    [fc.constantFrom(...mechanisms.map(({ name }) => name)), secret, fc.array(challenge, { maxLength: 6 })],
    (name, password, challenges) => {
      const mechanism = findMechanism(name)!;
      const binding = { 'tls-exporter': Buffer.from('bound') };
      const answers = mechanism.answers({ user: 'me', password, token: password }, { ...channel, binding });
      const said: Buffer[] = [];
      try {
        let next = answers.next();
        for (const words of challenges) {
          if (next.done) break;
          said.push(Buffer.from(next.value ?? []));
          next = answers.next(Buffer.from(words));
        }
      } catch (error) {
        if (!(error instanceof SaslError)) throw error;
        assert.ok(!error.message.includes(password), 'the secret is in an error');
      }
      assert.ok(said.length <= 4, `${said.length} answers`);
      if (!mechanism.clear) for (const answer of said) assert.ok(!answer.includes(password), 'the secret travels');
    },
  ),
  target('a whole session with any server', 0.05, [serverWords], (words) => {
    const { outcome, lines } = converse(words);
    assert.ok([undefined, 'accepted', 'rejected', 'deferred', 'unknown'].includes(outcome));
    assert.ok(lines.length < 20, 'too many commands');
    for (const line of lines)
      assert.match(
        line,
        /^(EHLO client\.example|HELO client\.example|AUTH [A-Z0-9-]+( [\w+/=]+)?|[\w+/=]*|\*|MAIL FROM:<a@example\.com>( SIZE=5)?|RCPT TO:<[bc]@example\.net>|DATA|RSET)$/,
      );
  }),
  target(
    'addresses: refused, or the same to every reader',
    0.25,
    [fc.oneof(almostAddress, almostAddress, borderText)],
    (text) => {
      const found = orRefused(() => addressesOf(text, 'to'));
      for (const address of found ?? []) {
        assert.match(address, PATH);
        assert.equal(wireAddress(address, 'to'), address, 'its wire form has another wire form');
        assert.equal(rcptTo(address).text, `RCPT TO:<${address}>`);
        assert.deepEqual(addressesOf(address, 'to'), [address], 'a list reads it otherwise');
      }
    },
  ),
  target(
    'MAIL and RCPT: exactly the parameters that were given',
    0.05,
    [
      fc.oneof(almostAddress, almostAddress, borderText),
      fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), borderText),
      fc.boolean(),
    ],
    (address, envelopeId, smtpUtf8) => {
      const line = orRefused(() => mailFrom(address, { size: 7, smtpUtf8, deliveryStatus: { envelopeId } }));
      if (line === undefined) return;
      const [, path = '', id = ''] = /^MAIL FROM:<(.*)> SIZE=7(?: SMTPUTF8)? ENVID=(\S+)$/su.exec(line.text) ?? [];
      assert.equal(path, address);
      if (address !== '') assert.match(path, PATH);
      assert.match(id, /^(?:[!-*,-<>-~]|\+[0-9A-F]{2})+$/);
    },
  ),
  target(
    'headers: none but those that were given',
    0.05,
    [borderText, borderText, borderText],
    (name, value, subject) => {
      const given = { from: 'a@example.com', to: { name: subject, address: 'b@example.net' }, subject, text: 'x' };
      const plain = orRefused(() =>
        compose({ ...given, headers: { 'X-One': value }, attachments: [{ filename: value, content: 'y' }] }),
      );
      if (plain !== undefined) checkHeaders(plain.body as Uint8Array, 'x-one');
      const named = orRefused(() => compose({ ...given, headers: { [name]: '1' } }));
      if (named !== undefined) checkHeaders(named.body as Uint8Array, name.toLowerCase());
    },
  ),
  target('the octets of a message, however they are cut', 0.05, [replyOctets, cuts], (octets, at) => {
    const stuffing = new DotStuffing();
    const streamed = Buffer.concat([...pieces(octets, at).map((piece) => stuffing.push(piece)), stuffing.end()]);
    const whole = Buffer.from(dotStuffed(canonical(octets))).toString('latin1');
    assert.equal(streamed.toString('latin1'), whole);
    assert.ok(!/\r(?!\n)|(?<!\r)\n/.test(whole), 'a bare line end');
    assert.ok(
      whole.indexOf('\r\n.\r\n') === -1 || whole.indexOf('\r\n.\r\n') === whole.length - 5,
      'an end in the middle',
    );
  }),
];

const KNOWN = /^(from|to|subject|message-id|date|mime-version|content-(type|transfer-encoding|disposition))$/;

/** Header names of a composed message: known ones, and `own`. */
function checkHeaders(body: Uint8Array, own: string): void {
  const text = Buffer.from(body).toString('latin1');
  assert.ok(!/\r(?!\n)|(?<!\r)\n/.test(text), 'a bare line end');
  const head = text.slice(0, text.indexOf('\r\n\r\n'));
  for (const line of head.replace(/\r\n[ \t]/g, ' ').split('\r\n')) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    assert.ok(KNOWN.test(name) || name === own, `a header ${JSON.stringify(line)}`);
  }
}
