import { isMailError, type MailError } from '@ehlo/core';
import { describe, expect, it } from 'vitest';
import { readUrl } from '../src/index.js';

function refusal(url: string): MailError {
  try {
    readUrl(url);
  } catch (error) {
    if (isMailError(error)) return error;
    throw error;
  }
  throw new Error(`${url} was read`);
}

describe('what a URL says', () => {
  it.each([
    ['smtps://u:p@mail.example', { host: 'mail.example', security: 'implicit', user: 'u', password: 'p' }],
    [
      'SMTPS://u:p@mail.example:465/',
      { host: 'mail.example', port: 465, security: 'implicit', user: 'u', password: 'p' },
    ],
    [
      'smtp://u:p@mail.example:587',
      { host: 'mail.example', port: 587, security: 'starttls', user: 'u', password: 'p' },
    ],
    [
      'smtp://u:p@mail.example:465',
      { host: 'mail.example', port: 465, security: 'implicit', user: 'u', password: 'p' },
    ],
    ['smtp+starttls://mail.example:2525', { host: 'mail.example', port: 2525, security: 'starttls' }],
    ['smtp://u:p@mail.example', { host: 'mail.example', security: 'auto', user: 'u', password: 'p' }],
    ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, security: 'none-on-loopback' }],
    ['smtp://[::1]:1025', { host: '::1', port: 1025, security: 'none-on-loopback' }],
    ['smtp://user@mail.example:587', { host: 'mail.example', port: 587, security: 'starttls', user: 'user' }],
    [
      'smtps://me%40example.com:p%3A%2F%40%25%23%3F@mail.example',
      { host: 'mail.example', security: 'implicit', user: 'me@example.com', password: 'p:/@%#?' },
    ],
    [
      "smtps://u:a+b!$&'()*,;=~^{}|@mail.example",
      { host: 'mail.example', security: 'implicit', user: 'u', password: "a+b!$&'()*,;=~^{}|" },
    ],
  ])('%s', (url, options) => {
    const reading = readUrl(url);
    expect(reading.options).toEqual(options);
    expect(reading.warnings).toEqual([]);
  });

  it('has our own options and those of nodemailer', () => {
    const { options, warnings } = readUrl(
      'smtp://u:p@mail.example:587?partial=refuse&helloName=client.example&mechanisms=PLAIN,LOGIN&connections=3&connectionTimeout=5000&tls.servername=other.example',
    );
    expect(options).toMatchObject({
      partial: 'refuse',
      helloName: 'client.example',
      mechanisms: ['PLAIN', 'LOGIN'],
      connections: 3,
      timeouts: { connect: 5000 },
      tls: { servername: 'other.example' },
    });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['smtp://mail.example:2525?requireTLS=true', 'starttls'],
    ['smtp://mail.example:2525?secure=true', 'implicit'],
    ['smtp://mail.example:2525?security=implicit', 'implicit'],
    ['smtp://127.0.0.1:2525?ignoreTLS=true', 'none-on-loopback'],
    ['smtp://mail.example:587?secure=false', 'starttls'],
  ])('%s is %s', (url, security) => {
    expect(readUrl(url).options.security).toBe(security);
  });

  it.each([
    ['smtp://mail.example:587?pool=true', 'SETTING_IGNORED', 'always pooled'],
    ['smtps://mail.example:587', 'SETTINGS_CONTRADICT', 'port 587 begins in clear'],
    ['smtps://mail.example:587?requireTLS=true', 'SETTINGS_CONTRADICT', 'two ways to TLS'],
    ['smtp+starttls://mail.example:465', 'SETTINGS_CONTRADICT', 'port 465 speaks TLS from the first byte'],
  ])('%s comes with a warning', (url, code, words) => {
    const [warning, ...others] = readUrl(url).warnings;
    expect(others).toEqual([]);
    expect(warning?.code).toBe(code);
    expect(warning?.message).toContain(words);
  });
});

describe('the characters that break a URL', () => {
  it.each([
    ['smtp://user:p@hunter2@mail.example', '"@"', '%40'],
    ['smtp://me@example.com:hunter2@mail.example', '"@"', '%40'],
    ['smtp://user:pa/hunter2@mail.example', '"/"', '%2F'],
    ['smtp://user:12/hunter2@mail.example:25', '"/"', '%2F'],
    ['smtp://user:pa:hunter2@mail.example', '":"', '%3A'],
    ['smtp://user:pa#hunter2@mail.example', '"#"', '%23'],
    ['smtp://user:25#hunter2@mail.example', '"#"', '%23'],
    ['smtp://user:pa?hunter2@mail.example', '"?"', '%3F'],
    ['smtp://user:25?hunter2=x@mail.example', '"?"', '%3F'],
    ['smtp://user:hunter2%@mail.example', '"%"', '%25'],
    ['smtp://user:100%hunter2@mail.example', '"%"', '%25'],
    ['smtp://user:hunter2%E9@mail.example', '"%"', '%25'],
    ['smtp://user:hunter2[1]@mail.example', '"["', '%5B'],
    ['smtp://user:hunter2\\1@mail.example', '"\\"', '%5C'],
    ['smtp://user:hunter2 1@mail.example', 'a blank', 'encodeURIComponent'],
    ['smtp://user:hunter2\u00e9@mail.example', 'outside ASCII', 'encodeURIComponent'],
  ])('%s', (url, named, form) => {
    const error = refusal(url);
    expect(error.code).toBe('CONFIG_URL_NOT_ENCODED');
    expect(error.field).toBe('url');
    expect(error.message).toContain(named);
    expect(error.message).toContain(form);
    for (const shown of [error.message, JSON.stringify(error), String(error.stack)])
      expect(shown).not.toMatch(/hunter2|mail\.example/);
  });

  it.each([
    ['mail.example', 'does not begin with smtp://'],
    ['https://user:hunter2@mail.example', 'does not begin with smtp://'],
    ['"smtp://user:hunter2@mail.example"', 'quotation mark'],
    ['smtp://user:hunter2@mail.example ', 'blank'],
    ['smtp://user:hunter2@', 'names no host'],
    ['smtp://user:hunter2', 'port'],
    ['smtp://user:hunter2@mail.example:0', 'port'],
    ['smtp://user:hunter2@mail.example:', 'port'],
    ['smtp://user:hunter2@mail.example/inbox', 'path'],
    ['smtp://user:hunter2@mail_$.example', 'host'],
    ['smtp://mail.example?hunter2=1', 'option 1 in the query of url is not known'],
    ['smtp://mail.example?pool=1&POOL=1', 'option 2 in the query of url is there twice'],
    ['smtp://mail.example?security=hunter2', 'security in url is none of auto, implicit, starttls'],
    ['smtps://mail.example?secure=false', 'smtps:// and secure=false'],
    ['smtp://mail.example?tls.rejectUnauthorized=false', 'certificates are always verified'],
  ])('%s is refused', (url, words) => {
    const error = refusal(url);
    expect(error.code).toBe('CONFIG_VALUE_INVALID');
    expect(error.message).toContain(words);
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it.each(['smtp://user:@mail.example', 'smtp://:hunter2@mail.example', 'smtp://user:undefined@mail.example'])(
    '%s lacks a part of the login',
    (url) => {
      expect(refusal(url).code).toBe('CREDENTIALS_MISSING');
    },
  );
});
