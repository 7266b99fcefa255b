import type { Hono } from 'hono';
import { SECOND } from './clock.js';
import { type GoogleClient, isLoopback, isRegistered } from './directory.js';
import { noStore, readForm } from './form.js';
import { type GoogleCode, googleErrors } from './google-errors.js';
import { createGoogleTokenEndpoint, findClient } from './google-token.js';
import { messagePage, signInPage, userCodePage } from './pages.js';
import { addressOf } from './places.js';
import { type Ask, at, createService, type Env, refusal } from './serve.js';
import type { World } from './world.js';

const DEVICE_CODE_SECONDS = 1800;

/** developers.google.com/identity/protocols/oauth2/limited-input-device: mail is not among them. */
const DEVICE_SCOPES = [
  'email',
  'openid',
  'profile',
  'https://www.googleapis.com/auth/drive.appdata',
  'https://www.googleapis.com/auth/drive.file',
  'https://www.googleapis.com/auth/youtube',
  'https://www.googleapis.com/auth/youtube.readonly',
];

/** accounts.google.com and oauth2.googleapis.com. */
export function google(world: World): Hono<Env> {
  const app = createService();
  app.get('/.well-known/openid-configuration', at(world, 'google/discovery', discover));
  app.get('/oauth2/v3/certs', at(world, 'google/discovery', keys));
  app.on(['GET', 'POST'], '/o/oauth2/v2/auth', at(world, 'google/authorize', authorize));
  app.on(['GET', 'POST'], '/device', at(world, 'google/authorize', deviceLogin));
  app.post('/device/code', at(world, 'google/devicecode', openDevice));
  app.post('/token', at(world, 'google/token', createGoogleTokenEndpoint(world)));
  app.post('/revoke', at(world, 'google/revoke', revoke));
  return app;
}

function discover(ask: Ask): Response {
  const accounts = addressOf(ask.req.url, 'accounts.google.com');
  const oauth2 = addressOf(ask.req.url, 'oauth2.googleapis.com');
  return ask.json({
    issuer: 'https://accounts.google.com',
    authorization_endpoint: `${accounts}/o/oauth2/v2/auth`,
    device_authorization_endpoint: `${oauth2}/device/code`,
    token_endpoint: `${oauth2}/token`,
    revocation_endpoint: `${oauth2}/revoke`,
    jwks_uri: `${addressOf(ask.req.url, 'www.googleapis.com')}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ],
  });
}

function keys(ask: Ask, world: World): Response {
  return ask.json(world.tokens.keySet);
}

/** What is wrong with client or address is shown as a page, all else goes to the address. */
async function authorize(ask: Ask, world: World): Promise<Response> {
  const asked = new URL(ask.req.url).searchParams;
  const show = (status: 400 | 401, error: string): Response => {
    ask.get('record').error = error;
    return ask.html(messagePage('Access blocked: Authorization Error', `Error ${status}: ${error}`), status);
  };
  const client: GoogleClient | undefined = world.directory.client(asked.get('client_id') ?? '');
  if (client === undefined) return show(401, 'invalid_client');
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (!isLoopback(redirectUri) && !isRegistered(redirectUri, client.redirectUris ?? []))
    return show(400, 'redirect_uri_mismatch');
  if (asked.get('response_type') !== 'code') return show(400, 'unsupported_response_type');
  const scopes = (asked.get('scope') ?? '').split(' ').filter(Boolean);
  if (scopes.length === 0) return show(400, 'invalid_request');

  const back = (fields: Record<string, string>): Response => {
    const url = new URL(redirectUri);
    const state = asked.get('state');
    for (const [name, value] of Object.entries({ ...(state === null ? {} : { state }), ...fields })) {
      url.searchParams.set(name, value);
    }
    if (fields.error !== undefined) ask.get('record').error = fields.error;
    return ask.redirect(url.href, 302);
  };
  const accounts = accountsOf(world);
  const { signIn } = world.switches;
  const form = await readForm(ask);
  if (asked.get('prompt') === 'none' && signIn === 'page') return back({ error: 'interaction_required' });
  const hint = asked.get('login_hint') ?? undefined;
  if (signIn === 'page' && ask.req.method === 'GET') {
    return ask.html(
      signInPage('Sign in to the sandbox', `${client.name} asks for: ${scopes.join(', ')}`, accounts, hint),
    );
  }
  const user = form.get('user') ?? world.directory.account('google', hint ?? '')?.user ?? accounts[0];
  const refused = world.refusals.take('google/authorize');
  if (refused !== undefined) return back({ error: googleErrors[refused as GoogleCode].error });
  if (user === undefined || !accounts.includes(user)) return back({ error: 'access_denied' });
  if (form.get('decision') === 'deny' || signIn === 'denied') return back({ error: 'access_denied' });
  const agreed = world.grants.all.some(
    (one) => one.clientId === client.clientId && one.user === user && !one.revokedAt,
  );
  // A refresh token comes with the first consent, and again only where consent is asked for again.
  const offline = asked.get('access_type') === 'offline' && (!agreed || /\bconsent\b/.test(asked.get('prompt') ?? ''));
  const challenge = asked.get('code_challenge') ?? undefined;
  const request = { provider: 'google', clientId: client.clientId, tenant: '', scopes, user, redirectUri } as const;
  const code = world.grants.openCode({ ...request, challenge, nonce: asked.get('nonce') ?? undefined, offline });
  return back({ code, scope: scopes.join(' ') });
}

async function openDevice(ask: Ask, world: World): Promise<Response> {
  const form = await readForm(ask);
  const client = findClient(world, form.get('client_id'));
  const scopes = (form.get('scope') ?? '').split(' ').filter(Boolean);
  if (scopes.length === 0) throw refusal.google(world, 'missing-parameter', { parameter: 'scope' });
  const strange = scopes.filter((scope) => !DEVICE_SCOPES.includes(scope));
  if (strange.length > 0) throw refusal.google(world, 'device-scope', { scope: strange.join(' ') });
  const request = { provider: 'google', clientId: client.clientId, tenant: '', scopes } as const;
  const { text, value } = world.grants.openDevice(request, DEVICE_CODE_SECONDS * SECOND);
  if (world.switches.signIn !== 'page') {
    value.user = accountsOf(world)[0];
    value.state = world.switches.signIn;
  }
  return ask.json(
    {
      device_code: text,
      user_code: value.userCode,
      expires_in: DEVICE_CODE_SECONDS,
      interval: world.switches.interval,
      // Google's own name for it, older than RFC 8628.
      verification_url: world.here('https://accounts.google.com/device'),
    },
    200,
    noStore,
  );
}

async function deviceLogin(ask: Ask, world: World): Promise<Response> {
  const form = await readForm(ask);
  const shown = form.get('user_code') ?? ask.req.query('user_code') ?? '';
  if (ask.req.method === 'GET') return ask.html(userCodePage('Connect a device', accountsOf(world), shown));
  const request = world.grants.deviceOf(shown);
  if (request === undefined || request.provider !== 'google') {
    return ask.html(messagePage('Connect a device', 'Invalid code. Please try again.'), 400);
  }
  const approved = form.get('decision') === 'approve';
  request.user = form.get('user') ?? undefined;
  request.state = approved ? 'approved' : 'denied';
  return ask.html(messagePage('Connect a device', approved ? 'Success! Device connected.' : 'Access denied.'));
}

/** RFC 7009, with Google's answer to what it does not know. Access tokens of the grant end with it. */
async function revoke(ask: Ask, world: World): Promise<Response> {
  const text = (await readForm(ask)).get('token') ?? ask.req.query('token') ?? '';
  const access = world.tokens.find(text);
  const grant =
    world.grants.refreshTokens.find(text)?.value ??
    world.grants.all.find((one) => one.clientId === access?.clientId && one.user === access?.user);
  const live = grant !== undefined && grant.provider === 'google' && grant.revokedAt === undefined;
  if (!live && (access === undefined || access.expired)) throw refusal.google(world, 'invalid-token');
  const { clientId, user } = grant ?? access!;
  if (grant !== undefined) world.grants.revoke(grant);
  world.tokens.expire((one) => one.provider === 'google' && one.clientId === clientId && one.user === user);
  return ask.json({});
}

function accountsOf(world: World): readonly string[] {
  return world.directory.signIns('google', '').map(({ user }) => user);
}
