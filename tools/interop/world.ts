import type { KnownToken } from './kit/tokens.js';
import type { Account } from './server.js';

// Reserved for tests (RFC 2606 2).
export const domain = 'ehlo.test';
/** The host name that every server bears. */
export const host = `mx.${domain}`;

/** `plain` has nothing special; `odd` a user name with `=` and `,`, and a password beyond ASCII. */
export const accounts = {
  plain: { user: `anna@${domain}`, password: 'correct horse battery staple' },
  odd: { user: `o=dd,name@${domain}`, password: 'pä:ss,w=ö%rd "\\ 密码' },
} satisfies Record<string, Account>;

/** OAuth 2.0 access tokens for the account `plain`: one in force, one that ended, and one of another user. */
export const tokens = { valid: 'token-of-anna', expired: 'old-token-of-anna', foreign: 'token-of-berta' };

export const knownTokens: ReadonlyMap<string, KnownToken> = new Map([
  [tokens.valid, { active: true, user: accounts.plain.user }],
  [tokens.expired, { active: false, user: accounts.plain.user }],
  [tokens.foreign, { active: true, user: `berta@${domain}` }],
]);

/**
 * The recipients that a server knows: any local part that begins with `box-`, which is delivered, and these.
 * Others are unknown, 550 5.1.1.
 */
export const recipients = {
  unknown: `nobody@${domain}`,
  /** 450 4.2.1: not now (RFC 5321 4.2.1). */
  busy: `busy@${domain}`,
  /** 552 5.2.2: over quota (RFC 3463 3.3). */
  full: `full@${domain}`,
};

/** A local part that begins so is deferred with 451 4.7.1 the first time, and delivered from then on (RFC 6647). */
export const GREY = 'box-grey-';

/** Local parts that are unknown too, so that a long list of recipients may have many of them. */
export const NOBODY = 'nobody';
