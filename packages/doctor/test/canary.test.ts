import { Buffer } from 'node:buffer';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { explain, explainLine, redact } from '../src/index.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const password = 'Zk9-canary!secret';
const token = 'ya29.a0AfH6SMBcanaryCANARY0123456789abcdefghij';
const jwt = `eyJhbGciOiJSUzI1NiJ9.${base64('{"aud":"canary"}').replace(/=/g, '')}.c2lnbmF0dXJlQ0FOQVJZ`;

/** A secret, and a log in which it stands. */
const logs: ReadonlyArray<readonly [where: string, secret: string, log: string]> = [
  [
    'an initial response of PLAIN',
    base64(`\0me\0${password}`),
    `C: AUTH PLAIN ${base64(`\0me\0${password}`)}\nS: 535 5.7.8 Error: authentication failed`,
  ],
  [
    'the answers of LOGIN',
    base64(password),
    `C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ${base64('me@example.com')}\nS: 334 UGFzc3dvcmQ6\nC: ${base64(password)}\nS: 535 Incorrect authentication data`,
  ],
  [
    'the user of LOGIN',
    base64('me@example.com'),
    `C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ${base64('me@example.com')}\nS: 334 UGFzc3dvcmQ6\nC: ${base64(password)}\nS: 535 Incorrect authentication data`,
  ],
  [
    'a debug log of smtplib',
    base64(password),
    `reply: retcode (334); Msg: b'UGFzc3dvcmQ6'\nsend: '${base64(password)}\\r\\n'\nreply: b'535 5.7.8 failed\\r\\n'`,
  ],
  [
    'a debug log of PHPMailer',
    base64(password),
    `SERVER -> CLIENT: 334 UGFzc3dvcmQ6\nCLIENT -> SERVER: ${base64(password)}\nSERVER -> CLIENT: 535 5.7.8 failed`,
  ],
  [
    'a log of nodemailer',
    base64(`\0me\0${password}`),
    `[a1b2] C: AUTH PLAIN ${base64(`\0me\0${password}`)}\n[a1b2] S: 535 failed`,
  ],
  [
    'an XOAUTH2 response',
    base64(`user=me\x01auth=Bearer ${token}\x01\x01`),
    `AUTH XOAUTH2 ${base64(`user=me\x01auth=Bearer ${token}\x01\x01`)}\n535 5.7.3 Authentication unsuccessful`,
  ],
  ['an XOAUTH2 string in clear', token, `user=me\x01auth=Bearer ${token}\x01\x01 535 5.7.3`],
  ['a header of HTTP', token, `POST /v1.0/me/sendMail\nAuthorization: Bearer ${token}\n401 InvalidAuthenticationToken`],
  ['a basic header', base64(`me:${password}`), `authorization: Basic ${base64(`me:${password}`)}`],
  ['a JSON Web Token', jwt, `535 5.7.3 with the token ${jwt}`],
  ['a URL', password, `TypeError: Invalid URL: smtps://me@example.com:${password}@smtp.example.com:587`],
  ['a URL with @ in the password', 'p@ss-canary', 'getaddrinfo ENOTFOUND: smtp://me:p@ss-canary@smtp.example.com:587'],
  [
    'settings in JSON',
    password,
    `{"host":"smtp.example.com","auth":{"user":"me","pass":"${password}"}} Invalid login: 535`,
  ],
  ['settings of the environment', password, `MAIL_USERNAME=me\nMAIL_PASSWORD=${password}\n535 Authentication failed`],
  ['settings of YAML', password, `smtp:\n  password: "${password}"\n535`],
  ['settings of PHP', password, `'password' => '${password}', 535`],
  ['settings of Python', password, `EMAIL_HOST_PASSWORD = '${password}'`],
  [
    'an app password in groups',
    'efgh ijkl mnop',
    'password: abcd efgh ijkl mnop\n535-5.7.8 Username and Password not accepted',
  ],
  [
    'a client secret',
    'abc8Q~canaryCANARY',
    'client_secret=abc8Q~canaryCANARY&grant_type=refresh_token AADSTS7000215: Invalid client secret provided.',
  ],
  [
    'a refresh token in a form',
    '0.AXoAcanaryCANARY0123',
    'grant_type=refresh_token&refresh_token=0.AXoAcanaryCANARY0123&scope=x invalid_grant',
  ],
  [
    'a token response',
    token,
    `{"access_token":"${token}","refresh_token":"1//0gcanaryCANARY0123456789","expires_in":3599} 535 5.7.8`,
  ],
  ['a refresh token of Google', '1//0gcanaryCANARY0123456789', `invalid_grant for 1//0gcanaryCANARY0123456789`],
  [
    'an API key',
    'SG.canaryCANARY0123456789.abcdefghijklmnop',
    '535 Authentication failed with SG.canaryCANARY0123456789.abcdefghijklmnop',
  ],
  ['a sentence', password, `My password is ${password} and I get 535 5.7.8`],
  ['a Chinese sentence', password, `授权码是 ${password} ，报错 535 Error: authentication failed`],
  [
    'a private key',
    'MIIEcanaryCANARY',
    '-----BEGIN PRIVATE KEY-----\nMIIEcanaryCANARY\n-----END PRIVATE KEY-----\ninvalid JWT signature',
  ],
  ['a 334 whose answer begins with b', 'bWVAY2FuYXJ5', 'S: 334 VXNlcm5hbWU6\nC: bWVAY2FuYXJ5\nS: 535 5.7.8 no'],
  [
    'a piece of a password that was looked up',
    'Zk9canary!',
    "Error: getaddrinfo ENOTFOUND Zk9canary! { hostname: 'Zk9canary!' }",
  ],
];

describe('no answer repeats a secret of', () => {
  test.each(logs)('%s', (_where, secret, log) => {
    expect(log).toContain(secret);
    const answers = [
      redact(log),
      explainLine(JSON.stringify({ id: 'x', symptom: log })),
      ...(['en', 'zh-CN'] as const).map((language) => inspect(explain(log, { language }), { depth: 9 })),
      inspect(explain({ symptom: 'failed', client_error: log, reply: { code: 535, text: log } }), { depth: 9 }),
      inspect(explain({ symptom: log, config: { host: 'smtp.example.com', note: log } }), { depth: 9 }),
      inspect(explain(Object.assign(new Error(log), { response: log, code: 'EAUTH' })), { depth: 9 }),
    ];
    for (const answer of answers) expect(answer).not.toContain(secret);
  });
});

describe('what is no secret can still be read', () => {
  test.each([
    '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6',
    '334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==',
    'getaddrinfo ENOTFOUND smtp.exampel.com',
    "(535, b'5.7.139 Authentication unsuccessful, basic authentication is disabled. [AM0PR02CA0194.eurprd02.prod.outlook.com 2025-01-05T10:00:00.000Z 08DD2B]')",
    'https://support.google.com/mail/?p=BadCredentials',
    'AUTH LOGIN\nAUTH XOAUTH2',
    '250-AUTH LOGIN PLAIN XOAUTH2\n250 SIZE 36700160',
    '250 2.0.0 OK <b225fdda-0000-4000-8000-000000000000@example.com>',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

/** Both fell on long lines before: the time grew with the square of the length. */
test.each(['334 ', `${'x'.repeat(60)}-`])('a long line of %j is read through', { timeout: 5_000 }, (unit) => {
  expect(redact(unit.repeat(500_000 / unit.length))).toContain(unit.trim());
});
