import { type AccountOptions, type Profile, routes, type Transport } from '@ehlo/core';
import { genericProfile, presets, profileOf } from '@ehlo/generic';
import { profiles as gmailProfiles } from '@ehlo/gmail';
import { profiles as outlookProfiles } from '@ehlo/outlook';
import type { Road } from './open.js';
import type { Via } from './register.js';

/** Where a transport will go, in its order. Pure: it is what `routes` of @ehlo/core says of its profile. */
export function roadsOf(
  { id }: Transport,
  { host, port, security = 'auto' }: Pick<AccountOptions, 'host' | 'port' | 'security'>,
  via: Via,
): readonly Road[] {
  const profile = profileNamed(id.slice(id.indexOf(':') + 1));
  const url = apis[via === 'auto' && gmailProfiles.includes(profile) ? 'gmail-api' : via === 'auto' ? 'graph' : via];
  if (url !== undefined && via !== 'auto') return [{ kind: 'https', url }];
  const wanted = { security, ...(host !== undefined && { host }), ...(port !== undefined && { port }) };
  const smtp = routes(profile, wanted).map((route) => ({ kind: 'smtp' as const, ...route }));
  return url === undefined ? smtp : [...smtp, { kind: 'https', url, after: 'closed' }];
}

const apis: Readonly<Record<Exclude<Via, 'auto'>, string | undefined>> = {
  smtp: undefined,
  graph: 'https://graph.microsoft.com',
  'gmail-api': 'https://gmail.googleapis.com',
};

function profileNamed(id: string): Profile {
  const native = [...outlookProfiles, ...gmailProfiles].find((one) => one.id === id);
  if (native !== undefined) return native;
  const preset = presets.find((one) => one.id === id);
  return preset === undefined ? genericProfile : profileOf(preset);
}
