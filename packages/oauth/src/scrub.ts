/** Parameters of OAuth requests that may be shown. All others are taken for secrets. */
const harmless = new Set([
  ...['client_id', 'client_assertion_type', 'code_challenge', 'code_challenge_method', 'grant_type', 'login_hint'],
  ...['prompt', 'redirect_uri', 'resource', 'response_mode', 'response_type', 'scope', 'access_type'],
]);

/** The values of a request that must never be shown, in each form that a server could repeat. */
export function secretsOf(parameters: URLSearchParams, authorization = ''): string[] {
  const posted = [...parameters].filter(([name]) => !harmless.has(name)).map(([, value]) => value);
  // RFC 6749 2.3.1: both parts of HTTP Basic are form-encoded first.
  const credentials = authorization.split(' ')[1] ?? '';
  const encoded = Buffer.from(credentials, 'base64').toString().split(':')[1] ?? '';
  const secret = new URLSearchParams(`=${encoded}`).get('') ?? '';
  return [credentials, encoded, ...[...posted, secret].flatMap((value) => [value, encodeURIComponent(value)])];
}

const LONGEST = 400;

/**
 * What a server said, fit to be shown: one line, without the secrets that it was sent, and without anything that has
 * the look of a token. Identifiers of requests (GUIDs) stay: the provider's support asks for them.
 */
export function scrub(said: string, secrets: readonly string[]): string {
  let text = said;
  const known = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  for (const secret of known) text = text.replaceAll(secret, '[secret]');
  text = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/\beyJ[\w.-]+/g, '[secret]')
    .replace(/[\w.~+/=-]{48,}/g, (run) => (run.includes('://') || /^[a-z./-]+$/.test(run) ? run : '[secret]'))
    .replace(/ {2,}/g, ' ')
    .trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
