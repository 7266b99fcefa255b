import { type DeviceCodePrompt, deviceCode, google, isSignInNeeded, microsoft, type SignInOptions } from '@ehlo/oauth';
import { describe, expect, test } from 'vitest';
import { bench, failed } from './bench.js';

const at = bench();

/** One that nobody has signed in to. */
const source = (options: Partial<SignInOptions> = {}) => at.source({ provider: at.server.as(microsoft()), ...options });

describe('device code', () => {
  test('shows the code, polls, and stays signed in', async () => {
    const prompts: DeviceCodePrompt[] = [];
    const pending = { status: 400, body: { error: 'authorization_pending', error_codes: [70016] } };
    const auth = source();
    const flow = deviceCode({
      show: (prompt) => {
        prompts.push(prompt);
        at.server.next.push(pending, pending);
      },
    });
    const began = at.clock.now();
    const status = await auth.signIn({ flow });
    expect(prompts).toEqual([
      { userCode: 'WDJB-MJHT', verificationUri: 'https://example.com/device', expiresAt: began + 900_000 },
    ]);
    expect(at.clock.slept).toEqual([5_000, 5_000, 5_000]);
    expect(status).toMatchObject({ account: 'me@example.com', renewable: true, renewals: 0 });
    expect((await auth()).token).toMatch(/^access/);
    expect(at.server.posted()).toHaveLength(3);
    expect(at.server.requests[0]?.parameters.get('scope')).toBe(
      'https://outlook.office.com/SMTP.Send openid profile email offline_access',
    );
    expect(at.events.map(({ kind }) => kind)).toEqual([
      ...['asking', 'waiting-for-person', 'asking', 'asking', 'asking', 'signed-in'],
    ]);
  });

  test('slows down by five seconds whenever it is told to (RFC 8628 3.5)', async () => {
    const slow = { status: 400, body: { error: 'slow_down' } };
    const flow = deviceCode({ show: () => void at.server.next.push(slow, slow) });
    await source().signIn({ flow });
    expect(at.clock.slept).toEqual([5_000, 10_000, 15_000]);
  });

  test('keeps the interval that the server gives', async () => {
    at.server.device = { error: 'unused', interval: 12 };
    const flow = deviceCode({ show: () => void (at.server.device = 'granted') });
    await source().signIn({ flow });
    expect(at.clock.slept).toEqual([12_000]);
  });

  test('goes on after a fault that passes', async () => {
    const flow = deviceCode({
      show: () => void at.server.next.push(...Array.from({ length: 5 }, () => ({ status: 503 }))),
    });
    expect((await source().signIn({ flow })).renewable).toBe(true);
  });

  test.each([
    ['authorization_declined', 'OAUTH_CONSENT_DECLINED'],
    ['access_denied', 'OAUTH_CONSENT_DECLINED'],
    ['expired_token', 'OAUTH_SIGN_IN_EXPIRED'],
    ['bad_verification_code', 'OAUTH_CODE_SPENT'],
  ])('ends with %s as %s', async (error, code) => {
    at.server.device = { error };
    expect((await failed(source().signIn({ flow: deviceCode({ show: () => {} }) }))).code).toBe(code);
    expect(at.server.posted()).toHaveLength(1);
  });

  test('ends when the code runs out, and says that a sign-in is needed', async () => {
    at.server.device = { error: 'authorization_pending' };
    const error = await failed(source().signIn({ flow: deviceCode({ show: () => {} }) }));
    expect(error.code).toBe('OAUTH_SIGN_IN_EXPIRED');
    expect(isSignInNeeded(error)).toBe(true);
    expect(at.server.posted()).toHaveLength(179);
  });

  test('ends at once when it is aborted', async () => {
    at.server.device = { error: 'authorization_pending' };
    const aborter = new AbortController();
    const auth = source({ sleep: undefined });
    const flow = deviceCode({ show: () => void setImmediate(() => aborter.abort(new Error('enough'))) });
    await expect(auth.signIn({ flow, signal: aborter.signal })).rejects.toThrow('enough');
  });

  test('is refused for Google before anything is asked, with what does work', async () => {
    const error = await failed(
      source({ provider: at.server.as(google()) }).signIn({ flow: deviceCode({ show: () => {} }) }),
    );
    expect(error).toMatchObject({ code: 'OAUTH_GRANT_NOT_ALLOWED' });
    expect(error.message).toContain('authorizationCode()');
    expect(at.server.requests).toHaveLength(0);
  });
});
