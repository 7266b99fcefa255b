import type { Rule } from '../rule.js';
import { connectionRules } from './connection.js';
import { googleRules } from './google.js';
import { httpRules } from './http.js';
import { loginRules } from './login.js';
import { messageRules } from './message.js';
import { microsoftRules } from './microsoft.js';
import { ownRules } from './own.js';
import { settingsRules } from './settings.js';
import { tlsRules } from './tls.js';
import { tokenRules } from './token.js';
import { usualRules } from './usual.js';

/**
 * How failures are read that are told in words, beside the rows that read replies. Order does not count: all that
 * hold speak for their cause, and `over` says which of two readings of the same words knows better.
 */
export const rules: readonly Rule[] = [
  ...settingsRules,
  ...connectionRules,
  ...tlsRules,
  ...tokenRules,
  ...loginRules,
  ...microsoftRules,
  ...googleRules,
  ...messageRules,
  ...httpRules,
  ...usualRules,
  ...ownRules,
];
