import { causes } from './causes.js';
import { isMailError, MailError } from './error.js';
import type { TokenRequest, TokenSource } from './login.js';
import { hasControl, misuse } from './misuse.js';

/** Asks for a token. Throws a MailError, and of a stranger's error no more than the system's word for it. */
export async function tokenFrom(source: TokenSource, request: TokenRequest): Promise<string> {
  let given: Awaited<ReturnType<TokenSource>>;
  try {
    given = await source(request);
  } catch (error) {
    if (isMailError(error)) throw error;
    // What a stranger's error says may hold the token.
    const code = (error as { code?: unknown } | null)?.code;
    const word = typeof code === 'string' && /^E[A-Z_]{2,24}$/.test(code) ? `: ${code}` : '';
    const means = causes.TOKEN_SOURCE_FAILED;
    const detail = `auth threw an error${word}`;
    throw new MailError({ code: 'TOKEN_SOURCE_FAILED', means, phase: 'auth', field: 'auth', detail });
  }
  const token = typeof given === 'string' ? given : given?.token;
  if (typeof token !== 'string' || token === '') throw misuse('CREDENTIALS_MISSING', 'auth', 'gave no access token');
  if (hasControl(token)) throw misuse('CONFIG_VALUE_INVALID', 'auth', 'gave a token that holds a control character');
  // RFC 6750 2.1: neither blanks nor letters beyond ASCII.
  if (/[^!-~]/.test(token)) throw misuse('CONFIG_VALUE_INVALID', 'auth', 'gave a token that is no bearer token');
  return token;
}
