import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readAutoconfig } from '../src/discover/autoconfig.js';
import { getHttps } from '../src/discover/https.js';
import { type DiscoverOptions, type DiscoveryStep, discover, type Get } from '../src/index.js';
import { certificateFor, resolverOf } from './diagnose-kit.js';

const NAMES = ['corp.example', 'autoconfig.corp.example', 'www.corp.example', 'elsewhere.example', 'v1.ispdb.net'];
type Answer = { readonly status: number; readonly location?: string; readonly body?: string };

/** A web server that stands for all hosts, on this machine. Answers by `host/path`. */
let pages: Record<string, Answer> = {};
let asked: string[] = [];
let get: Get;
let close: () => void;

beforeAll(async () => {
  const identity = await certificateFor(NAMES);
  const server = createServer(identity, (request: IncomingMessage, response: ServerResponse) => {
    const url = `${request.headers.host?.replace(/:\d+$/, '')}${request.url}`;
    asked.push(url);
    const { status, location, body = '' } = pages[url.replace(/\?.*/, '')] ?? { status: 404 };
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  get = (url, signal) =>
    getHttps(url, signal, {
      ca: identity.cert,
      port,
      lookup: (_host, options, found) =>
        options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
    });
  close = () => void server.close();
});
afterAll(() => close());
beforeEach(() => {
  pages = {};
  asked = [];
});

const AUTOCONFIG = 'autoconfig.corp.example/mail/config-v1.1.xml';
const WELL_KNOWN = 'corp.example/.well-known/autoconfig/mail/config-v1.1.xml';

const config = (...servers: string[]): string => `<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="corp.example"><domain>corp.example</domain>
<incomingServer type="imap"><hostname>imap.corp.example</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
${servers.join('\n')}
</emailProvider></clientConfig>`;
const server = (host: string, port: number | string, socketType: string, more = ''): string =>
  `<outgoingServer type="smtp"><hostname>${host}</hostname><port>${port}</port><socketType>${socketType}</socketType>${more}</outgoingServer>`;

const find = (more: DiscoverOptions = {}) => discover('me@corp.example', { resolver: resolverOf(), get, ...more });
/** Steps with their results. */
const results = (steps: readonly DiscoveryStep[]): string =>
  steps.map(({ step, result }) => `${step} ${result}`).join(', ');

describe('presets', () => {
  test('answer alone: nothing is asked of anybody', async () => {
    const told: string[] = [];
    const found = await discover('me@163.com', {
      resolver: resolverOf(),
      get,
      observe: ({ step }) => void told.push(step),
    });
    expect(found.found[0]).toMatchObject({
      host: 'smtp.163.com',
      user: 'me@163.com',
      step: 'preset',
      provider: 'netease-163',
    });
    expect(results(found.steps)).toBe(
      'preset found, autoconfig not asked, well-known not asked, ispdb not asked, srv not asked, mx not asked',
    );
    expect(told.sort()).toEqual(['autoconfig', 'ispdb', 'mx', 'preset', 'srv', 'well-known']);
    expect(asked).toEqual([]);
  });

  test('know the user name in the form that the provider wants', async () => {
    expect((await discover('me@web.de', { resolver: resolverOf(), get })).found[0]?.user).toBe('me');
  });
});

describe('autoconfig', () => {
  test('of the domain, in the order of the document, encrypted servers only', async () => {
    const login =
      '<authentication>OAuth2</authentication><authentication>password-cleartext</authentication><username>%EMAILLOCALPART%@%EMAILDOMAIN%</username>';
    pages[AUTOCONFIG] = {
      status: 200,
      body: config(
        server('plain.corp.example', 25, 'plain', login),
        `<!-- ${server('old.corp.example', 465, 'SSL')} -->`,
        server('smtp.corp.example', 465, 'SSL', login),
        server('SMTP.corp.example', 587, 'STARTTLS', '<username>%EMAILADDRESS%</username>'),
      ),
    };
    const { found, steps } = await find();
    expect(found).toEqual([
      {
        ...{ host: 'smtp.corp.example', port: 465, security: 'implicit', user: 'me@corp.example', step: 'autoconfig' },
        mechanisms: ['OAUTHBEARER', 'XOAUTH2', 'PLAIN', 'LOGIN'],
      },
      {
        ...{ host: 'smtp.corp.example', port: 587, security: 'starttls', user: 'me@corp.example', step: 'autoconfig' },
        mechanisms: [],
      },
    ]);
    expect(results(steps)).toBe(
      'preset nothing, autoconfig found, well-known nothing, ispdb not asked, srv nothing, mx nothing',
    );
    expect(asked).toContain(`${AUTOCONFIG}?emailaddress=me%40corp.example`);
  });

  test('stands before what lies at the domain itself, and that before SRV', async () => {
    pages[AUTOCONFIG] = { status: 200, body: config(server('first.corp.example', 465, 'SSL')) };
    pages[WELL_KNOWN] = { status: 200, body: config(server('second.corp.example', 465, 'SSL')) };
    const srv = () => Promise.resolve([{ name: 'third.corp.example', port: 587, priority: 0, weight: 0 }]);
    const { found } = await find({ resolver: resolverOf({}, { srv }) });
    expect(found.map(({ host }) => host)).toEqual([
      ...['first.corp.example', 'second.corp.example'],
      ...['third.corp.example', 'third.corp.example'],
    ]);
  });

  test('is not told the address where that is not wanted', async () => {
    await find({ tellAddress: false });
    expect(asked.sort()).toEqual([AUTOCONFIG, WELL_KNOWN].sort());
  });

  test('follows redirects within the domain, and none to a third party', async () => {
    pages[AUTOCONFIG] = { status: 302, location: 'https://www.corp.example/config.xml' };
    pages['www.corp.example/config.xml'] = { status: 200, body: config(server('smtp.corp.example', 465, 'SSL')) };
    pages[WELL_KNOWN] = { status: 301, location: 'https://elsewhere.example/config.xml' };
    const { found, steps } = await find();
    expect(found.map(({ step }) => step)).toEqual(['autoconfig']);
    expect(steps.find(({ step }) => step === 'well-known')?.seen).toEqual([
      'HTTP 301',
      'redirected to https://elsewhere.example, which is not followed',
    ]);
    expect(asked.some((url) => url.startsWith('elsewhere'))).toBe(false);
  });

  test.each([
    [
      'clear text',
      'http://www.corp.example/config.xml',
      'redirected to http://www.corp.example, which is not followed',
    ],
    ['itself, without end', `https://${AUTOCONFIG}`, 'too many redirects'],
    ['nowhere', 'https://', 'redirected to no URL, which is not followed'],
  ])('follows no redirect to %s', async (_, location, seen) => {
    pages[AUTOCONFIG] = { status: 302, location };
    const { found, steps } = await find();
    expect(found).toEqual([]);
    expect(steps.find(({ step }) => step === 'autoconfig')?.seen.at(-1)).toBe(seen);
    expect(asked.filter((url) => url.startsWith('autoconfig')).length).toBeLessThanOrEqual(4);
  });

  test('of a server whose certificate nobody knows counts for nothing', async () => {
    pages[AUTOCONFIG] = { status: 200, body: config(server('smtp.corp.example', 465, 'SSL')) };
    const untrusting: Get = (url, signal) => get(url.replace('autoconfig.corp', 'autoconfig.other'), signal);
    const { steps, found } = await find({ get: untrusting });
    expect(found).toEqual([]);
    expect(steps.find(({ step }) => step === 'autoconfig')).toMatchObject({
      result: 'failed',
      seen: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    });
  });

  test('without end is cut off', async () => {
    pages[AUTOCONFIG] = { status: 200, body: 'x'.repeat(300_000) };
    expect((await find()).steps.find(({ step }) => step === 'autoconfig')?.result).toBe('failed');
  });

  test.each([
    ['a host with a blank', server('smtp corp.example', 465, 'SSL')],
    ['a host with markup', server('smtp.corp.example&lt;x', 465, 'SSL')],
    ['no port', server('smtp.corp.example', 'all', 'SSL')],
    ['a port beyond', server('smtp.corp.example', 70_000, 'SSL')],
    ['no encryption', server('smtp.corp.example', 25, 'plain')],
    ['a DOCTYPE', `<!DOCTYPE x [<!ENTITY a "b">]>${server('smtp.corp.example', 465, 'SSL')}`],
    ['another kind of server', server('smtp.corp.example', 465, 'SSL').replace('"smtp"', '"ews"')],
  ])('with %s is passed over', (_, text) => {
    expect(readAutoconfig(config(text), { address: 'me@corp.example', local: 'me', domain: 'corp.example' })).toEqual(
      [],
    );
  });

  test('has no user name where it holds what is not understood', () => {
    const text = config(server('smtp.corp.example', 465, 'SSL', '<username>%REALNAME%</username>'));
    const [found] = readAutoconfig(text, { address: 'me@corp.example', local: 'me', domain: 'corp.example' });
    expect(found).not.toHaveProperty('user');
  });
});

describe('third parties', () => {
  test('are asked where it is allowed, and learn the domain only', async () => {
    pages['v1.ispdb.net/corp.example'] = { status: 200, body: config(server('smtp.corp.example', 465, 'SSL')) };
    expect((await find()).found).toEqual([]);
    expect(asked.filter((url) => url.startsWith('v1.ispdb.net'))).toEqual([]);
    expect((await find({ ispdb: true })).found).toMatchObject([{ host: 'smtp.corp.example', step: 'ispdb' }]);
    expect(asked.filter((url) => url.startsWith('v1.ispdb.net'))).toEqual(['v1.ispdb.net/corp.example']);
  });
});

describe('DNS', () => {
  const record = (name: string, port: number, priority: number, weight = 0) => ({ name, port, priority, weight });

  test('SRV by priority, implicit TLS first, the root for none, and a foreign host to be confirmed', async () => {
    const srv = (name: string) =>
      Promise.resolve(
        name.startsWith('_submissions.')
          ? [record('b.corp.example', 465, 20), record('a.corp.example', 465, 10), record('c.corp.example', 465, 20, 5)]
          : [record('SMTP.elsewhere.example.', 587, 0), record('.', 0, 0)],
      );
    const { found } = await find({ resolver: resolverOf({}, { srv }) });
    expect(found.map(({ host, port, security }) => `${host}:${port} ${security}`)).toEqual([
      ...['a.corp.example:465 implicit', 'c.corp.example:465 implicit', 'b.corp.example:465 implicit'],
      'smtp.elsewhere.example:587 starttls',
    ]);
    expect(found.map(({ confirm }) => confirm !== undefined)).toEqual([false, false, false, true]);
    expect(found[0]).toMatchObject({ user: 'me@corp.example', step: 'srv' });
  });

  test.each([
    ['corp-example.mail.protection.outlook.com', 'office365', 'smtp.office365.com'],
    ['corp-example.olc.protection.outlook.com', 'outlook', 'smtp-mail.outlook.com'],
    ['aspmx.l.google.com.', 'gmail', 'smtp.gmail.com'],
    ['mxa.eu.mailgun.org', 'mailgun-eu', 'smtp.eu.mailgun.org'],
  ])('MX %s', async (exchange, provider, host) => {
    const mx = () =>
      Promise.resolve([
        { exchange: 'backup.example', priority: 20 },
        { exchange, priority: 10 },
      ]);
    const { found } = await find({ resolver: resolverOf({}, { mx }) });
    expect(found[0]).toMatchObject({ provider, host, step: 'mx', confirm: expect.stringContaining('MX') });
  });

  test.each(['mx.pphosted.com', 'notgoogle.com', 'google.com.evil.example', ''])(
    'MX %j says nothing',
    async (exchange) => {
      const { found, steps } = await find({
        resolver: resolverOf({}, { mx: () => Promise.resolve([{ exchange, priority: 0 }]) }),
      });
      expect(found).toEqual([]);
      expect(steps.at(-1)).toMatchObject({ step: 'mx', result: 'nothing' });
    },
  );

  test('that fails is told apart from DNS that has nothing', async () => {
    const mx = () => Promise.reject(Object.assign(new Error(''), { code: 'ESERVFAIL' }));
    const { steps } = await find({ resolver: resolverOf({}, { mx }) });
    expect(steps.at(-1)).toMatchObject({ result: 'failed', seen: ['ESERVFAIL'] });
  });
});

test.each([
  '',
  'me',
  '@corp.example',
  'me@',
  'me@localhost',
  'Me <me@corp.example>',
  'me@corp.example/x',
  'me@192.0.2.1',
  'a@b@c d',
])('what is no bare address is refused: %j', async (address) => {
  await expect(discover(address, { resolver: resolverOf(), get })).rejects.toMatchObject({
    code: 'CONFIG_VALUE_INVALID',
  });
  expect(asked).toEqual([]);
});

test('a domain beyond ASCII is asked for in its xn-- form', async () => {
  const names: string[] = [];
  const srv = (name: string) => {
    names.push(name);
    return Promise.resolve([]);
  };
  const { domain } = await discover('me@bücher.example', { resolver: resolverOf({}, { srv }), get });
  expect(domain).toBe('xn--bcher-kva.example');
  expect(names).toContain('_submissions._tcp.xn--bcher-kva.example');
});

test('an abort ends it with its reason', async () => {
  const abort = new AbortController();
  const mx = (): Promise<never> => {
    abort.abort(new Error('enough'));
    return new Promise(() => undefined);
  };
  await expect(find({ resolver: resolverOf({}, { mx }), signal: abort.signal })).rejects.toThrow('enough');
});
