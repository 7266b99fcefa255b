import type { Bearer } from '../dialect.js';
import { insideOf } from './web.js';
import type { WebSandbox } from './web-sandbox.js';

/** Whether a mail server that wants such tokens lets this one in as the user. */
export function honours(web: WebSandbox, bearer: Bearer | undefined, user: string, text: string): boolean {
  const { tokens, directory } = insideOf(web);
  const token = tokens.find(text);
  if (bearer === undefined || token?.provider !== bearer.provider || token.expired) return false;
  if (bearer.audiences.length > 0 && !bearer.audiences.includes(token.audience)) return false;
  if (!token.scopes.some((scope) => bearer.scopes.includes(scope))) return false;
  const mailbox = directory.account(bearer.provider, user);
  if (mailbox === undefined) return false;
  if (token.user !== undefined) return token.user === mailbox.user;
  // An app acts for the mailboxes of its tenant that it was given a right on.
  const theirs = token.mailboxes ?? [mailbox.user];
  return mailbox.kind === 'work' && theirs.some((one) => one.toLowerCase() === mailbox.user.toLowerCase());
}
