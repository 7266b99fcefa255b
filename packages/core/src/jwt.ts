/** What an access token says of itself (RFC 7519 4). Read, never verified: that is the work of whom it is for. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The claims of a signed JWT (RFC 7519 7.2: three parts, a header that names an algorithm). Undefined for a token that is
 * opaque, as those of many providers are, and for an encrypted one.
 */
export function claimsOf(token: string): Claims | undefined {
  const [header, claims, signature, ...more] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) return undefined;
  return typeof objectIn(header)?.alg === 'string' ? objectIn(claims) : undefined;
}

function objectIn(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
