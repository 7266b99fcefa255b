import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Diagnosis, diagnose, discover, inLanguage, type Target } from '../src/index.js';
import { findings } from '../src/words/in-language.js';
import { closedPort, examined, resolverOf, SHORT } from './diagnose-kit.js';

/** Three words of a sentence, where no quotation marks stand around them. */
const ENGLISH = /(?<!["'\w.:/@-])[a-z]{2,}(?: [a-z]{2,}){2,}(?!["'\w])/;
/** Names of hosts with their addresses, of protocols, of causes and of providers: alike in every language. */
const NAMES =
  /^(?:[\w.-]+: (?:A|AAAA) .*|[\w.-]+: E[A-Z]+|SRV \S+: \S+(?:, \S+)*|TLSv[\d.]+, \S+|HTTP \d{3}|E[A-Z]+|Tuta)$/;

function leftInEnglish(told: readonly string[]): string[] {
  const chinese = told.map((line) => inLanguage(line, 'zh-CN'));
  const own = chinese.filter((line) => !NAMES.test(line) && !/^[CS]: /.test(line));
  return own.filter((line) => !/\p{sc=Han}/u.test(line) || ENGLISH.test(line.replace(/服务器的回答：.*/s, '')));
}

const toldBy = ({ stages, neighbours, warnings, cause }: Diagnosis): string[] => [
  ...stages.flatMap(({ seen, cause }) => [...seen, ...(cause?.detail === undefined ? [] : [cause.detail])]),
  ...neighbours.map(({ why }) => why),
  ...warnings.map(({ message }) => message),
  ...(cause?.notes ?? []),
  ...(cause?.detail === undefined ? [] : [cause.detail]),
];

const login = { user: 'me@example.com', password: 'Passw0rd-Kettle' };
const host = 'smtp.example.com';
const pem = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----';

describe('settings that are refused or noticed leave no English', () => {
  const targets: ReadonlyArray<Target | string> = [
    {},
    { address: 'me at example.com' },
    'me@nowhere.example',
    'http://mail.example.com',
    'smtp://u:p@mail.example.com:25000000',
    'smtp://u:p@mail example',
    'smtps://u:p@smtp.example.com/inbox',
    'smtps://u:p@',
    'smtps://u:p@smtp.example.com?secure=false',
    'smtps://u:p@smtp.example.com:587',
    'smtp+starttls://u:p@smtp.example.com:465',
    'smtps://u:p@smtp.example.com?secure=perhaps',
    'smtps://u:p@smtp.example.com?partial=send&partial=send',
    'smtps://u:p@smtp.example.com?tls.rejectUnauthorized=false',
    'smtps://u:p@smtp.example.com?servername="x"',
    '"smtps://smtp.example.com"',
    'smtps://me@example.com:Passw0rd/x@smtp.example.com',
    'smtps://me%40example.com:%@smtp.example.com',
    'smtps://me%40example.com:%E4%80@smtp.example.com',
    'smtps://undefined:x@smtp.example.com',
    'smtps://:x@smtp.example.com',
    'smtps://u:p@smtp.example.com?pool=true&debug=1&logger=x&socketTimeout=1&maxMessages=5',
    'smtps://u:p@smtp.example.com?colour=red',
    'smtps://u:p@smtp.example.com?partial=maybe',
    { env: {} },
    { env: { SMTP_HOST: "'smtp.example.com'" } },
    { env: { SMTP_HOST: 'smtp.example.com ' } },
    { env: { SMTP_HOST: 'a b' } },
    { env: { SMTP_HOST: 'smtp://example.com' } },
    { env: { SMTP_HOST: 'me@example.com' } },
    { env: { SMTP_HOST: 'mail.example.com:587' } },
    { env: { SMTP_HOST: host, SMTP_USER: 'me' } },
    { env: { SMTP_HOST: host, SMTP_PASS: 'secret' } },
    { env: { SMTP_HOST: host, SMTP_USER: 'undefined', SMTP_PASS: 'secret' } },
    { env: { SMTP_USER: 'me', SMTP_PASS: 'secret' } },
    { env: { SMTP_HOST: host, SMTP_PORT: 'many' } },
    { env: { SMTP_HOST: host, SMTP_SECURE: 'perhaps' } },
    { env: { SMTP_HOST: host, SMTP_PASS: 'a', SMTP_PASSWORD: 'b', SMTP_USER: 'me' } },
    { env: { SMTP_HOST: host, MAIL_SMTP: 'mail.example.com' } },
    { env: { SMTP_HOST: '127.0.0.1', MAIL_SMTP: '127.0.0.1' } },
    { env: { SMTP_URL: 'smtps://u:p@smtp.example.com', SMTP_HOST: host } },
    ...(['465', '587', ''] as const).flatMap((port) =>
      (['True', 'False'] as const).flatMap((ssl) =>
        (['True', 'False'] as const).map((starttls) => ({
          env: { MAIL_SMTP: host, MAIL_PORT: port, MAIL_SSL: ssl, MAIL_STARTTLS: starttls },
        })),
      ),
    ),
    ...[
      '"x.example.com"',
      'a b',
      'smtp://x',
      'me@x',
      '[::1]',
      'x:25',
      'a..b',
      '',
      'undefined',
      'x\u0000',
      7 as never,
    ].map((name) => ({ host: name })),
    { host, port: 70_000 },
    { host, port: 'x' as never },
    { host, security: 'ssl' as never },
    { host, security: 'none-on-loopback' },
    { provider: 'gmail', security: 'none-on-loopback', ...login },
    { host, colour: 'red' } as never,
    ...['secure', 'pass', 'accessToken', 'name', 'pool', 'maxConnections', 'connectionTimeout'].map(
      (name) => ({ host, [name]: 1 }) as never,
    ),
    { host, tls: { rejectUnauthorized: false } as never },
    { host, tls: 1 as never },
    { host, tls: { minVersion: 'TLSv1' as never } },
    { host, tls: { servername: '192.0.2.1' } },
    { host, tls: { ca: 7 as never } },
    { host, tls: { ca: 'ca.pem' } },
    { host, tls: { cert: pem } },
    { host, tls: { passphrase: 7 as never } },
    ...['', 'x', '192.0.2.1', '[1.2.3]', 'a\nb', 'mail.例子.com', 'a_b.example.com', 7 as never].map((helloName) => ({
      host,
      helloName,
    })),
    { host, mechanisms: [] },
    { host, mechanisms: ['NTLM'] },
    { host, timeouts: { connect: -1 } },
    { host, connections: 0 },
    { host, login: 'external' },
    { host, login: 'external', password: 'x' },
    { host, auth: (() => 'x') as never, ...login },
    { host, user: 'me', auth: 'token' as never },
    { host, user: 'me' },
    { host, user: 'me', password: undefined },
    { host, user: 'me', password: '' },
    { host, user: 'me', password: null as never },
    { host, user: 'me', password: 7 as never },
    { host, user: 'me', password: 'undefined' },
    { host, user: 'me', password: 'x\n' },
    { host, user: 'me', password: 'a\u0000b' },
    { host, user: 'me', password: ' blank ' },
    { host: 'smtp-mail.outlook.com', user: 'me@outlook.com', password: 'x' },
    { host: 'smtp.gmail.com', user: 'me@gmail.com', password: 'Passw0rd' },
    { host: 'smtp.office365.com', port: 465 },
    { host: 'imap.gmail.com', port: 993 },
    { host, port: 587, security: 'implicit' },
    { host, port: 465, security: 'starttls' },
    { host: 'smtp.fastmail.com', user: 'me', password: 'x' },
    { host: 'smtp.sendgrid.net', user: 'me@example.com', password: 'x' },
    { host: 'email-smtp.us-east-1.amazonaws.com', user: 'AKIA', password: 'x'.repeat(40) },
    { address: 'me@tutanota.com' },
    { provider: 'no such provider', ...login },
  ];
  const get = (): Promise<never> => Promise.reject(Object.assign(new Error(''), { code: 'ENOTFOUND' }));

  test.each(targets.map((target) => [JSON.stringify(target), target] as const))('%s', async (_, target) => {
    const diagnosis = await diagnose(target, { resolver: resolverOf(), get });
    expect(diagnosis.ok).toBe(false);
    expect(leftInEnglish(toldBy(diagnosis))).toEqual([]);
  });
});

describe('a probe leaves no English', () => {
  test.each([
    ['generic', {}, {}],
    ['generic', { fault: { name: 'silent' } }, { timeouts: SHORT }],
    ['generic', { fault: { name: 'not-smtp', kind: 'imap' } }, {}],
    ['generic', { fault: { name: 'starttls-stripped' } }, {}],
    ['generic', { fault: { name: 'bytes-after-starttls', kind: 'whole' } }, {}],
    ['generic', { fault: { name: 'unasked-reply' } }, {}],
    ['generic', { fault: { name: 'tls-1.0-only' } }, {}],
    ['generic', { fault: { name: 'wrong-certificate', kind: 'self-signed' } }, {}],
    ['generic', { fault: { name: 'wrong-certificate', kind: 'expired' } }, {}],
    ['generic', { fault: { name: 'wrong-certificate', kind: 'wrong-name' } }, {}],
    ['generic', { fault: { name: 'cut', at: 'AUTH' } }, {}],
    ['generic', { fault: { name: 'cut', at: 'QUIT' } }, {}],
    ['generic', {}, { security: 'implicit' }],
    ['generic', {}, { mechanisms: ['CRAM-MD5'] }],
    ['gmail', { appPassword: 'wrong' }, {}],
    ['outlook', {}, { password: undefined, auth: () => Promise.reject(new TypeError('x')) }],
  ] as const)('%s %j %j', async (provider, options, target) => {
    const { diagnosis } = await examined(provider, options, target as unknown as Target);
    const told = toldBy(diagnosis);
    expect(told.length).toBeGreaterThan(3);
    expect(leftInEnglish(told)).toEqual([]);
  });

  test('nor does a port where nobody listens, or a host of which there is none', async () => {
    const port = await closedPort();
    const nobody = await diagnose(
      { host: '127.0.0.1', port, security: 'none-on-loopback' },
      { resolver: resolverOf() },
    );
    const nowhere = await diagnose({ host, port: 587 }, { resolver: resolverOf() });
    expect(nobody.cause?.code).toBe('HOST_MISSING_LOCALHOST');
    expect(leftInEnglish([...toldBy(nobody), ...toldBy(nowhere)])).toEqual([]);
  });

  test('nor does a search', async () => {
    const mx = () => Promise.resolve([{ exchange: 'mx.example.net', priority: 1 }]);
    const get = () => Promise.resolve({ status: 302, location: 'https://elsewhere.example.net/', body: '' });
    const { steps } = await discover('me@nowhere.example', { resolver: resolverOf({}, { mx }), get: get as never });
    const { steps: known } = await discover('me@gmail.com', { resolver: resolverOf(), get: get as never });
    const told = [...steps, ...known].flatMap(({ seen }) => seen);
    expect(told.length).toBeGreaterThan(8);
    expect(leftInEnglish(told)).toEqual([]);
  });
});

/** The sources of the packages that a probe speaks for, without tests and translations. */
function sourcesOf(...names: readonly string[]): string {
  const files = names.flatMap((name) => {
    const folder = new URL(`../../${name}/src/`, import.meta.url);
    return readdirSync(folder, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/zh-cn/.test(file))
      .map((file) => readFileSync(new URL(file, folder), 'utf8'));
  });
  return files.join('\n').replace(/\\'/g, "'");
}

test('what the engine says of a dialogue that broke leaves no English', () => {
  const said =
    /(?<what>SaslError|ReplySyntaxError)\(\s*(?<quote>['`])(?<words>.*?)\k<quote>|\bdetail[:=] ?'(?<detail>.*?)'[,; ]/g;
  const sentences = [...sourcesOf('core').matchAll(said)].map(({ groups = {} }) => {
    const words = (groups.words ?? groups.detail ?? '').replace(/\$\{[^}]*\}/g, 'X');
    return groups.what === 'SaslError' ? `PLAIN: ${words}` : words;
  });
  expect(sentences.length).toBeGreaterThan(25);
  expect(leftInEnglish(sentences)).toEqual([]);
});

test('there is no translation of words that nobody says any more', () => {
  const source = sourcesOf('core', 'generic', 'doctor', 'outlook', 'gmail');
  // Sentences are put together of pieces, so that not every run of words stands in the source as it is told.
  const runsOf = (key: string) => key.split(/\{[\w.]+\}|[;:,.]/).flatMap((run) => run.trim().match(/^.*\w\w.*$/) ?? []);
  const found = (run: string) => source.includes(run);
  const keys = findings.flatMap((table) => Object.keys(table));
  expect(keys.length).toBeGreaterThan(150);
  const lost = keys.filter((key) => {
    const runs = runsOf(key);
    return runs.filter(found).length * 2 < runs.length;
  });
  expect(lost).toEqual([]);
});
