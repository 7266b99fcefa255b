import { misuse, type Profile } from '@ehlo/core';
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
        throw misuse('CREDENTIALS_MISSING', 'user', 'is missing: gmail() needs the mail address of the account');
      }
      return gmailMailbox.domains.includes(domainOf(user)) ? gmailMailbox : workspaceMailbox;
    default:
      throw misuse('CONFIG_VALUE_INVALID', 'service', 'is neither mailbox nor workspace-relay');
  }
}

function domainOf(user: string): string {
  return user.slice(user.lastIndexOf('@') + 1).toLowerCase();
}
