import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Provider } from '@ehlo/oauth';
import { type Identity, loopbackIdentity } from './authority.js';

/** An answer as it goes out; `body` is JSON unless it is a string. `hang`: none at all. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly hang?: true;
}

export interface Request {
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly authorization: string | undefined;
}

/**
 * An authorization server on the loopback interface, over TLS: it mints tokens, rotates refresh tokens and counts
 * those that are spent twice. `next` puts answers in the place of its own, in turn.
 */
export class TokenServer {
  readonly requests: Request[] = [];
  readonly next: Array<Answer | ((request: Request) => Answer | Promise<Answer>)> = [];
  /** Refresh tokens that were presented after they had been spent. */
  reused = 0;
  /** Every refresh token rotates, as OAuth 2.1 wants it of public clients; else the first one stays good. */
  rotate = true;
  /** Seconds. */
  expiresIn: number | undefined = 3_600;
  /** What the person does on the page of the device code. */
  device: { error: string; interval?: number } | 'granted' = 'granted';
  /** Every secret it ever gave or took: none of them may appear anywhere. */
  readonly secrets = new Set<string>();
  readonly identity: Identity;
  readonly #live = new Map<string, string>();
  readonly #challenges = new Map<string, { challenge: string; nonce: string | null }>();
  readonly #server;

  private constructor(identity: Identity) {
    this.identity = identity;
    this.#server = createServer({ cert: identity.cert, key: identity.key }, (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', async () => {
        const url = new URL(request.url ?? '/', this.origin);
        const parameters = new URLSearchParams(Buffer.concat(pieces).toString() || url.search);
        const asked = { path: url.pathname, parameters, authorization: request.headers.authorization };
        this.requests.push(asked);
        const planned = this.next.shift();
        const answer = typeof planned === 'function' ? await planned(asked) : (planned ?? this.#answer(asked));
        if (answer.hang) return;
        const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
        response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
        response.end(text);
      });
    });
  }

  static async start(identity?: Identity): Promise<TokenServer> {
    const server = new TokenServer(identity ?? (await loopbackIdentity()));
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  get ca(): string {
    return this.identity.cert;
  }

  /** A preset with its endpoints here. */
  as(provider: Provider, issuer = this.origin): Provider {
    return {
      ...provider,
      issuer,
      endpoints: {
        authorization: `${this.origin}/authorize`,
        token: `${this.origin}/token`,
        ...(provider.endpoints?.deviceAuthorization && { deviceAuthorization: `${this.origin}/devicecode` }),
      },
    };
  }

  /** A refresh token that a sign-in would have given. */
  mint(): string {
    return this.#refreshToken();
  }

  /** The newest refresh token is good for nothing any more. */
  revoke(): void {
    this.#live.clear();
  }

  isLive(refreshToken: string): boolean {
    return this.#live.has(refreshToken);
  }

  /** What the authorization endpoint does when the person has agreed: where the browser is sent. */
  agree(address: string, extra: Record<string, string> = {}): URL {
    const { searchParams: asked } = new URL(address);
    const code = this.#secret('code');
    this.#challenges.set(code, { challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') });
    const back = new URL(asked.get('redirect_uri') ?? '');
    for (const [name, value] of Object.entries({ code, state: asked.get('state') ?? '', ...extra })) {
      back.searchParams.set(name, value);
    }
    return back;
  }

  /** What was posted to the token endpoint, oldest first. */
  posted(): Array<Record<string, string>> {
    return this.requests
      .filter(({ path }) => path === '/token')
      .map(({ parameters }) => Object.fromEntries(parameters));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ path, parameters }: Request): Answer {
    for (const name of ['code', 'refresh_token', 'client_secret', 'client_assertion', 'assertion', 'code_verifier']) {
      const value = parameters.get(name);
      if (value !== null) this.secrets.add(value);
    }
    if (path === '/devicecode') {
      const interval = this.device === 'granted' ? undefined : this.device.interval;
      const body = { user_code: 'WDJB-MJHT', device_code: this.#secret('device'), expires_in: 900, interval };
      return { body: { ...body, verification_uri: 'https://example.com/device' } };
    }
    if (path !== '/token') return { status: 404 };
    switch (parameters.get('grant_type')) {
      case 'refresh_token':
        return this.#refresh(parameters.get('refresh_token') ?? '', parameters.get('client_id') ?? 'client');
      case 'authorization_code':
        return this.#redeem(parameters);
      case 'urn:ietf:params:oauth:grant-type:device_code':
        return this.device === 'granted'
          ? this.#tokens(parameters, true)
          : { status: 400, body: { error: this.device.error } };
      default:
        return this.#tokens(parameters, false);
    }
  }

  #refresh(token: string, clientId: string): Answer {
    if (!this.#live.has(token)) {
      this.reused++;
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } };
    }
    if (this.rotate) this.#live.delete(token);
    return this.#tokens(new URLSearchParams({ client_id: clientId }), this.rotate);
  }

  #redeem(parameters: URLSearchParams): Answer {
    const known = this.#challenges.get(parameters.get('code') ?? '');
    this.#challenges.delete(parameters.get('code') ?? '');
    const hash = createHash('sha256')
      .update(parameters.get('code_verifier') ?? '')
      .digest('base64url');
    if (known === undefined || known.challenge !== hash) return { status: 400, body: { error: 'invalid_grant' } };
    return this.#tokens(parameters, true, known.nonce);
  }

  #tokens(parameters: URLSearchParams, withRefresh: boolean, nonce?: string | null): Answer {
    return {
      body: {
        token_type: 'Bearer',
        access_token: this.#secret('access'),
        ...(this.expiresIn !== undefined && { expires_in: this.expiresIn }),
        ...(withRefresh && { refresh_token: this.#refreshToken() }),
        ...(nonce && { id_token: this.idToken({ nonce, aud: parameters.get('client_id') }) }),
      },
    };
  }

  idToken(claims: object): string {
    const now = Math.floor(Date.now() / 1_000);
    const payload = { iss: this.origin, sub: '1', iat: now, exp: now + 600, email: 'me@example.com', ...claims };
    const parts = [{ alg: 'RS256' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    return `${parts.join('.')}.c2ln`;
  }

  #refreshToken(): string {
    const token = this.#secret('refresh');
    this.#live.set(token, token);
    return token;
  }

  #secret(kind: string): string {
    const secret = `${kind}.${randomBytes(24).toString('base64url')}`;
    this.secrets.add(secret);
    return secret;
  }
}

/** A clock that goes on when somebody sleeps, and when it is told to. */
export function simulatedClock(start = Date.now()) {
  let at = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => at,
    advance: (ms: number) => {
      at += ms;
    },
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      at += ms;
    },
  };
}
