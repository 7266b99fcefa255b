import type { Rule } from '../rule.js';
import { accessTokenRules } from './access-token.js';
import { accountRules } from './account.js';
import { connectionRules } from './connection.js';
import { cureRules } from './cures.js';
import { googleRules } from './google.js';
import { greetingRules } from './greeting.js';
import { httpRules } from './http.js';
import { limitRules } from './limits.js';
import { loginRules } from './login.js';
import { mechanismRules } from './mechanism.js';
import { messageRules } from './message.js';
import { microsoftRules } from './microsoft.js';
import { networkRules } from './network.js';
import { ownRules } from './own.js';
import { senderRules } from './sender.js';
import { settingsRules } from './settings.js';
import { starttlsRules } from './starttls.js';
import { tlsRules } from './tls.js';
import { tokenRules } from './token.js';
import { numberRules } from './token-numbers.js';
import { topicRules } from './topics.js';
import { usualRules } from './usual.js';
import { whereRules } from './where.js';

/**
 * How failures are read that are told in words, beside the rows that read replies: in the order in which a mail
 * meets them. The order does not count: all that hold speak for their cause, and `over` says which of two readings
 * of the same words knows better.
 */
export const rules: readonly Rule[] = [
  ...settingsRules,
  ...networkRules,
  ...whereRules,
  ...connectionRules,
  ...greetingRules,
  ...tlsRules,
  ...starttlsRules,
  ...tokenRules,
  ...numberRules,
  ...mechanismRules,
  ...loginRules,
  ...accountRules,
  ...accessTokenRules,
  ...microsoftRules,
  ...googleRules,
  ...senderRules,
  ...limitRules,
  ...messageRules,
  ...httpRules,
  ...topicRules,
  ...cureRules,
  ...usualRules,
  ...ownRules,
];
