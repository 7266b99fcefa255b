import { type AccountOptions, isMailError } from '@ehlo/core';
import type { Target } from '@ehlo/doctor';
import { presetFor, readEnv, readUrl } from '@ehlo/generic';
import type { Session } from '../session.js';

/**
 * The target with a password, where it names a user and no way to log in, and a person is there to ask. What is typed
 * is not shown. Enter alone leaves the login out. Undefined where the person ended the prompt (Ctrl-C).
 */
export async function withPassword(session: Session, target: Target): Promise<Target | undefined> {
  const user = session.interactive ? userWithoutLogin(target) : undefined;
  if (user === undefined) return target;
  // Loaded where it is needed: most runs ask nothing.
  const { askPassword, Cancelled } = await import('../ask.js');
  const answer = await askPassword(session, user, { orNone: true }).catch((error: unknown) => {
    if (error instanceof Cancelled) return undefined;
    throw error;
  });
  if (answer === undefined) return undefined;
  return answer ? { ...target, password: answer } : withoutUser(target, user);
}

/** Who would log in, if there were anything to do it with. Outlook.com has ended passwords, so that none is asked for. */
function userWithoutLogin(target: Target): string | undefined {
  const { address, user = address, host, password, auth, login } = { ...toldBy(target), ...target };
  const tokensOnly = host === undefined && user !== undefined && presetFor(user)?.id === 'outlook';
  return tokensOnly || (password ?? auth ?? login) !== undefined ? undefined : user;
}

/** What URL and variables tell. Where they cannot be used the probe says why, and there is nothing to ask. */
function toldBy({ url, env }: Target): AccountOptions {
  try {
    if (url !== undefined) return readUrl(url).options;
    return env === undefined ? {} : readEnv(env).options;
  } catch (error) {
    if (isMailError(error)) return { login: 'external' };
    throw error;
  }
}

/** A user alone would be taken for a login that lacks its password. */
function withoutUser({ user: _, url, env, ...target }: Target, user: string): Target {
  const variables = env && Object.fromEntries(Object.entries(env).filter(([, value]) => value !== user));
  return {
    ...target,
    ...(url !== undefined && { url: url.replace(/\/\/[^/@]*@/, '//') }),
    ...(variables !== undefined && { env: variables }),
  };
}
