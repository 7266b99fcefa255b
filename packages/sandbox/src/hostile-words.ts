import type { Random } from './random.js';

/** What the client said that wants a reply. `message` is the end of one over DATA, `answer` a line within AUTH. */
export type Said =
  | 'greeting'
  | 'EHLO'
  | 'HELO'
  | 'STARTTLS'
  | 'AUTH'
  | 'answer'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'BDAT'
  | 'message'
  | 'RSET'
  | 'QUIT'
  | 'other';

/** What an RFC lets a server say here: the first more often than the others. With CRLF. */
export function legalReply(random: Random, said: Said, line: string, mayOfferTls: boolean): string {
  if (said === 'EHLO' && random.chance(0.97)) return offer(random, mayOfferTls);
  if ((said === 'AUTH' && random.chance(0.4)) || (said === 'answer' && random.chance(0.2)))
    return `334 ${challenge(random, line)}\r\n`;
  const [usual, ...others] = legal[said];
  return `${random.chance(0.93) || others.length === 0 ? usual : random.pick(others)}\r\n`;
}

const legal: Readonly<Record<Said, readonly [string, ...string[]]>> = {
  greeting: ['220 hostile.example ESMTP', '554 5.3.2 No SMTP service here', '421 4.3.2 Shutting down'],
  EHLO: ['250 hostile.example', '502 5.5.1 Not implemented', '421 4.7.0 Too many connections', '504 5.5.2 Your name'],
  HELO: ['250 hostile.example', '550 5.7.1 No'],
  STARTTLS: ['220 2.0.0 Ready to start TLS', '454 4.7.0 TLS not available', '501 5.5.4 Syntax', '502 5.5.1 What'],
  AUTH: ['235 2.7.0 Accepted', '535 5.7.8 Not accepted', '454 4.7.0 Later', '504 5.5.4 Mechanism', '534 5.7.9 Weak'],
  answer: ['235 2.7.0 Accepted', '535 5.7.8 Not accepted', '501 5.5.2 Cannot decode', '432 4.7.12 Transition'],
  MAIL: [
    '250 2.1.0 OK',
    '451 4.3.0 Later',
    '452 4.3.1 Full',
    '530 5.7.0 Log in first',
    '550 5.7.1 Not you',
    '555 5.5.4',
  ],
  RCPT: ['250 2.1.5 OK', '251 2.1.5 Forwarded', '450 4.2.1 Busy', '550 5.1.1 No such user', '452 4.5.3 Too many'],
  DATA: ['354 Go ahead', '451 4.3.0 Later', '554 5.5.1 No valid recipients', '503 5.5.1 Bad sequence'],
  BDAT: ['250 2.0.0 Taken', '451 4.3.0 Later', '552 5.3.4 Too large', '503 5.5.1 Bad sequence'],
  message: ['250 2.0.0 Taken', '451 4.3.0 Later', '552 5.3.4 Too large', '554 5.7.1 Spam'],
  RSET: ['250 2.0.0 Reset'],
  QUIT: ['221 2.0.0 Bye'],
  other: ['500 5.5.2 What'],
};

/** An EHLO reply with any of the extensions in any order, now and then with words that mean nothing. */
function offer(random: Random, mayOfferTls: boolean): string {
  const mechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'];
  const tokens = ['XOAUTH2', 'OAUTHBEARER'];
  // SCRAM ends where the server proves nothing: most offers have what lets the session go on.
  const auth = random.chance(0.7)
    ? ['PLAIN', ...tokens]
    : [...random.some(mechanisms), ...random.some(tokens), ...random.some(['GSSAPI', 'NTLM', 'plain', '='])];
  const size = random.pick(['', ' 0', ' 1000', ' 52428800', ' 99999999999999999999', ' -1', ' 1e3']);
  const limits = random.pick(['RCPTMAX=2', 'RCPTMAX=0 MAILMAX=1', 'RCPTMAX=x', 'MAILMAX=1 MAILMAX=2', 'WHAT=ever=']);
  const lines = [
    ...random.some(['PIPELINING', '8BITMIME', 'CHUNKING', 'SMTPUTF8', 'DSN', 'ENHANCEDSTATUSCODES', 'REQUIRETLS']),
    ...(random.chance(0.5) ? [`SIZE${size}`] : []),
    ...(random.chance(0.2) ? [`LIMITS ${limits}`] : []),
    ...(random.chance(0.9) ? [`AUTH ${auth.join(' ')}`] : []),
    ...(random.chance(0.2) ? [`AUTH=${auth.join(' ')}`] : []),
    ...(random.chance(0.1)
      ? [random.pick(['', ' ', '\t', 'AUTH', 'SIZE SIZE', 'X '.repeat(500), '250 OK', '\u0000'])]
      : []),
    ...(mayOfferTls && random.chance(0.95) ? ['STARTTLS'] : []),
  ];
  const all = ['hostile.example', ...lines];
  return all.map((line, at) => `250${at < all.length - 1 ? '-' : ' '}${line}\r\n`).join('');
}

/** A challenge of SASL, from fitting to none at all. `line` is what the client said. */
export function challenge(random: Random, line: string): string {
  const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
  const nonce = /r=([^,]+)/.exec(Buffer.from(line.split(' ').at(-1) ?? '', 'base64').toString('latin1'))?.[1] ?? '';
  return random.pick<() => string>([
    () => '',
    () => base64('Username:'),
    () => base64('Password:'),
    () => base64(`<${random.whole(0, 1e9)}@hostile.example>`),
    () => base64(`r=${nonce}more,s=${base64(random.octets(12))},i=${random.pick([4096, 1, 0, 500_001, 2 ** 31])}`),
    () => base64(`r=${nonce}more,s=${base64(random.octets(12))},i=4096`),
    () => base64(`v=${base64(random.octets(random.pick([20, 32])))}`),
    () => base64(random.pick(['e=invalid-proof', 'e=channel-bindings-dont-match', 'e='])),
    () => base64('{"status":"401","schemes":"bearer","scope":"\u001b[2J\u0007\r\n250 OK"}'),
    () => base64(random.octets(random.whole(1, 300))),
    () => base64('x'.repeat(9_000)),
    () => '!!! no base64 at all ===',
    () => 'QQ',
    () => '====',
  ])();
}

/** Where a client must not find a code that it knows from elsewhere. */
const codes = [200, 211, 220, 221, 235, 250, 251, 252, 334, 354, 399, 421, 432, 450, 454, 500, 503, 530, 535, 554, 599];

export function wrongCode(random: Random): string {
  return `${random.chance(0.7) ? random.pick(codes) : random.whole(200, 599)} ${random.pick(['OK', '2.0.0 OK', '', '5.7.8 No'])}\r\n`;
}

/** Octets that are no reply, or hardly one. */
export const noReplies: readonly ((random: Random) => string | Buffer)[] = [
  () => '250-one\r\n550 two\r\n',
  () => '250-one\r\n251-two\r\n250 three\r\n',
  () => 'Hello there\r\n',
  () => '\r\n',
  () => '2500 OK\r\n',
  () => '25\r\n',
  () => '250\tOK\r\n',
  () => '250_OK\r\n',
  () => ' 250 OK\r\n',
  () => '-50 OK\r\n',
  () => '150 Wait\r\n',
  () => '600 OK\r\n',
  () => '000 \r\n',
  () => '250 OK\r',
  () => '250 OK\n',
  () => '250\r\n',
  () => '250-\r\n250-\r\n250 \r\n',
  () => '250 \u0000\r\n',
  () => '250 \u001b]0;title\u0007\u001b[2J\r\n',
  () => Buffer.from([0x32, 0x35, 0x30, 0x20, 0xff, 0xfe, 0xc3, 0x28, 0x0d, 0x0a]),
  () => `250 ${'x'.repeat(20_000)}\r\n`,
  () => `550 ${'x'.repeat(300_000)}\r\n`,
  () => 'x'.repeat(40_000),
  () => '250-x\r\n'.repeat(600),
  () => `250-${'x'.repeat(1_000)}\r\n`.repeat(200),
  () => 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n',
  () => '* OK IMAP4rev1 ready\r\n',
  () => Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]),
  (random) => random.octets(random.whole(1, 400)),
];
