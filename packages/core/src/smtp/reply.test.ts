import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ReplyReader, ReplySyntaxError, replyLimits } from './reply.js';

function read(...pieces: string[]) {
  const reader = new ReplyReader();
  const replies = [];
  for (const piece of pieces) {
    reader.push(Buffer.from(piece));
    for (let reply = reader.next(); reply !== undefined; reply = reader.next()) replies.push(reply);
  }
  return replies;
}

describe('a reply', () => {
  test.each([
    ['250 OK\r\n', { code: 250, lines: ['OK'] }],
    ['250\r\n', { code: 250, lines: [''] }],
    ['250-\r\n250 x\r\n', { code: 250, lines: ['', 'x'] }],
    ['250-a\r\n250-b\r\n250 c\r\n', { code: 250, lines: ['a', 'b', 'c'] }],
    ['535 5.7.8 No\r\n', { code: 535, enhanced: '5.7.8', lines: ['5.7.8 No'] }],
    // Exchange puts a permanent class behind a transient code; what stands there is what is told.
    ['451 5.7.3 STARTTLS is required\r\n', { code: 451, enhanced: '5.7.3', lines: ['5.7.3 STARTTLS is required'] }],
    ['334 \r\n', { code: 334, lines: [''] }],
    ['250 bare line end\n', { code: 250, lines: ['bare line end'] }],
    ['250 5.7 is no enhanced code\r\n', { code: 250, lines: ['5.7 is no enhanced code'] }],
  ])('%j', (bytes, reply) => {
    expect(read(bytes)).toEqual([reply]);
  });

  test('control characters of a server do not reach a terminal', () => {
    expect(read('250 a\x1b[31mb\x00c\r\n')[0]?.lines).toEqual(['a\uFFFD[31mb\uFFFDc']);
  });

  test('is the same however its bytes are cut', () => {
    const text = '220 mx\r\n250-mx.example\r\n250-SIZE 100\r\n250 AUTH PLAIN\r\n535-5.7.8 No\r\n535 5.7.8 really\r\n';
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(read(...at.slice(1).map((end, i) => text.slice(at[i], end)))).toEqual(read(text));
      }),
    );
  });
});

describe('what is no reply ends the session', () => {
  test.each([
    ['hello\r\n'],
    ['25 0 x\r\n'],
    ['199 x\r\n'],
    ['650 x\r\n'],
    ['250_x\r\n'],
    ['* OK IMAP4rev1\r\n'],
    ['HTTP/1.1 400 Bad Request\r\n'],
    ['250-a\r\n251 b\r\n'],
    ['\r\n'],
  ])('%j', (bytes) => {
    expect(() => read(bytes)).toThrow(ReplySyntaxError);
  });

  test('a line without end, at the limit and not later', () => {
    const reader = new ReplyReader();
    let fed = 0;
    expect(() => {
      for (; fed < 1_000_000; fed += 1_024) {
        reader.push(Buffer.alloc(1_024, 0x61));
        reader.next();
      }
    }).toThrow(ReplySyntaxError);
    expect(fed).toBeLessThanOrEqual(replyLimits.lineOctets + 1_024);
  });

  test('a reply of too many lines', () => {
    expect(() => read('250-x\r\n'.repeat(replyLimits.lines + 1))).toThrow(ReplySyntaxError);
  });

  test('any bytes at all: a reply or this error, nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }), (pieces) => {
        const reader = new ReplyReader();
        try {
          for (const piece of pieces) {
            reader.push(piece);
            while (reader.next() !== undefined);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ReplySyntaxError);
        }
      }),
    );
  });
});
