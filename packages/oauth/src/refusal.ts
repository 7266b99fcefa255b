import type { Heard } from './guard.js';
import type { Refusal } from './judge.js';
import { scrub } from './scrub.js';

/** Reads the refusal out of an answer of an endpoint. `secrets` are what the request held. */
export function refusalIn({ status, text, retryAfter }: Heard, secrets: readonly string[]): Refusal {
  const { error, error_description: said, error_codes: numbers } = jsonIn(text);
  const description = typeof said === 'string' ? scrub(said, secrets) : undefined;
  return {
    status,
    // Other APIs answer with an object here; its text would be no word of OAuth.
    ...(typeof error === 'string' && { error: scrub(error, secrets) }),
    ...(description !== undefined && { description }),
    ...(retryAfter !== undefined && { retryAfter }),
    codes: codesIn(numbers, description),
  };
}

/** Reads the refusal that the browser brought back (RFC 6749 4.1.2.1): the same words, as parameters. */
export function refusalOf(parameters: URLSearchParams): Refusal {
  const description = scrub(parameters.get('error_description') ?? '', [parameters.get('state') ?? '']);
  return { error: scrub(parameters.get('error') ?? '', []), description, codes: codesIn(undefined, description) };
}

/** Reads a refusal out of words that somebody else's library made of it. */
export function refusalFrom(error: string, said: string): Refusal {
  const description = scrub(said, []);
  return { error: scrub(error, []), description, codes: codesIn(undefined, description) };
}

/** The object that a text holds; an empty one where it holds none. */
export function jsonIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The claims of a JWT, not verified; none where it is no JWT. */
export function claimsOf(jwt: string): Record<string, unknown> {
  return jsonIn(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** Microsoft's numbers: listed beside the text, or else within it. */
function codesIn(numbers: unknown, description = ''): number[] {
  const listed = Array.isArray(numbers) ? numbers.filter((each) => Number.isSafeInteger(each)) : [];
  return listed.length > 0 ? listed : [...description.matchAll(/\bAADSTS(\d{4,9})\b/g)].map(([, code]) => Number(code));
}
