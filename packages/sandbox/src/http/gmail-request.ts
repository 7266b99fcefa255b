import { randomBytes } from 'node:crypto';
import type { WebAccount } from './directory.js';
import type { GmailAccess } from './gmail-access.js';
import { readObject } from './json.js';
import { envelopeOf, type WebMail } from './mail.js';
import { refusal } from './serve.js';
import type { World } from './world.js';

/** Octets of a message (users.messages.send). */
export const MAX_MESSAGE = 36_700_160;

/** Takes the message, or throws what Gmail has against it; gives the resource that it has become. */
export async function submit(
  world: World,
  access: GmailAccess,
  account: WebAccount,
  form: WebMail['form'],
  raw: Uint8Array,
  threadId: unknown,
): Promise<object> {
  const envelope = await envelopeOf(raw);
  if (envelope.to.length === 0)
    throw refusal.gmail(world, 'invalidArgument', { message: 'Recipient address required' });
  if (raw.length > MAX_MESSAGE) throw refusal.gmail(world, 'uploadTooLarge');
  access.spend(account);
  // Gmail puts the account in the place of a From that is none of its aliases.
  world.take({ form, raw, envelope: { ...envelope, from: account.user }, user: account.user, saved: true });
  const id = randomBytes(8).toString('hex');
  return { id, threadId: typeof threadId === 'string' ? threadId : id, labelIds: ['SENT'] };
}

export function readJson(world: World, text: string): Record<string, unknown> {
  const value = readObject(text);
  if (value === undefined) throw refusal.gmail(world, 'badRequest');
  return value;
}
