import { describe, expect, test } from 'vitest';
import type { AccountOptions } from './options.js';
import type { Timeouts } from './policy.js';
import type { Profile } from './profile.js';
import { checkSettings } from './settings.js';
import { mechanisms } from './smtp/sasl.js';

const timeouts: Timeouts = {
  connect: 1,
  greeting: 2,
  hello: 3,
  tls: 4,
  auth: 5,
  envelope: 6,
  data: 7,
  sent: 8,
};
const row = { because: 'so it is', source: 'https://example.com/rule' };
const profile: Profile = {
  id: 'some',
  name: 'Some Mail',
  domains: [],
  endpoints: [{ host: 'smtp.some.example', port: 587, security: 'starttls', ...row }],
  auth: [{ mechanism: 'PLAIN', ...row }],
  limits: [],
  replies: [],
  causes: {},
  see: [],
};
const check = (options: object, differing: Partial<Profile> = {}) =>
  checkSettings({ ...profile, ...differing }, options as AccountOptions, timeouts);

const CERT = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n';
const SEALED = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n';
const login = { user: 'me@example.com', password: 'open sesame' };
const logger = { debug() {}, info() {}, warn() {}, error() {} };

describe('what is left out', () => {
  test('is filled in', () => {
    expect(check({})).toEqual({
      login: { kind: 'none' },
      warnings: [],
      connections: 5,
      policy: {
        security: 'auto',
        minTls: 'TLSv1.2',
        timeouts,
        partial: 'send',
        pipelining: 'group',
        transfer: 'auto',
      },
    });
  });

  test('what is said counts', () => {
    const said = {
      security: 'implicit',
      partial: 'refuse',
      pipelining: 'transactions',
      transfer: 'data',
      mechanisms: ['plain', 'Login'],
    };
    expect(check({ ...said, tls: { minVersion: 'TLSv1.3' }, timeouts: { sent: 9 } }).policy).toEqual({
      ...said,
      mechanisms: ['PLAIN', 'LOGIN'],
      minTls: 'TLSv1.3',
      timeouts: { ...timeouts, sent: 9 },
    });
  });

  test('connections are never more than the provider allows', () => {
    const limits = [{ limit: 'connections' as const, value: 3, ...row }];
    expect([{}, { connections: 2 }, { connections: 9 }].map((each) => check(each, { limits }).connections)).toEqual([
      3, 2, 3,
    ]);
    expect(check({ connections: 9 }).connections).toBe(9);
  });
});

describe('the login', () => {
  const auth = () => 'token';
  test.each<[string, object, object]>([
    ['nobody', {}, { kind: 'none' }],
    ['a password', login, { kind: 'password', ...login }],
    ['a token', { user: 'me', auth }, { kind: 'token', user: 'me', source: auth }],
    ['a password beside an auth that is undefined', { ...login, auth: undefined }, { kind: 'password', ...login }],
    ['a certificate', { login: 'external', tls: { cert: CERT, key: KEY } }, { kind: 'external', user: '' }],
  ])('%s', (_name, options, wanted) => {
    expect(check(options).login).toEqual(wanted);
  });

  test('a password in the form of the provider is stripped; any other is tried as it is, with a warning without it', () => {
    const password = { strip: / /, looksLike: /^[a-z]{4}$/, means: 'NOT_FOUR_LETTERS', ...row };
    expect(check({ user: 'me', password: 'ab cd' }, { password }).login).toMatchObject({ password: 'abcd' });
    const other = check({ user: 'me', password: 'Hunter 2' }, { password });
    expect(other.login).toMatchObject({ password: 'Hunter 2' });
    expect(other.warnings).toEqual([{ code: 'NOT_FOUR_LETTERS', field: 'password', message: row.because }]);
  });

  test.each([
    ['password', 'password', { ...login }],
    ['token', 'auth', { user: 'me', auth }],
    ['external', 'login', { login: 'external', tls: { cert: CERT, key: KEY } }],
  ] as const)('a %s that the provider is known to refuse is not tried', (kind, field, options) => {
    const refusedLogins = [{ login: kind, means: 'CREDENTIALS_REJECTED', ...row }];
    expect(() => check(options, { refusedLogins, notes: ['a note'] })).toThrow(
      expect.objectContaining({
        code: 'CREDENTIALS_REJECTED',
        field,
        phase: 'settings',
        notes: ['a note'],
        rule: refusedLogins[0],
      }),
    );
  });
});

describe('is refused, and the field is named', () => {
  const INVALID = 'CONFIG_VALUE_INVALID';
  const MISSING = 'CREDENTIALS_MISSING';

  test.each<[string, string, unknown, RegExp]>([
    // Credentials.
    ['user', MISSING, { password: 'x' }, /user is missing/],
    ['user', MISSING, { user: undefined }, /user is undefined: a variable was not set/],
    ['user', MISSING, { user: undefined, password: undefined }, /user is undefined/],
    ['user', MISSING, { user: undefined, password: 'x' }, /user is undefined/],
    ['user', MISSING, { user: '', password: 'x' }, /user is empty/],
    ['user', MISSING, { user: null, password: 'x' }, /user is null/],
    ['user', MISSING, { user: 7, password: 'x' }, /user is not a string/],
    ['user', MISSING, { user: 'undefined', password: 'x' }, /user is the word undefined/],
    ['user', MISSING, { user: 'null', auth: () => 't' }, /user is the word null/],
    ['user', MISSING, { auth: () => 't' }, /user is missing/],
    ['user', INVALID, { user: 'me\r\nx', password: 'x' }, /user holds a control character/],
    ['user', INVALID, { user: 'me\n', password: 'x' }, /user ends with a line end/],
    ['user', INVALID, { user: 'a\0b', login: 'external', tls: { cert: CERT, key: KEY } }, /user holds a control/],
    ['password', MISSING, { user: 'me' }, /password is missing, and so is auth/],
    ['password', MISSING, { user: 'me', password: undefined }, /password is undefined: a variable was not set/],
    ['password', MISSING, { password: undefined }, /password is undefined/],
    ['password', MISSING, { user: 'me', password: '' }, /password is empty/],
    ['password', MISSING, { user: 'me', password: null }, /password is null/],
    ['password', MISSING, { user: 'me', password: 12345 }, /password is not a string/],
    ['password', MISSING, { user: 'me', password: 'undefined' }, /password is the word undefined/],
    ['password', INVALID, { user: 'me', password: 'hunter2\n' }, /password ends with a line end that was copied along/],
    ['password', INVALID, { user: 'me', password: 'hunter2\r\n' }, /password ends with a line end/],
    ['password', INVALID, { user: 'me', password: 'hun\tter2' }, /password holds a control character/],
    ['password', INVALID, { user: 'me', password: 'hun\u2028ter2' }, /password holds a control character/],
    ['password', INVALID, { user: 'me', password: 'x', login: 'external' }, /exclude each other/],
    ['auth', INVALID, { user: 'me', password: 'x', auth: () => 't' }, /auth and password exclude each other/],
    ['auth', INVALID, { user: 'me', auth: () => 't', login: 'external' }, /exclude each other/],
    ['auth', INVALID, { user: 'me', auth: 'token' }, /auth is not a function/],
    ['auth', INVALID, { user: 'me', auth: { user: 'me', pass: 'x' } }, /a password stands in the option password/],
    ['auth', MISSING, { auth: undefined }, /auth is undefined/],
    ['login', INVALID, { login: 'EXTERNAL' }, /login is "EXTERNAL", none of 'external'/],
    ['tls.cert', MISSING, { login: 'external' }, /client certificate/],

    // Where.
    ['host', INVALID, { host: '' }, /host is empty/],
    ['host', INVALID, { host: null }, /host is not a string/],
    ['host', INVALID, { host: 'undefined' }, /host is the word undefined/],
    ['host', INVALID, { host: 'smtp://mail.example' }, /scheme/],
    ['host', INVALID, { host: '"mail.example"' }, /quotes/],
    ['host', INVALID, { host: "mail.example'" }, /quotes/],
    ['host', INVALID, { host: 'mail.example;' }, /separators/],
    ['host', INVALID, { host: 'mail example' }, /blanks/],
    ['host', INVALID, { host: ' mail.example' }, /blanks/],
    ['host', INVALID, { host: 'mail.example\u00a0' }, /blanks/],
    ['host', INVALID, { host: 'mail.example\r\n' }, /control character/],
    ['host', INVALID, { host: 'mail\0.example' }, /control character/],
    ['host', INVALID, { host: 'mail.example:587' }, /holds a port: set port/],
    ['host', INVALID, { host: 'mail.example:' }, /holds a port/],
    ['host', INVALID, { host: '[::1]' }, /brackets/],
    ['host', INVALID, { host: 'me@mail.example' }, /holds an @/],
    ['host', INVALID, { host: 'mail..example' }, /not a host name/],
    ['host', INVALID, { host: '-mail.example' }, /not a host name/],
    ['host', INVALID, { host: 'mail.example/path' }, /not a host name/],
    ['host', INVALID, { host: 'a'.repeat(254) }, /not a host name/],
    ['port', INVALID, { port: 0 }, /port is 0, not a whole number from 1 to 65535/],
    ['port', INVALID, { port: 65_536 }, /65536/],
    ['port', INVALID, { port: -1 }, /-1/],
    ['port', INVALID, { port: 587.5 }, /587\.5/],
    ['port', INVALID, { port: Number.NaN }, /NaN/],
    ['port', INVALID, { port: '587' }, /port is "587"/],
    ['port', INVALID, { port: null }, /null/],
    [
      'security',
      INVALID,
      { security: 'ssl' },
      /security is "ssl", none of 'auto', 'implicit', 'starttls', 'none-on-loopback'/,
    ],
    ['security', INVALID, { security: 'STARTTLS' }, /none of/],
    ['security', INVALID, { security: true }, /security is true/],
    ['security', INVALID, { security: 'none' }, /none of/],
    ['security', 'SECURITY_NOT_LOOPBACK', { security: 'none-on-loopback' }, /Some Mail is not this machine/],
    [
      'security',
      'SECURITY_NOT_LOOPBACK',
      { security: 'none-on-loopback', host: 'mail.example' },
      /"mail\.example" is not/,
    ],
    ['security', 'SECURITY_NOT_LOOPBACK', { security: 'none-on-loopback', host: '127.0.0.1.example' }, /is not/],
    ['security', 'SECURITY_NOT_LOOPBACK', { security: 'none-on-loopback', host: '0.0.0.0' }, /is not/],

    // TLS.
    ['tls', INVALID, { tls: null }, /tls is not an object/],
    ['tls', INVALID, { tls: 'TLSv1.2' }, /tls is not an object/],
    ['tls.minVersion', INVALID, { tls: { minVersion: 'TLSv1' } }, /"TLSv1", none of 'TLSv1\.2', 'TLSv1\.3'/],
    ['tls.servername', INVALID, { tls: { servername: 'https://mail.example' } }, /scheme/],
    ['tls.servername', INVALID, { tls: { servername: '"mail.example"' } }, /quotes/],
    ['tls.servername', INVALID, { tls: { servername: '' } }, /empty/],
    ['tls.servername', INVALID, { tls: { servername: '127.0.0.1' } }, /address/],
    ['tls.servername', INVALID, { tls: { servername: '::1' } }, /address/],
    ['tls.ca', INVALID, { tls: { ca: '/etc/ssl/ca.pem' } }, /not the name of a file/],
    ['tls.ca', INVALID, { tls: { ca: '' } }, /no PEM/],
    ['tls.ca', INVALID, { tls: { ca: [CERT, 'x'] } }, /no PEM/],
    ['tls.ca', INVALID, { tls: { ca: Buffer.from(CERT) } }, /not a string/],
    ['tls.ca', INVALID, { tls: { ca: KEY } }, /CERTIFICATE/],
    ['tls.cert', INVALID, { tls: { cert: 'client.pem', key: KEY } }, /no PEM/],
    ['tls.key', INVALID, { tls: { cert: CERT, key: 'client.key' } }, /no PEM/],
    ['tls.key', MISSING, { tls: { cert: CERT } }, /go together/],
    ['tls.cert', MISSING, { tls: { key: KEY } }, /go together/],
    ['tls.passphrase', INVALID, { tls: { cert: CERT, key: KEY, passphrase: 7 } }, /not a string/],
    ['tls.passphrase', MISSING, { tls: { cert: CERT, key: SEALED } }, /the key is encrypted/],
    ['tls.rejectUnauthorized', INVALID, { tls: { rejectUnauthorized: false } }, /always verified; set tls\.ca/],

    // The name for EHLO.
    ['helloName', INVALID, { helloName: '' }, /empty/],
    ['helloName', INVALID, { helloName: null }, /not a string/],
    ['helloName', INVALID, { helloName: 'localhost' }, /a bare name that servers refuse/],
    ['helloName', INVALID, { helloName: 'mailer' }, /a bare name/],
    ['helloName', INVALID, { helloName: '127.0.0.1' }, /stands in brackets/],
    ['helloName', INVALID, { helloName: '::1' }, /stands in brackets/],
    ['helloName', INVALID, { helloName: '[::1]' }, /no address literal/],
    ['helloName', INVALID, { helloName: '[256.0.0.1]' }, /no address literal/],
    ['helloName', INVALID, { helloName: '[127.0.0.1' }, /no address literal/],
    ['helloName', INVALID, { helloName: 'bücher.example' }, /xn--/],
    ['helloName', INVALID, { helloName: 'client.example\r\nMAIL FROM:<x@y>' }, /control character/],
    ['helloName', INVALID, { helloName: 'client.example x' }, /no domain name/],
    ['helloName', INVALID, { helloName: 'client.example.' }, /no domain name/],
    ['helloName', INVALID, { helloName: 'a_b.example' }, /no domain name/],
    ['helloName', INVALID, { helloName: 'client.123' }, /no domain name/],

    // Numbers, words, lists, functions.
    ['timeouts', INVALID, { timeouts: 5_000 }, /not an object/],
    ['timeouts.greeting', INVALID, { timeouts: { greeting: Number.NaN } }, /NaN/],
    ['timeouts.greeting', INVALID, { timeouts: { greeting: 0 } }, /from 1/],
    ['timeouts.sent', INVALID, { timeouts: { sent: Number.POSITIVE_INFINITY } }, /Infinity/],
    ['timeouts.sent', INVALID, { timeouts: { sent: '5s' } }, /"5s"/],
    ['timeouts.sent', INVALID, { timeouts: { sent: undefined } }, /undefined/],
    ['timeouts.socket', INVALID, { timeouts: { socket: 1 } }, /known are connect, greeting/],
    ['connections', INVALID, { connections: 0 }, /from 1 to 1000/],
    ['connections', INVALID, { connections: 1_001 }, /1001/],
    ['connections', INVALID, { connections: Number.NaN }, /NaN/],
    ['partial', INVALID, { partial: 'yes' }, /'send', 'refuse'/],
    ['pipelining', INVALID, { pipelining: true }, /'none', 'group', 'transactions'/],
    ['transfer', INVALID, { transfer: 'chunking' }, /'auto', 'data', 'bdat'/],
    ['mechanisms', INVALID, { mechanisms: 'PLAIN' }, /not a list/],
    ['mechanisms', INVALID, { mechanisms: [] }, /at least one/],
    ['mechanisms', INVALID, { mechanisms: ['PLAIN', 'NTLM'] }, /"NTLM", none of 'SCRAM/],
    ['mechanisms', INVALID, { mechanisms: ['PLAIN\r\nDATA'] }, /none of/],
    ['mechanisms', INVALID, { mechanisms: [undefined] }, /none of/],
    ['allowFileAttachments', INVALID, { allowFileAttachments: 'false' }, /"false", none of true, false/],
    ['allowUrlAttachments', INVALID, { allowUrlAttachments: 1 }, /none of true, false/],
    ['observe', INVALID, { observe: {} }, /not a function/],
    ['logger', INVALID, { logger: true }, /no function debug/],
    ['logger', INVALID, { logger: null }, /no function debug/],
    ['logger', INVALID, { logger: { ...logger, warn: undefined } }, /no function warn/],

    // Names of options.
    ['secure', INVALID, { secure: true }, /set security/],
    ['pass', INVALID, { pass: 'hunter2' }, /set password/],
    ['securty', INVALID, { securty: 'starttls' }, /is no option; known are user, password/],
    ['"a\\r\\nb"', INVALID, { 'a\r\nb': 1 }, /is no option/],
    ['constructor', INVALID, { constructor: 1 }, /is no option; known are/],
    ['options', INVALID, undefined, /options is not an object/],
    ['options', INVALID, [], /options is not an object/],
  ])('%s: %s for %j', (field, code, options, words) => {
    let error: unknown;
    try {
      check(options as object);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: 'MailError', code, field, phase: 'settings', outcome: 'rejected' });
    expect(String(error)).toMatch(words);
    expect(String(error)).toMatch(/^[ -~]+$/);
    // Whatever a password may have been pasted into is not shown.
    expect(String(error)).not.toMatch(/hunter2|hun.*ter2/);
  });

  test.each(['smtps://me:c4n4ry@mail.example', 'me:c4n4ry@mail.example', "'c4n4ry'", 'c4n4ry x', 'c4n4ry/'])(
    'a host of %j without being shown',
    (host) => {
      for (const options of [{ host }, { tls: { servername: host } }]) {
        expect(() => check(options)).toThrow(/A setting has a value/);
        expect(() => check(options)).not.toThrow(/c4n4ry/);
      }
    },
  );
});

describe('is taken', () => {
  test.each<[object]>([
    [{ host: 'mail.example' }],
    [{ host: 'mail.example.' }],
    [{ host: 'smtp_1.mail-out.example' }],
    [{ host: 'bücher.example' }],
    [{ host: 'कॉम.example' }],
    [{ host: 'localhost', security: 'none-on-loopback' }],
    [{ host: '127.3.2.1', security: 'none-on-loopback' }],
    [{ host: '::1', security: 'none-on-loopback' }],
    [{ host: '2001:db8::1' }],
    [{ host: '::ffff:192.0.2.1' }],
    [{ port: 1 }],
    [{ port: 65_535 }],
    [{ helloName: 'client.example.org' }],
    [{ helloName: '[192.0.2.1]' }],
    [{ helloName: '[IPv6:2001:db8::1]' }],
    [{ helloName: '3com.xn--bcher-kva.example' }],
    [{ timeouts: { connect: 1, sent: 86_400_000 } }],
    [{ mechanisms: ['scram-sha-256-plus'] }],
    [{ tls: { ca: CERT } }],
    [{ tls: { ca: [CERT, CERT], servername: 'mail.example' } }],
    [{ tls: { cert: CERT, key: SEALED, passphrase: 'x' } }],
    [{ logger, observe: () => {}, allowFileAttachments: false, allowUrlAttachments: true, dkim: {} }],
  ])('%j', (options) => {
    expect(() => check(options)).not.toThrow();
  });
});

test('every mechanism that is spoken may be asked for, and no other', () => {
  const names = mechanisms.map((mechanism) => mechanism.name);
  expect(check({ mechanisms: names }).policy.mechanisms).toEqual(names);
  expect(() => check({ mechanisms: ['X'] })).toThrow(`none of ${names.map((name) => `'${name}'`).join(', ')}`);
});

describe('where the provider wants the domain of the user in EHLO', () => {
  const hello = { name: 'domain of the user' as const, ...row };
  test.each([
    ['me@example.com', undefined],
    ['me', undefined],
    ['me@localhost', /helloName is not set, and the domain of user cannot take its place: it is "localhost"/],
    ['me@bücher.example', /xn--/],
    ['me@example.com> SIZE=1', /no domain name/],
  ])('%s', (user, refusal) => {
    const options = { ...login, user };
    if (refusal === undefined) expect(() => check(options, { hello })).not.toThrow();
    else expect(() => check(options, { hello })).toThrow(refusal);
    expect(() => check({ ...options, helloName: 'client.example.org' }, { hello })).not.toThrow();
  });
});
