import type { SwitchValues } from '../dialect.js';

/** Switches of the token endpoints and HTTP APIs. */
export interface WebSwitches {
  /**
   * What happens where a person has to sign in. `page`: somebody must click, or call `approve` or `decline`;
   * `approved` and `denied`: it happens at once.
   */
  signIn: 'page' | 'approved' | 'denied';
  /**
   * What becomes of Microsoft's refresh tokens that were followed by newer ones. `honoured`: as Microsoft does;
   * `refused`: each may be used once; `revoke-the-grant`: a second use ends the newer ones too (RFC 9700 4.14.2).
   */
  oldRefreshTokens: 'honoured' | 'refused' | 'revoke-the-grant';
  /** Whether polling for a device code faster than its interval is answered with `slow_down`. */
  polling: 'lenient' | 'strict';
  /** Seconds between polls, as the device code says. */
  interval: number;
  /** Life of an access token. 0: as the provider has it, 60 to 90 minutes for Microsoft and an hour for Google. */
  accessTokenSeconds: number;
  /** Of the Google project; in `testing` a refresh token lives seven days. */
  publishing: 'production' | 'testing';
  /** `own-address-only`: another From is ErrorSendAsDenied at Graph. */
  sendAs: 'allowed' | 'own-address-only';
  /** Graph's requests of one app to one mailbox at a time; those beyond are ApplicationThrottled. */
  graphConcurrency: number;
  /** Graph's requests of one app to one mailbox in ten minutes. */
  graphRequests: number;
  /** Octets that one app may upload to one mailbox in five minutes. */
  graphUpload: number;
  /** Octets of a whole message that the mailbox takes. Exchange's default is 35 MB. */
  maxMessageSize: number;
  /** The Gmail API's quota of one user in a minute; a message costs 100. */
  gmailUnits: number;
}

export const webDefaults: WebSwitches = {
  signIn: 'page',
  oldRefreshTokens: 'honoured',
  polling: 'lenient',
  interval: 5,
  accessTokenSeconds: 0,
  publishing: 'production',
  sendAs: 'allowed',
  graphConcurrency: 4,
  graphRequests: 10_000,
  graphUpload: 150 * 1024 * 1024,
  maxMessageSize: 35 * 1024 * 1024,
  gmailUnits: 6000,
};

/** The values of each. */
export const webSwitches: { readonly [Name in keyof WebSwitches]: SwitchValues } = {
  signIn: ['page', 'approved', 'denied'],
  oldRefreshTokens: ['honoured', 'refused', 'revoke-the-grant'],
  polling: ['lenient', 'strict'],
  interval: 'number',
  accessTokenSeconds: 'number',
  publishing: ['production', 'testing'],
  sendAs: ['allowed', 'own-address-only'],
  graphConcurrency: 'number',
  graphRequests: 'number',
  graphUpload: 'number',
  maxMessageSize: 'number',
  gmailUnits: 'number',
};
