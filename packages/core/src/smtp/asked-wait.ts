import { type Reply, replyText } from '../reply.js';

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds that a refusing reply asks the client to wait; undefined where it names no time. SMTP has no field for
 * it, so servers write it into the text, those that put off strangers most of all: "try again in 300 seconds",
 * "come back in 00:04:59".
 *
 * @see https://github.com/postalserver/postal/issues/238 a mail server that goes by it
 */
export function askedWait(reply: Reply | undefined): number | undefined {
  if (reply === undefined || reply.code < 400) return undefined;
  const text = replyText(reply);
  const [, hours, minutes, seconds] = CLOCK.exec(text) ?? [];
  if (hours !== undefined) return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  const [, number, unit] = WORDS.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (UNITS[unit?.[0]?.toLowerCase() ?? ''] as number);
}

/** What a time must follow to be one of waiting: "100 messages in 60 minutes" asks for nothing. */
const ASKS = '(?:again|retry|wait|back|gr[ae]ylist(?:ed|ing)?)\\b[^\\d.;]{0,40}';
const CLOCK = new RegExp(`${ASKS}\\b(\\d{1,2}):(\\d{2}):(\\d{2})\\b`, 'i');
const WORDS = new RegExp(`${ASKS}\\b(\\d{1,5}) ?(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?)?)\\b`, 'i');
