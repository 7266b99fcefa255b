import { causes, MailError, type Profile } from '@ehlo/core';
import { gmailMailbox, workspaceMailbox, workspaceRelay } from './profile.js';

/** `mailbox`: Gmail and Workspace accounts. `workspace-relay`: the SMTP relay of an organisation. */
export type Service = 'mailbox' | 'workspace-relay';

export const profiles: readonly Profile[] = [gmailMailbox, workspaceMailbox, workspaceRelay];

/** The profile of a service; a mailbox is of Gmail or of Workspace, as the domain of the user tells. */
export function profileOf(user: string | undefined, service: Service = 'mailbox'): Profile {
  switch (service) {
    case 'workspace-relay':
      return workspaceRelay;
    case 'mailbox':
      if (typeof user !== 'string' || user === '') {
        throw misuse('CREDENTIALS_MISSING', 'user', 'gmail() needs user, the mail address of the account');
      }
      return gmailMailbox.domains.includes(domainOf(user)) ? gmailMailbox : workspaceMailbox;
    default:
      throw misuse('CONFIG_VALUE_INVALID', 'service', 'service is one of: mailbox, workspace-relay');
  }
}

function domainOf(user: string): string {
  return user.slice(user.lastIndexOf('@') + 1).toLowerCase();
}

function misuse(code: 'CREDENTIALS_MISSING' | 'CONFIG_VALUE_INVALID', field: string, detail: string): MailError {
  return new MailError({ code, means: causes[code], phase: 'settings', field, detail });
}
