import { presetFor, presetNamed, presetOfHost } from '@ehlo/generic';
import type { OutlookOptions } from '@ehlo/outlook';

/** The package that knows a provider best, and which of its services it is. */
export type Adapter =
  | { readonly of: 'outlook'; readonly account?: NonNullable<OutlookOptions['account']> }
  | { readonly of: 'gmail'; readonly service?: 'workspace-relay' }
  | { readonly of: 'generic'; readonly preset?: string };

/** By the name that is given, else by the host, else by the address. */
export function adapterOf(name: string | undefined, host: string | undefined, user: string | undefined): Adapter {
  if (name !== undefined) return named(name);
  if (host !== undefined) return native(presetOfHost(host)?.id) ?? { of: 'generic' };
  return native(user === undefined ? undefined : presetFor(user)?.id) ?? { of: 'generic' };
}

function named(name: string): Adapter {
  const word = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const adapter = words[word] ?? native(presetNamed(name)?.id);
  if (adapter !== undefined) return adapter;
  // It is refused there, where nobody has this name.
  return { of: 'generic', preset: name };
}

function native(preset: string | undefined): Adapter | undefined {
  return preset === undefined ? undefined : byPreset[preset];
}

const outlook: Adapter = { of: 'outlook' };
const gmail: Adapter = { of: 'gmail' };

/** Whether an account is personal or of an organisation follows from its address. */
const byPreset: Readonly<Record<string, Adapter>> = {
  outlook,
  office365: outlook,
  'office365-gcc-high': { of: 'outlook', account: 'gcc-high' },
  'office365-dod': { of: 'outlook', account: 'gcc-high' },
  'office365-21vianet': { of: 'outlook', account: '21vianet' },
  'office365-hve': { of: 'outlook', account: 'high-volume' },
  gmail,
  'google-workspace-relay': { of: 'gmail', service: 'workspace-relay' },
};

/** What people and the profiles call them beside that, without punctuation. */
const words: Readonly<Record<string, Adapter>> = {
  generic: { of: 'generic' },
  live: outlook,
  microsoft: outlook,
  microsoft365: outlook,
  exchange: outlook,
  exchangeonline: outlook,
  microsoft365gcchigh: { of: 'outlook', account: 'gcc-high' },
  microsoft36521vianet: { of: 'outlook', account: '21vianet' },
  microsoft365highvolume: { of: 'outlook', account: 'high-volume' },
  google: gmail,
  workspace: gmail,
  gsuite: gmail,
  googleworkspace: gmail,
};
