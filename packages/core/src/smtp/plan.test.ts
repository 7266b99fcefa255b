import { describe, expect, test } from 'vitest';
import type { Login } from '../login.js';
import type { Policy, Security } from '../policy.js';
import type { AuthRow, EndpointRow, Profile, TransferRow } from '../profile.js';
import { readCapabilities } from './capabilities.js';
import { type Plan, plan, type Route, routes } from './plan.js';

const row = { because: 'so the provider says', source: 'https://example.com/rule' };
const at = (port: number, security: 'implicit' | 'starttls', host = 'smtp.some.example'): EndpointRow => ({
  host,
  port,
  security,
  ...row,
});
const profile: Profile = {
  id: 'some',
  name: 'Some Mail',
  domains: [],
  endpoints: [],
  auth: [],
  limits: [],
  replies: [],
  causes: {},
  see: [],
};

/** A route in one word: `host:port tls`, and on what condition. */
function word({ host, port, tls, after, why }: Route): string {
  expect(why.length).toBeGreaterThan(0);
  for (const text of why) expect(text).toMatch(/\S/);
  return `${host}:${port} ${tls}${after === undefined ? '' : ` if ${after}`}`;
}

describe('routes: the word for security, host and port', () => {
  const known = {
    nothing: [],
    both: [at(465, 'implicit'), at(587, 'starttls')],
    'STARTTLS only': [at(587, 'starttls'), at(25, 'starttls')],
    'implicit only': [at(465, 'implicit')],
    'a port of its own': [at(465, 'starttls'), at(2465, 'implicit')],
  } satisfies Record<string, EndpointRow[]>;

  test.each<[keyof typeof known, Security, { host?: string; port?: number }, string[]]>([
    // The provider's own hosts, in its own order.
    ['both', 'auto', {}, ['smtp.some.example:465 implicit', 'smtp.some.example:587 starttls if unreachable']],
    ['both', 'implicit', {}, ['smtp.some.example:465 implicit']],
    ['both', 'starttls', {}, ['smtp.some.example:587 starttls']],
    ['both', 'auto', { port: 587 }, ['smtp.some.example:587 starttls']],
    ['both', 'auto', { port: 465 }, ['smtp.some.example:465 implicit']],
    ['both', 'auto', { port: 2525 }, []],
    ['both', 'implicit', { port: 587 }, []],
    ['both', 'none-on-loopback', {}, []],
    ['STARTTLS only', 'auto', {}, ['smtp.some.example:587 starttls', 'smtp.some.example:25 starttls if unreachable']],
    ['STARTTLS only', 'implicit', {}, []],
    ['nothing', 'auto', {}, []],

    // Another host: the port decides, then the other encrypted mode is tried once.
    ['nothing', 'auto', { host: 'a.example' }, ['a.example:587 starttls', 'a.example:587 implicit if wrong mode']],
    [
      'nothing',
      'auto',
      { host: 'a.example', port: 465 },
      ['a.example:465 implicit', 'a.example:465 starttls if wrong mode'],
    ],
    [
      'nothing',
      'auto',
      { host: 'a.example', port: 587 },
      ['a.example:587 starttls', 'a.example:587 implicit if wrong mode'],
    ],
    [
      'nothing',
      'auto',
      { host: 'a.example', port: 25 },
      ['a.example:25 starttls', 'a.example:25 implicit if wrong mode'],
    ],
    [
      'nothing',
      'auto',
      { host: 'a.example', port: 2525 },
      ['a.example:2525 starttls', 'a.example:2525 implicit if wrong mode'],
    ],

    // A word that says the mode is kept to.
    ['nothing', 'starttls', { host: 'a.example' }, ['a.example:587 starttls']],
    ['nothing', 'implicit', { host: 'a.example' }, ['a.example:465 implicit']],
    ['nothing', 'starttls', { host: 'a.example', port: 465 }, ['a.example:465 starttls']],
    ['nothing', 'implicit', { host: 'a.example', port: 587 }, ['a.example:587 implicit']],

    // Clear text is never a second way, and only on request.
    ['nothing', 'none-on-loopback', { host: 'localhost' }, ['localhost:25 none']],
    ['nothing', 'none-on-loopback', { host: '127.0.0.1', port: 1025 }, ['127.0.0.1:1025 none']],
    ['both', 'none-on-loopback', { host: '::1', port: 465 }, ['::1:465 none']],

    // What the provider is known for counts more than the port.
    ['both', 'auto', { host: 'a.example' }, ['a.example:465 implicit', 'a.example:465 starttls if wrong mode']],
    [
      'both',
      'auto',
      { host: 'a.example', port: 587 },
      ['a.example:587 starttls', 'a.example:587 implicit if wrong mode'],
    ],
    [
      'both',
      'auto',
      { host: 'a.example', port: 2525 },
      ['a.example:2525 starttls', 'a.example:2525 implicit if wrong mode'],
    ],
    ['both', 'starttls', { host: 'a.example' }, ['a.example:587 starttls']],
    [
      'STARTTLS only',
      'auto',
      { host: 'a.example', port: 465 },
      ['a.example:465 starttls', 'a.example:465 implicit if wrong mode'],
    ],
    [
      'implicit only',
      'auto',
      { host: 'a.example', port: 2525 },
      ['a.example:2525 implicit', 'a.example:2525 starttls if wrong mode'],
    ],
    ['implicit only', 'starttls', { host: 'a.example' }, ['a.example:587 starttls']],
    [
      'a port of its own',
      'auto',
      { host: 'a.example', port: 465 },
      ['a.example:465 starttls', 'a.example:465 implicit if wrong mode'],
    ],
    [
      'a port of its own',
      'auto',
      { host: 'a.example', port: 2465 },
      ['a.example:2465 implicit', 'a.example:2465 starttls if wrong mode'],
    ],
  ])('%s, %s, %j', (endpoints, security, wanted, expected) => {
    expect(routes({ ...profile, endpoints: known[endpoints] }, { ...wanted, security }).map(word)).toEqual(expected);
  });

  test('each route says by which rule it is there', () => {
    const [own, other] = routes({ ...profile, endpoints: known.both }, { security: 'auto', host: 'a.example' });
    expect(own?.why).toEqual([row.because]);
    expect(other?.why).toEqual(['the port answered in the other encrypted mode']);
    const byPort = (port: number) => routes(profile, { security: 'auto', host: 'a.example', port })[0]?.why.join();
    expect(byPort(465)).toContain('RFC 8314');
    expect(byPort(587)).toMatch(/port 587 .*RFC 8314/);
    expect(
      routes({ ...profile, endpoints: known['STARTTLS only'] }, { security: 'auto', host: 'a', port: 465 })[0]?.why,
    ).toEqual(["Some Mail knows no other way to TLS than 'starttls'"]);
  });
});

const offering = (...lines: string[]) =>
  readCapabilities({ code: 250, lines: ['mail.example greets you', ...lines] }, true);

const auth = (...names: string[]): AuthRow[] =>
  names.map((mechanism) => ({ mechanism, ...row, because: `${mechanism} is known` }));

const policy: Policy = {
  security: 'auto',
  minTls: 'TLSv1.2',
  timeouts: {} as Policy['timeouts'],
  partial: 'send',
  pipelining: 'group',
  transfer: 'auto',
};

const logins = {
  password: { kind: 'password', user: 'me', password: 'x' },
  token: { kind: 'token', user: 'me', source: () => 'x' },
  external: { kind: 'external', user: '' },
  none: { kind: 'none' },
} satisfies Record<string, Login>;

function make(
  lines: string[],
  more: { login?: keyof typeof logins; profile?: Partial<Profile>; policy?: Partial<Policy>; binding?: boolean } = {},
): Plan {
  const made = plan(
    offering(...lines),
    { ...profile, ...more.profile },
    { ...policy, ...more.policy },
    logins[more.login ?? 'none'],
    more.binding ?? false,
  );
  for (const text of made.why) expect(text).toMatch(/\S/);
  return made;
}

const names = (made: Plan): string[] => made.mechanisms.map(({ mechanism }) => mechanism.name);

describe('plan: the mechanism', () => {
  const password = ['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256', 'PLAIN', 'LOGIN', 'CRAM-MD5'];

  test.each<[string, string, Parameters<typeof make>[1] & { rows: string[] }, string[]]>([
    [
      'the order is the profile’s, not the server’s',
      'AUTH LOGIN PLAIN',
      { login: 'password', rows: ['PLAIN', 'LOGIN'] },
      ['PLAIN', 'LOGIN'],
    ],
    [
      'and the other way round',
      'AUTH PLAIN LOGIN',
      { login: 'password', rows: ['LOGIN', 'PLAIN'] },
      ['LOGIN', 'PLAIN'],
    ],
    ['what is not offered is not tried', 'AUTH LOGIN', { login: 'password', rows: password }, ['LOGIN']],
    [
      'what the profile does not list is not used',
      'AUTH PLAIN LOGIN',
      { login: 'password', rows: ['LOGIN'] },
      ['LOGIN'],
    ],
    [
      'what the login cannot do is not tried',
      'AUTH PLAIN XOAUTH2',
      { login: 'password', rows: ['XOAUTH2', 'PLAIN'] },
      ['PLAIN'],
    ],
    [
      'a token',
      'AUTH PLAIN XOAUTH2 OAUTHBEARER',
      { login: 'token', rows: ['OAUTHBEARER', 'XOAUTH2', 'PLAIN'] },
      ['OAUTHBEARER', 'XOAUTH2'],
    ],
    ['a certificate', 'AUTH EXTERNAL PLAIN', { login: 'external', rows: ['PLAIN', 'EXTERNAL'] }, ['EXTERNAL']],
    ['nobody', 'AUTH PLAIN', { login: 'none', rows: ['PLAIN'] }, []],
    [
      '-PLUS only with a channel binding',
      'AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256',
      { login: 'password', rows: password },
      ['SCRAM-SHA-256'],
    ],
    [
      'and first with one',
      'AUTH SCRAM-SHA-256 SCRAM-SHA-256-PLUS',
      { login: 'password', rows: password, binding: true },
      ['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256'],
    ],
    [
      'the user’s list counts, in the user’s order',
      'AUTH PLAIN LOGIN CRAM-MD5',
      { login: 'password', rows: password, policy: { mechanisms: ['CRAM-MD5', 'plain'] } },
      ['CRAM-MD5', 'PLAIN'],
    ],
    [
      'also for what the profile does not list',
      'AUTH PLAIN LOGIN',
      { login: 'password', rows: ['PLAIN'], policy: { mechanisms: ['LOGIN'] } },
      ['LOGIN'],
    ],
    [
      'a mechanism that is not spoken here',
      'AUTH NTLM GSSAPI',
      { login: 'password', rows: ['NTLM', 'GSSAPI', 'PLAIN'] },
      [],
    ],
    ['no AUTH at all', 'SIZE 1000', { login: 'password', rows: password }, []],
    ['AUTH= of old servers', 'AUTH=LOGIN', { login: 'password', rows: password }, ['LOGIN']],
  ])('%s', (_name, offer, { rows, ...more }, expected) => {
    expect(names(make([offer], { ...more, profile: { auth: auth(...rows) } }))).toEqual(expected);
  });

  test('says of each row why it is used or not', () => {
    const made = make(['AUTH LOGIN SCRAM-SHA-256-PLUS'], {
      login: 'password',
      profile: { auth: auth('SCRAM-SHA-256-PLUS', 'PLAIN', 'LOGIN', 'XOAUTH2') },
    });
    expect(made.why.slice(0, 3)).toEqual([
      'SCRAM-SHA-256-PLUS needs channel binding, which this connection has not',
      'PLAIN is not offered',
      'LOGIN: LOGIN is known',
    ]);
  });

  test('keeps the profile’s rule for a mechanism that the user asked for', () => {
    const rows = [{ mechanism: 'LOGIN', initialResponse: 'never' as const, ...row }];
    const asked = (mechanisms: string[]) =>
      make(['AUTH LOGIN PLAIN'], { login: 'password', profile: { auth: rows }, policy: { mechanisms } }).mechanisms.map(
        (each) => each.row,
      );
    expect(asked(['login'])).toEqual([rows[0]]);
    expect(asked(['PLAIN'])).toEqual([
      expect.objectContaining({ mechanism: 'PLAIN', because: expect.stringMatching(/option/) }),
    ]);
  });
});

describe('plan: pipelining', () => {
  const forbidden: TransferRow[] = [{ pipelining: 'none', ...row }];
  const documented: TransferRow[] = [{ pipelining: 'transactions', ...row }];

  test.each<[string[], TransferRow[] | undefined, Policy['pipelining'], Plan['pipelining'], RegExp | undefined]>([
    [[], undefined, 'group', 'none', /not offered/],
    [[], documented, 'transactions', 'none', /not offered/],
    [['PIPELINING'], undefined, 'group', 'group', undefined],
    [['PIPELINING'], undefined, 'none', 'none', /pipelining is 'none'/],
    [['PIPELINING'], undefined, 'transactions', 'transactions', undefined],
    [['PIPELINING'], forbidden, 'group', 'none', /so the provider says/],
    [['PIPELINING'], forbidden, 'transactions', 'none', /so the provider says/],
    [['PIPELINING'], documented, 'group', 'transactions', undefined],
    [['PIPELINING'], documented, 'none', 'none', /one command at a time/],
    [['pipelining'], [{ form: 'data', ...row }, ...documented], 'group', 'transactions', undefined],
  ])('offered %j, rows %j, wanted %s: %s', (offer, transfer, wanted, expected, why) => {
    const made = make(offer, { profile: transfer === undefined ? {} : { transfer }, policy: { pipelining: wanted } });
    expect(made.pipelining).toBe(expected);
    if (why !== undefined) expect(made.why.join('\n')).toMatch(why);
  });
});

describe('plan: DATA or BDAT', () => {
  const forbidden: TransferRow[] = [
    { pipelining: 'group', ...row },
    { form: 'data', ...row },
  ];
  const wanted: TransferRow[] = [{ form: 'bdat', ...row }];

  test.each<[string[], TransferRow[] | undefined, Policy['transfer'], Plan['form'], RegExp | undefined]>([
    [[], undefined, 'auto', 'data', undefined],
    [[], undefined, 'bdat', 'data', undefined],
    [[], wanted, 'auto', 'data', undefined],
    [['CHUNKING'], undefined, 'auto', 'bdat', undefined],
    [['CHUNKING'], undefined, 'data', 'data', undefined],
    [['CHUNKING'], undefined, 'bdat', 'bdat', undefined],
    [['CHUNKING'], forbidden, 'auto', 'data', /^DATA: so the provider says$/m],
    [['CHUNKING'], forbidden, 'bdat', 'bdat', undefined],
    [['CHUNKING'], wanted, 'auto', 'bdat', /^BDAT: so the provider says$/m],
    [['CHUNKING'], wanted, 'data', 'data', undefined],
  ])('offered %j, rows %j, wanted %s: %s', (offer, transfer, transferWord, expected, why) => {
    const made = make(offer, {
      profile: transfer === undefined ? {} : { transfer },
      policy: { transfer: transferWord },
    });
    expect(made.form).toBe(expected);
    if (why !== undefined) expect(made.why.join('\n')).toMatch(why);
  });
});

test('neither changes what it is given', () => {
  const frozen = <T>(value: T): T => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
    Object.freeze(value);
    for (const each of Object.values(value)) frozen(each);
    return value;
  };
  const rows = frozen({
    ...profile,
    endpoints: [at(587, 'starttls')],
    auth: auth('PLAIN'),
    transfer: [{ form: 'data' as const, ...row }],
  });
  const wishes = frozen({ ...policy, mechanisms: ['PLAIN', 'LOGIN'] });
  const both = () => [
    routes(rows, frozen({ security: 'auto' as const, host: 'a.example' })),
    plan(offering('AUTH PLAIN', 'CHUNKING', 'PIPELINING'), rows, wishes, logins.password, true),
  ];
  expect(both()).toEqual(both());
});
