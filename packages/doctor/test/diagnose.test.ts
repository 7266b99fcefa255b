import { sandbox } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { interceptorOf, interceptors } from '../src/diagnose/interceptors.js';
import { type DiagnosisEvent, diagnose } from '../src/index.js';
import { certificateFor, closedPort, resolverOf, SHORT, silentAt, tlsServer, verdict, words } from './diagnose-kit.js';

const resolver = resolverOf();

describe('the stages', () => {
  test('come in the order of the protocol, and each tells what was seen', async () => {
    await using box = await sandbox.generic({ mechanisms: ['PLAIN'], user: 'me@example.com' });
    const diagnosis = await diagnose(box.transportOptions, { resolver });
    expect(words(diagnosis)).toBe('settings, dns, tcp, greeting, ehlo, tls, ehlo-tls, auth, mail, rset, quit');
    const seen = Object.fromEntries(diagnosis.stages.map((one) => [one.stage, one.seen.join('\n')]));
    expect(seen.settings).toContain('login of me@example.com by password');
    expect(seen.tcp).toMatch(/^127\.0\.0\.1:\d+ open after \d+ ms$/);
    expect(seen.greeting).toContain('S: 220 mail.example.com');
    expect(seen.ehlo).toContain('S: 250 STARTTLS');
    expect(seen.tls).toMatch(
      /^C: STARTTLS\nS: 220 .*\nTLSv1\.3, TLS_.*\ncertificate of mail\.example\.com, for mail\.example\.com, localhost, 127\.0\.0\.1, .*\nissued by Ehlo sandbox authority\nvalid until /,
    );
    expect(seen['ehlo-tls']).toContain('AUTH PLAIN');
    expect(seen.auth).toBe('C: AUTH PLAIN [secret]\nS: 235 2.7.0 Authentication succeeded');
    expect(seen.mail).toBe('C: MAIL FROM:<me@example.com>\nS: 250 2.1.0 Sender OK');
    expect(seen.quit).toContain('S: 221');
    expect(diagnosis).toMatchObject({ ok: true, endpoint: { port: box.port, tls: 'starttls' }, neighbours: [] });
    expect(diagnosis.answer).toBe(`127.0.0.1:${box.port} is ready for mail: the login succeeded.`);
    expect(box.inbox).toEqual([]);
  });

  test('have TLS before the greeting, and no second EHLO, where TLS is implicit', async () => {
    await using box = await sandbox.gmail();
    const diagnosis = await diagnose({ ...box.transportOptions, provider: 'gmail' }, { resolver });
    expect(words(diagnosis)).toBe('settings, dns, tcp, tls, greeting, ehlo, auth, mail, rset, quit');
  });

  test('leave the sender out where none is known, before QUIT', async () => {
    await using box = await sandbox.generic({ user: 'me' });
    const told: string[] = [];
    const observe = (event: DiagnosisEvent): void => {
      if (event.kind === 'ended') told.push(event.report.stage);
    };
    const diagnosis = await diagnose(box.transportOptions, { resolver, observe });
    expect(words(diagnosis)).toContain('auth, mail skipped, rset skipped, quit');
    expect(told.slice(-3)).toEqual(['auth', 'mail', 'quit']);
  });

  test('have a message in place of RSET where one is asked for', async () => {
    await using box = await sandbox.outlook();
    const target = { ...box.transportOptions, provider: 'outlook' };
    const diagnosis = await diagnose(target, { resolver, sendTo: 'you@example.net' });
    expect(words(diagnosis)).toBe(
      'settings, dns, tcp, token, greeting, ehlo, tls, ehlo-tls, auth, mail, message, quit',
    );
    expect((await box.nextMail()).envelope).toMatchObject({ from: box.user, to: ['you@example.net'] });
    const seen = diagnosis.stages.find(({ stage }) => stage === 'mail')?.seen.join('\n');
    expect(seen).toMatch(/^C: MAIL FROM:<[^\n]*\nS: 250 2\.1\.0 Sender OK$/);
  });

  test('are told as they begin and end, and those behind a failed one were not reached', async () => {
    await using box = await sandbox.generic({ fault: 'starttls-stripped' });
    const told: DiagnosisEvent[] = [];
    const observe = (event: DiagnosisEvent): void => {
      told.push(event);
      throw new Error('a view that breaks');
    };
    const diagnosis = await diagnose(box.transportOptions, { resolver, observe });
    expect(words(diagnosis)).toBe(
      'settings, dns, tcp, greeting, ehlo, tls failed, ehlo-tls not reached, auth not reached, mail not reached, rset not reached, quit not reached',
    );
    const ticks = told.flatMap((event) =>
      event.kind === 'begun'
        ? [`${event.stage}?`]
        : event.kind === 'ended'
          ? [`${event.report.stage} ${event.report.result}`]
          : [],
    );
    expect(ticks).toEqual([
      ...[
        'settings?',
        'settings ok',
        'dns?',
        'dns ok',
        'tcp?',
        'tcp ok',
        'greeting?',
        'greeting ok',
        'ehlo?',
        'ehlo ok',
      ],
      'tls failed',
    ]);
    expect(told.filter(({ kind }) => kind === 'neighbour').length).toBeGreaterThan(0);
  });

  test('end before the login where there are no credentials', async () => {
    await using box = await sandbox.generic();
    const { host, port, tls } = box.transportOptions;
    const diagnosis = await diagnose({ host, port, tls, security: 'starttls' }, { resolver });
    expect(diagnosis.ok).toBe(true);
    expect(words(diagnosis)).toContain('ehlo-tls, auth skipped, mail skipped, rset skipped, quit');
    expect(diagnosis.answer).toContain('no credentials were given');
  });

  test('name what the server wants where a sender is tried without a login', async () => {
    await using box = await sandbox.microsoft365();
    const { host, port, tls } = box.transportOptions;
    const diagnosis = await diagnose(
      { host, port, tls, provider: 'microsoft365', from: 'me@contoso.com' },
      { resolver },
    );
    expect(verdict(diagnosis)).toBe('CREDENTIALS_MISSING at mail');
  });

  test('begin anew where the port speaks the other encrypted mode, as a transport does by itself', async () => {
    await using box = await sandbox.generic({ security: 'implicit' });
    const told: string[] = [];
    const target = { ...box.transportOptions, security: 'auto' as const, timeouts: { greeting: 1_000 } };
    const diagnosis = await diagnose(target, { resolver, observe: ({ kind }) => void told.push(kind) });
    expect(words(diagnosis)).toBe('settings, dns, tcp, tls, greeting, ehlo, auth, mail, rset, quit');
    expect(told).toContain('again');
    expect(diagnosis.warnings.map(({ field }) => field)).toEqual(['security']);
    expect(box.counters.logins).toBe(1);
  });
});

describe('the neighbours', () => {
  test.each([
    ['implicit', 'starttls', 'TLS_PLAIN_ON_IMPLICIT_PORT at greeting', 'with TLS from the first byte works from here.'],
    ['starttls', 'implicit', 'TLS_IMPLICIT_ON_STARTTLS_PORT at tls', 'with STARTTLS works from here.'],
  ] as const)('show a server of %s to one who came by %s', async (server, security, expected, answer) => {
    await using box = await sandbox.generic({ security: server });
    const diagnosis = await diagnose({ ...box.transportOptions, security, timeouts: SHORT }, { resolver });
    expect(verdict(diagnosis)).toBe(expected);
    expect(diagnosis.answer).toContain(`127.0.0.1 port ${box.port} ${answer}`);
    expect(diagnosis.works).toMatchObject({ port: box.port, tls: server, why: 'the other way to TLS' });
    // Only the engine's own login counts: the neighbours have none.
    expect(box.counters.commands.AUTH).toBeUndefined();
  });

  test('show another port where nobody listens, in both languages', async () => {
    await using box = await sandbox.generic();
    const neighbours = [{ host: '127.0.0.1', port: box.port, tls: 'starttls' as const }];
    const target = { ...box.transportOptions, port: await closedPort() };
    const diagnosis = await diagnose(target, { resolver, neighbours });
    expect(verdict(diagnosis)).toBe('HOST_MISSING_LOCALHOST at tcp');
    expect(diagnosis.works).toMatchObject({ port: box.port, works: true });
    expect(diagnosis.neighbours.filter(({ works }) => !works).length).toBeGreaterThan(2);
    const chinese = await diagnose(target, { resolver, neighbours, language: 'zh-CN' });
    expect(chinese.answer).toContain(`从这里可用：127.0.0.1 端口 ${box.port}，STARTTLS。`);
    expect(chinese.cause?.fix).toMatch(/\p{Script=Han}/u);
    expect(box.counters.commands.AUTH).toBeUndefined();
  });

  test('without AUTH are no help to one who has to log in', async () => {
    await using box = await sandbox.generic({ mechanisms: [] });
    const neighbours = [{ host: '127.0.0.1', port: box.port, tls: 'starttls' as const }];
    const { tls } = box.transportOptions;
    const target = { host: '127.0.0.1', port: await closedPort(), tls, user: 'me', password: 'open sesame' };
    const diagnosis = await diagnose(target, { resolver, neighbours });
    expect(diagnosis.neighbours.find(({ port }) => port === box.port)).toMatchObject({
      works: false,
      code: 'AUTH_NOT_OFFERED',
    });
    expect(diagnosis.works).toBeUndefined();
  });

  test('include the other addresses of the host', async () => {
    await using box = await sandbox.generic();
    const silent = await silentAt('127.0.0.2', box.port);
    const hosts = { 'mail.example.com': ['127.0.0.2', '127.0.0.1'] };
    const target = {
      ...box.transportOptions,
      host: 'mail.example.com',
      security: 'starttls' as const,
      timeouts: SHORT,
    };
    const diagnosis = await diagnose(target, { resolver: resolverOf(hosts) });
    silent.close();
    expect(verdict(diagnosis)).toBe('CONNECTION_STALLED_OR_DROPPED at greeting');
    expect(diagnosis.works).toMatchObject({ address: '127.0.0.1', why: 'another address of the host' });
    expect(diagnosis.answer).toContain(`mail.example.com (127.0.0.1) port ${box.port} with STARTTLS works from here.`);
  });

  test('are not asked where the account is at fault', async () => {
    await using box = await sandbox.generic();
    const diagnosis = await diagnose({ ...box.transportOptions, password: 'not the password' }, { resolver });
    expect(verdict(diagnosis)).toBe('CREDENTIALS_REJECTED at auth');
    expect(diagnosis.stages.find(({ stage }) => stage === 'auth')?.seen.at(-1)).toMatch(/^S: 535/);
    expect(diagnosis.neighbours).toEqual([]);
    expect(box.counters).toMatchObject({ connections: 2, logins: 0, commands: { AUTH: 1 } });
  });
});

describe('DNS and TCP', () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

  test.each([
    ['ENOTFOUND', 'WRONG_HOST_OR_PORT at dns'],
    ['EAI_AGAIN', 'DNS_RESOLVER_UNAVAILABLE at dns'],
    ['ESERVFAIL', 'DNS_RESOLVER_UNAVAILABLE at dns'],
  ])('%s', async (code, expected) => {
    const diagnosis = await diagnose('mail.example.com', { resolver: resolverOf({}, { lookup: failing(code) }) });
    expect(verdict(diagnosis)).toBe(expected);
    expect(words(diagnosis)).toContain('settings, dns failed, tcp not reached');
  });

  test('a resolver that never answers', async () => {
    const lookup = (): Promise<never> => new Promise(() => undefined);
    const diagnosis = await diagnose('mail.example.com', { resolver: resolverOf({}, { lookup }), within: 1_000 });
    expect(verdict(diagnosis)).toBe('DNS_RESOLVER_UNAVAILABLE at dns');
    expect(diagnosis.milliseconds).toBeLessThan(3_000);
  });

  test('an address that is closed beside one that is open is noticed, and no failure', async () => {
    await using box = await sandbox.generic();
    const hosts = { 'mail.example.com': ['127.0.0.3', '127.0.0.1'] };
    const diagnosis = await diagnose(
      { ...box.transportOptions, host: 'mail.example.com' },
      { resolver: resolverOf(hosts) },
    );
    expect(diagnosis.ok).toBe(true);
    expect(diagnosis.stages[1]?.seen).toEqual(
      expect.arrayContaining(['mail.example.com: A 127.0.0.3, A 127.0.0.1', 'SRV _submission._tcp.example.com: none']),
    );
    expect(diagnosis.warnings).toMatchObject([
      { field: 'host', message: expect.stringMatching(/^127\.0\.0\.3:\d+ ECONNREFUSED/) },
    ]);
  });

  test('SRV names a neighbour', async () => {
    await using box = await sandbox.generic();
    const srv = (name: string) =>
      name.startsWith('_submission.')
        ? Promise.resolve([{ name: 'submit.example.com', port: box.port, priority: 0, weight: 0 }])
        : failing('ENODATA')();
    const own = resolverOf({ 'mail.example.com': ['127.0.0.1'], 'submit.example.com': ['127.0.0.1'] }, { srv });
    const target = {
      ...box.transportOptions,
      host: 'mail.example.com',
      port: await closedPort(),
      tls: { ca: box.ca, servername: 'mail.example.com' },
    };
    const diagnosis = await diagnose(target, { resolver: own });
    expect(verdict(diagnosis)).toBe('WRONG_HOST_OR_PORT at tcp');
    expect(diagnosis.works).toMatchObject({ host: 'submit.example.com', why: 'told by SRV' });
  });

  test('the first of a provider’s places that answers is taken, as a transport does', async () => {
    const own = resolverOf({ 'smtp.gmail.com': ['127.0.0.1'] });
    const diagnosis = await diagnose('someone@gmail.com', { resolver: own });
    expect(diagnosis.stages[2]?.seen).toHaveLength(2);
    expect(diagnosis.provider).toBe('Gmail');
    expect(diagnosis.failedAt).toBe('tcp');
  });
});

describe('certificates', () => {
  test.each([
    ['Avast Web/Mail Shield Root', 'TLS_INTERCEPTED at tls', 'Avast, a virus scanner on this machine'],
    ['Zscaler Root CA', 'TLS_INTERCEPTED at tls', 'Zscaler, a device of the network'],
    ['Some Private Authority', 'TLS_CERT_UNTRUSTED at tls', ''],
  ])('issued by %s', async (issuer, expected, detail) => {
    const server = await tlsServer(await certificateFor(['smtp.example.com'], issuer));
    const hosts = { 'smtp.example.com': ['127.0.0.1'] };
    const target = { host: 'smtp.example.com', port: server.port, security: 'implicit' as const };
    const diagnosis = await diagnose(target, { resolver: resolverOf(hosts) });
    server.close();
    expect(verdict(diagnosis)).toBe(expected);
    expect(diagnosis.cause?.detail).toContain(detail);
    const tls = diagnosis.stages.find(({ stage }) => stage === 'tls');
    expect(tls?.seen.join('\n')).toMatch(
      new RegExp(`certificate of smtp.example.com, for smtp.example.com\nissued by ${issuer}\nvalid from `),
    );
  });

  test('that nobody knows in place of a provider’s are an interception too', async () => {
    await using box = await sandbox.microsoft365();
    const own = resolverOf({ 'smtp.office365.com': ['127.0.0.1'] });
    const { user, auth, port } = box.transportOptions;
    const diagnosis = await diagnose({ host: 'smtp.office365.com', port, user, auth }, { resolver: own });
    expect(verdict(diagnosis)).toBe('TLS_INTERCEPTED at tls');
    expect(diagnosis.stages.find(({ stage }) => stage === 'tls')?.seen).toContain('issued by Ehlo sandbox authority');
    expect(box.counters.commands.AUTH).toBeUndefined();
  });

  test('for another name are told with the names they are for', async () => {
    await using box = await sandbox.generic({ fault: { name: 'wrong-certificate', kind: 'wrong-name' } });
    const diagnosis = await diagnose({ ...box.transportOptions }, { resolver });
    const seen = diagnosis.stages.find(({ stage }) => stage === 'tls')?.seen;
    expect(seen).toContain('certificate of other.example, for other.example');
    // A certificate came: this was the way to TLS, and the other need not be waited for.
    expect(diagnosis.neighbours.map(({ why }) => why)).not.toContain('the other way to TLS');
  });
});

describe('interceptors', () => {
  test.each(interceptors)('$name has a source', ({ source }) => expect(source).toMatch(/^https:\/\//));

  test.each([
    ['Kaspersky Anti-Virus Personal Root Certificate', 'Kaspersky'],
    ['AVG Web/Mail Shield Root', 'AVG'],
    ['FortiGate CA', 'Fortinet'],
    ['Cisco Umbrella Primary SubCA', 'Cisco Umbrella'],
    ['DigiCert Global Root G2', undefined],
    ["Let's Encrypt", undefined],
    ['Microsoft Azure RSA TLS Issuing CA 03', undefined],
    ['WR2, Google Trust Services', undefined],
    ['Symantec Class 3 Secure Server CA - G4', undefined],
  ])('%s is %s', (issuer, name) => expect(interceptorOf([issuer])?.name).toBe(name));
});

// Other work on the machine may hold an end up, so that it is measured again.
describe('its bounds', { retry: 2 }, () => {
  test('it ends within its time, however slow the server', async () => {
    await using box = await sandbox.generic({ fault: 'silent' });
    const diagnosis = await diagnose(
      { ...box.transportOptions, timeouts: { greeting: 60_000 } },
      { resolver, within: 1_500 },
    );
    expect(verdict(diagnosis)).toBe('CONNECTION_STALLED_OR_DROPPED at greeting');
    expect(diagnosis.milliseconds).toBeLessThan(3_000);
  });

  test('a token source that never answers does not make it wait', async () => {
    await using box = await sandbox.microsoft365();
    const auth = (): Promise<never> => new Promise(() => undefined);
    const target = { ...box.transportOptions, auth, provider: 'microsoft365' };
    const diagnosis = await diagnose(target, { resolver, within: 1_500 });
    expect(verdict(diagnosis)).toBe('TOKEN_SOURCE_FAILED at token');
    expect(diagnosis.milliseconds).toBeLessThan(3_000);
    expect(box.counters.commands.AUTH).toBeUndefined();
  });

  test('nor does a domain that never tells of its server', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const deaf = { lookup: never, srv: never, mx: never };
    const diagnosis = await diagnose('me@corp.example', { resolver: deaf, get: never, within: 1_000 });
    expect(verdict(diagnosis)).toBe('PROVIDER_UNKNOWN at settings');
    expect(diagnosis.milliseconds).toBeLessThan(2_000);
  });

  test('an abort ends it with its reason', async () => {
    await using box = await sandbox.generic({ fault: 'silent' });
    const abort = new AbortController();
    const observe = (event: DiagnosisEvent): void => {
      if (event.kind === 'begun' && event.stage === 'greeting') abort.abort(new Error('enough'));
    };
    const running = diagnose(box.transportOptions, { resolver, observe, signal: abort.signal });
    await expect(running).rejects.toThrow('enough');
    await expect(diagnose(box.transportOptions, { signal: abort.signal })).rejects.toThrow('enough');
  });
});
