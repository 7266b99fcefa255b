import { decodeBase64 } from './graph-message.js';
import { readObject } from './json.js';
import type { TakenMail } from './mail.js';
import { type Ask, refusal } from './serve.js';
import type { World } from './world.js';

/** The whole request; measured, not documented to the octet. */
const MAX_REQUEST = 4 * 1024 * 1024;

/** The mailbox paths: of the user of the token, and of any user by id or address. */
export const mailboxes = ['/:version{v1\\.0|beta}/me', '/:version{v1\\.0|beta}/users/:user'] as const;

/** Takes the message, or throws what the mailbox has against it. */
export function submit(world: World, mail: TakenMail): void {
  const { envelope, raw, user } = mail;
  const { sendAs, maxMessageSize } = world.switches;
  if (envelope.to.length === 0) throw refusal.graph(world, 'ErrorInvalidRecipients', { recipient: '' });
  if (sendAs === 'own-address-only' && envelope.from.toLowerCase() !== user.toLowerCase()) {
    throw refusal.graph(world, 'ErrorSendAsDenied');
  }
  if (raw.length > maxMessageSize) throw refusal.graph(world, 'ErrorMessageSizeExceeded');
  world.take({ ...mail, envelope: { ...envelope, from: envelope.from || user } });
}

/** MIME comes as `text/plain`. */
export function isMime(ask: Ask): boolean {
  return /^text\/plain\b/i.test(ask.req.header('content-type') ?? '');
}

export async function readBody(world: World, ask: Ask): Promise<string> {
  const body = await ask.req.text();
  if (Buffer.byteLength(body) > MAX_REQUEST) throw refusal.graph(world, 'RequestEntityTooLarge');
  return body;
}

export function decodeMime(world: World, body: string): Buffer {
  const raw = decodeBase64(body);
  if (raw === undefined || raw.length === 0) throw refusal.graph(world, 'ErrorMimeContentInvalidBase64String');
  return raw;
}

export function readJson(world: World, text: string): Record<string, unknown> {
  const value = readObject(text);
  if (value === undefined) throw refusal.graph(world, 'RequestBodyRead');
  return value;
}
