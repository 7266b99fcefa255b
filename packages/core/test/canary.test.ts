import { createPrivateKey } from 'node:crypto';
import { type AccountOptions, createSmtpTransport, type Transport } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';
import { type FaultArguments, type FaultName, type Sandbox, sandbox } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { genericProfile } from '../../generic/src/profile.js';
import { canary, leaks } from './canary.js';

/** The most verbose logger: keeps whatever it is handed, by whatever level. */
function chatty() {
  const heard: unknown[] = [];
  const level = (...said: unknown[]): void => void heard.push(said);
  return { heard, logger: { trace: level, debug: level, info: level, warn: level, error: level, fatal: level } };
}

async function thrown(act: () => unknown): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    return error;
  }
}

/** All that a program can get hold of: the transport, what its calls came to, what was logged and observed. */
async function everything(
  open: (watching: Partial<AccountOptions>) => Transport,
  from: string,
  timeouts: AccountOptions['timeouts'] = {},
): Promise<unknown[]> {
  const { heard, logger } = chatty();
  const observe = (event: unknown): void => void heard.push(event);
  const made = await thrown(() => open({ logger, observe, timeouts }));
  if (made instanceof Error) return [made, heard];
  const transport = made as Transport;
  const mail = { from, to: 'you@example.net', subject: 'Hello', text: 'Hello.\n' };
  const results: unknown[] = [transport, transport.warnings, heard];
  results.push(await thrown(() => transport.check({ observe })));
  results.push(await thrown(() => transport.send(mail, { observe })));
  results.push(await thrown(() => transport.close()));
  results.push(await thrown(() => transport.send(mail)));
  return results;
}

/** What a sandbox keeps and shows by itself; `password`, `accessToken` and `transportOptions` are there to be read. */
function records(box: Sandbox): unknown[] {
  return [
    box.conversation,
    box.counters,
    box.switches,
    box.inbox.map((mail) => [mail, mail.conversation]),
    String(box),
  ];
}

type Box = Sandbox & { reply: Sandbox['reply'] };
type Secrets = { readonly password: string; readonly accessToken: string };

interface Account {
  readonly name: string;
  readonly uses: keyof Secrets;
  /** Without secrets, a server that refuses whoever comes. */
  start(secrets?: Secrets): Promise<Box>;
  open(options: object): Transport;
}

const mechanism = (name: string): Account => ({
  name: `generic, ${name}`,
  uses: name === 'XOAUTH2' || name === 'OAUTHBEARER' ? 'accessToken' : 'password',
  start: (secrets) => sandbox.generic({ ...secrets, mechanisms: [name] }),
  open: (options) => generic(options as never),
});

const accounts: readonly Account[] = [
  ...['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS', 'XOAUTH2', 'OAUTHBEARER'].map(mechanism),
  {
    name: 'outlook, personal',
    uses: 'accessToken',
    start: (secrets) => sandbox.outlook({ ...secrets }),
    open: (options) => outlook(options as never),
  },
  {
    name: 'outlook, work, token',
    uses: 'accessToken',
    start: (secrets) => sandbox.microsoft365({ ...secrets }),
    open: (options) => outlook(options as never),
  },
  {
    name: 'outlook, work, password',
    uses: 'password',
    start: (secrets) => sandbox.microsoft365({ ...secrets, login: 'password', basicAuth: 'enabled' }),
    open: (options) => outlook(options as never),
  },
  {
    name: 'gmail, app password',
    uses: 'password',
    start: (secrets) => sandbox.gmail({ ...secrets }),
    open: (options) => gmail(options as never),
  },
  {
    name: 'gmail, token',
    uses: 'accessToken',
    start: (secrets) => sandbox.gmail({ ...secrets, login: 'token' }),
    open: (options) => gmail(options as never),
  },
];

/** What goes wrong, on a server that knows the account and on one that refuses it. */
const faults: ReadonlyArray<readonly [FaultName, FaultArguments?] | undefined> = [
  undefined,
  ['echo'],
  ['echo', { at: 'AUTH' }],
  ['echo', { at: 'MAIL' }],
  ['wrong-certificate', { kind: 'self-signed' }],
  ['wrong-certificate', { kind: 'wrong-name' }],
  ['tls-1.0-only'],
  ['cut', { at: 'AUTH' }],
  ['cut', { at: 'login' }],
  ['stall', { at: 'login' }],
  ['half-reply', { at: 'login', kind: 'cut' }],
  ['unasked-reply', { at: 'login' }],
  ['lost-final-reply'],
  ['not-smtp', { kind: 'http' }],
];

// Some hundred sends one after the other, each of which has its own end.
describe.each(accounts)('no secret of $name', { timeout: 120_000 }, ({ uses, start, open }) => {
  const secrets = { password: canary(), accessToken: canary() };
  const secret = secrets[uses];
  const all = Object.values(secrets);
  const credentials = uses === 'password' ? { password: secret } : { auth: () => secret };

  test.each(['known', 'refused'])('of an account that is %s, in success and in every failure', async (how) => {
    await using box = await start(how === 'known' ? secrets : undefined);
    const { password: _p, auth: _a, ...where } = box.transportOptions;
    const found: unknown[] = [];
    for (const fault of faults) {
      box.fault(null);
      if (fault !== undefined) box.fault(...fault);
      const seen = await everything(
        (watching) => open({ ...where, user: box.user, ...credentials, ...watching }),
        box.user,
        // Nothing else has to wait for its end.
        fault?.[0] === 'stall' ? { auth: 100 } : {},
      );
      found.push(fault, seen);
      if (fault === undefined)
        expect(seen[4]).toMatchObject(how === 'known' ? { outcome: 'accepted' } : { error: { phase: 'auth' } });
    }
    expect(leaks([found, records(box)], all)).toEqual([]);
  });

  test('where the server says it, plain and encoded, in any reply', async () => {
    await using box = await start(secrets);
    const { password: _p, auth: _a, ...where } = box.transportOptions;
    const encoded = [0, 1, 2].map((offset) => Buffer.from(`${'x'.repeat(offset)}${secret}`).toString('base64'));
    const words = [secret, ...encoded, Buffer.from(`{"status":"400","token":"${secret}"}`).toString('base64')];
    for (const command of ['EHLO', 'AUTH', 'login', 'MAIL', 'RCPT', 'end-of-data', 'QUIT'] as const) {
      const code = command === 'EHLO' || command === 'QUIT' ? '250' : '550';
      const last = words.length - 1;
      box.reply({ command, reply: words.map((word, at) => `${code}${at < last ? '-' : ' '}5.7.1 no, ${word}`) });
      const found = await everything(
        (watching) => open({ ...where, user: box.user, ...credentials, ...watching }),
        box.user,
      );
      expect([command, leaks(found, all)]).toEqual([command, []]);
      // The proof that it was said: its place is taken, in every line.
      const { trace } = found[4] as { readonly trace: unknown };
      if (command === 'MAIL')
        expect(String(trace).match(/S: 550.5\.7\.1 no, \S*\[secret\]/g)).toHaveLength(words.length);
    }
  });

  test('where a challenge holds it', async () => {
    await using box = await start();
    const { password: _p, auth: _a, ...where } = box.transportOptions;
    for (const challenge of [secret, `{"status":"400","token":"${secret}"}`]) {
      box.reply({ command: 'AUTH', reply: `334 ${Buffer.from(challenge).toString('base64')}` });
      const found = await everything(
        (watching) => open({ ...where, user: box.user, ...credentials, ...watching }),
        box.user,
        { auth: 300 },
      );
      expect(leaks(found, all)).toEqual([]);
    }
  });
});

describe('no secret of a token source', () => {
  const token = canary();
  class TokenError extends Error {
    constructor(readonly response = { access_token: token }) {
      super(`the answer was {"access_token":"${token}"}`, { cause: new Error(token) });
    }
  }
  test.each<[string, () => never | string | object]>([
    [
      'that throws an error with it',
      () => {
        throw new TokenError();
      },
    ],
    [
      'that throws an error with it as its code',
      () => {
        throw Object.assign(new Error('x'), { code: token });
      },
    ],
    [
      'that throws it',
      () => {
        throw token;
      },
    ],
    [
      'that throws an object with it',
      () => {
        throw { token, toString: () => token };
      },
    ],
    ['that gives it with a line end', () => `${token}\n`],
    ['that gives an object of another form', () => ({ access_token: token })],
    ['that gives it in an object', () => ({ token, expiresAt: 0 })],
    ['that gives a promise', async () => token],
  ])('%s', async (_name, auth) => {
    await using box = await sandbox.microsoft365();
    for (const open of [outlook, gmail, generic] as Array<(options: never) => Transport>) {
      const options = {
        host: box.host,
        port: box.port,
        tls: { ca: box.ca },
        security: 'starttls',
        user: box.user,
        auth,
      };
      expect(
        leaks(
          [await everything((watching) => open({ ...options, ...watching } as never), box.user), records(box)],
          [token],
        ),
      ).toEqual([]);
    }
  });
});

describe('no secret of a client certificate', () => {
  test('key and passphrase', async () => {
    await using box = await sandbox.generic({ mechanisms: ['EXTERNAL'] });
    const { ca, cert, key } = box.transportOptions.tls;
    const passphrase = canary();
    const sealed = createPrivateKey(key as string).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase,
    }) as string;
    const other = (await (async () => {
      await using second = await sandbox.generic({ mechanisms: ['EXTERNAL'] });
      return second.transportOptions.tls.key;
    })()) as string;
    const lines = [key as string, sealed, other].flatMap((pem) =>
      pem.split('\n').filter((line) => /^[A-Za-z0-9+/=]{24,}$/.test(line)),
    );
    const materials = [
      { ca, cert, key: sealed, passphrase },
      { ca, cert, key: sealed, passphrase: canary() },
      { ca, cert, key: sealed },
      { ca, cert, key: other },
      { ca, cert, key: `${sealed.slice(0, 200)}\n-----END ENCRYPTED PRIVATE KEY-----\n`, passphrase },
      { cert, key: sealed, passphrase },
      { ca: key, cert, key: sealed, passphrase },
      { ca, cert: key, key: cert, passphrase },
      { ca, key: sealed, passphrase },
      { ca, cert, key: sealed, passphrase: { passphrase } },
      { ca, cert, key: sealed, passphrase, [passphrase.slice(0, 4)]: passphrase },
    ];
    for (const [at, tls] of materials.entries()) {
      const found = await everything(
        (watching) => generic({ ...box.transportOptions, tls, ...watching } as never),
        box.user,
      );
      expect([at, leaks([found, records(box)], [passphrase, ...lines])]).toEqual([at, []]);
      if (at === 0) expect(found[4]).toMatchObject({ outcome: 'accepted' });
    }
  });
});

describe('no secret of a URL or of the environment', () => {
  const password = canary();
  const encoded = encodeURIComponent(password);

  test('that can be used', async () => {
    await using box = await sandbox.generic({ password });
    const tls = { ca: box.ca };
    const user = encodeURIComponent(box.user);
    const url = `smtp+starttls://${user}:${encoded}@${box.host}:${box.port}`;
    const env = {
      SMTP_HOST: box.host,
      SMTP_PORT: String(box.port),
      SMTP_USER: box.user,
      SMTP_PASSWORD: password,
      SMTP_SECURE: 'starttls',
    };
    const ways: Array<(more: AccountOptions) => Transport> = [
      (more) => generic.fromUrl(url, { tls, ...more }),
      (more) => generic.fromEnv({ EMAIL_SERVER: url }, { tls, ...more }),
      (more) => generic.fromEnv(env, { tls, security: 'starttls', ...more }),
    ];
    for (const way of ways) {
      for (const fault of [undefined, 'echo', 'wrong-certificate'] as const) {
        box.fault(null);
        if (fault !== undefined) box.fault(fault);
        const found = await everything(way, box.user);
        expect(leaks([found, records(box)], [password])).toEqual([]);
        if (fault === undefined) expect(found[4]).toMatchObject({ outcome: 'accepted' });
      }
    }
    const { options: _, ...reading } = generic.readEnv(env);
    expect(leaks(reading, [password])).toEqual([]);
  });

  test('that cannot be used', async () => {
    const ways: Array<() => unknown> = [
      ...[
        `smtp://me:${password}@h.example`,
        `smtp://me:${encoded}@`,
        `smtp://me:${encoded}@h.example:${password}`,
        `smtp://${encoded}`,
      ]
        .concat([
          `smtps://me:${encoded}@h.example/${encoded}`,
          `http://me:${encoded}@h.example`,
          `smtp://me:${encoded}@h.example?${encoded}=1`,
        ])
        .concat([
          `smtp://me:${encoded}@h.example?security=${encoded}`,
          `"smtp://me:${encoded}@h.example"`,
          `smtp://:${encoded}@h.example`,
        ])
        .concat([
          `me:${password}@h.example`,
          password,
          `smtp://me:%zz${encoded}@h.example`,
          `smtp://me:x@${password}:25`,
        ])
        .flatMap((url) => [
          () => generic.fromUrl(url),
          () => generic.fromEnv({ EMAIL_SERVER: url }),
          () => generic({ host: url, user: 'me', password }),
        ]),
      () => generic.fromEnv({ SMTP_PASSWORD: password }),
      () => generic.fromEnv({ SMTP_HOST: 'h.example', SMTP_PASSWORD: password }),
      () => generic.fromEnv({ SMTP_HOST: 'h.example', SMTP_USER: 'me', SMTP_PASSWORD: `"${password}"` }),
      () => generic.fromEnv({ SMTP_HOST: 'h.example', SMTP_USER: 'me', SMTP_PASSWORD: `${password}\n` }),
      () => generic.fromEnv({ SMTP_HOST: 'h.example', SMTP_PORT: password, SMTP_USER: 'me', SMTP_PASSWORD: password }),
      () => generic.fromEnv({ SMTP_HOST: password, SMTP_USER: 'me', SMTP_PASSWORD: password }),
      () =>
        generic.fromEnv({ SMTP_HOST: 'h.example', SMTP_SECURE: password, SMTP_USER: 'me', SMTP_PASSWORD: password }),
      () =>
        generic.fromEnv({
          SMTP_HOST: 'h.example',
          SMTP_USER: 'me',
          SMTP_PASSWORD: password,
          MAIL_HOST: 'i.example',
          MAIL_PASSWORD: password,
        }),
      () => generic.forAddress(`me:${password}@163.com`, { password, port: 0 }),
      ...[
        { password: `${password}\r\n` },
        { password: { password } },
        { pass: password },
        { auth: password },
        { auth: { user: 'me', pass: password } },
      ]
        .concat([
          { user: `${password}\0`, password } as never,
          { password, auth: () => password } as never,
          { password, login: 'external' } as never,
        ])
        .concat([
          { password, tls: { servername: `smtp://me:${password}@h` } } as never,
          { password, dkim: { privateKey: password } } as never,
        ])
        .map((options) => () => generic({ host: 'h.example', user: 'me', ...options } as never)),
    ];
    for (const [at, way] of ways.entries()) expect([at, leaks(await thrown(way), [password])]).toEqual([at, []]);
  });

  test('a message', async () => {
    await using box = await sandbox.generic({ password });
    const key = canary();
    await using transport = generic(box.transportOptions as never);
    const mail = { from: box.user, to: 'you@example.net', text: 'x' };
    const wrong = await thrown(() =>
      transport.send({ ...mail, dkim: { domainName: 'example.com', keySelector: 'one', privateKey: key } }),
    );
    const login = await thrown(() => transport.send({ ...mail, auth: { user: 'me', pass: key } } as never));
    expect([wrong, login]).toEqual([expect.any(Error), expect.any(Error)]);
    await transport.send(mail);
    expect(leaks([wrong, login, box.inbox.map((each) => Buffer.from(each.raw).toString())], [key, password])).toEqual(
      [],
    );
  });
});

/** The check is worth what it finds: each of these is a leak, in a place and in a form of its own. */
describe('a planted leak is found', () => {
  const secret = canary();
  const base64 = (before: number) => Buffer.from(`${'x'.repeat(before)}${secret}yz`).toString('base64');
  class Holder {
    readonly #value: string;
    constructor(value: string) {
      this.#value = value;
    }
    get shown(): string {
      return this.#value;
    }
  }
  class Told {
    readonly #value = secret;
    toJSON() {
      return this.#value;
    }
  }
  const hidden = Object.defineProperty(new Error('x'), 'token', { value: secret, enumerable: false });
  test.each<[string, unknown]>([
    ['an error', new Error(`refused: ${secret}`)],
    ['a cause of a cause', new Error('x', { cause: new Error('y', { cause: { deep: [secret] } }) })],
    ['an error of several', new AggregateError([new Error(secret)])],
    ['a property that is not enumerable', hidden],
    ['a property named by a symbol', { [Symbol('s')]: secret }],
    ['the name of a property', { [secret]: 1 }],
    ['a getter of a class', new Holder(secret)],
    ['what it is serialised to', new Told()],
    ['a map', new Map([['k', secret]])],
    ['octets', { octets: Buffer.from(`..${secret}..`) }],
    ['base64 at offset 0', base64(0)],
    ['base64 at offset 1', [base64(1)]],
    ['base64 at offset 2', { line: base64(2) }],
    ['base64url', Buffer.from(`x${secret}`).toString('base64url')],
    ['percent-encoding', `smtp://me:${encodeURIComponent(secret)}@h`],
    ['a part of it', secret.slice(5, 20)],
    ['a part of it in base64', base64(1).slice(10, 26)],
  ])('in %s', (_name, value) => {
    expect(leaks({ among: ['others', value] }, [canary(), secret])).not.toEqual([]);
    expect(leaks({ among: ['others', value] }, [canary()])).toEqual([]);
  });

  test('by an engine that shows what it says', async () => {
    await using box = await sandbox.generic({ mechanisms: ['PLAIN'], password: secret });
    const where = box.transportOptions;
    const transport = createSmtpTransport(
      { ...genericProfile, notes: [`log in with ${secret}`] },
      { ...where, user: 'someone else' },
    );
    const receipt = await transport.send({ from: box.user, to: 'you@example.net', text: 'x' });
    await transport.close();
    expect(leaks(receipt, [secret])).not.toEqual([]);
  });
});
