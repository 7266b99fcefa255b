import { misuse } from '@ehlo/core';
import type { Provider, Road } from './provider.js';

/** What the token is for: as the caller set it, or as the provider has it for this road. Throws a MailError. */
export function scopeOf(
  provider: Provider,
  kind: 'delegated' | 'app',
  { road = 'smtp', scope }: { readonly road?: Road; readonly scope?: string },
): string {
  if (scope !== undefined) return checkScope(provider, scope);
  const known = provider.scopes.find((row) => row.road === road)?.[kind];
  if (known === undefined) {
    const whose = kind === 'app' ? 'has no client credentials' : 'does not exist';
    throw misuse('CONFIG_VALUE_INVALID', 'road', `${whose} at ${provider.name}; set scope`);
  }
  return known;
}

/** RFC 6749 3.3. Commas and line ends come from lists that were joined by hand, and are answered as unknown scopes. */
function checkScope({ name, scopeOnRefresh }: Provider, scope: string): string {
  if (typeof scope !== 'string' || !/^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/.test(scope)) {
    throw misuse('CONFIG_VALUE_INVALID', 'scope', 'is not a list of scopes, parted by one blank each');
  }
  if (/,(?: |$)/.test(scope))
    throw misuse('CONFIG_VALUE_INVALID', 'scope', 'has commas between its scopes: take blanks');
  const services = new Set([...scope.matchAll(/(?<=^| )https?:\/\/[^/ ]+/g)].map(([service]) => service));
  if (scopeOnRefresh && services.size > 1) {
    throw misuse('CONFIG_VALUE_INVALID', 'scope', `names several services, and a token of ${name} is for one`);
  }
  return scope;
}
