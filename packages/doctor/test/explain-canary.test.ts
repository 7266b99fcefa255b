import { Buffer } from 'node:buffer';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { explain, explainLine, redact } from '../src/index.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const password = 'Zk9-canary!secret';
const token = 'ya29.a0AfH6SMBcanaryCANARY0123456789abcdefghij';
const jwt = `eyJhbGciOiJSUzI1NiJ9.${base64('{"aud":"canary"}').replace(/=/g, '')}.c2lnbmF0dXJlQ0FOQVJZ`;
const plain = base64(`\0me\0${password}`);

/** A secret as clients, command lines, settings and source code print it, and a text in which it stands. */
const formats: ReadonlyArray<readonly [where: string, secret: string, text: string]> = [
  // ---- Command lines ------------------------------------------------------------------------
  ['swaks -ap', password, `swaks -s smtp.example.com:587 -tls -a LOGIN -au me@example.com -ap '${password}'`],
  ['swaks --auth-password', password, `swaks --auth-user me --auth-password ${password} --server smtp.example.com`],
  [
    'curl --user',
    password,
    `curl --url smtps://smtp.example.com --user 'me@example.com:${password}' curl: (67) Login denied`,
  ],
  ['curl -u', password, `curl -v -u me@example.com:${password} smtp://smtp.example.com:587`],
  ['curl --oauth2-bearer', token, `curl --oauth2-bearer ${token} smtp://smtp.gmail.com:587 curl: (67) Login denied`],
  ['sendEmail -xp', password, `sendEmail -s smtp.example.com:587 -xu me@example.com -xp ${password} NOTICE => failed`],
  // ---- Dialogues ----------------------------------------------------------------------------
  [
    'a dialogue of swaks',
    base64(password),
    ` -> AUTH LOGIN\n<-  334 VXNlcm5hbWU6\n -> ${base64('me')}\n<-  334 UGFzc3dvcmQ6\n -> ${base64(password)}\n<** 535 5.7.8 failed`,
  ],
  [
    'PLAIN in a log of Java',
    plain,
    `DEBUG SMTP: AUTH PLAIN command trace suppressed\nAUTH PLAIN ${plain}\n535 5.7.8 failed`,
  ],
  [
    'LOGIN in a log of Java',
    base64(password),
    `AUTH LOGIN\n334 VXNlcm5hbWU6\n${base64('me@example.com')}\n334 UGFzc3dvcmQ6\n${base64(password)}\n535 5.7.3 Authentication unsuccessful`,
  ],
  ['msmtp --debug', plain, `--> AUTH PLAIN ${plain}\n<-- 535 5.7.8 Error: authentication failed`],
  [
    'the protocol log of MailKit',
    base64(password),
    `C: AUTH LOGIN\r\nS: 334 VXNlcm5hbWU6\r\nC: ${base64('me')}\r\nS: 334 UGFzc3dvcmQ6\r\nC: ${base64(password)}\r\nS: 535 5.7.8 failed`,
  ],
  ['PLAIN in two steps', plain, `C: AUTH PLAIN\nS: 334 \nC: ${plain}\nS: 535 5.7.8 failed`],
  [
    'a debug log of PHPMailer',
    plain,
    `2024-03-01 10:00:00 CLIENT -> SERVER: AUTH PLAIN ${plain}\n2024-03-01 10:00:00 SERVER -> CLIENT: 535 5.7.8 failed`,
  ],
  [
    'XOAUTH2 in two steps',
    base64(`user=me\x01auth=Bearer ${token}\x01\x01`),
    `CLIENT -> SERVER: AUTH XOAUTH2\nSERVER -> CLIENT: 334 \nCLIENT -> SERVER: ${base64(`user=me\x01auth=Bearer ${token}\x01\x01`)}\nSERVER -> CLIENT: 535 5.7.3`,
  ],
  [
    'a trace of .NET',
    base64(password),
    `System.Net Information: 0 : [1] SmtpClient: 334 UGFzc3dvcmQ6\n${base64(password)}\nSmtpException: 5.7.57 Client not authenticated`,
  ],
  // ---- Source code --------------------------------------------------------------------------
  ['NetworkCredential', password, `new NetworkCredential("me@example.com", "${password}") 5.7.57`],
  [
    'login() of smtplib',
    password,
    `server.login("me@example.com", "${password}")\nsmtplib.SMTPAuthenticationError: (535, b'5.7.8')`,
  ],
  [
    'keywords of Python',
    password,
    `aiosmtplib.send(message, username='me', password='${password}') SMTPAuthenticationError`,
  ],
  ['PlainAuth of Go', password, `smtp.PlainAuth("", "me@example.com", "${password}", "smtp.example.com") 535`],
  ['the dialer of gomail', password, `gomail.NewDialer("smtp.example.com", 587, "me", "${password}") 535 5.7.8`],
  ['Authenticate of MailKit', password, `client.Authenticate("me@example.com", "${password}"); 535: 5.7.8`],
  [
    'PasswordAuthentication of Java',
    password,
    `return new PasswordAuthentication("me@example.com", "${password}"); 535 5.7.8`,
  ],
  [
    'a property of PHPMailer',
    password,
    `$mail->Username = 'me';\n$mail->Password = '${password}';\nSMTP Error: Could not authenticate.`,
  ],
  // ---- Settings -----------------------------------------------------------------------------
  ['an array of PHP', password, `'username' => env('MAIL_USERNAME'), 'password' => "${password}", 535`],
  [
    'properties of Java',
    password,
    `spring.mail.username=me\nspring.mail.password=${password}\nAuthenticationFailedException: 535`,
  ],
  ['an ini with three quotes', password, `[smtp]\nuser = me\npassword = """${password}"""\n535 5.7.8`],
  ['YAML', password, `smtp_auth_username: me\nsmtp_auth_password: ${password}\n*email.loginAuth auth: 535`],
  ['a hash of Ruby', password, `gitlab_rails['smtp_password'] = "${password}" Net::SMTPAuthenticationError`],
  ['a symbol of Ruby', password, `:user_name => 'me', :password => '${password}' Net::SMTPAuthenticationError`],
  ['a .env with export', password, `export SMTP_PASS='${password}'\nexport SMTP_USER=me 535`],
  ['a line of msmtprc', password, `account default\nuser me\npassword ${password}\nmsmtp: authentication failed`],
  ['a line of .netrc', password, `machine smtp.example.com login me password ${password} 535`],
  ['sasl_passwd of Postfix', password, `[smtp.example.com]:587 me@example.com:${password}\nSASL authentication failed`],
  ['a URL in YAML', password, `SMTP_CONNECTION_URI: smtps://me:${password}@smtp.example.com:465/ 535`],
  ['HTML', password, `&quot;password&quot;: &quot;${password}&quot; Invalid login: 535`],
  ['JSON inside of JSON', password, `{"body":"{\\"auth\\":{\\"pass\\":\\"${password}\\"}}"} 535 Invalid login`],
  [
    'a client secret in JSON',
    'abc8Q~canaryCANARY',
    '{"clientId":"1","clientSecret":"abc8Q~canaryCANARY"} AADSTS7000215',
  ],
  ['a refresh token in YAML', '1//canaryCANARY012345', 'refreshToken: 1//canaryCANARY012345\ninvalid_grant'],
  // ---- HTTP ---------------------------------------------------------------------------------
  [
    'a password in a form',
    'hunter2%21canary',
    'grant_type=password&username=me&password=hunter2%21canary&scope=x AADSTS50126',
  ],
  ['an assertion in a form', jwt, `client_assertion=${jwt}&grant_type=client_credentials AADSTS700027`],
  [
    'a code in a URL',
    '4/0AcanaryCANARY0123456789',
    'GET /callback?state=x&code=4/0AcanaryCANARY0123456789&scope=y invalid_grant',
  ],
  [
    'a header to Graph',
    jwt,
    `POST https://graph.microsoft.com/v1.0/me/sendMail\nAuthorization: Bearer ${jwt}\n{"error":{"code":"InvalidAuthenticationToken"}}`,
  ],
  [
    'a key in a header',
    'SG.canaryCANARY0123456789.abcdefghijklmnop',
    'curl -H "Authorization: Bearer SG.canaryCANARY0123456789.abcdefghijklmnop" 401',
  ],
  [
    'a key in a header of its own',
    'canaryCANARY-0123456789',
    'X-Api-Key: canaryCANARY-0123456789\nHTTP/1.1 401 Unauthorized',
  ],
  [
    'an access key of AWS',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYcanaryKEY',
    'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYcanaryKEY 535 Authentication Credentials Invalid',
  ],
];

test.each(formats)('no answer repeats a secret of %s', (_where, secret, text) => {
  expect(text).toContain(secret);
  const answers = [
    redact(text),
    explainLine(JSON.stringify({ id: 'x', symptom: text })),
    ...(['en', 'zh-CN'] as const).map((language) => inspect(explain(text, { language }), { depth: 9 })),
    inspect(explain({ symptom: text, stage: 'auth', config: { host: 'smtp.example.com', note: text } }), { depth: 9 }),
    inspect(explain({ symptom: 'failed', client_error: text, reply: { code: 535, text } }), { depth: 9 }),
  ];
  for (const answer of answers) expect(answer).not.toContain(secret);
});

test.each([
  'swaks -s smtp.example.com:587 -tls -a LOGIN -au me@example.com',
  'password was changed, user and password are right',
  'login me@example.com failed: 535 5.7.8 Error: authentication failed: authentication failure',
  'server.login() raised SMTPAuthenticationError',
  'SMTP AUTH extension not supported by server.',
  'Use an app password instead of your password',
  'the code 535 and the code=550 of the server',
])('what is no secret can still be read: %s', (text) => {
  expect(redact(text)).toBe(text);
});
