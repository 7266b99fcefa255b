import { misuse } from '@ehlo/core';
import type { Provider } from './provider.js';

export interface OpenIdOptions {
  /** Its address, without `/.well-known/openid-configuration`. */
  readonly issuer: string;
  /** The scope that its mail server wants, parted by blanks. */
  readonly scope: string;
  /** The scope that a client asks for itself (client credentials). Default: `scope`. */
  readonly appScope?: string;
  /** Where a client secret stands. Default `header`, which every server must take (RFC 6749 2.3.1). */
  readonly secretIn?: 'body' | 'header';
  /** Default `openid email offline_access`. */
  readonly identityScope?: string;
  /** The loopback host that was registered. Default `127.0.0.1` (RFC 8252 8.3). */
  readonly loopback?: 'localhost' | '127.0.0.1';
}

/** Any authorization server that can be asked where its endpoints are (OpenID Connect Discovery 1.0). */
export function openid({ issuer, scope, appScope = scope, ...options }: OpenIdOptions): Provider {
  if (!URL.canParse(issuer)) throw misuse('CONFIG_VALUE_INVALID', 'issuer', 'is no URL');
  return {
    id: new URL(issuer).host,
    name: new URL(issuer).host,
    because: 'The endpoints are what the issuer says at its well-known address.',
    source: 'https://openid.net/specs/openid-connect-discovery-1_0.html',
    issuer,
    scopes: [
      {
        road: 'smtp',
        delegated: scope,
        app: appScope,
        because: 'As the caller was told by the provider.',
        source: issuer,
      },
    ],
    identityScope: options.identityScope ?? 'openid email offline_access',
    scopeOnRefresh: false,
    secretIn: options.secretIn ?? 'header',
    loopback: options.loopback ?? '127.0.0.1',
    // OpenID Connect Core 11: offline_access needs the consent of the person.
    authorizationParameters: { prompt: 'consent' },
    errors: [],
  };
}
