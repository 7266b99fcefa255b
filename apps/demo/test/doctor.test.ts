import { catalogue } from '@ehlo/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PROVIDERS, type SandboxChange } from '../src/api.js';
import type { DoctorEvent, DoctorTarget, SandboxTarget, Told } from '../src/api-doctor.js';
import { patientOf } from '../src/server/targets.js';
import { type Demo, openDemo } from './demo.js';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const provider of PROVIDERS) await demo.post(`/api/sandbox/${provider}`, { reset: true });
});

const sandbox = (provider: SandboxTarget['provider'], more: Partial<SandboxTarget> = {}): SandboxTarget => ({
  kind: 'sandbox',
  provider,
  login: 'token',
  security: 'auto',
  ...more,
});

async function probed(target: DoctorTarget): Promise<{ told: Told; events: DoctorEvent[]; text: string }> {
  const { events, text } = await demo.probe(target);
  const last = events.find((event) => event.kind === 'told');
  return { told: last!.told, events, text };
}

const results = ({ stages }: Told): string => stages.map(({ stage, result }) => `${stage} ${result}`).join(', ');

describe('a server of the sandbox', () => {
  test.each([
    ['outlook', 'token'],
    ['microsoft365', 'token'],
    ['gmail', 'password'],
    ['workspace-relay', 'password'],
    ['generic', 'none'],
  ] as const)('%s, with login by %s, is well, and gets no mail', async (provider, login) => {
    const { told } = await probed(sandbox(provider, { login }));
    expect(told).toMatchObject({ ok: true, neighbours: [] });
    expect(told.stages.find(({ stage }) => stage === 'auth')?.result).toBe(login === 'none' ? 'skipped' : 'ok');
    expect(demo.stage.box(provider).inbox).toEqual([]);
  });

  test('is examined in the state that it was put in', async () => {
    const change: SandboxChange = { set: { smtpAuth: 'disabled-for-tenant' } };
    await demo.post('/api/sandbox/microsoft365', change);
    const { told, events } = await probed(sandbox('microsoft365'));
    expect(told).toMatchObject({ ok: false, failedAt: 'auth', cause: { code: 'MS_SMTP_AUTH_DISABLED' } });
    expect(results(told)).toMatch(/auth failed, mail not reached, rset not reached, quit not reached$/);
    expect(told.cause!.words['zh-CN'].fix).toMatch(/\p{Script=Han}/u);
    const failed = events.find((event) => event.kind === 'ended' && event.report.result === 'failed');
    expect(failed).toMatchObject({ report: { stage: 'auth', cause: { words: told.cause!.words } } });
  });

  test('tells each stage as it begins and ends, with the conversation between', async () => {
    const { events } = await probed(sandbox('gmail', { login: 'password' }));
    const kinds = events.map((event) => event.kind);
    expect(kinds[0]).toBe('stage');
    expect(kinds.slice(-2)).toEqual(['told', 'done']);
    expect(kinds.indexOf('begun')).toBeLessThan(kinds.indexOf('trace'));
    const begun = events.flatMap((event) => (event.kind === 'begun' ? [event.stage] : []));
    const ended = events.flatMap((event) => (event.kind === 'ended' ? [event.report.stage] : []));
    expect(begun.slice(0, 4)).toEqual(['settings', 'dns', 'tcp', 'tls']);
    expect(ended).toEqual(expect.arrayContaining(begun));
  });

  test('with TLS at once on a STARTTLS port: what works is found', async () => {
    const { told } = await probed(sandbox('microsoft365', { security: 'implicit' }));
    const { port } = demo.stage.box('microsoft365');
    expect(told).toMatchObject({ failedAt: 'tls', cause: { code: 'TLS_IMPLICIT_ON_STARTTLS_PORT' } });
    expect(told.works).toMatchObject({ host: '127.0.0.1', port, tls: 'starttls' });
  });

  test.each([
    ['wrong-certificate', 'TLS_CERT_UNTRUSTED'],
    ['starttls-stripped', 'STARTTLS_UNAVAILABLE'],
    ['not-smtp', 'WRONG_HOST_OR_PORT'],
  ])('with the fault %s has %s', async (fault, code) => {
    await demo.post('/api/sandbox/generic', { fault });
    const { told } = await probed(sandbox('generic', { login: 'password' }));
    expect(told.cause?.code).toBe(code);
  });

  test('asks DNS for nothing: the hosts that are published for its provider are the real ones', async () => {
    const { resolver } = patientOf(sandbox('microsoft365'), demo.stage);
    const noName = { code: 'ENOTFOUND' };
    await expect(resolver!.lookup('smtp.office365.com')).rejects.toMatchObject(noName);
    await expect(resolver!.srv('_submission._tcp.office365.com')).rejects.toMatchObject(noName);
    await expect(resolver!.mx('office365.com')).rejects.toMatchObject(noName);
  });

  test.each(['password', 'token'] as const)('a %s that is typed is the one that is tried', async (login) => {
    const { told } = await probed(sandbox('generic', { login, secret: 'not-the-right-one' }));
    expect(told.failedAt).toBe('auth');
    const { password, accessToken } = demo.stage.box('generic');
    const right = await probed(sandbox('generic', { login, secret: login === 'password' ? password : accessToken }));
    expect(right.told.ok).toBe(true);
  });

  test('a secret that is typed is shown to the server once, and comes back from nowhere', async () => {
    await demo.post('/api/sandbox/generic', { fault: 'echo' });
    const box = demo.stage.box('generic');
    const before = box.counters.commands.AUTH ?? 0;
    const { told, text } = await probed(sandbox('generic', { login: 'password', secret: 'c4n4ry-one-two' }));
    expect(told.failedAt).toBe('auth');
    expect(box.counters.commands.AUTH).toBe(before + 1);
    expect(text).toContain('[secret]');
    expect(text).not.toMatch(/c4n4ry|YzRuNHJ5/);
  });
});

describe('what is typed', () => {
  const own = (more: object): DoctorTarget => ({ kind: 'own', login: 'none', security: 'auto', ...more });

  test('is dialled, and a certificate that nobody vouches for keeps the password back', async () => {
    const box = demo.stage.box('generic');
    const logins = box.counters.logins;
    const { told, text } = await probed(
      own({ host: '127.0.0.1', port: box.port, login: 'password', user: box.user, secret: 'c4n4ry-three' }),
    );
    expect(told).toMatchObject({ ok: false, failedAt: 'tls' });
    expect(told.cause?.code).toMatch(/^TLS_CERT_/);
    expect(box.counters.logins).toBe(logins);
    expect(text).not.toContain('c4n4ry');
  });

  test('that works without TLS on this machine alone is found, and can be examined', async () => {
    await using relay = await catalogue.generic.start({ security: 'none' });
    const { host, port, user, password: secret } = relay;
    const { told } = await probed(own({ host, port }));
    expect(told.works).toMatchObject({ host, port, tls: 'none' });
    const found = { host, port, user, secret, login: 'password', security: 'none-on-loopback' };
    expect((await probed(own(found))).told.ok).toBe(true);
  });

  test.each([
    ['nothing', {}, 'host'],
    ['a host with a quote', { host: '"smtp.example.com"' }, 'host'],
    ['an address that is none', { address: 'nobody' }, 'address'],
  ])('%s: the setting is named before anything is dialled', async (_, more, field) => {
    const { told } = await probed(own(more));
    expect(told).toMatchObject({ failedAt: 'settings', cause: { field } });
    expect(results(told)).toMatch(/^settings failed, dns not reached/);
  });
});

describe('a probe', () => {
  test('that hangs can be stopped', async () => {
    await demo.post('/api/sandbox/generic', { fault: 'silent' });
    const { id } = await (await demo.post('/api/doctor', sandbox('generic'))).json();
    const stream = await demo.get(`/api/doctor/${id}/events`);
    expect((await demo.post(`/api/doctor/${id}/abort`, {})).status).toBe(200);
    const text = await stream.text();
    expect(text).toContain('"kind":"aborted"');
    expect(text).not.toContain('"kind":"told"');
  });

  test('is refused where there are too many at once', async () => {
    await demo.post('/api/sandbox/generic', { fault: 'silent' });
    const begun: Response[] = [];
    for (let at = 0; at < 5; at += 1) begun.push(await demo.post('/api/doctor', sandbox('generic')));
    expect(begun.map(({ status }) => status)).toEqual([201, 201, 201, 201, 429]);
    for (const answer of begun.slice(0, 4)) await demo.post(`/api/doctor/${(await answer.json()).id}/abort`, {});
  });

  test.each([
    ['no kind', { login: 'none', security: 'auto' }],
    ['an unknown kind', { kind: 'canary' }],
    ['an unknown provider', sandbox('canary' as 'generic')],
    ['an unknown login', sandbox('generic', { login: 'canary' as 'none' })],
    ['an unknown security', sandbox('generic', { security: 'canary' as 'auto' })],
    ['a host for the sandbox', { ...sandbox('generic'), host: 'canary.example' }],
    ['a secret that is no string', { ...sandbox('generic'), secret: ['canary'] }],
    ['a port that is none', { kind: 'own', login: 'none', security: 'auto', host: 'canary.example', port: 0 }],
  ])('with %s names the field and not the value', async (_, body) => {
    const answer = await demo.post('/api/doctor', body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('canary');
  });

  test.each<Record<string, string>>([
    { origin: 'https://attacker.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'content-type': 'text/plain' },
  ])('that another page asks for is refused: %o', async (headers) => {
    const target = { kind: 'own', login: 'none', security: 'auto', host: '127.0.0.1' };
    expect((await demo.post('/api/doctor', target, headers)).status).toBeGreaterThanOrEqual(403);
  });
});

test('nothing was thrown that a run should not throw', () => expect(demo.faults).toEqual([]));
