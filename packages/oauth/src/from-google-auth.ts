import type { AccessToken, TokenSource } from '@ehlo/core';
import { googleErrors } from './error-rows-google.js';
import { errorOf } from './failure.js';
import { judge } from './judge.js';
import { refusalFrom } from './refusal.js';

/** What is used of a client of `google-auth-library`: OAuth2Client, JWT, Compute, Impersonated and the like. */
export interface GoogleAuthClient {
  getAccessToken(): Promise<{ token?: string | null } | string | null | undefined>;
  credentials?: { access_token?: string | null; expiry_date?: number | null };
}

/**
 * Tokens of a client of google-auth-library that is there already; it renews by itself. Its scope must be
 * `https://mail.google.com/` for SMTP. What it refuses gets its cause here.
 */
export function fromGoogleAuth(client: GoogleAuthClient): TokenSource {
  return async ({ refused }) => {
    try {
      const first = await tokenOf(client);
      if (first.token !== refused || !client.credentials) return first;
      // It renews what it takes for expired.
      client.credentials.expiry_date = 1;
      return await tokenOf(client);
    } catch (error) {
      const data = (error as { response?: { data?: Record<string, unknown> } })?.response?.data;
      if (typeof data?.error !== 'string') throw error;
      const said = typeof data.error_description === 'string' ? data.error_description : '';
      const signed = 'key' in client || 'subject' in client;
      const asked = { grant: signed ? 'jwt-bearer' : 'refresh_token', client: 'secret' } as const;
      throw errorOf(judge(refusalFrom(data.error, said), asked, googleErrors), 'google');
    }
  };
}

async function tokenOf(client: GoogleAuthClient): Promise<AccessToken> {
  const given = await client.getAccessToken();
  const token = typeof given === 'string' ? given : given?.token;
  if (!token) {
    const detail = 'the client of google-auth-library gave no token';
    throw errorOf({ means: 'SIGN_IN_NEEDED', detail, retry: false, signIn: true }, 'google');
  }
  const expiresAt = client.credentials?.expiry_date;
  return { token, ...(expiresAt && { expiresAt }) };
}
