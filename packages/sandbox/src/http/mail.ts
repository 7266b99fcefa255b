import PostalMime, { type Email } from 'postal-mime';

export const webForms = [
  'graph-json',
  'graph-mime',
  'graph-draft',
  'gmail-raw',
  'gmail-media',
  'gmail-multipart',
  'gmail-resumable',
] as const;

/** A message that an HTTP API took to send. */
export interface WebMail {
  /** The recipients are those of To, Cc and Bcc: the APIs have no other envelope. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /**
   * The octets of the message, exactly as they came. Of the JSON forms, where no octets came, those that the sandbox
   * made of it, as Exchange does; Bcc is in the envelope alone.
   */
  readonly raw: Uint8Array;
  readonly form: (typeof webForms)[number];
  /** Read by postal-mime: headers, addresses, text, html, attachments. */
  parsed(): Promise<Email>;
  /** By the sandbox's clock. */
  readonly receivedAt: Date;
  /** The mailbox that sent it. */
  readonly user: string;
  /** Graph's `saveToSentItems`; true where it cannot be said. */
  readonly saved: boolean;
}

/** What a service knows of a message that it takes. */
export type TakenMail = Omit<WebMail, 'parsed' | 'receivedAt'>;

export function webMail(mail: TakenMail, now: number): WebMail {
  return { ...mail, parsed: () => PostalMime.parse(mail.raw), receivedAt: new Date(now) };
}

/** Sender and recipients as the headers of the message have them. */
export async function envelopeOf(raw: Uint8Array): Promise<WebMail['envelope']> {
  const { from, to, cc, bcc } = await PostalMime.parse(raw);
  const addresses = [to, cc, bcc].flatMap((list) => list ?? []).flatMap((one) => one.group ?? [one]);
  return { from: from?.address ?? '', to: [...new Set(addresses.map(({ address }) => address ?? ''))].filter(Boolean) };
}
