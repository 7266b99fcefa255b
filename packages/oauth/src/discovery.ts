import * as oauth from 'oauth4webapi';
import { type Asked, exchange, responseOf } from './exchange.js';
import { type Heard, hear, refuseClear } from './guard.js';
import { judge } from './judge.js';
import type { Provider } from './provider.js';
import { refusalIn } from './refusal.js';
import type { Complete } from './surroundings.js';

/** What the issuer says of itself (OpenID Connect Discovery 1.0 4). Throws a MailError where it names http. */
export function discover(provider: Provider, around: Complete): Promise<Asked<oauth.AuthorizationServer>> {
  const issuer = new URL(provider.issuer);
  return exchange<oauth.AuthorizationServer>(async () => {
    let heard: Heard | undefined;
    const response = await oauth.discoveryRequest(issuer, {
      [oauth.allowInsecureRequests]: around.allowHttpOnLoopback,
      [oauth.customFetch]: async (url, init) => {
        heard = await hear(around, new Set([issuer.origin]), url, init as RequestInit, undefined);
        return responseOf(heard);
      },
    });
    if (heard !== undefined && !response.ok) {
      return { verdict: judge(refusalIn(heard, []), { grant: 'discovery', client: 'none' }, provider.errors) };
    }
    const server = await oauth.processDiscoveryResponse(issuer, response);
    const { authorization_endpoint, token_endpoint, device_authorization_endpoint } = server;
    for (const url of [authorization_endpoint, token_endpoint, device_authorization_endpoint]) {
      if (url !== undefined) refuseClear(url, around);
    }
    return { answer: server };
  });
}
