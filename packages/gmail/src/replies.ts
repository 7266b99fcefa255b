import type { ReplyRow } from '@ehlo/core';
import { connectionReplies } from './replies-connection.js';
import { loginReplies } from './replies-login.js';
import { messageReplies } from './replies-message.js';
import { quotaReplies, recipientReplies, relayReplies } from './replies-sending.js';

/*
 * How Google's servers say no, in the order of a session. The first row that holds decides: what is
 * told by its words stands before what is told by its code.
 *
 * Two habits to know. Replies run over several lines, with the code on each, name a help page, and end
 * in the id of the session and "gsmtp"; "gcdp" there means a rule of the organisation's administrator.
 * And the first digit lies now and then; such rows say `outcome` themselves.
 */
export const gmailReplies: readonly ReplyRow[] = [
  ...connectionReplies,
  ...loginReplies,
  ...relayReplies,
  ...quotaReplies,
  ...recipientReplies,
  ...messageReplies,
];
