import { misuse, type TokenSource } from '@ehlo/core';
import * as oauth from 'oauth4webapi';
import { keep } from './cached.js';
import type { ClientOptions } from './client-auth.js';
import { Asker } from './endpoint.js';
import type { Happening } from './events.js';
import type { Provider, Road } from './provider.js';
import { scopeOf } from './scope.js';
import type { Surroundings } from './surroundings.js';
import { tokensOf } from './tokens.js';

export interface ClientCredentialsOptions extends ClientOptions, Surroundings {
  readonly provider: Provider;
  /** Default `smtp`. */
  readonly road?: Road;
  /** In place of that of the provider. */
  readonly scope?: string;
}

/**
 * Tokens for an app that acts for itself (RFC 6749 4.4), such as a service that sends from shared mailboxes. Proves
 * itself by `clientSecret`, `clientCertificate` or `clientAssertion`. There is nothing to store.
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenSource {
  const { provider } = options;
  if (options.clientSecret === undefined && !options.clientCertificate && !options.clientAssertion) {
    throw misuse('CREDENTIALS_MISSING', 'clientSecret', 'is missing: an app that acts for itself has to prove itself');
  }
  const scope = scopeOf(provider, 'app', options);
  if (provider.noClientCredentials !== undefined) {
    throw misuse('CONFIG_VALUE_INVALID', 'provider', provider.noClientCredentials);
  }
  const tell = (event: Happening): void => asker.around.observe({ at: asker.around.now(), ...event });
  const asker = new Asker(provider, options, tell);
  return keep(asker.around, provider.id, tell, ({ signal }) =>
    asker.ask(
      {
        grant: 'client_credentials',
        send: ({ server, client, proof }, request) =>
          oauth.clientCredentialsGrantRequest(server, client, proof.authenticate, { scope }, request),
        read: async ({ server, client }, response) =>
          tokensOf(await oauth.processClientCredentialsResponse(server, client, response), scope, asker.around.now()),
      },
      signal,
    ),
  );
}
