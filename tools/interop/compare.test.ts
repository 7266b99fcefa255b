import { describe, expect, test } from 'vitest';
import { compare } from './compare.js';

const added = new Set(['return-path', 'received']);
const head = 'Return-Path: <a@x.test>\r\nReceived: from a\r\n\tby b; now\r\n';
const sent = 'Subject: x\r\n\r\n.a\r\n\u00e9\r\n';

const octets = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('a delivered message', () => {
  test.each([
    ['behind added fields', `${head}${sent}`],
    ['with none added', sent],
  ])('%s is the one that was sent', (_, delivered) => {
    expect(() => compare(octets(delivered), octets(sent), added)).not.toThrow();
  });

  test.each([
    ['one octet is another', `${head}${sent.replace('\u00e9', '\u00e8')}`, 18],
    ['a dot is doubled', `${head}${sent.replace('.a', '..a')}`, 15],
    ['a line is missing at the end', `${head}${sent.slice(0, -3)}`, 18],
    ['a line came on', `${head}${sent}\r\n`, 21],
    ['a field was added that should not be', `${head}X-Spam: no\r\n${sent}`, 0],
    ['a field was added inside', `${head}${sent.replace('\r\n', '\r\nReceived: here\r\n')}`, 12],
    ['nothing is left', '', 0],
  ])('is another when %s', (_, delivered, at) => {
    expect(() => compare(octets(delivered), octets(sent), added)).toThrow(`from octet ${at} on`);
  });
});
