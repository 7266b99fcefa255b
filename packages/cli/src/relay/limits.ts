import { limitOf, type Transport } from '@ehlo/core';
import { presetNamed, profileOf } from '@ehlo/generic';
import { profiles as gmailProfiles } from '@ehlo/gmail';
import { profiles as outlookProfiles } from '@ehlo/outlook';

/**
 * What the account takes at once, where that is known: it is said to programs before their message travels (RFC 1870, and
 * 452 at RCPT), and not afterwards. Over an HTTP API the size depends on the form of the message, and nothing is said.
 */
export function limitsOf({ id }: Pick<Transport, 'id'>): { maxSize?: number; maxRecipients?: number } {
  const [road = '', name = ''] = id.split(':');
  const preset = presetNamed(name);
  const profile =
    [...outlookProfiles, ...gmailProfiles].find((one) => one.id === name) ?? (preset && profileOf(preset));
  const maxSize = road === 'smtp' ? profile && limitOf(profile, 'message-octets') : undefined;
  const maxRecipients = profile && limitOf(profile, 'recipients-per-message');
  return { ...(maxSize !== undefined && { maxSize }), ...(maxRecipients !== undefined && { maxRecipients }) };
}
