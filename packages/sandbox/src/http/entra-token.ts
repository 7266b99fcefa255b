import { createHash } from 'node:crypto';
import { DAY, SECOND } from './clock.js';
import type { MicrosoftApp, Tenant, WebAccount } from './directory.js';
import { ClientCheck, findApp } from './entra-client.js';
import { noStore, readForm } from './form.js';
import type { Consent, Grant } from './grants.js';
import { addressOf, loginHostOf, readAddress, type WebHost } from './places.js';
import { type AskedScopes, fullNames, openidOf, readScopes, rolesAt, withoutDefault } from './scopes.js';
import { type Ask, Refusal, refusal } from './serve.js';
import type { Minted } from './tokens.js';
import type { WebRequest, World } from './world.js';

/** 90 days without use end a refresh token of Microsoft. */
const INACTIVITY = 90 * DAY;
const GRAPH = 'https://graph.microsoft.com';

interface Asked {
  readonly form: URLSearchParams;
  readonly app: MicrosoftApp;
  readonly tenant: Tenant;
  /** The address of the login endpoint, as it was reached. */
  readonly login: string;
  readonly host: WebHost | undefined;
  readonly record: WebRequest;
  readonly names: Readonly<Record<string, string | undefined>>;
}

/** The token endpoint of Microsoft's identity platform. */
export function createTokenEndpoint(world: World): (ask: Ask) => Promise<Response> {
  const clients = new ClientCheck(world);
  const grants: Readonly<Record<string, (asked: Asked) => object>> = {
    authorization_code: (asked) => redeemCode(world, asked),
    refresh_token: (asked) => refresh(world, asked),
    'urn:ietf:params:oauth:grant-type:device_code': (asked) => redeemDevice(world, asked),
    // As MSAL calls it, which is older than RFC 8628.
    device_code: (asked) => redeemDevice(world, asked),
    client_credentials: (asked) => appOnly(world, asked),
  };
  return async (ask) => {
    const form = await readForm(ask);
    const name = ask.req.param('tenant')!;
    const grantType = form.get('grant_type');
    ask.get('record').grant = grantType ?? undefined;
    if (!grantType) throw refusal.microsoft(world, '900144', { parameter: 'grant_type' });
    const redeem = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
    if (redeem === undefined) throw refusal.microsoft(world, '70003', { grantType });
    const tenant = world.directory.tenant(name);
    if (tenant === undefined) throw refusal.microsoft(world, '90002', { tenant: name });
    const app = findApp(world, form.get('client_id'), tenant, name);
    clients.verify(app, form, audiencesOf(ask));
    const login = addressOf(ask.req.url, loginHostOf(ask.req.url));
    const { host } = readAddress(ask.req.url);
    const names = { clientId: app.clientId, app: app.name, tenant: name, scope: form.get('scope') ?? undefined };
    const answer = redeem({ form, app, tenant, login, host, names, record: ask.get('record') });
    return ask.json({ token_type: 'Bearer', ...answer }, 200, noStore);
  };
}

/** What a client assertion may be meant for: the endpoint as it was reached, and as it is in reality. */
function audiencesOf(ask: Ask): readonly string[] {
  const { origin, pathname } = new URL(ask.req.url);
  const { path } = ask.req;
  const loginHost = loginHostOf(ask.req.url);
  const issuer = path.replace('/oauth2/v2.0/token', '/v2.0');
  return [`${origin}${pathname}`, `https://${loginHost}${path}`, `https://${loginHost}${issuer}`];
}

function redeemDevice(world: World, asked: Asked): object {
  const { form, app, names } = asked;
  const refuse = refuser(world, names);
  const code = form.get('device_code') || refuse('900144', { parameter: 'device_code' });
  const { devices } = world.grants;
  const handle = devices.find(code);
  if (handle === undefined || handle.value.provider !== 'microsoft' || handle.value.clientId !== app.clientId) {
    return refuse('70018');
  }
  const { value } = handle;
  if (handle.uses > 0) refuse('54005');
  if (devices.isExpired(handle)) refuse('70019');
  const now = world.clock.now();
  const tooSoon = value.polledAt !== undefined && now - value.polledAt < world.switches.interval * SECOND;
  value.polledAt = now;
  if (tooSoon && world.switches.polling === 'strict') refuse('slow_down');
  if (value.state === 'denied') throw declined(world);
  if (value.state === 'pending') refuse('70016');
  handle.uses += 1;
  return begin(world, asked, { ...value, user: value.user ?? '' }, undefined);
}

/** The name of the error is the protocol's own here; the code is that of a user who declines. */
function declined(world: World): Error {
  const { code, status, body } = refusal.microsoft(world, '65004');
  return new Refusal(code, status, { ...body, error: 'authorization_declined' });
}

function redeemCode(world: World, asked: Asked): object {
  const { form, app, names } = asked;
  const refuse = refuser(world, names);
  const text = form.get('code') || refuse('900144', { parameter: 'code' });
  const { codes } = world.grants;
  const handle = codes.find(text);
  if (handle === undefined || handle.value.provider !== 'microsoft') return refuse('70000');
  const { value } = handle;
  handle.uses += 1;
  if (handle.uses > 1) refuse('54005');
  if (codes.isExpired(handle)) refuse('70008');
  if (value.clientId !== app.clientId) refuse('70000');
  if (value.redirectUri !== form.get('redirect_uri')) {
    refuse('50011', { redirectUri: form.get('redirect_uri') ?? '' });
  }
  // RFC 7636 4.6.
  const verifier = form.get('code_verifier') ?? '';
  const digest = createHash('sha256').update(verifier).digest('base64url');
  if (value.challenge !== undefined && value.challenge !== digest) refuse('501481');
  return begin(world, asked, value, value.nonce);
}

function refresh(world: World, asked: Asked): object {
  const { form, app, names } = asked;
  const refuse = refuser(world, names);
  const text = form.get('refresh_token') || refuse('900144', { parameter: 'refresh_token' });
  const { refreshTokens } = world.grants;
  const handle = refreshTokens.find(text);
  if (handle === undefined || handle.value.clientId !== app.clientId) return refuse('70000');
  const { value: grant } = handle;
  const issued = new Date(handle.issuedAt).toISOString();
  if (grant.revokedAt !== undefined) refuse('50173', { issued });
  if (refreshTokens.isExpired(handle)) refuse('700082', { issued });
  const { oldRefreshTokens } = world.switches;
  if (handle.uses > 0 && oldRefreshTokens !== 'honoured') {
    if (oldRefreshTokens === 'revoke-the-grant') world.grants.revoke(grant);
    refuse('70000');
  }
  const account = world.directory.account('microsoft', grant.user) ?? refuse('50034', { user: grant.user });
  const scopes = delegatedScopes(world, asked, grant.scopes);
  if (fullNames(scopes).some((name) => !grant.scopes.includes(name))) refuse('65001');
  handle.uses += 1;
  grant.honoured = text;
  grant.refreshes += 1;
  world.grants.extend(grant, INACTIVITY);
  return answer(world, asked, account, { ...scopes, openid: openidOf(grant.scopes) }, undefined, grant);
}

/** The first tokens of a sign-in. */
function begin(
  world: World,
  asked: Asked,
  request: Consent & { readonly user: string },
  nonce: string | undefined,
): object {
  const refuse = refuser(world, asked.names);
  const account = world.directory.account('microsoft', request.user) ?? refuse('50034', { user: request.user });
  if (!world.directory.signIns('microsoft', asked.names.tenant ?? '').includes(account)) {
    refuse('50020', { user: account.user });
  }
  const scopes = delegatedScopes(world, asked, request.scopes);
  const offline = request.scopes.includes('offline_access');
  const grant = offline ? world.grants.begin(request, account.user, INACTIVITY) : undefined;
  return answer(world, asked, account, { ...scopes, openid: openidOf(request.scopes) }, nonce, grant);
}

function answer(
  world: World,
  { app, login, record }: Asked,
  account: WebAccount,
  { resource, names, openid }: AskedScopes,
  nonce: string | undefined,
  grant: Grant | undefined,
): object {
  record.user = account.user;
  const minted = world.tokens.microsoft(app, account, resource ?? GRAPH, names);
  // Graph's own scopes come back without its address.
  const scope = resource === GRAPH ? [...names, ...openid] : names.map((name) => `${resource}/${name}`);
  return {
    scope: resource === undefined ? openid.join(' ') : scope.join(' '),
    ...lifetimes(minted),
    access_token: minted.text,
    ...(grant ? { refresh_token: grant.refreshToken } : {}),
    ...(openid.includes('openid') ? { id_token: world.tokens.identity(app, account, login, nonce) } : {}),
  };
}

/** An app's own token: the roles that it was given at the resource, whether any or none. */
function appOnly(world: World, asked: Asked): object {
  const { form, app, tenant, names } = asked;
  const refuse = refuser(world, names);
  if (tenant === 'common' || tenant === 'consumers') refuse('9001023');
  if (tenant === 'organizations') refuse('50059');
  if (app.publicClient) refuse('7000218');
  const text = form.get('scope') || refuse('900144', { parameter: 'scope' });
  const scopes = asScopes(world, asked, text, '700022');
  if (scopes.resource === undefined || scopes.names.join(' ') !== '.default') return refuse('1002012');
  const roles = rolesAt(scopes.resource, app.roles);
  const minted = world.tokens.microsoft(app, undefined, scopes.resource, roles);
  return { ...lifetimes(minted), access_token: minted.text };
}

/** Those of the request, else those that were consented to; of one resource. */
function delegatedScopes(world: World, asked: Asked, consented: readonly string[]): AskedScopes {
  return withoutDefault(asScopes(world, asked, asked.form.get('scope') || consented.join(' '), '28000'));
}

function asScopes(world: World, { names, host }: Asked, text: string, several: '28000' | '700022'): AskedScopes {
  const scopes = readScopes(text, host);
  if (!('wrong' in scopes)) return scopes;
  const code = scopes.wrong === '28000' ? several : scopes.wrong;
  throw refusal.microsoft(world, code, { ...names, scope: scopes.scope, resource: scopes.resource });
}

function lifetimes({ lifetime }: Minted): object {
  return { expires_in: lifetime, ext_expires_in: lifetime };
}

function refuser(world: World, names: Asked['names']) {
  return (
    code: Parameters<typeof refusal.microsoft>[1],
    more: Readonly<Record<string, string | undefined>> = {},
  ): never => {
    throw refusal.microsoft(world, code, { ...names, ...more });
  };
}
