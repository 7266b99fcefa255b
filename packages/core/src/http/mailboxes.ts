import addressparser from 'nodemailer/lib/addressparser';
import { decodedWords } from './words.js';

/** Somebody that an address header names. */
export interface Mailbox {
  /** Empty where there is none. */
  readonly name: string;
  readonly address: string;
}

/** The mailboxes of the value of an address header, with their display names; those of groups too. */
export function mailboxesOf(value: string): Mailbox[] {
  return addressparser(value, { flatten: true }).map(({ name, address }) => ({ name: decodedWords(name), address }));
}
