import type { ReplyRow } from '../profile.js';
import { authReplies } from './replies-auth.js';
import { envelopeReplies, transactionReplies } from './replies-envelope.js';
import { messageReplies } from './replies-message.js';
import { connectionReplies, lastReplies, sessionReplies } from './replies-session.js';

/**
 * How core reads replies, after the rows of the provider: as the RFCs do, by code, enhanced code,
 * phase and state. Text counts only where the same codes stand for several causes and a public
 * record, named as the source, shows which text stands for which. The first row that holds decides.
 * The last rows know every reply, so that there is always a verdict.
 */
export const replyRows: readonly ReplyRow[] = [
  ...connectionReplies,
  ...sessionReplies,
  ...authReplies,
  ...transactionReplies,
  ...envelopeReplies,
  ...messageReplies,
  ...lastReplies,
];
