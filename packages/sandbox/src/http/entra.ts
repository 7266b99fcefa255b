import type { Hono } from 'hono';
import { SECOND } from './clock.js';
import { isRegistered, type Tenant } from './directory.js';
import { findApp } from './entra-client.js';
import { type EntraCode, entraBody } from './entra-errors.js';
import { createTokenEndpoint } from './entra-token.js';
import { noStore, readForm } from './form.js';
import { formPostPage, messagePage, signInPage, userCodePage } from './pages.js';
import { addressOf, loginHostOf, readAddress } from './places.js';
import { type AskedScopes, fullNames, readConsent, readScopes, withoutDefault } from './scopes.js';
import { type Ask, at, createService, type Env, refusal } from './serve.js';
import type { World } from './world.js';

const DEVICE_CODE_SECONDS = 900;

/** login.microsoftonline.com: discovery, device code, authorize, token. */
export function entra(world: World): Hono<Env> {
  const app = createService();
  app.get('/:tenant/v2.0/.well-known/openid-configuration', at(world, 'microsoft/discovery', discover));
  app.get('/:tenant/discovery/v2.0/keys', at(world, 'microsoft/discovery', keys));
  app.get('/common/discovery/instance', at(world, 'microsoft/discovery', instances));
  app.post('/:tenant/oauth2/v2.0/devicecode', at(world, 'microsoft/devicecode', openDevice));
  app.on(['GET', 'POST'], '/devicelogin', at(world, 'microsoft/authorize', deviceLogin));
  app.on(['GET', 'POST'], '/:tenant/oauth2/v2.0/authorize', at(world, 'microsoft/authorize', authorize));
  app.post('/:tenant/oauth2/v2.0/token', at(world, 'microsoft/token', createTokenEndpoint(world)));
  return app;
}

function discover(ask: Ask, world: World): Response {
  const { name } = tenantOf(world, ask);
  const login = loginOf(ask);
  const endpoints = `${login}/${name}/oauth2/v2.0`;
  return ask.json({
    token_endpoint: `${endpoints}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${login}/${name}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${login}/${name === 'common' || name === 'organizations' ? '{tenantid}' : name}/v2.0`,
    authorization_endpoint: `${endpoints}/authorize`,
    device_authorization_endpoint: `${endpoints}/devicecode`,
    tenant_region_scope: 'EU',
    cloud_instance_name: loginHostOf(ask.req.url).replace('login.', ''),
  });
}

function keys(ask: Ask, world: World): Response {
  return ask.json(world.tokens.keySet);
}

/** What MSAL asks before it trusts an authority. */
function instances(ask: Ask): Response {
  const { host } = new URL(ask.req.url);
  return ask.json({
    tenant_discovery_endpoint: `${loginOf(ask)}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

/** RFC 8628 3.1. */
async function openDevice(ask: Ask, world: World): Promise<Response> {
  const form = await readForm(ask);
  const { name, tenant } = tenantOf(world, ask);
  const app = findApp(world, form.get('client_id'), tenant, name);
  const names = { clientId: app.clientId, app: app.name, tenant: name };
  if (!app.publicClient) throw refusal.microsoft(world, '7000218', names);
  const scopes = askedScopes(world, ask, form.get('scope') ?? '', names);
  const request = { provider: 'microsoft', clientId: app.clientId, tenant: name, scopes: fullNames(scopes) } as const;
  const { text, value } = world.grants.openDevice(request, DEVICE_CODE_SECONDS * SECOND);
  if (world.switches.signIn !== 'page') {
    value.user = world.directory.signIns('microsoft', name)[0]?.user;
    value.state = world.switches.signIn;
  }
  const address = world.here(`https://${loginHostOf(ask.req.url)}/devicelogin`);
  return ask.json(
    {
      user_code: value.userCode,
      device_code: text,
      verification_uri: address,
      expires_in: DEVICE_CODE_SECONDS,
      interval: world.switches.interval,
      message: `To sign in, use a web browser to open the page ${address} and enter the code ${value.userCode} to authenticate.`,
    },
    200,
    noStore,
  );
}

/** The page that `verification_uri` names. */
async function deviceLogin(ask: Ask, world: World): Promise<Response> {
  const form = await readForm(ask);
  const shown = form.get('user_code') ?? ask.req.query('user_code') ?? '';
  const accounts = world.directory.signIns('microsoft', 'common').map(({ user }) => user);
  if (ask.req.method === 'GET') return ask.html(userCodePage('Enter code', accounts, shown));
  const request = world.grants.deviceOf(shown);
  if (request === undefined || request.provider !== 'microsoft') {
    return ask.html(messagePage('Enter code', "That code didn't work. Check the code and try again."), 400);
  }
  const approved = form.get('decision') === 'approve';
  request.user = form.get('user') ?? undefined;
  request.state = approved ? 'approved' : 'denied';
  const text = approved ? 'You have signed in on your device. You may now close this window.' : 'You declined.';
  return ask.html(messagePage('Sandbox sign-in', text));
}

/** RFC 6749 4.1.1. What is wrong with client or address is shown, all else goes to the address (4.1.2.1). */
async function authorize(ask: Ask, world: World): Promise<Response> {
  const asked = new URL(ask.req.url).searchParams;
  const { name, tenant } = tenantOf(world, ask);
  const app = findApp(world, asked.get('client_id'), tenant, name);
  const names = { clientId: app.clientId, app: app.name, tenant: name };
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (!isRegistered(redirectUri, app.redirectUris ?? [])) {
    throw refusal.microsoft(world, '50011', { ...names, redirectUri });
  }
  const back = (fields: Record<string, string>): Response => goBack(ask, redirectUri, asked, fields);
  const fail = (code: EntraCode, more: Record<string, string | undefined> = {}): Response => {
    const { error, error_description, error_uri } = entraBody(code, { ...names, ...more }, world.clock.now());
    ask.get('record').error = code;
    return back({ error: String(error), error_description: String(error_description), error_uri: String(error_uri) });
  };
  if (asked.get('response_type') !== 'code') return fail('900144', { parameter: 'response_type' });
  const challenge = asked.get('code_challenge') ?? undefined;
  if (challenge !== undefined && !/^[\w-]{43}$/.test(challenge)) return fail('501491');
  if (challenge !== undefined && asked.get('code_challenge_method') !== 'S256') return fail('50147');
  const consent = readConsent(asked.get('scope') ?? '', readAddress(ask.req.url).host);
  const wrong = consent.find((one) => 'wrong' in one);
  if (wrong !== undefined) return fail(wrong.wrong, { scope: wrong.scope, resource: wrong.resource });
  const scopes = [...new Set(consent.flatMap((one) => ('wrong' in one ? [] : fullNames(withoutDefault(one)))))];
  if (scopes.length === 0) return fail('900144', { parameter: 'scope' });
  const accounts = world.directory.signIns('microsoft', name).map(({ user }) => user);
  if (asked.get('prompt') === 'none' && world.switches.signIn === 'page') return fail('50058');

  const hint = asked.get('login_hint') ?? undefined;
  const form = await readForm(ask);
  if (world.switches.signIn === 'page' && ask.req.method === 'GET') {
    const words = `${app.name} asks for: ${scopes.join(', ')}`;
    return ask.html(signInPage('Sign in to the sandbox', words, accounts, hint));
  }
  const user = form.get('user') ?? world.directory.account('microsoft', hint ?? '')?.user ?? accounts[0] ?? '';
  if (!accounts.includes(user)) return fail('50020', { user });
  const refused = world.refusals.take('microsoft/authorize');
  if (refused !== undefined) return fail(refused as EntraCode, { user, resource: consent[0]?.resource });
  if (form.get('decision') === 'deny' || world.switches.signIn === 'denied') return fail('65004');
  const code = world.grants.openCode({
    provider: 'microsoft',
    clientId: app.clientId,
    tenant: name,
    scopes,
    user,
    redirectUri,
    challenge,
    nonce: asked.get('nonce') ?? undefined,
    offline: scopes.includes('offline_access'),
  });
  return back({ code, session_state: crypto.randomUUID() });
}

/** To the address of the client, by `response_mode`. */
function goBack(ask: Ask, redirectUri: string, asked: URLSearchParams, fields: Record<string, string>): Response {
  const state = asked.get('state');
  const all = state === null ? fields : { ...fields, state };
  if (asked.get('response_mode') === 'form_post') return ask.html(formPostPage(redirectUri, all));
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return ask.redirect(url.href, 302);
}

function tenantOf(world: World, ask: Ask): { readonly name: string; readonly tenant: Tenant } {
  const name = ask.req.param('tenant')!;
  const tenant = world.directory.tenant(name);
  if (tenant === undefined) throw refusal.microsoft(world, '90002', { tenant: name });
  return { name, tenant };
}

function askedScopes(world: World, ask: Ask, text: string, names: Record<string, string>): AskedScopes {
  const scopes = readScopes(text, readAddress(ask.req.url).host);
  if (!('wrong' in scopes)) return withoutDefault(scopes);
  throw refusal.microsoft(world, scopes.wrong, { ...names, scope: scopes.scope, resource: scopes.resource });
}

/** The address of the login endpoint, by the way that the request came. */
function loginOf(ask: Ask): string {
  return addressOf(ask.req.url, loginHostOf(ask.req.url));
}
