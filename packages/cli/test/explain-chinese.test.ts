import { expect, test } from 'vitest';
import { ehlo, flat } from './terminal.js';

/** Three words of a sentence, the first of them with or without a capital. */
const ENGLISH = /(?<![\w./-])[A-Za-z][a-z]+(?: [a-z]{2,}){2,}/;

/** What was pasted is quoted, and so are words that stand in menus and on wires. */
const withoutQuotes = (page: string): string => page.replace(/"[^"]*"|'[^']*'|“[^”]*”/g, '…');

test.each([
  ['smtplib.SMTPNotSupportedError: SMTP AUTH extension not supported by server.', '--client', 'smtplib'],
  ['Error: 1408F10B:SSL routines:ssl3_get_record:wrong version number', '--port', '587', '--client', 'nodemailer'],
  ['net/smtp: tls: first record does not look like a TLS handshake', '--port', '587', '--security', 'implicit'],
  ['The operation has timed out. System.Net.Mail.SmtpException', '--port', '465', '--client', '.NET SmtpClient'],
  ["(535, b'5.7.139 Authentication unsuccessful, basic authentication is disabled.')", '--host', 'smtp.office365.com'],
  ['535 5.7.3 Authentication unsuccessful', '--auth', 'xoauth2', '--host', 'smtp.office365.com', '--stage', 'auth'],
  ['535-5.7.8 Username and Password not accepted', '--host', 'smtp.gmail.com', '--user', 'me@gmail.com'],
  ['AADSTS700082: The refresh token has expired due to inactivity.'],
  ['AADSTS7000215: Invalid client secret provided.'],
  ['535 Login Fail. Please enter your authorization code to login.', '--provider', 'qq'],
  ['554 Message rejected: Email address is not verified.', '--host', 'email-smtp.us-east-1.amazonaws.com'],
  ['550 5.7.60 SMTP; Client does not have permissions to send as this sender', '--provider', 'microsoft365'],
  ['getaddrinfo ENOTFOUND smtp.exmaple.com', '--stage', 'dns'],
  ['connect ECONNREFUSED 127.0.0.1:587'],
  ['connect ETIMEDOUT 93.184.216.34:25', '--host', 'smtp.example.com', '--port', '25'],
  ['certificate has expired CERT_HAS_EXPIRED'],
  ['SSL: CERTIFICATE_VERIFY_FAILED self-signed certificate in certificate chain', '--host', 'smtp.gmail.com'],
  ['454 4.7.0 Too many login attempts, please try again later.', '--stage', 'auth'],
  ['450 4.2.0 Greylisted, see https://postgrey.example', '--stage', 'rcpt'],
  ['554 5.7.1 <you@example.net>: Relay access denied', '--stage', 'rcpt'],
  ['552 5.3.4 Message size exceeds fixed limit', '--stage', 'data'],
  ['{"error":{"code":"ErrorAccessDenied","message":"Access is denied. Check credentials and try again."}}'],
])('the page of %s holds no English beside what is quoted', async (pasted, ...flags) => {
  const { output, exit } = await ehlo(['explain', '--lang', 'zh-CN', ...flags], { input: pasted });
  expect(exit).toBe(0);
  expect(output).toContain('依据');
  expect(withoutQuotes(flat(output))).not.toMatch(ENGLISH);
});

test('JSON stays as programs know it', async () => {
  const input = '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.';
  const [chinese] = (await ehlo(['explain', '--json', '--lang', 'zh-CN'], { input })).json();
  const [english] = (await ehlo(['explain', '--json'], { input })).json();
  const evidence = (answer: unknown) => (answer as { causes: Array<{ evidence: unknown }> }).causes[0]?.evidence;
  expect(evidence(chinese)).toEqual(evidence(english));
});
