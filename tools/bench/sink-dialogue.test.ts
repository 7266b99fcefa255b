import { expect, test } from 'vitest';
import { Dialogue } from './sink-dialogue.mjs';

// What comes near the end of a message and is none: a stuffed dot, a dot before a letter, a bare LF and a bare CR.
const BODY = 'Subject: x\r\n\r\n..\r\n.x\r\n\n.\n\r.\r\r\n\r\n';
const envelope = (serial: number) => `MAIL FROM:<a@b.example>\r\nRCPT TO:<${serial}m@c.example>\r\n`;
const overData = `${envelope(12)}DATA\r\n${BODY}\r.\r\r\n.\r\n`;
const overBdat = `${envelope(34)}rcpt to: <x@c.example>\r\nBDAT 3\r\nSubBDAT ${BODY.length} LAST\r\n${BODY}`;
const WHOLE = `EHLO client.example\r\n${overData}${overBdat}QUIT\r\n`;

const TAKEN = [
  [12, 1],
  [34, 2],
];
const OCTETS = BODY.length + '\r.\r\r\n.\r\n'.length + 3 + BODY.length;
// EHLO, MAIL, RCPT, DATA, the message; MAIL, RCPT, RCPT, BDAT, BDAT; QUIT.
const CODES = ['250', '250', '250', '354', '250', '250', '250', '250', '250', '250', '221'];

test('a message is taken once, by DATA and by BDAT', () => {
  expect(hear([WHOLE])).toEqual({ taken: TAKEN, octets: OCTETS, codes: CODES, over: true });
});

test('wherever the octets are cut', () => {
  for (let at = 1; at < WHOLE.length; at++) {
    for (let length = 1; length <= 6; length++) {
      const pieces = [WHOLE.slice(0, at), WHOLE.slice(at, at + length), WHOLE.slice(at + length)];
      expect(hear(pieces), `cut at ${at} and ${length} behind`).toEqual({
        taken: TAKEN,
        octets: OCTETS,
        codes: CODES,
        over: true,
      });
    }
  }
});

test('and octet by octet', () => {
  expect(hear([...WHOLE])).toEqual({ taken: TAKEN, octets: OCTETS, codes: CODES, over: true });
});

test('an empty message ends at once', () => {
  const { taken } = hear([`${envelope(1)}DATA\r\n.\r\n${envelope(2)}BDAT 0 LAST\r\n`]);
  expect(taken.map(([serial]) => serial)).toEqual([1, 2]);
});

test('STARTTLS is offered where it can be done, until it was', () => {
  let started = 0;
  const dialogue = new Dialogue({ take: () => {}, startTls: () => started++ });
  const ehlo = Buffer.from('EHLO client.example\r\n');
  expect(dialogue.hear(ehlo)).toMatch(/250 STARTTLS\r\n$/);
  expect(dialogue.hear(Buffer.from('STARTTLS\r\n'))).toMatch(/^220 /);
  expect(started).toBe(1);
  expect(dialogue.hear(ehlo)).not.toContain('STARTTLS');
});

function hear(pieces: readonly string[]) {
  const taken: [number, number][] = [];
  const dialogue = new Dialogue({ take: (serial, recipients) => taken.push([serial, recipients]) });
  const said = pieces.map((piece) => dialogue.hear(Buffer.from(piece, 'latin1'))).join('');
  // The last line of each answer.
  const codes = [...said.matchAll(/^(\d{3}) /gm)].map(([, code]) => code);
  return { taken, octets: dialogue.octets, codes, over: dialogue.over };
}
