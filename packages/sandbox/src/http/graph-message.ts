import PostalMime from 'postal-mime';
import { type Part, writeMessage } from './mime.js';
import { refusal } from './serve.js';
import type { World } from './world.js';

export interface GraphAddress {
  readonly emailAddress?: { readonly name?: string; readonly address?: string };
}

export interface GraphAttachment {
  readonly name?: string;
  readonly contentType?: string;
  readonly contentBytes?: string;
  readonly contentId?: string;
  readonly isInline?: boolean;
}

/** learn.microsoft.com/graph/api/resources/message, as far as a sender writes it. */
export interface GraphMessage {
  readonly subject?: string;
  readonly body?: { readonly contentType?: string; readonly content?: string };
  readonly from?: GraphAddress;
  readonly sender?: GraphAddress;
  readonly toRecipients?: readonly GraphAddress[];
  readonly ccRecipients?: readonly GraphAddress[];
  readonly bccRecipients?: readonly GraphAddress[];
  readonly replyTo?: readonly GraphAddress[];
  readonly importance?: 'low' | 'normal' | 'high';
  readonly internetMessageId?: string;
  readonly internetMessageHeaders?: readonly { readonly name?: string; readonly value?: string }[];
  readonly attachments?: readonly GraphAttachment[];
}

/** Reads a message of JSON; throws what Graph answers to one that is none. */
export function checkMessage(world: World, value: unknown): GraphMessage {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal.graph(world, 'ErrorInvalidParameter', { parameter: 'Message' });
  }
  const message = value as GraphMessage;
  for (const { name = '' } of message.internetMessageHeaders ?? []) {
    if (!/^x-/i.test(name)) throw refusal.graph(world, 'InvalidInternetMessageHeader', { header: name });
  }
  for (const { contentBytes } of message.attachments ?? []) {
    if (contentBytes !== undefined && decodeBase64(contentBytes) === undefined) {
      throw refusal.graph(world, 'ErrorInvalidParameter', { parameter: 'contentBytes' });
    }
  }
  return message;
}

/** Sender and recipients; throws where there is no recipient, or one that is no address. */
export function envelopeOfGraph(world: World, message: GraphMessage, user: string): { from: string; to: string[] } {
  const { toRecipients = [], ccRecipients = [], bccRecipients = [] } = message;
  const to = [...toRecipients, ...ccRecipients, ...bccRecipients].map((one) => one.emailAddress?.address ?? '');
  const wrong = to.find((address) => !/^[^@\s]+@[^@\s]+$/.test(address));
  if (wrong !== undefined || to.length === 0) {
    throw refusal.graph(world, 'ErrorInvalidRecipients', { recipient: wrong ?? '' });
  }
  return { from: message.from?.emailAddress?.address ?? user, to: [...new Set(to)] };
}

/** The octets that stand for a message of JSON, as Exchange would make some. Bcc is left out. */
export function writeGraph(message: GraphMessage, uploaded: readonly Part[], user: string, now: number): Buffer {
  const { importance, replyTo = [], toRecipients = [], ccRecipients = [] } = message;
  const headers: [name: string, value: string | undefined][] = [
    ['From', addresses([message.from ?? { emailAddress: { address: user } }])],
    ['Sender', message.sender && addresses([message.sender])],
    ['To', addresses(toRecipients)],
    ['Cc', addresses(ccRecipients)],
    ['Reply-To', addresses(replyTo)],
    ['Subject', message.subject],
    ['Date', new Date(now).toUTCString().replace('GMT', '+0000')],
    ['Message-ID', message.internetMessageId ?? `<${crypto.randomUUID()}@sandbox.prod.outlook.com>`],
    ['Importance', importance === 'normal' ? undefined : importance],
    ...(message.internetMessageHeaders ?? []).map(({ name = '', value }): [string, string | undefined] => [
      name,
      value,
    ]),
  ];
  const html = message.body?.contentType?.toLowerCase() === 'html';
  const text = {
    type: `text/${html ? 'html' : 'plain'}; charset=utf-8`,
    content: Buffer.from(message.body?.content ?? ''),
  };
  return writeMessage(headers, text, [...(message.attachments ?? []).map(partOf), ...uploaded]);
}

/** A message of octets as Graph would show it, for those that get attachments behind that. */
export async function readGraph(raw: Uint8Array): Promise<GraphMessage> {
  const { headers, from, to, cc, bcc, replyTo, subject, html, text, messageId, attachments } =
    await PostalMime.parse(raw);
  const list = (some: typeof to): GraphAddress[] =>
    (some ?? []).flatMap((one) => one.group ?? [one]).map(({ name, address }) => ({ emailAddress: { name, address } }));
  return {
    subject,
    body: html === undefined ? { contentType: 'text', content: text } : { contentType: 'html', content: html },
    from: from && list([from])[0],
    toRecipients: list(to),
    ccRecipients: list(cc),
    bccRecipients: list(bcc),
    replyTo: list(replyTo),
    internetMessageId: messageId,
    internetMessageHeaders: headers
      .filter(({ key }) => key.startsWith('x-'))
      .map(({ originalKey, key, value }) => ({ name: originalKey ?? key, value })),
    attachments: attachments.map(({ filename, mimeType, content, contentId, disposition }) => ({
      name: filename ?? undefined,
      contentType: mimeType,
      contentBytes: Buffer.from(content as ArrayBuffer).toString('base64'),
      contentId: contentId?.replace(/^<|>$/g, ''),
      isInline: disposition === 'inline',
    })),
  };
}

/** Undefined for what is no base64; line ends may stand in it. */
export function decodeBase64(text: string): Buffer | undefined {
  const bare = text.replace(/[\r\n]/g, '');
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(bare)
    ? Buffer.from(bare, 'base64')
    : undefined;
}

function partOf({ name, contentType, contentBytes, contentId, isInline }: GraphAttachment): Part {
  const content = decodeBase64(contentBytes ?? '') ?? Buffer.alloc(0);
  return { type: contentType ?? 'application/octet-stream', content, name, contentId, inline: isInline };
}

function addresses(list: readonly GraphAddress[]): string | undefined {
  const texts = list.map(({ emailAddress: { name, address } = {} }) =>
    name
      ? `${/^[\x20-\x7e]*$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name} <${address}>`
      : `<${address}>`,
  );
  return texts.length > 0 ? texts.join(', ') : undefined;
}
