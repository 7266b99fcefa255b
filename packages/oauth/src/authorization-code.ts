import * as oauth from 'oauth4webapi';
import type { Endpoint } from './endpoint.js';
import type { Asked } from './exchange.js';
import { failure } from './failure.js';
import type { Flow, FlowContext } from './flow.js';
import { judge } from './judge.js';
import { listen } from './loopback.js';
import { refusalOf } from './refusal.js';
import { unguessable } from './surroundings.js';
import { type Tokens, tokensOf } from './tokens.js';
import { untilAborted } from './until-aborted.js';

export interface AuthorizationCodeOptions {
  /** Opens the address in the person's browser, or shows it. It is good for this one sign-in. */
  readonly open: (url: string) => void | Promise<void>;
  /** Milliseconds that the person has. Default ten minutes, as long as Microsoft keeps a code. */
  readonly timeout?: number;
  /** How the browser brings the code back. Default `query`. */
  readonly responseMode?: 'query' | 'form_post';
  /** Parameters for the authorization request beside those of the provider, such as `prompt` or `domain_hint`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What the answer of the browser must fit. None of it is ever shown. */
interface Attempt {
  readonly state: string;
  readonly nonce: string | undefined;
  readonly verifier: string;
}

/** The person signs in with the browser of this machine (RFC 6749 4.1 with RFC 7636 and RFC 8252 7.3). */
export function authorizationCode(options: AuthorizationCodeOptions): Flow {
  return async (context) => {
    const { asker, scope, signal, tell } = context;
    const { around, provider } = asker;
    const attempt: Attempt = {
      state: unguessable(around),
      nonce: scope.split(' ').includes('openid') ? unguessable(around) : undefined,
      verifier: unguessable(around),
    };
    const loopback = await listen(provider.loopback, attempt.state);
    try {
      const server = await untilAborted(asker.server(), signal);
      if ('verdict' in server) return server;
      await options.open(await addressOf(server.answer, context, options, attempt, loopback.redirectUri));
      const timeout = options.timeout ?? 600_000;
      tell({ kind: 'waiting-for-person', until: around.now() + timeout });
      const parameters = await inTime(loopback.answer, timeout, context);
      if (parameters === undefined) {
        return { verdict: { means: 'OAUTH_SIGN_IN_EXPIRED', detail: 'nobody came back', retry: false, signIn: true } };
      }
      if (parameters.has('error')) {
        const asked = { grant: 'authorization', client: 'none' } as const;
        return { verdict: judge(refusalOf(parameters), asked, provider.errors) };
      }
      return await redeem(context, attempt, parameters, loopback.redirectUri, signal);
    } finally {
      loopback.close();
    }
  };
}

async function addressOf(
  server: Endpoint['server'],
  { asker, scope, consent, account }: FlowContext,
  options: AuthorizationCodeOptions,
  { state, nonce, verifier }: Attempt,
  redirectUri: string,
): Promise<string> {
  if (server.authorization_endpoint === undefined) {
    throw failure('OAUTH_GRANT_NOT_ALLOWED', `${asker.provider.name} has no authorization endpoint`);
  }
  const url = new URL(server.authorization_endpoint);
  const parameters: Record<string, string | undefined> = {
    client_id: asker.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    response_mode: options.responseMode === 'form_post' ? 'form_post' : undefined,
    scope: [scope, consent].filter((part) => part !== '').join(' '),
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    login_hint: account.includes('@') ? account : undefined,
    ...asker.provider.authorizationParameters,
    ...options.parameters,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

/** Undefined when the time is over. */
async function inTime<T>(answer: Promise<T>, ms: number, { asker, signal }: FlowContext): Promise<T | undefined> {
  const over = new AbortController();
  try {
    const late = asker.around.sleep(ms, AbortSignal.any([signal, over.signal])).then(() => undefined);
    return await Promise.race([answer, late]);
  } finally {
    over.abort();
  }
}

function redeem(
  { asker, scope }: FlowContext,
  { state, nonce, verifier }: Attempt,
  parameters: URLSearchParams,
  redirectUri: string,
  signal: AbortSignal,
): Promise<Asked<Tokens>> {
  return asker.ask(
    {
      grant: 'authorization_code',
      send: ({ server, client, proof }, options) => {
        const valid = oauth.validateAuthResponse(ofAnswer(server, parameters), client, parameters, state);
        return oauth.authorizationCodeGrantRequest(server, client, proof.authenticate, valid, redirectUri, verifier, {
          ...options,
          // Where the person consented to several services, this says for which one the token is.
          ...(asker.provider.scopeOnRefresh && { additionalParameters: { scope } }),
        });
      },
      read: async ({ server, client }, response) => {
        const given = await oauth.processAuthorizationCodeResponse(server, client, response, {
          expectedNonce: nonce ?? oauth.expectNoNonce,
        });
        return tokensOf(given, scope, asker.around.now());
      },
    },
    signal,
  );
}

/** RFC 9207: `iss` names who answered. A server of many tenants names one of them. */
function ofAnswer(server: Endpoint['server'], parameters: URLSearchParams): Endpoint['server'] {
  const [before, after] = server.issuer.split('{tid}');
  const iss = parameters.get('iss') ?? '';
  return after !== undefined && iss.startsWith(before as string) && iss.endsWith(after)
    ? { ...server, issuer: iss }
    : server;
}
