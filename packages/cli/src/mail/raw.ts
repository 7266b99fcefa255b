import { fieldsOf, headerOf } from '@ehlo/core/http';

/** A message that was composed elsewhere, and whom its headers name. */
export interface RawMail {
  /** With CRLF, and without Bcc: its recipients are in the envelope, and nobody else should read of them. */
  readonly raw: Uint8Array;
  readonly from: string | undefined;
  readonly to: readonly string[];
}

/** Line ends of any kind are taken; of the message nothing else is changed (`sendmail -t` does the same). */
export function rawMail(octets: Uint8Array): RawMail {
  const whole = Buffer.from(Buffer.from(octets).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
  const fields = fieldsOf(whole);
  const values = (name: string) => fields.filter((field) => field.name === name).map(({ value }) => value);
  const kept = fields.filter(({ name }) => name !== 'bcc');
  const body = whole.subarray(headerOf(whole).length);
  return {
    raw: kept.length === fields.length ? whole : Buffer.concat([...kept.map((field) => field.octets), body]),
    // RFC 5322 3.6.2: where several wrote it, Sender names the one who sends.
    from: (values('sender')[0] ?? values('from')[0]) || undefined,
    to: ['to', 'cc', 'bcc'].flatMap(values).filter((value) => value !== ''),
  };
}
