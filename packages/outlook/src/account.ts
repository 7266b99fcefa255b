import { misuse, type Profile } from '@ehlo/core';
import { isPersonalDomain } from './domains.js';
import { china, gccHigh, highVolume, microsoft365, personal } from './profile.js';

const services = {
  personal,
  work: microsoft365,
  'gcc-high': gccHigh,
  '21vianet': china,
  'high-volume': highVolume,
} as const satisfies Record<string, Profile>;

/** `personal`: Outlook.com, Hotmail, Live. `work`: Microsoft 365. The others are services of their own. */
export type Account = keyof typeof services;

export const profiles: readonly Profile[] = Object.values(services);

/** The service of an account. */
export function profileOf(user: string | undefined, account?: Account): Profile {
  return services[accountOf(user, account)];
}

/** The kind of an account: the one that is named, else the one that the domain of the user tells. */
export function accountOf(user: string | undefined, account?: Account): Account {
  if (typeof user !== 'string' || user === '') {
    throw misuse('CREDENTIALS_MISSING', 'user', 'is missing: outlook() needs the mail address of the account');
  }
  if (account === undefined) return isPersonalDomain(domainOf(user)) ? 'personal' : 'work';
  if (!Object.hasOwn(services, account)) {
    throw misuse('CONFIG_VALUE_INVALID', 'account', `is none of ${Object.keys(services).join(', ')}`);
  }
  return account;
}

function domainOf(user: string): string {
  return user.slice(user.lastIndexOf('@') + 1).toLowerCase();
}
