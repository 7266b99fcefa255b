import { createHash } from 'node:crypto';
import { DAY, HOUR, SECOND } from './clock.js';
import type { GoogleClient } from './directory.js';
import { noStore, readForm } from './form.js';
import type { Grant } from './grants.js';
import { isSignedBy, readJwt } from './jwt.js';
import { addressOf } from './places.js';
import { type Ask, refusal } from './serve.js';
import type { WebRequest, World } from './world.js';

/** An app whose publishing status is Testing. */
const TESTING = 7 * DAY;
/** A refresh token that is not used for half a year ends. */
const UNUSED = 180 * DAY;

interface Asked {
  readonly form: URLSearchParams;
  readonly record: WebRequest;
  /** What an assertion may be meant for. */
  readonly audiences: readonly string[];
}

/** oauth2.googleapis.com/token. */
export function createGoogleTokenEndpoint(world: World): (ask: Ask) => Promise<Response> {
  const grants: Readonly<Record<string, (asked: Asked) => object>> = {
    authorization_code: (asked) => redeemCode(world, asked),
    refresh_token: (asked) => refresh(world, asked),
    'urn:ietf:params:oauth:grant-type:device_code': (asked) => redeemDevice(world, asked),
    'urn:ietf:params:oauth:grant-type:jwt-bearer': (asked) => redeemAssertion(world, asked),
  };
  return async (ask) => {
    const form = await readForm(ask);
    const grantType = form.get('grant_type');
    ask.get('record').grant = grantType ?? undefined;
    if (!grantType) throw refusal.google(world, 'missing-parameter', { parameter: 'grant_type' });
    const redeem = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
    if (redeem === undefined) throw refusal.google(world, 'grant-type', { grantType });
    const audiences = [
      'https://oauth2.googleapis.com/token',
      `${addressOf(ask.req.url, 'oauth2.googleapis.com')}/token`,
    ];
    const { origin, pathname } = new URL(ask.req.url);
    const answer = redeem({ form, record: ask.get('record'), audiences: [...audiences, `${origin}${pathname}`] });
    return ask.json(answer, 200, noStore);
  };
}

export function findClient(world: World, clientId: string | null): GoogleClient {
  if (!clientId) throw refusal.google(world, 'missing-parameter', { parameter: 'client_id' });
  const client = world.directory.client(clientId);
  if (client === undefined) throw refusal.google(world, 'client-not-found');
  return client;
}

/** The client and its secret, which Google wants of desktop apps too. */
function authenticate(world: World, form: URLSearchParams): GoogleClient {
  const client = findClient(world, form.get('client_id'));
  const secret = form.get('client_secret');
  if (secret === null) throw refusal.google(world, 'no-secret');
  if (secret !== client.clientSecret) throw refusal.google(world, 'unauthorized');
  return client;
}

function redeemCode(world: World, { form, record }: Asked): object {
  const { clientId } = authenticate(world, form);
  const { codes } = world.grants;
  const handle = codes.find(form.get('code') ?? '');
  if (handle === undefined || handle.value.provider !== 'google') throw refusal.google(world, 'malformed-code');
  const { value } = handle;
  handle.uses += 1;
  if (handle.uses > 1 || codes.isExpired(handle) || value.clientId !== clientId) {
    throw refusal.google(world, 'bad-request');
  }
  if (value.redirectUri !== form.get('redirect_uri')) throw refusal.google(world, 'redirect-mismatch');
  const verifier = form.get('code_verifier');
  if (value.challenge !== undefined && verifier === null) throw refusal.google(world, 'missing-verifier');
  const digest = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (value.challenge !== undefined && value.challenge !== digest) throw refusal.google(world, 'invalid-verifier');
  const grant = value.offline ? world.grants.begin(value, value.user, lifetime(world)) : undefined;
  return answer(world, record, clientId, value, grant);
}

function redeemDevice(world: World, { form, record }: Asked): object {
  const { clientId } = authenticate(world, form);
  const { devices } = world.grants;
  const handle = devices.find(form.get('device_code') ?? '');
  if (handle === undefined || handle.value.clientId !== clientId || handle.uses > 0) {
    throw refusal.google(world, 'bad-request');
  }
  if (devices.isExpired(handle)) throw refusal.google(world, 'expired-code');
  const { value } = handle;
  const now = world.clock.now();
  const tooSoon = value.polledAt !== undefined && now - value.polledAt < world.switches.interval * SECOND;
  value.polledAt = now;
  if (tooSoon && world.switches.polling === 'strict') throw refusal.google(world, 'slow-down');
  if (value.state === 'denied') throw refusal.google(world, 'access-denied');
  if (value.state === 'pending') throw refusal.google(world, 'authorization-pending');
  handle.uses += 1;
  const user = value.user ?? '';
  return answer(
    world,
    record,
    clientId,
    { user, scopes: value.scopes },
    world.grants.begin(value, user, lifetime(world)),
  );
}

/** The refresh token stays the same: Google does not rotate. */
function refresh(world: World, { form, record }: Asked): object {
  const { clientId } = authenticate(world, form);
  const text = form.get('refresh_token');
  if (!text) throw refusal.google(world, 'missing-parameter', { parameter: 'refresh_token' });
  const { refreshTokens } = world.grants;
  const handle = refreshTokens.find(text);
  if (handle === undefined || handle.value.provider !== 'google') throw refusal.google(world, 'bad-request');
  const { value: grant } = handle;
  if (grant.clientId !== clientId) throw refusal.google(world, 'unauthorized');
  if (grant.revokedAt !== undefined || refreshTokens.isExpired(handle))
    throw refusal.google(world, 'expired-or-revoked');
  const narrowed = form.get('scope')?.split(' ').filter(Boolean) ?? grant.scopes;
  if (narrowed.some((scope) => !grant.scopes.includes(scope))) throw refusal.google(world, 'invalid-scope');
  if (world.switches.publishing === 'production') handle.expiresAt = world.clock.now() + UNUSED;
  handle.uses += 1;
  grant.honoured = text;
  grant.refreshes += 1;
  return answer(world, record, clientId, { user: grant.user, scopes: narrowed }, undefined);
}

/** developers.google.com/identity/protocols/oauth2/service-account: domain-wide delegation. */
function redeemAssertion(world: World, { form, record, audiences }: Asked): object {
  const jwt = readJwt(form.get('assertion') ?? '');
  if (jwt === undefined) throw refusal.google(world, 'malformed-assertion');
  const { iss, sub, aud, iat, exp, scope } = jwt.claims;
  const account = world.directory.serviceAccounts.find(({ email }) => email === iss);
  if (account === undefined) throw refusal.google(world, 'account-not-found');
  if (!isSignedBy(jwt, account.publicKey, ['RS256'])) throw refusal.google(world, 'invalid-signature');
  if (!audiences.includes(String(aud))) throw refusal.google(world, 'invalid-audience');
  const now = world.clock.now() / SECOND;
  const [from, until] = [Number(iat), Number(exp)];
  // Five minutes of difference between clocks.
  const timely = from <= now + 300 && until > now - 300 && until - from <= HOUR / SECOND;
  if (!timely) throw refusal.google(world, 'invalid-assertion');
  const scopes = String(scope ?? '')
    .split(' ')
    .filter(Boolean);
  if (scopes.length === 0) throw refusal.google(world, 'missing-parameter', { parameter: 'scope' });
  if (typeof sub !== 'string') throw refusal.google(world, 'not-delegated');
  const user = world.directory.account('google', sub);
  if (user === undefined || user.kind === 'personal') throw refusal.google(world, 'invalid-user');
  if (scopes.some((one) => !account.scopes.includes(one))) throw refusal.google(world, 'not-delegated');
  record.user = user.user;
  const minted = world.tokens.google(account.email, user.user, scopes);
  return { access_token: minted.text, expires_in: minted.lifetime, token_type: 'Bearer' };
}

function answer(
  world: World,
  record: WebRequest,
  clientId: string,
  { user, scopes, nonce }: { readonly user: string; readonly scopes: readonly string[]; readonly nonce?: string },
  grant: Grant | undefined,
): object {
  const account = world.directory.account('google', user);
  if (account === undefined) throw refusal.google(world, 'invalid-user');
  record.user = account.user;
  const minted = world.tokens.google(clientId, account.user, scopes);
  return {
    access_token: minted.text,
    expires_in: minted.lifetime,
    ...(grant ? { refresh_token: grant.refreshToken } : {}),
    scope: scopes.join(' '),
    token_type: 'Bearer',
    ...(scopes.includes('openid') ? { id_token: world.tokens.googleIdentity(clientId, account, nonce) } : {}),
  };
}

function lifetime({ switches }: World): number {
  return switches.publishing === 'testing' ? TESTING : UNUSED;
}
