import { isMailError } from '../error.js';
import type { TokenRequest, TokenSource } from '../login.js';
import { hasControl, misuse } from '../misuse.js';
import { failure } from '../smtp/verdict.js';

/** Asks for a token. Throws a MailError, and of a stranger's error no more than the system's word for it. */
export async function tokenFrom(source: TokenSource, request: TokenRequest): Promise<string> {
  let given: Awaited<ReturnType<TokenSource>>;
  try {
    given = await source(request);
  } catch (error) {
    if (isMailError(error) || request.signal?.aborted) throw error;
    const code = (error as { code?: unknown } | null)?.code;
    const word = typeof code === 'string' && /^E[A-Z_]{2,24}$/.test(code) ? `: ${code}` : '';
    throw failure('TOKEN_SOURCE_FAILED', 'auth', { field: 'auth', detail: `auth threw an error${word}` });
  }
  const token = typeof given === 'string' ? given : given?.token;
  if (typeof token !== 'string' || token === '') throw misuse('CREDENTIALS_MISSING', 'auth', 'gave no access token');
  if (hasControl(token) || /[^!-~]/.test(token))
    throw misuse('CONFIG_VALUE_INVALID', 'auth', 'gave a token that holds blanks or control characters');
  return token;
}
