import { type AccountOptions, createSmtpTransport, type Transport } from '@ehlo/core';
import { profileOf } from './service.js';

export { causes } from './causes.js';
export { profiles, type Service } from './service.js';

export type GmailOptions = AccountOptions &
  (
    | {
        /** The mail address of the account, which is its login name. */
        readonly user: string;
        /** Default: `mailbox`. */
        readonly service?: 'mailbox';
      }
    | {
        /** The SMTP relay of Google Workspace. Without `user` it goes by the address of this machine. */
        readonly service: 'workspace-relay';
      }
  );

/**
 * Sends from Gmail and Google Workspace. `password` is an app password; blanks in it are taken out.
 * Throws a MailError that names the field when an option cannot be used.
 */
export function gmail({ service, ...options }: GmailOptions): Transport {
  return createSmtpTransport(profileOf(options.user, service), options);
}
