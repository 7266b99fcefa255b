import { describe, expect, test } from 'vitest';
import { readReplies } from '../src/explain/read-reply.js';

const one = (text: string) => readReplies(text)[0];

describe('a reply is found', () => {
  test.each([
    ['on the wire', '535 5.7.8 Error: authentication failed', 535, '5.7.8', 'Error: authentication failed'],
    [
      'over several lines',
      '534-5.7.9 Application-specific password\n534 5.7.9 required',
      534,
      '5.7.9',
      'Application-specific password required',
    ],
    [
      'over several lines that were joined',
      '550-5.4.5 Daily limit 550-5.4.5 exceeded 550 5.4.5 see',
      550,
      '5.4.5',
      'Daily limit exceeded see',
    ],
    [
      'in a tuple of Python',
      "(535, b'5.7.3 Authentication unsuccessful')",
      535,
      '5.7.3',
      "Authentication unsuccessful')",
    ],
    [
      'in a sentence of Symfony',
      'Expected response code "235" but got code "535", with message "535 5.7.8 failed".',
      535,
      '5.7.8',
      'failed".',
    ],
    [
      'in a message of MailKit',
      'AuthenticationException: 535: 5.7.3 Authentication unsuccessful',
      535,
      '5.7.3',
      'Authentication unsuccessful',
    ],
    ['in a log of Postfix', 'host mx.example said: 554 5.7.1 Relay access denied', 554, '5.7.1', 'Relay access denied'],
    ['with a sign before the enhanced code', '452 #4.5.3 Too many recipients.', 452, '4.5.3', 'Too many recipients.'],
    [
      'without an enhanced code',
      'Invalid login: 535 Incorrect authentication data',
      535,
      undefined,
      'Incorrect authentication data',
    ],
    ['of PEAR', 'server (code: 550, response: Invalid HELO string)', 550, undefined, 'response: Invalid HELO string)'],
  ])('%s', (_where, text, code, enhanced, words) => {
    expect(one(text)).toMatchObject({ code, text: words });
    expect(one(text)!.enhanced).toBe(enhanced);
  });

  test('that has lost its code', () => {
    expect(one('The server response was: 5.7.57 Client not authenticated')).toEqual({
      enhanced: '5.7.57',
      text: 'Client not authenticated',
    });
  });

  test('each of a log, the first first, equal ones once', () => {
    const log = 'S: 550 5.1.1 unknown\nS: 503 5.5.1 nested MAIL\nS: 503 5.5.1 nested MAIL';
    expect(readReplies(log).map(({ code }) => code)).toEqual([550, 503]);
  });

  test('the first and the last of very many', () => {
    const log = Array.from({ length: 500 }, (_, at) => `S: 550 5.1.1 nobody${at} unknown`).join('\n');
    const read = readReplies(log);
    expect(read.length).toBeLessThan(10);
    expect([read[0]!.text, read.at(-1)!.text]).toEqual(['nobody0 unknown', 'nobody499 unknown']);
  });
});

describe('no reply is', () => {
  test.each([
    ['a port', 'connect ETIMEDOUT 192.0.2.1:587'],
    ['a port with words', 'Could not connect to SMTP host: smtp.example.com, port: 465'],
    ['a status of HTTP', 'HTTP/1.1 503 Service Unavailable'],
    ['a status code', 'Invalid status code 500 at ClientRequest'],
    ['a version', 'PHPMailer 5.2.25 (https://example.com)'],
    ['an address', '550e8400-e29b-41d4-a716-446655440000'],
    ['a number of things', 'after 550 mails'],
    ['a line number', 'index.js:535:19'],
    ['what was accepted', '250 2.0.0 OK'],
  ])('%s', (_what, text) => {
    expect(readReplies(text)).toEqual([]);
  });
});
