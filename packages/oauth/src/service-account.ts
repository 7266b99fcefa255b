import { createPrivateKey, type KeyObject, webcrypto } from 'node:crypto';
import { misuse, type TokenSource } from '@ehlo/core';
import * as oauth from 'oauth4webapi';
import { keep } from './cached.js';
import { signingKey } from './client-auth.js';
import { Asker } from './endpoint.js';
import type { Happening } from './events.js';
import { google } from './google.js';
import type { Provider, Road } from './provider.js';
import { scopeOf } from './scope.js';
import { type Surroundings, unguessable } from './surroundings.js';
import { tokensOf } from './tokens.js';

/** What is needed of the key file that Google Cloud gives out for a service account. */
export interface ServiceAccountKey {
  readonly client_email: string;
  /** PEM. */
  readonly private_key: string;
  readonly private_key_id?: string;
}

export interface ServiceAccountOptions extends Surroundings {
  readonly key: ServiceAccountKey;
  /** The mailbox that it acts for, by domain-wide delegation. Also the `user` of the transport. */
  readonly subject: string;
  /** Default `smtp`. */
  readonly road?: Road;
  /** In place of that of the provider. It must be the one that was authorised, letter by letter. */
  readonly scope?: string;
  /** Default: `google()`. */
  readonly provider?: Provider;
}

/** Tokens for any mailbox of a Google Workspace domain, by an assertion that is signed here (RFC 7523 2.1). */
export function serviceAccount(options: ServiceAccountOptions): TokenSource {
  const { key, subject, provider = google() } = options;
  const scope = scopeOf(provider, 'app', options);
  const secret = checkKey(key);
  if (typeof subject !== 'string' || !subject.includes('@')) {
    throw misuse('CREDENTIALS_MISSING', 'subject', 'is no mail address: it names the mailbox to act for');
  }
  const tell = (event: Happening): void => asker.around.observe({ at: asker.around.now(), account: subject, ...event });
  const asker = new Asker(provider, { ...options, clientId: key.client_email }, tell);
  return keep(asker.around, subject, tell, ({ signal }) =>
    asker.ask(
      {
        grant: 'jwt-bearer',
        send: async ({ server, client }, request) => {
          const assertion = await assert(secret, key, {
            sub: subject,
            scope,
            aud: server.token_endpoint as string,
            now: asker.around.now(),
            jti: unguessable(asker.around),
          });
          // The assertion is the grant; the client has nothing to say beside it.
          return oauth.genericTokenEndpointRequest(server, client, () => undefined, JWT_BEARER, { assertion }, request);
        },
        read: async ({ server, client }, response) =>
          tokensOf(
            await oauth.processGenericTokenEndpointResponse(server, client, response),
            scope,
            asker.around.now(),
          ),
      },
      signal,
    ),
  );
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

function checkKey(key: ServiceAccountKey): KeyObject {
  if (typeof key?.client_email !== 'string' || typeof key.private_key !== 'string') {
    throw misuse('CREDENTIALS_MISSING', 'key', 'is no key of a service account: give the parsed JSON file');
  }
  try {
    return createPrivateKey(key.private_key);
  } catch {
    // OpenSSL's errors quote what they could not read.
    throw misuse('CONFIG_VALUE_INVALID', 'key', 'holds a private_key that is no PEM; line ends may have been lost');
  }
}

interface Claims {
  readonly sub: string;
  readonly scope: string;
  readonly aud: string;
  readonly now: number;
  readonly jti: string;
}

/** https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests: RS256, an hour at most. */
async function assert(secret: KeyObject, key: ServiceAccountKey, { now, ...claims }: Claims): Promise<string> {
  const iat = Math.floor(now / 1_000);
  const header = { alg: 'RS256', typ: 'JWT', ...(key.private_key_id && { kid: key.private_key_id }) };
  const payload = { iss: key.client_email, ...claims, iat, exp: iat + 600 };
  const text = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = await webcrypto.subtle.sign(
    'RSASSA-PKCS1-v1_5',
    await signingKey(secret, 'RSASSA-PKCS1-v1_5'),
    Buffer.from(text),
  );
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}
