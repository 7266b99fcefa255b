import { describe, expect, it } from 'vitest';
import { otherProtocol, protocols } from './protocols.js';

/** First lines as servers say them, and what they are taken for at each of the two places. */
const table: ReadonlyArray<readonly [line: string, greeting: string, hello: string]> = [
  ['* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE] Dovecot ready.', 'IMAP', ''],
  ['* PREAUTH IMAP4rev1 server logged in as Smith', 'IMAP', ''],
  ['* BYE Too many connections from your address', 'IMAP', ''],
  ['+OK POP3 ready <1896.697170952@dbc.mtview.ca.us>', 'POP3', ''],
  ['+OK', 'POP3', ''],
  ['-ERR [SYS/TEMP] try again', 'POP3', ''],
  ['"IMPLEMENTATION" "Dovecot Pigeonhole"', 'ManageSieve', ''],
  ['HTTP/1.1 400 Bad Request', 'HTTP', ''],
  ['HTTP/1.0 408 Request Timeout', 'HTTP', ''],
  ['<!DOCTYPE html>', 'HTTP', ''],
  ['<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head>', 'HTTP', ''],
  ['SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3', 'SSH', ''],
  ['SSH-1.99-Cisco-1.25', 'SSH', ''],
  ['200 news.example.com InterNetNews NNRP server INN 2.6.4 ready (posting ok)', 'NNTP', ''],
  ['201 news.example.com ready (no posting)', 'NNTP', ''],
  ['\x15\x03\x03\x00\x02\x02', 'TLS', ''],
  ['\x15\x03\x01\x00\x02\x01\x00', 'TLS', ''],
  ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 'TLS', ''],
  ['220 (vsFTPd 3.0.3)', '', 'FTP'],
  ['220 ProFTPD Server (Debian) [192.0.2.1]', '', 'FTP'],
  ['220 Microsoft FTP Service', '', 'FTP'],
  ['220 FileZilla Server 1.8.0 Please visit https://filezilla-project.org/', '', 'FTP'],
  ['220 ---------- Welcome to Pure-FTPd [privsep] [TLS] ---------- Local time is now 10:00.', '', 'FTP'],
  ['220 mail.example.com LMTP server ready', '', 'LMTP'],
  ['220 mail.example.com Cyrus LMTP 3.6.1 server ready', '', 'LMTP'],
  // What speaks SMTP, whatever else its line may look like.
  ['220 mail.example.com ESMTP Postfix (Debian/GNU)', '', ''],
  ['220 ftp.example.com ESMTP', '', ''],
  ['220 mail.example.com', '', ''],
  ['554 5.7.1 no', '', ''],
  ['20', '', ''],
  ['2000 things', '', ''],
  ['OK', '', ''],
  ['\x15', '', ''],
  ['\x15\x05\x03\x00', '', ''],
  ['', '', ''],
];

describe('the first line of another protocol', () => {
  it.each(table)('%j', (line, greeting, hello) => {
    const name = (at: 'greeting' | 'hello') => /^the server speaks (\w+): /.exec(otherProtocol(line, at)?.detail ?? '');
    expect([name('greeting')?.[1] ?? '', name('hello')?.[1] ?? '']).toEqual([greeting, hello]);
  });

  it('has a line of the table for each row, and a reason and a source in each', () => {
    const known = new Set(table.flatMap(([, greeting, hello]) => [greeting, hello]));
    for (const row of protocols) {
      expect(known).toContain(row.name);
      expect(row.because).toMatch(/^\S.*\.$/);
      expect(row.source).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+#section-/);
      expect(row.greeting.flags).not.toMatch(/[gy]/);
    }
  });

  it('shows the beginning of a long line, and no control character', () => {
    expect(otherProtocol(`* OK \x1b[31m${'x'.repeat(200)}`, 'greeting')?.message).toMatch(/^[^\x00-\x1f]{1,250}$/);
  });
});
