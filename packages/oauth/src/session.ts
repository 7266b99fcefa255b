import type { TokenRequest } from '@ehlo/core';
import * as oauth from 'oauth4webapi';
import { endsGrant, type OAuthCauseCode } from './causes.js';
import type { Asker } from './endpoint.js';
import type { Happening } from './events.js';
import type { Asked } from './exchange.js';
import { errorOf, SignInNeeded } from './failure.js';
import { Flights } from './flights.js';
import type { Flow } from './flow.js';
import { type Grant, grantOf, type HeldToken, isFresh, isUsable, renewed } from './grant.js';
import { HoldOff } from './hold-off.js';
import type { Verdict } from './judge.js';
import { claimsOf, jsonIn } from './refusal.js';
import type { TokenStore } from './store.js';
import { chance } from './surroundings.js';
import { type Tokens, tokensOf, wholly } from './tokens.js';

/** The life of a sign-in, without its secrets. Times are milliseconds since 1970. */
export interface Status {
  readonly account: string;
  /** Who signed in, where the provider says so. */
  readonly subject?: string;
  readonly signedInAt: number;
  readonly renewals: number;
  /** Whether it is renewed without a person. */
  readonly renewable: boolean;
  readonly tokens: ReadonlyArray<{
    readonly scope: string;
    readonly expiresAt?: number;
    readonly renewAt: number;
    /** Whom the token is for, where it is a JWT. */
    readonly audience?: string;
  }>;
}

interface SessionOptions {
  readonly asker: Asker;
  readonly store: TokenStore;
  readonly account: string;
  readonly consent: string;
  readonly refreshToken?: string;
}

/**
 * One account of a store. The store is the truth: it is read for every token, and after the lock is had it is read
 * again, since another process may have renewed in the meantime.
 */
export class Session {
  readonly #asker: Asker;
  readonly #store: TokenStore;
  readonly #account: string;
  readonly #consent: string;
  readonly #firstRefreshToken: string | undefined;
  readonly #flights = new Flights<Asked<HeldToken>>();
  readonly #holdOff = new HoldOff();
  /** A renewal whose write failed, such as on a full disk. */
  #unsaved: { readonly spent: string; readonly next: Grant } | undefined;

  constructor({ asker, store, account, consent, refreshToken }: SessionOptions) {
    this.#asker = asker;
    this.#store = store;
    this.#account = account;
    this.#consent = consent;
    this.#firstRefreshToken = refreshToken;
  }

  tell(event: Happening): void {
    const { now, observe } = this.#asker.around;
    observe({ at: now(), account: this.#account, ...event });
  }

  /** A token for the scope: the stored one, else a new one, one request for all who wait. */
  async token(scope: string, { signal, refused }: TokenRequest, flow: Flow | undefined): Promise<Asked<HeldToken>> {
    const stored = await this.#read();
    const token = stored?.tokens[scope];
    if (isFresh(token, this.#now(), refused)) return { answer: token };
    const work = (flying: AbortSignal) => this.#obtain(scope, refused, flow, flying);
    return this.#flights.join(JSON.stringify([scope, refused ?? '']), work, signal);
  }

  /** Runs the flow and keeps what it gives, in place of whatever was there. */
  async signIn(scope: string, flow: Flow, signal?: AbortSignal): Promise<Asked<Status>> {
    const asked = await this.#run(scope, flow, signal ?? new AbortController().signal);
    if ('verdict' in asked) return asked;
    return { answer: statusOf(this.#account, asked.answer) };
  }

  async signOut(): Promise<void> {
    await this.#keep(undefined);
    this.tell({ kind: 'signed-out' });
  }

  async status(): Promise<Status | undefined> {
    const grant = await this.#read();
    return grant && statusOf(this.#account, grant);
  }

  async #obtain(
    scope: string,
    refused: string | undefined,
    flow: Flow | undefined,
    signal: AbortSignal,
  ): Promise<Asked<HeldToken>> {
    const asked = await this.#store.lock(this.#account, () => this.#renew(scope, refused), signal);
    if ('answer' in asked || !asked.verdict.signIn) return asked;
    const error = errorOf(asked.verdict, this.#account);
    if (error instanceof SignInNeeded) this.tell({ kind: 'sign-in-needed', code: asked.verdict.means, error });
    if (flow === undefined) return asked;
    const signedIn = await this.#run(scope, flow, signal);
    return 'verdict' in signedIn ? signedIn : { answer: signedIn.answer.tokens[scope] as HeldToken };
  }

  /** Inside the lock. The request is not aborted: a refresh token that was spent must have its answer stored. */
  async #renew(scope: string, refused: string | undefined): Promise<Asked<HeldToken>> {
    const grant = (await this.#saved()) ?? this.#first();
    if (grant === undefined) return needed('nothing is stored for the account');
    const token = grant.tokens[scope];
    if (isFresh(token, this.#now(), refused)) return { answer: token };
    if (grant.ended !== undefined) return needed(grant.ended.detail, grant.ended.code);
    if (grant.refreshToken === undefined) return needed('no refresh token came with the sign-in');
    const key = `${scope} ${grant.refreshToken}`;
    const before = this.#holdOff.recall(key, this.#now());
    const asked = before === undefined ? await this.#refresh(grant.refreshToken, scope) : { verdict: before };
    if ('answer' in asked) {
      const next = renewed(grant, scope, asked.answer, this.#now(), chance(this.#asker.around));
      // Written before it is used: whatever happens from here on, the newest refresh token is kept.
      this.#unsaved = { spent: grant.refreshToken, next };
      await this.#store.write(this.#account, next);
      this.#unsaved = undefined;
      const { refreshToken, expiresAt } = asked.answer;
      const rotated = refreshToken !== undefined && refreshToken !== grant.refreshToken;
      this.tell({ kind: 'renewed', scope, rotated, ...(expiresAt !== undefined && { expiresAt }) });
      return { answer: next.tokens[scope] as HeldToken };
    }
    this.#holdOff.remember(key, asked.verdict, this.#now());
    return this.#failed(grant, asked.verdict, token, refused);
  }

  async #failed(
    grant: Grant,
    verdict: Verdict,
    token: HeldToken | undefined,
    refused: string | undefined,
  ): Promise<Asked<HeldToken>> {
    if (endsGrant.has(verdict.means)) {
      await this.#store.write(this.#account, { ...grant, ended: { code: verdict.means, detail: verdict.detail } });
    }
    if (!verdict.retry || !isUsable(token, this.#now(), refused)) return { verdict };
    const { expiresAt } = token;
    this.tell({ kind: 'renewal-put-off', code: verdict.means, ...(expiresAt !== undefined && { expiresAt }) });
    return { answer: token };
  }

  #refresh(refreshToken: string, scope: string): Promise<Asked<Tokens>> {
    const { scopeOnRefresh, identityScope } = this.#asker.provider;
    const asked = [scope, identityScope].filter((part) => part !== '').join(' ');
    return this.#asker.ask({
      grant: 'refresh_token',
      send: ({ server, client, proof }, options) =>
        oauth.refreshTokenGrantRequest(server, client, proof.authenticate, refreshToken, {
          ...options,
          ...(scopeOnRefresh && { additionalParameters: { scope: asked } }),
        }),
      read: async ({ server, client }, response) =>
        tokensOf(
          await oauth.processRefreshTokenResponse(server, client, await withoutIdToken(response)),
          scope,
          this.#now(),
        ),
    });
  }

  /** Outside the lock: a person may take minutes. */
  async #run(scope: string, flow: Flow, signal: AbortSignal): Promise<Asked<Grant>> {
    const { provider, around } = this.#asker;
    const asked = wholly(
      await flow({
        asker: this.#asker,
        scope: [scope, provider.identityScope].filter((part) => part !== '').join(' '),
        consent: this.#consent,
        account: this.#account,
        signal,
        tell: (event) => this.tell(event),
      }),
      scope,
    );
    if ('verdict' in asked) return asked;
    const grant = grantOf(this.#whose(), scope, asked.answer, this.#now(), chance(around));
    await this.#keep(grant);
    const { subject, expiresAt, scope: granted } = asked.answer;
    this.tell({
      kind: 'signed-in',
      scope: granted,
      ...(subject !== undefined && { subject }),
      ...(expiresAt !== undefined && { expiresAt }),
    });
    return { answer: grant };
  }

  /** A new beginning, or an end: what could not be stored before is not stored any more. */
  async #keep(grant: Grant | undefined): Promise<void> {
    await this.#store.lock(this.#account, () => this.#store.write(this.#account, grant));
    this.#unsaved = undefined;
  }

  /** What is stored, if it was given to this client by this provider. */
  async #read(): Promise<Grant | undefined> {
    const grant = await this.#store.read(this.#account);
    const { issuer, clientId } = this.#whose();
    return grant?.issuer === issuer && grant.clientId === clientId ? grant : undefined;
  }

  /** What is stored, and before that what could not be stored when it came: its refresh token is the only good one. */
  async #saved(): Promise<Grant | undefined> {
    const stored = await this.#read();
    const unsaved = this.#unsaved;
    if (unsaved === undefined || (stored ?? this.#first())?.refreshToken !== unsaved.spent) return stored;
    await this.#store.write(this.#account, unsaved.next);
    this.#unsaved = undefined;
    return unsaved.next;
  }

  /** The refresh token that the caller brought. */
  #first(): Grant | undefined {
    if (this.#firstRefreshToken === undefined) return undefined;
    const now = this.#now();
    const whose = this.#whose();
    return { version: 1, ...whose, refreshToken: this.#firstRefreshToken, tokens: {}, signedInAt: now, renewals: 0 };
  }

  #whose(): Pick<Grant, 'issuer' | 'clientId'> {
    return { issuer: this.#asker.provider.issuer, clientId: this.#asker.clientId };
  }

  #now(): number {
    return this.#asker.around.now();
  }
}

/**
 * Nobody asks at a renewal who signed in. An ID token that is not believed, such as by a clock that is wrong, would
 * cost the new refresh token, and the old one is spent.
 */
async function withoutIdToken(response: Response): Promise<Response> {
  const { id_token: _, ...rest } = jsonIn(await response.text());
  return new Response(JSON.stringify(rest), { headers: response.headers });
}

function needed(detail: string, means: OAuthCauseCode = 'SIGN_IN_NEEDED'): { readonly verdict: Verdict } {
  return { verdict: { means, detail, retry: false, signIn: true } };
}

function statusOf(account: string, { subject, signedInAt, renewals, refreshToken, tokens, ended }: Grant): Status {
  return {
    account,
    signedInAt,
    renewals,
    renewable: refreshToken !== undefined && ended === undefined,
    ...(subject !== undefined && { subject }),
    tokens: Object.entries(tokens).map(([scope, { accessToken, expiresAt, renewAt }]) => {
      const { aud } = claimsOf(accessToken);
      return {
        scope,
        renewAt,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(typeof aud === 'string' && { audience: aud }),
      };
    }),
  };
}
