import type { Causes } from '@ehlo/core';
import { appCauses } from './causes-app.js';
import { endpointCauses } from './causes-endpoint.js';
import { signInCauses } from './causes-sign-in.js';

/**
 * Why no access token could be had. What happens later, when a mail server is shown the token, is among the causes of
 * `@ehlo/core` (`XOAUTH2_...`).
 */
export const causes = { ...signInCauses, ...appCauses, ...endpointCauses } as const satisfies Causes;

export type OAuthCauseCode = keyof typeof causes;

const signIn = new Set<string>(Object.keys(signInCauses));

/** Whether the owner of the mailbox has to sign in (again), or somebody must change what a sign-in may do. */
export function asksForSignIn(code: OAuthCauseCode): boolean {
  return signIn.has(code);
}

/** The grant is gone for good: no renewal with it can succeed, whoever mends what. */
export const endsGrant: ReadonlySet<OAuthCauseCode> = new Set<OAuthCauseCode>([
  'OAUTH_REFRESH_TOKEN_EXPIRED',
  'OAUTH_GRANT_REVOKED',
]);
