import type { Bearer } from '../dialect.js';
import type { TokenVerdict } from '../sasl.js';
import { insideOf } from './web.js';
import type { WebSandbox } from './web-sandbox.js';

/** What a mail server that wants such tokens makes of this one. */
export function judgeMinted(web: WebSandbox, bearer: Bearer | undefined, user: string, text: string): TokenVerdict {
  const { tokens, directory } = insideOf(web);
  const token = tokens.find(text);
  if (bearer === undefined || token?.provider !== bearer.provider || token.expired) return 'bad';
  if (bearer.audiences.length > 0 && !bearer.audiences.includes(token.audience)) return 'bad';
  if (!token.scopes.some((scope) => bearer.scopes.includes(scope))) return 'bad';
  const mailbox = directory.account(bearer.provider, user);
  if (token.user !== undefined) return token.user === mailbox?.user ? 'good' : 'bad';
  // An app acts for the mailboxes of its tenant that it was given a right on; the others it may log in to.
  if (mailbox?.kind !== 'work') return 'bad';
  const theirs = token.mailboxes ?? [mailbox.user];
  return theirs.some((one) => one.toLowerCase() === mailbox.user.toLowerCase()) ? 'good' : 'no-right';
}
