import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { Encoder } from 'nodemailer/lib/qp';
import { expect, it } from 'vitest';
import { quotedPrintable } from './compose-qp.js';

async function theirs(bytes: Buffer, binary: boolean): Promise<string> {
  const encoder = new Encoder({ binary });
  encoder.end(bytes);
  return (await buffer(encoder)).toString('latin1');
}

const unit = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'Zz', 'word', '=', '0', 'F') },
  { weight: 2, arbitrary: fc.constantFrom(' ', '\t', '.', ',', '!', '?') },
  { weight: 2, arbitrary: fc.constantFrom('ä', 'é', '中', '😀', '\u0080', 'Ж') },
  { weight: 1, arbitrary: fc.constantFrom('\r\n', '\n', '\r', ' \r\n', '\0', '\x7f') },
);
const sparse = fc.oneof({ weight: 60, arbitrary: fc.constantFrom('a', 'Bc') }, unit);
const text = (of: fc.Arbitrary<string>) => fc.array(of, { maxLength: 400 }).map((units) => Buffer.from(units.join('')));
const long = fc
  .tuple(fc.array(unit, { minLength: 3, maxLength: 40 }), fc.integer({ min: 65_000, max: 200_000 }))
  .map(([units, size]) => Buffer.from(units.join('').repeat(size / units.length)).subarray(0, size));
const bytes = fc.oneof(
  { weight: 40, arbitrary: text(unit) },
  { weight: 40, arbitrary: text(sparse) },
  { weight: 20, arbitrary: fc.uint8Array({ maxLength: 600 }).map((octets) => Buffer.from(octets)) },
  // Octets that continue a character which never began.
  {
    weight: 20,
    arbitrary: fc
      .array(
        fc.oneof({ weight: 40, arbitrary: fc.integer({ min: 0x80, max: 0xbf }) }, fc.constantFrom(0x61, 0xc3, 0x3d)),
        { maxLength: 300 },
      )
      .map((octets) => Buffer.from(octets)),
  },
  { weight: 1, arbitrary: long },
);

it('encodes octet for octet as nodemailer does', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(bytes, fc.boolean(), async (octets, isText) => {
      const ours = Buffer.concat(quotedPrintable(octets, isText)).toString('latin1');
      expect(ours).toBe(await theirs(octets, !isText));
    }),
    { numRuns: Number(process.env.EHLO_RUNS ?? 2000) },
  );
});

it('blanks in their thousands at the end', async () => {
  for (const size of [65_535, 65_536, 65_537, 140_000]) {
    const octets = Buffer.from(`a${' '.repeat(size)}`);
    expect(Buffer.concat(quotedPrintable(octets, true)).toString('latin1')).toBe(await theirs(octets, false));
  }
});
