import fc from 'fast-check';

/** What servers say, in pieces, whole and broken. */
const replyPiece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('250', '220', '354', '334', '535', '421', '550', '235', '199', '600', '25', '2500'),
  },
  { weight: 5, arbitrary: fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r') },
  { weight: 4, arbitrary: fc.constantFrom(' ', '-', '\t', ' 2.0.0 ', ' 5.7.8 ', ' 5.7', '--', '') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('OK', 'STARTTLS', 'AUTH PLAIN', 'AUTH=LOGIN', 'SIZE 10', '\0', '\x1b[2J', '\u0085', 'é'),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 1, arbitrary: fc.nat(20_000).map((length) => 'x'.repeat(length)) },
);

/** Lines as they should be, for the breaks to stand between. */
const replyLine = fc
  .tuple(
    fc.constantFrom('250', '250', '535', '334'),
    fc.constantFrom(' ', ' ', '-'),
    replyPiece,
    fc.constantFrom('\r\n', '\n'),
  )
  .map(([code, separator, text, end]) => `${code}${separator}${text.replace(/[\r\n]/g, '')}${end}`);

/** Octets of a server. */
export const replyOctets = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .array(fc.oneof({ weight: 5, arbitrary: replyLine }, { weight: 1, arbitrary: replyPiece }), { maxLength: 16 })
      .map((pieces) => Buffer.from(pieces.join(''))),
  },
  { weight: 2, arbitrary: fc.array(replyPiece, { maxLength: 24 }).map((pieces) => Buffer.from(pieces.join(''))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 80 }).map((octets) => Buffer.from(octets)) },
);

/** Text of one line of a server. */
export const serverText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'AUTH',
        'AUTH=',
        'SIZE',
        'LIMITS',
        'RCPTMAX=',
        'MAILMAX=',
        'PLAIN',
        'plain',
        'LOGIN',
        '__proto__',
        'constructor',
      ),
      fc.constantFrom(' ', '  ', '\t', '=', '0', '1', '99999999999999999999', '-1', '1e3', ''),
      fc.string({ maxLength: 8, unit: 'binary' }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(' '));

/** What moves the borders of an address, a parameter or a header. */
const borders = fc.constantFrom(
  ...[
    '"',
    '\\',
    '\\"',
    '@',
    '<',
    '>',
    ',',
    ';',
    ':',
    '(',
    ')',
    '[',
    ']',
    ' ',
    '.',
    '=',
    '+',
    '%0d%0a',
    '=?utf-8?q?=0A?=',
  ],
  ...['> SIZE=1', '@evil.example', '[127.0.0.1]', '[IPv6:::1]', 'xn--', 'bücher', 'Faß', '。', 'ﬁ', '\u200d', '\u00ad'],
  ...['\r\n', '\n', '\r', '\0', '\u0085', '\u2028', '\x7f', '\t', '\ud800', 'X-Evil: 1', '\r\n\r\n'],
);

const words = ['a', 'b.c', 'example', '.net', 'a@example.net', 'A B', '"a b"@example.net'];

/** Words with borders between them. */
export const borderText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: borders },
      { weight: 3, arbitrary: fc.constantFrom(...words) },
      { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
      { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: 'binary' }) },
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

/** Good ones, with up to two borders at places where they may be harmless. */
export const almostAddress = fc
  .tuple(
    fc.constantFrom(
      ...['a@example.net', '"a b"@example.net', '"a"@example.net', 'A B <a@example.net>', '"A, B" <"a b"@x.example>'],
      ...[
        'a@example.net, b@example.net',
        'G: a@example.net, b@example.net;',
        'a (c) <b@example.net>',
        'ü@bücher.example',
      ],
      ...['a@[127.0.0.1]', 'a@[IPv6:2001:db8::1]', "o'b+c=d@example.net", 'a@EXAMPLE.net', '"\\"\\\\"@example.net'],
    ),
    fc.array(fc.tuple(fc.nat(40), fc.oneof(borders, fc.string({ maxLength: 2, unit: 'binary' }))), { maxLength: 2 }),
  )
  .map(([good, added]) => added.reduce((text, [at, border]) => text.slice(0, at) + border + text.slice(at), good));

/** Places at which octets are cut. */
export const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });

export function pieces(octets: Buffer, at: readonly number[]): Buffer[] {
  const places = [0, ...at.map((share) => Math.floor(share * octets.length)).sort((a, b) => a - b), octets.length];
  return places.slice(1).map((end, n) => octets.subarray(places[n], end));
}
