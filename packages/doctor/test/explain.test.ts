import { Buffer } from 'node:buffer';
import { MailError, type Receipt, Trace } from '@ehlo/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vocabulary } from '../src/explain/vocabulary.js';
import { explain, explainLine } from '../src/index.js';

describe('what nobody told is not known', () => {
  test.each(['', 'hello', 'it does not work', 'Error: undefined is not a function', '{}'])('%s', (text) => {
    expect(explain(text)).toMatchObject({ certainty: 'none', causes: [] });
    expect(explain(text).code).toBeUndefined();
  });

  test('the stage alone gives a place to begin, and is not sure of it', () => {
    expect(explain({ stage: 'greeting' })).toMatchObject({ certainty: 'low' });
  });
});

describe('the same words, told apart by the state', () => {
  const greeting = 'Error: Greeting never received';
  test.each([
    ['port 465 without TLS', { port: 465, secure: false }, 'TLS_PLAIN_ON_IMPLICIT_PORT'],
    ['port 587, as it should be', { port: 587, secure: false, starttls: true }, 'CONNECTION_STALLED_OR_DROPPED'],
    ['the port of IMAP', { port: 993, secure: true }, 'WRONG_HOST_OR_PORT'],
    ['the port of the web', { host: 'outlook.office365.com', port: 443, secure: true }, 'WRONG_HOST_OR_PORT'],
  ])('"%s"', (_state, config, code) => {
    expect(explain({ symptom: greeting, stage: 'greeting', config }).code).toBe(code);
  });

  const unrecognized = '504 5.7.4 Unrecognized authentication type';
  test.each([
    ['TLS not up', { host: 'smtp.office365.com', port: 587, secure: false, starttls: false }, 'STARTTLS_REQUIRED'],
    ['TLS up', { host: 'smtp.office365.com', port: 587, secure: false, starttls: true }, 'AUTH_MECHANISM_MISMATCH'],
    ['the MX', { host: 'contoso-com.mail.protection.outlook.com', port: 25, secure: false }, 'WRONG_HOST_OR_PORT'],
    ['no user', { host: 'smtp.office365.com', port: 587, starttls: true, user: 'undefined' }, 'CREDENTIALS_MISSING'],
  ])('"%s"', (_state, config, code) => {
    expect(explain({ symptom: unrecognized, stage: 'auth', config: { auth: 'password', ...config } }).code).toBe(code);
  });

  const refused = '535-5.7.8 Username and Password not accepted';
  test.each([
    ['a password', { auth: 'password' }, 'GMAIL_PASSWORD_NOT_ACCEPTED'],
    ['a token', { auth: 'xoauth2' }, 'XOAUTH2_TOKEN_REJECTED'],
    [
      'a token for the API',
      { auth: 'xoauth2', scopes: 'https://www.googleapis.com/auth/gmail.send' },
      'XOAUTH2_SCOPE_MISSING',
    ],
  ])('"%s"', (_state, config, code) => {
    expect(explain({ symptom: refused, stage: 'auth', config: { host: 'smtp.gmail.com', ...config } }).code).toBe(code);
  });

  test('454 by the command that it answers', () => {
    expect(explain({ symptom: '454 4.7.0 Too many login attempts', stage: 'auth' }).code).toBe('LOGIN_RATE_LIMITED');
    expect(explain({ symptom: '454 4.7.0 TLS not available', stage: 'starttls' }).code).toBe('STARTTLS_UNAVAILABLE');
    expect(explain({ symptom: '454 4.7.1 Relay access denied', stage: 'rcpt' }).code).toBe('RELAY_DENIED');
  });

  test('the 535 inside of a 530', () => {
    const inner = (words: string) =>
      explain(
        `530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, ${words}`,
      );
    expect(inner('SmtpClientAuthentication is disabled for the Tenant.').code).toBe('MS_SMTP_AUTH_DISABLED');
    expect(inner('the user credentials were incorrect.').code).toBe('CREDENTIALS_REJECTED');
    expect(inner("user is locked by your organization's security defaults policy.").code).toBe('MS_SECURITY_DEFAULTS');
  });
});

describe('a pasted access token is read for what it says of itself', () => {
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
  const pasted = (claims: object) => ({
    symptom: `535 5.7.3 Authentication unsuccessful with ${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2ln`,
    config: { host: 'smtp.office365.com', auth: 'xoauth2' },
  });
  test.each([
    ['made for Graph', { aud: 'https://graph.microsoft.com', scp: 'SMTP.Send' }, 'XOAUTH2_WRONG_AUDIENCE'],
    ['without the scope', { aud: 'https://outlook.office.com', scp: 'IMAP.AccessAsUser.All' }, 'XOAUTH2_SCOPE_MISSING'],
    [
      'of an app',
      { aud: 'https://outlook.office.com', roles: ['SMTP.SendAsApp'] },
      'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
    ],
    ['as it should be', { aud: 'https://outlook.office.com', scp: 'SMTP.Send' }, 'XOAUTH2_TOKEN_REJECTED'],
  ])('%s', (_what, claims, code) => {
    const answer = explain(pasted(claims));
    expect(answer.code).toBe(code);
    expect(answer.seen).not.toContain('eyJ');
  });
});

describe('a pasted session tells whether TLS was up', () => {
  const ehlo = [
    '220 smtp.example.com ESMTP',
    'C: EHLO me',
    'S: 250-smtp.example.com',
    'S: 250-STARTTLS',
    'S: 250 SIZE',
  ];
  const refused = ['C: AUTH LOGIN', 'S: 504 5.7.4 Unrecognized authentication type'];
  test.each([
    ['AUTH without STARTTLS', [...ehlo, ...refused], 'STARTTLS_REQUIRED'],
    [
      'AUTH after STARTTLS',
      [...ehlo, 'C: STARTTLS', 'S: 220 ready', 'C: EHLO me', ...refused],
      'AUTH_MECHANISM_MISMATCH',
    ],
  ])('%s', (_what, lines, code) => {
    expect(explain(lines.join('\n')).code).toBe(code);
    expect(
      explain(lines.join('\n').replaceAll('C:', 'CLIENT -> SERVER:').replaceAll('S:', 'SERVER -> CLIENT:')).code,
    ).toBe(code);
  });
});

describe('the fix, as the program that failed spells it', () => {
  test.each([
    ['nodemailer', { port: 465, secure: false, client: 'nodemailer' }, 'nodemailer: port: 465, secure: true'],
    [
      'QD',
      { port: 465, MAIL_SSL: false, MAIL_STARTTLS: true, starttls: true },
      'QD: MAIL_PORT=465, MAIL_STARTTLS=False, MAIL_SSL=True',
    ],
    ['.NET', { port: 465, secure: false, client: '.NET SmtpClient' }, /has no TLS from the first byte/],
    ['nobody known', { port: 465, secure: false, client: 'a printer' }, undefined],
  ])('%s', (_who, config, setting) => {
    const [first] = explain({ symptom: 'Greeting never received', stage: 'greeting', config }).causes;
    expect(first!.code).toBe('TLS_PLAIN_ON_IMPLICIT_PORT');
    if (setting instanceof RegExp) expect(first!.setting).toMatch(setting);
    else expect(first!.setting).toBe(setting);
  });

  test('known by the words of the failure', () => {
    const told = explain(
      "smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first.', 'me@example.com')",
    );
    expect(told.causes[0]).toMatchObject({
      code: 'STARTTLS_REQUIRED',
      setting: expect.stringMatching(/^smtplib: .*starttls/),
    });
  });

  test('and by no word that only looks like one', () => {
    const told = explain('530-5.7.0 Must issue a STARTTLS command first. For more information, go to mail.example.net');
    expect(told.causes[0]).toMatchObject({ code: 'STARTTLS_REQUIRED' });
    expect(told.causes[0]!.setting).toBeUndefined();
  });

  test('only where one setting mends it', () => {
    expect(explain("smtplib.SMTPAuthenticationError: (535, b'5.7.8 failed')").causes[0]!.setting).toBeUndefined();
  });
});

describe('settings that were pasted along are read', () => {
  const disconnected = 'smtplib.SMTPServerDisconnected: Connection unexpectedly closed';
  const wrongVersion = '[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1129)';
  const noAuth = 'SMTP AUTH extension not supported by server.';
  test.each([
    [disconnected, 465, false, true, 'TLS_PLAIN_ON_IMPLICIT_PORT'],
    [disconnected, 465, false, false, 'TLS_PLAIN_ON_IMPLICIT_PORT'],
    [wrongVersion, 587, true, true, 'TLS_IMPLICIT_ON_STARTTLS_PORT'],
    [wrongVersion, 587, true, false, 'TLS_IMPLICIT_ON_STARTTLS_PORT'],
    [noAuth, 587, false, false, 'STARTTLS_REQUIRED'],
  ])('%s with port %d, MAIL_SSL=%s, MAIL_STARTTLS=%s', (words, port, ssl, starttls, code) => {
    const python = (value: boolean) => (value ? 'True' : 'False');
    const environment = `MAIL_SMTP=smtp.example.com\nMAIL_PORT=${port}\nMAIL_SSL=${python(ssl)}\nMAIL_STARTTLS=${python(starttls)}`;
    const told = explain(`${words}\n${environment}\nMAIL_PASSWORD=hunter2-secret`);
    expect(told.code).toBe(code);
    expect(told.causes[0]!.setting).toMatch(/^QD: MAIL_PORT=/);
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });
});

describe('an answer', () => {
  const told = explain({
    id: 'a1',
    symptom: '535 5.7.3 Authentication unsuccessful',
    stage: 'auth',
    config: { host: 'smtp.office365.com', auth: 'xoauth2' },
  });

  test('ranks, says what would tell the first apart, and gives the id back', () => {
    expect(told).toMatchObject({ id: 'a1', certainty: 'medium', code: 'XOAUTH2_IDENTITY_MISMATCH' });
    expect(told.causes.length).toBeGreaterThan(2);
    expect(told.causes.map(({ score }) => score)).toEqual(told.causes.map(({ score }) => score).sort((a, b) => b - a));
    expect(told.apart).toContain('aud');
  });

  test('tells words in quotes, and states without', () => {
    const [first] = explain({ symptom: 'wrong version number', config: { port: 587, secure: true } }).causes;
    expect(first!.evidence[0]!.saw).toBe('"wrong version number", port 587');
  });

  test('leads to the page of the cause', () => {
    for (const { code, page } of told.causes) expect(page).toMatch(new RegExp(`/docs/causes/${code}\\.md$`));
  });

  test('comes in Simplified Chinese', () => {
    const zh = explain({ symptom: '535 5.7.3', stage: 'auth', config: { auth: 'xoauth2' } }, { language: 'zh-CN' });
    expect(zh.causes[0]!.fix).toMatch(/\p{Script=Han}/u);
    expect(zh.apart).toMatch(/\p{Script=Han}/u);
  });

  test('of a line is a line', () => {
    const line = explainLine(JSON.stringify({ id: 's1', symptom: '550 5.1.1 User unknown', stage: 'rcpt' }));
    expect(JSON.parse(line)).toEqual({
      id: 's1',
      code: 'RECIPIENT_UNKNOWN',
      alternatives: expect.any(Array),
      who: vocabulary.RECIPIENT_UNKNOWN!.who,
      fix: vocabulary.RECIPIENT_UNKNOWN!.words.en.fix,
      certainty: 'high',
    });
    expect(JSON.parse(explainLine('550 5.1.1 User unknown'))).toMatchObject({ id: null, code: 'RECIPIENT_UNKNOWN' });
    expect(JSON.parse(explainLine('hello'))).toMatchObject({ code: null, fix: null, certainty: 'none' });
  });
});

describe('errors and receipts', () => {
  const error = new MailError({
    code: 'MS_SECURITY_DEFAULTS',
    means: vocabulary.MS_SECURITY_DEFAULTS!,
    phase: 'auth',
    reply: { code: 535, enhanced: '5.7.139', lines: ['5.7.139 Authentication unsuccessful'] },
  });

  test('of Ehlo keep the cause that was judged in the session', () => {
    const receipt: Receipt = {
      outcome: 'rejected',
      error,
      refused: [],
      transport: 'test',
      envelope: { from: 'a@example.com', to: ['b@example.net'] },
      messageId: '<a@example.com>',
      startedAt: new Date(0),
      warnings: [],
      trace: new Trace(),
    };
    expect(explain(error)).toMatchObject({ code: 'MS_SECURITY_DEFAULTS', certainty: 'high' });
    expect(explain(receipt)).toMatchObject({ code: 'MS_SECURITY_DEFAULTS', certainty: 'high' });
  });

  test('of Ehlo that knew the first digit only are read once more', () => {
    const vague = new MailError({
      code: 'REFUSED_BY_SERVER',
      means: vocabulary.REFUSED_BY_SERVER!,
      phase: 'data',
      reply: { code: 550, lines: ['The From address is not a Sender Signature on your account'] },
    });
    expect(explain(vague).code).toBe('SENDER_IDENTITY_NOT_VERIFIED');
  });

  test('of nodemailer are read with their fields', () => {
    const failed = Object.assign(new Error('Invalid login'), {
      code: 'EAUTH',
      response: '535 5.7.8 authentication failed',
    });
    expect(explain(failed).code).toBe('CREDENTIALS_REJECTED');
    expect(explain(Object.assign(new Error('read'), { code: 'CERT_HAS_EXPIRED' })).code).toBe('TLS_CERT_EXPIRED');
  });
});

describe('whatever comes', () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.object(),
  );
  const field = fc.constantFrom('id', 'symptom', 'reply', 'client_error', 'stage', 'provider', 'config', 'outcome');

  test('explain gives an answer and does not throw', () => {
    fc.assert(
      fc.property(fc.oneof(value, fc.dictionary(field, value)), (given) => {
        const { certainty, causes } = explain(given as never);
        expect(causes.length === 0).toBe(certainty === 'none');
      }),
    );
  });

  test('a line gives a line', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(explainLine(line)).not.toContain('\n');
        expect(() => JSON.parse(explainLine(line))).not.toThrow();
      }),
    );
  });

  /** A pattern that goes over the text once for each of its letters would take minutes here: longer than a test may. */
  test.each([
    ['letters', 'a'],
    ['labels of a host', 'a.'],
    ['blanks', ' '],
    ['the word password', 'password '],
    ['schemes', 'smtp://'],
    ['codes', '535 5.7.8 '],
    ['base64', 'QUJD'],
    ['a log', 'S: 334 UGFzc3dvcmQ6\nC: cGFzcw==\nS: 535 5.7.8 failed\n'],
  ])('a hundred thousand characters of %s are read in little time', (_what, piece) => {
    expect(explain(piece.repeat(Math.ceil(100_000 / piece.length)))).toBeDefined();
  });
});
