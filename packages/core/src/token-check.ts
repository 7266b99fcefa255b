import { type CauseCode, causes } from './causes.js';
import { MailError } from './error.js';
import { type Claims, claimsOf } from './jwt.js';
import type { TokenSource } from './login.js';
import { shown } from './misuse.js';
import type { TokenRow } from './profile.js';

/**
 * The same source, whose tokens are read before they are shown to a server: a JWT for another service, without the
 * permission to send, or of somebody else than `user` is refused with its cause, and costs no login attempt. Opaque
 * tokens pass, and so does whatever a JWT does not say. What a source throws passes unchanged.
 */
export function checkedTokens(source: TokenSource, row: TokenRow, user: string): TokenSource {
  return async (request) => {
    const given = await source(request);
    const token = typeof given === 'string' ? given : given?.token;
    const claims = typeof token === 'string' ? claimsOf(token) : undefined;
    if (claims !== undefined) refuseUnfit(claims, row, user);
    return given;
  };
}

function refuseUnfit(claims: Claims, row: TokenRow, user: string): void {
  const { audiences, scopes, names, placeholders } = row;
  const told = textsIn(claims.aud);
  if (told.length > 0 && !told.some((one) => audiences.some((other) => isSame(one, other))))
    throw unfit('XOAUTH2_WRONG_AUDIENCE', row, `the token is for ${list(told)}`);
  const granted = [claims.scp, claims.scope].flatMap(textsIn).flatMap((text) => text.split(' '));
  if (granted.length > 0 && !granted.some((one) => scopes.includes(one)))
    throw unfit('XOAUTH2_SCOPE_MISSING', row, `the token permits ${list(granted)}`);
  const named = names.flatMap((name) => textsIn(claims[name]));
  if (named.length === 0 || named.some((name) => isSame(name, user) || placeholders?.test(name))) return;
  throw unfit(
    'XOAUTH2_IDENTITY_MISMATCH',
    row,
    `the token is of ${list([...new Set(named)])}, and user is ${shown(user)}`,
  );
}

function unfit(code: CauseCode, row: TokenRow, seen: string): MailError {
  const detail = `${seen}; asked for must be ${row.ask}`;
  return new MailError({ code, means: causes[code], phase: 'auth', field: 'auth', rule: row, detail });
}

/** A claim may be one text or several. */
function textsIn(claim: unknown): string[] {
  return [claim].flat().filter((each): each is string => typeof each === 'string' && each !== '');
}

function isSame(one: string, other: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/\/$/, '');
  return bare(one) === bare(other);
}

function list(texts: readonly string[]): string {
  return texts.slice(0, 5).map(shown).join(', ');
}
