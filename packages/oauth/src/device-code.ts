import * as oauth from 'oauth4webapi';
import type { Asked } from './exchange.js';
import { failure } from './failure.js';
import type { Flow, FlowContext } from './flow.js';
import type { Verdict } from './judge.js';
import { type Tokens, tokensOf } from './tokens.js';

/** What the person is shown. */
export interface DeviceCodePrompt {
  /** To be typed on the page. */
  readonly userCode: string;
  /** The page. */
  readonly verificationUri: string;
  /** The page with the code in it, where the provider has one: good for a QR code. */
  readonly verificationUriComplete?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface DeviceCodeOptions {
  /** Shows the person where to go and what to type. Polling begins when it has returned. */
  readonly show: (prompt: DeviceCodePrompt) => void | Promise<void>;
}

/** The person signs in on any other device (RFC 8628): for servers, terminals and machines without a browser. */
export function deviceCode({ show }: DeviceCodeOptions): Flow {
  return async (context) => {
    const { asker, scope, signal, tell } = context;
    if (asker.provider.noDeviceCode !== undefined) {
      throw failure('OAUTH_GRANT_NOT_ALLOWED', asker.provider.noDeviceCode);
    }
    const asked = await asker.ask<oauth.DeviceAuthorizationResponse>(
      {
        grant: 'device_code',
        send: ({ server, client, proof }, options) =>
          oauth.deviceAuthorizationRequest(server, client, proof.authenticate, { scope }, options),
        read: ({ server, client }, response) => oauth.processDeviceAuthorizationResponse(server, client, response),
      },
      signal,
    );
    if ('verdict' in asked) return asked;
    const { user_code, verification_uri, verification_uri_complete, expires_in } = asked.answer;
    const expiresAt = asker.around.now() + expires_in * 1_000;
    await show({
      userCode: user_code,
      verificationUri: verification_uri,
      ...(verification_uri_complete !== undefined && { verificationUriComplete: verification_uri_complete }),
      expiresAt,
    });
    tell({ kind: 'waiting-for-person', until: expiresAt });
    return poll(context, asked.answer, expiresAt);
  };
}

/** RFC 8628 3.5: five seconds where nothing is said, and five more whenever the server says slow_down. */
async function poll(
  { asker, scope, signal }: FlowContext,
  { device_code, interval = 5 }: oauth.DeviceAuthorizationResponse,
  expiresAt: number,
): Promise<Asked<Tokens>> {
  let seconds = Math.max(interval, 1);
  let last = tooLate;
  while (asker.around.now() + seconds * 1_000 < expiresAt) {
    await asker.around.sleep(seconds * 1_000, signal);
    const asked = await asker.ask<Tokens>(
      {
        grant: 'device_code',
        send: ({ server, client, proof }, options) =>
          oauth.deviceCodeGrantRequest(server, client, proof.authenticate, device_code, options),
        read: async ({ server, client }, response) =>
          tokensOf(await oauth.processDeviceCodeResponse(server, client, response), scope, asker.around.now()),
      },
      signal,
    );
    if ('answer' in asked) return asked;
    const { error } = asked.verdict;
    if (error === 'slow_down') seconds += 5;
    // A fault that passes does not end the sign-in: the person is still at it.
    else if (error !== 'authorization_pending' && !asked.verdict.retry) return asked;
    last = asked.verdict;
  }
  return { verdict: { ...last, means: 'OAUTH_SIGN_IN_EXPIRED', signIn: true } };
}

const tooLate: Verdict = {
  means: 'OAUTH_SIGN_IN_EXPIRED',
  detail: 'the device code ran out',
  retry: false,
  signIn: true,
};
