import type { AccountOptions, Transport } from '@ehlo/core';
import { generic, presetOfHost } from '@ehlo/generic';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';
import type { ProviderId } from '../api.js';

/** A shown conversation must not wait for minutes; the values are far below those of RFC 5321 4.5.3.2. */
export const timeouts: AccountOptions['timeouts'] = {
  connect: 4_000,
  greeting: 4_000,
  hello: 4_000,
  tls: 4_000,
  auth: 4_000,
  envelope: 4_000,
  data: 8_000,
  sent: 4_000,
};

/** Where an adapter is pointed: always a server of the sandbox. */
export type Aim = Required<Pick<AccountOptions, 'host' | 'port' | 'tls'>> & Pick<AccountOptions, 'security'>;

/** A login of which the form has all that there is. */
export type PlainAccount = Pick<AccountOptions, 'user' | 'password' | 'auth'>;

/** The adapter that a user of the library would take for the provider, aimed at the sandbox. */
export function openTransport(
  provider: ProviderId,
  account: PlainAccount,
  aim: Aim,
  /** The host that was meant; its preset's rules are used where `provider` is generic. */
  meantHost?: string,
): Transport {
  const options = { ...account, ...aim, timeouts };
  const { user = '' } = account;
  switch (provider) {
    case 'outlook':
      return outlook({ ...options, user, account: 'personal' });
    case 'microsoft365':
      return outlook({ ...options, user, account: 'work' });
    case 'gmail':
      return gmail({ ...options, user });
    case 'workspace-relay':
      return gmail({ ...options, service: 'workspace-relay' });
    case 'generic': {
      const preset = meantHost === undefined ? undefined : presetOfHost(meantHost);
      return preset && preset.package === undefined && preset.endpoints.length > 0
        ? generic.preset(preset.id, options)
        : generic(options);
    }
    default:
      return provider satisfies never;
  }
}
