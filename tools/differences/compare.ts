import { isDeepStrictEqual } from 'node:util';
import type { MailMessage } from '@ehlo/core';
import type { ReceivedEnvelope } from '@ehlo/sandbox';
import { sent as arrivals, type Category, refused as refusals } from './categories.js';
import type { Refused, Sent } from './senders.js';

/** How one message differs: the categories that it takes to explain it, or what none of them explains. */
export type Difference = { readonly explained: readonly Category[] } | { readonly unexplained: string };

/** Compares what nodemailer's own SMTP made of a message with what Ehlo made of it. */
export function compare(mail: MailMessage, theirs: Sent, ours: Sent, plugin: boolean): Difference {
  const known = (one: Category) => !(plugin && one.ownSendOnly);
  if ('refused' in theirs && 'refused' in ours) return { explained: [] };
  if ('refused' in theirs) return refusal('nodemailer', theirs.refused, mail, refusals.filter(known));
  if ('refused' in ours) return refusal('Ehlo', ours.refused, mail, refusals.filter(known));
  const octets = same(
    [withoutChance(theirs.octets, mail), withoutChance(ours.octets, mail)],
    arrivals.filter(known).flatMap((one) => ('octets' in one.shows ? [[one, one.shows.octets] as const] : [])),
  );
  const envelope = same(
    [theirs.envelope, ours.envelope],
    arrivals.filter(known).flatMap((one) => {
      const rule = envelopeRule(one);
      return rule === undefined ? [] : [[one, rule] as const];
    }),
  );
  if ('unexplained' in octets) return { unexplained: `octets: ${octets.unexplained}` };
  if ('unexplained' in envelope) return { unexplained: `envelope: ${envelope.unexplained}` };
  return { explained: [...octets.explained, ...envelope.explained] };
}

function envelopeRule({ shows }: Category): ((envelope: ReceivedEnvelope) => ReceivedEnvelope) | undefined {
  if ('envelope' in shows) return shows.envelope;
  if (!('parameter' in shows)) return undefined;
  return ({ mailParameters, ...envelope }) => {
    const { [shows.parameter]: _one, ...others } = mailParameters;
    return { ...envelope, mailParameters: others };
  };
}

/** The categories that are needed to make two values the same: each without which they would still differ. */
function same<T>([a, b]: readonly [T, T], rules: ReadonlyArray<readonly [Category, (value: T) => T]>): Difference {
  const made = (but?: Category) =>
    [a, b].map((value) => rules.reduce((made, [of, rule]) => (of === but ? made : rule(made)), value));
  const equal = (but?: Category) => isDeepStrictEqual(...(made(but) as [T, T]));
  if (isDeepStrictEqual(a, b)) return { explained: [] };
  if (!equal()) return { unexplained: firstDifference(...(made() as [T, T])) };
  return { explained: rules.map(([of]) => of).filter((of) => !equal(of)) };
}

function refusal(
  by: 'nodemailer' | 'Ehlo',
  refused: Refused,
  mail: MailMessage,
  rows: readonly Category[],
): Difference {
  const row = rows.find(({ shows }) => 'fits' in shows && shows.refusedBy === by && shows.fits(refused, mail));
  if (row !== undefined) return { explained: [row] };
  return { unexplained: `only ${by} refused: ${refused.code} ${refused.message}` };
}

/** The text with what both draw by chance made the same. What the message gives itself must be the same as it is. */
export function withoutChance(octets: Buffer, mail: MailMessage): string {
  let text = octets.toString('latin1');
  if (mail.raw) return text;
  const end = text.search(/\r\n\r\n/);
  let head = end < 0 ? text : text.slice(0, end);
  const rest = text.slice(head.length);
  if (!mail.date) head = head.replace(/^Date: .*$/im, 'Date: (now)');
  if (!mail.messageId) head = head.replace(/^Message-ID: .*(?:\r\n[ \t].*)*$/im, 'Message-ID: (drawn)');
  text = head + rest;
  if (mail.attachDataUrls) text = text.replace(/[0-9a-f]{20}@localhost/g, '(drawn)');
  if (mail.baseBoundary) return text;
  // 32 hexadecimal digits where nodemailer has 16, so that a header which folds may fold elsewhere.
  return text
    .replace(/^Content-Type: multipart[\s\S]*?(?=\r\n[^ \t])/gim, (header) => header.replace(/\r\n[ \t]+/g, ' '))
    .replace(/;\s+boundary(?:="[^"]*"|=[^\s;"]+|(?:\*\d\*?=[^;\r\n]*(?:;\s+boundary(?=\*))?)+)/gi, '; boundary=(drawn)')
    .replace(/(?:[0-9a-f]{32}|[0-9a-f]{16})(?=-Part_\d)/g, '(drawn)');
}

function firstDifference(a: unknown, b: unknown): string {
  const [left, right] = [a, b].map((value) => (typeof value === 'string' ? value : JSON.stringify(value))) as [
    string,
    string,
  ];
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  const shown = (text: string) => JSON.stringify(text.slice(Math.max(at - 60, 0), at + 60));
  return `at ${at}: ${shown(left)} by nodemailer, ${shown(right)} by Ehlo`;
}
