import { type AccountOptions, createSmtpTransport, type Transport } from '@ehlo/core';
import { type Account, profileOf } from './account.js';

export { type Account, profiles } from './account.js';
export { causes } from './causes.js';

export interface OutlookOptions extends AccountOptions {
  /** The mail address of the account, which is its login name. */
  readonly user: string;
  /** Default: `personal` for the domains that Microsoft gives to persons, else `work`. */
  readonly account?: Account;
}

/**
 * Sends from Outlook.com and Microsoft 365. Throws a MailError that names the field when an option
 * cannot be used, or when the login can never succeed: a password for a personal account.
 */
export function outlook({ account, ...options }: OutlookOptions): Transport {
  return createSmtpTransport(profileOf(options.user, account), options);
}
