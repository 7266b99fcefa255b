import type { MailError } from '@ehlo/core';
import parseWithNodemailer from 'nodemailer/lib/addressparser';
import PostalMime, { type Address, addressParser as parseWithPostalMime } from 'postal-mime';
import { refusal } from './refusal.js';

/** What the relay has to know of the header of a message. */
export interface Header {
  /** Every address that From, and Sender where there is one, may show to somebody. */
  readonly authors: readonly string[];
  /** With its angle brackets; undefined where there is none, or more than one. */
  readonly messageId: string | undefined;
}

/**
 * Reads the header section, up to and with its empty line. What another program could read in another way is refused:
 * whoever is allowed to send as one address must not appear as another (GHSA-mm7p-fcc7-pg87 and its kin).
 */
export async function readHeader(section: Uint8Array): Promise<Header | MailError> {
  const parsed = await PostalMime.parse(section).catch(() => undefined);
  if (parsed === undefined) return invalid('it cannot be parsed');
  const { headers, headerLines } = parsed;
  if (!headerLines.every(({ line }) => FIELD.test(line))) return invalid('a line of it is no header field');
  const values = (name: string): string[] => headers.filter(({ key }) => key === name).map(({ value }) => value);
  const [from, sender] = [values('from'), values('sender')];
  if (from.length !== 1) return invalid(from.length === 0 ? 'it has no From field' : 'it has several From fields');
  if (sender.length > 1) return invalid('it has several Sender fields');
  const authors = new Set<string>();
  for (const value of [...from, ...sender]) {
    const addresses = addressesOf(value);
    if (addresses === undefined) return invalid('the addresses of its From or Sender field do not parse');
    for (const address of addresses) authors.add(address);
  }
  const ids = values('message-id').map((value) => /^<[^<>\s]{1,900}>$/.exec(value.trim())?.[0]);
  return { authors: [...authors], messageId: ids.length === 1 ? ids[0] : undefined };
}

// RFC 5322 2.2 and 4.5.8: a name of printable characters without a colon, and blanks before the colon in old forms.
const FIELD = /^[!-9;-~]+[ \t]*:/;
/** What reads a field of addresses may take the square of its length. */
const LONGEST = 8_192;
const QUOTED_OR_COMMENT = /"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)/g;

/**
 * The addresses of a field, where two parsers find the same ones, and whatever else in it could be taken for one: some
 * programs write `me@example.com <me@example.com>`.
 */
function addressesOf(value: string): string[] | undefined {
  if (value.length > LONGEST || /[\0-\x08\x0a-\x1f\x7f]/.test(value)) return undefined;
  const [ours, theirs] = [flat(parseWithNodemailer(value) as Address[]), flat(parseWithPostalMime(value))];
  if (ours.length === 0 || !ours.every((address) => address.includes('@'))) return undefined;
  if (ours.join() !== theirs.join()) return undefined;
  const shown = value
    .replace(QUOTED_OR_COMMENT, ' ')
    .split(/[\s<>,;:]+/)
    .filter((word) => word.includes('@'));
  return [...ours, ...shown];
}

function flat(parsed: readonly Address[]): string[] {
  return parsed.flatMap((entry) =>
    entry.group === undefined ? [entry.address] : entry.group.map(({ address }) => address),
  );
}

function invalid(detail: string): MailError {
  return refusal('RELAY_HEADER_INVALID', 'data', { detail });
}
