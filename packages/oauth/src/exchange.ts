import * as oauth from 'oauth4webapi';
import { Fault, type Heard } from './guard.js';
import type { Verdict } from './judge.js';

/** A value, or why there is none. */
export type Asked<T> = { readonly answer: T } | { readonly verdict: Verdict };

/** Runs an exchange with an endpoint, and makes a verdict of what went wrong on the way or was not believed. */
export async function exchange<T>(work: () => Promise<Asked<T>>): Promise<Asked<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault) {
      return { verdict: { means: error.means, detail: error.message, retry: error.retry, signIn: false } };
    }
    // oauth4webapi's messages for an answer that breaks the rules are constant; what they hold beside is not shown.
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
      return { verdict: { means: 'OAUTH_RESPONSE_INVALID', detail: error.message, retry: false, signIn: false } };
    }
    throw error;
  }
}

/** An answer as oauth4webapi reads it. A challenge in the header would hide what the body says. */
export function responseOf({ status, headers, text }: Heard): Response {
  const kept = new Headers(headers);
  kept.delete('www-authenticate');
  return new Response(text, { status, headers: kept });
}
