import { webcrypto } from 'node:crypto';
import saslprep from '@mongodb-js/saslprep';
import { describe, expect, it } from 'vitest';
import { type Channel, type Credentials, findMechanism, type Mechanism, SaslError } from './sasl.js';

const octets = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const channel: Channel = { host: 'a.example', port: 587, secure: true, nonce: 'clientnonce', offered: [] };

function start(name: string, credentials: Credentials, on: Partial<Channel> = {}) {
  const prepare = (text: string) => saslprep(text, { allowUnassigned: true });
  const answers = (findMechanism(name) as Mechanism).answers({ prepare, ...credentials }, { ...channel, ...on });
  return {
    first: Buffer.from(answers.next().value as Uint8Array).toString(),
    hear: (challenge: string) => {
      const { value, done } = answers.next(octets(challenge));
      return { said: value === undefined ? undefined : Buffer.from(value as Uint8Array).toString(), done };
    },
  };
}

describe('SCRAM', () => {
  it.each([
    {
      name: 'SCRAM-SHA-1',
      rfc: 'RFC 5802 5',
      nonce: 'fyko+d2lbbFgONRv9qkxdawL',
      serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
      clientFinal: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
      serverFinal: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
    },
    {
      name: 'SCRAM-SHA-256',
      rfc: 'RFC 7677 3',
      nonce: 'rOprNGfwEbeRWgbNEkqO',
      serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
      clientFinal:
        'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
      serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    },
  ])('speaks $name as $rfc has it', ({ name, nonce, serverFirst, clientFinal, serverFinal }) => {
    const login = start(name, { user: 'user', password: 'pencil' }, { nonce });
    expect(login.first).toBe(`n,,n=user,r=${nonce}`);
    expect(login.hear(serverFirst)).toEqual({ said: clientFinal, done: false });
    expect(login.hear(serverFinal)).toEqual({ said: '', done: false });
    expect(login.hear('')).toEqual({ said: undefined, done: true });
  });

  it.each(['SCRAM-SHA-1', 'SCRAM-SHA-256'])('believes a success of %s only behind the signature', (name) => {
    const server = 'r=clientnonce+more,s=QSXCR+Q6sek8bf92,i=4096';
    for (const final of ['', 'v=', 'v=AAAA', 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=', 'x', 'v=!!!!', 'm=x,v=AAAA']) {
      const login = start(name, { user: 'user', password: 'pencil' });
      login.hear(server);
      expect(() => login.hear(final)).toThrow(/signature/);
    }
  });

  it('answers a refused password, so that the reply may say it, and believes no success after it', () => {
    const login = start('SCRAM-SHA-256', { user: 'user', password: 'pencil' });
    login.hear('r=clientnonce+more,s=QSXCR+Q6sek8bf92,i=4096');
    expect(login.hear('e=invalid-proof')).toEqual({ said: '', done: false });
    expect(() => login.hear('')).toThrow(/invalid-proof/);
  });

  it('ends where the server sees another channel', () => {
    const login = start('SCRAM-SHA-256', { user: 'user', password: 'pencil' });
    login.hear('r=clientnonce+more,s=QSXCR+Q6sek8bf92,i=4096');
    expect(() => login.hear('e=server-does-support-channel-binding')).toThrow(/another channel/);
  });

  it.each([
    ['a nonce that is not ours', 'r=other,s=QSXCR+Q6sek8bf92,i=4096'],
    ['a nonce that adds nothing', 'r=clientnonce,s=QSXCR+Q6sek8bf92,i=4096'],
    ['too few iterations', 'r=clientnonce1,s=QSXCR+Q6sek8bf92,i=4095'],
    ['too many iterations', 'r=clientnonce1,s=QSXCR+Q6sek8bf92,i=500001'],
    ['endlessly many iterations', 'r=clientnonce1,s=QSXCR+Q6sek8bf92,i=999999999999999999'],
    ['no iterations', 'r=clientnonce1,s=QSXCR+Q6sek8bf92'],
    ['iterations that are no number', 'r=clientnonce1,s=QSXCR+Q6sek8bf92,i=4096x'],
    ['an empty salt', 'r=clientnonce1,s=,i=4096'],
    ['a mandatory extension', 'm=x,r=clientnonce1,s=QSXCR+Q6sek8bf92,i=4096'],
    ['another order', 's=QSXCR+Q6sek8bf92,r=clientnonce1,i=4096'],
    ['an error', 'e=unknown-user'],
    ['nothing', ''],
  ])('refuses %s in the first message of the server', (_what, challenge) => {
    const login = start('SCRAM-SHA-256', { user: 'user', password: 'pencil' });
    expect(() => login.hear(challenge)).toThrow(SaslError);
  });

  it('takes counts at both bounds, and extensions that it need not know', () => {
    for (const rest of ['i=4096', 'i=500000', 'i=4096,x=more']) {
      const login = start('SCRAM-SHA-1', { user: 'user', password: 'pencil' });
      expect(login.hear(`r=clientnonce1,s=QSXCR+Q6sek8bf92,${rest}`).said).toMatch(/^c=biws,r=clientnonce1,p=/);
    }
  });

  it('refuses a challenge behind the signature', async () => {
    const server = new Server('SHA-256', 'pencil', EMPTY);
    const login = start('SCRAM-SHA-256', { user: 'user', password: 'pencil' });
    const final = await server.final(login.hear(await server.first(login.first)).said as string);
    expect(login.hear(final).said).toBe('');
    expect(() => login.hear('more')).toThrow(/further/);
  });

  it('writes out commas and equals signs in names, and prepares them (RFC 4013)', () => {
    const credentials = { user: 'a=b,c\u00a0\u2168', password: 'x', authorizationId: 'd=,' };
    expect(start('SCRAM-SHA-1', credentials).first).toBe('n,a=d=3D=2C,n=a=3Db=2Cc IX,r=clientnonce');
    expect(() => start('SCRAM-SHA-1', { user: 'user', password: 'a\u0007b' })).toThrow(/RFC 4013/);
    expect(() => start('SCRAM-SHA-1', { user: 'user', password: '\u00ad' })).toThrow(/RFC 4013/);
  });

  it('refuses what is not ASCII where nothing prepares it', () => {
    expect(() => start('SCRAM-SHA-1', { user: 'user', password: 'é', prepare: undefined } as never)).toThrow(
      /SASLprep/,
    );
  });

  it('takes a password in any Unicode form', async () => {
    const server = new Server('SHA-256', 'Ⅸ é'.normalize('NFKC'), EMPTY);
    const login = start('SCRAM-SHA-256', { user: 'user', password: 'Ⅸ\u00a0e\u0301' });
    const final = await server.final(login.hear(await server.first(login.first)).said as string);
    expect(login.hear(final)).toEqual({ said: '', done: false });
  });
});

const exporter = octets('\x00\xff exporter of thirty-two octets');
const endPoint = octets('hash of the certificate');

describe('SCRAM and channel binding', () => {
  it.each([
    {
      name: 'SCRAM-SHA-1-PLUS',
      binding: { 'tls-exporter': exporter, 'tls-server-end-point': endPoint },
      flag: 'p=tls-exporter',
      data: exporter,
    },
    {
      name: 'SCRAM-SHA-256-PLUS',
      binding: { 'tls-exporter': exporter, 'tls-server-end-point': endPoint },
      flag: 'p=tls-exporter',
      data: exporter,
    },
    {
      name: 'SCRAM-SHA-1-PLUS',
      binding: { 'tls-server-end-point': endPoint },
      flag: 'p=tls-server-end-point',
      data: endPoint,
    },
    {
      name: 'SCRAM-SHA-256-PLUS',
      binding: { 'tls-server-end-point': endPoint },
      flag: 'p=tls-server-end-point',
      data: endPoint,
    },
  ])('$name binds with $flag', async ({ name, binding, flag, data }) => {
    const hash = name.includes('256') ? 'SHA-256' : 'SHA-1';
    const server = new Server(hash, 'pencil', Buffer.concat([octets(`${flag},,`), data]));
    const login = start(name, { user: 'user', password: 'pencil' }, { binding, offered: [name] });
    expect(login.first).toBe(`${flag},,n=user,r=clientnonce`);
    const final = await server.final(login.hear(await server.first(login.first)).said as string);
    expect(login.hear(final)).toEqual({ said: '', done: false });
    expect(login.hear('').done).toBe(true);
  });

  it('is refused by a server that sees another channel', async () => {
    const server = new Server('SHA-256', 'pencil', Buffer.concat([octets('p=tls-exporter,,'), endPoint]));
    const login = start(
      'SCRAM-SHA-256-PLUS',
      { user: 'user', password: 'pencil' },
      { binding: { 'tls-exporter': exporter } },
    );
    const clientFinal = login.hear(await server.first(login.first)).said as string;
    await expect(server.final(clientFinal)).rejects.toThrow('channel');
  });

  it('does not begin without a binding', () => {
    for (const binding of [undefined, {}]) {
      expect(() => start('SCRAM-SHA-256-PLUS', { user: 'user', password: 'pencil' }, { binding })).toThrow(SaslError);
    }
  });

  it.each([
    { case: 'we cannot bind', binding: undefined, offered: ['SCRAM-SHA-256'], flag: 'n' },
    {
      case: 'we could, and the server offers no -PLUS',
      binding: { 'tls-exporter': exporter },
      offered: ['SCRAM-SHA-256', 'PLAIN'],
      flag: 'y',
    },
    {
      case: 'we could, and were told not to',
      binding: { 'tls-exporter': exporter },
      offered: ['SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'],
      flag: 'n',
    },
  ])('says $flag where $case (RFC 5802 6)', async ({ binding, offered, flag }) => {
    const server = new Server('SHA-256', 'pencil', octets(`${flag},,`));
    const login = start('SCRAM-SHA-256', { user: 'user', password: 'pencil' }, { binding, offered });
    expect(login.first).toBe(`${flag},,n=user,r=clientnonce`);
    const final = await server.final(login.hear(await server.first(login.first)).said as string);
    expect(login.hear(final)).toEqual({ said: '', done: false });
  });
});

const EMPTY = octets('n,,');

/** The server's half, written from RFC 5802 3 over Web Crypto: it knows only StoredKey and ServerKey. */
class Server {
  #firstSaid = '';
  #clientFirstBare = '';
  readonly #salt = webcrypto.getRandomValues(new Uint8Array(16));

  constructor(
    private readonly hash: 'SHA-1' | 'SHA-256',
    private readonly password: string,
    private readonly bindingInput: Uint8Array,
  ) {}

  async first(clientFirst: string): Promise<string> {
    this.#clientFirstBare = clientFirst.split(',').slice(2).join(',');
    const nonce = /r=([^,]*)/.exec(this.#clientFirstBare)?.[1];
    this.#firstSaid = `r=${nonce}%server,s=${Buffer.from(this.#salt).toString('base64')},i=5000`;
    return this.#firstSaid;
  }

  async final(clientFinal: string): Promise<string> {
    const [binding, nonce, proof] = clientFinal.split(',') as [string, string, string];
    if (!Buffer.from(binding.slice(2), 'base64').equals(Buffer.from(this.bindingInput)))
      throw new Error('another channel');
    const message = octets(`${this.#clientFirstBare},${this.#firstSaid},${binding},${nonce}`);
    const { storedKey, serverKey } = await this.#keys();
    const signature = await this.#hmac(storedKey, message);
    const clientKey = new Uint8Array(Buffer.from(proof.slice(2), 'base64')).map(
      (octet, at) => octet ^ (signature[at] as number),
    );
    const hashed = await webcrypto.subtle.digest(this.hash, clientKey);
    if (!Buffer.from(hashed).equals(Buffer.from(storedKey))) throw new Error('wrong proof');
    return `v=${Buffer.from(await this.#hmac(serverKey, message)).toString('base64')}`;
  }

  async #keys() {
    const key = await webcrypto.subtle.importKey('raw', octets(this.password), 'PBKDF2', false, ['deriveBits']);
    const bits = this.hash === 'SHA-1' ? 160 : 256;
    const how = { name: 'PBKDF2', hash: this.hash, salt: this.#salt, iterations: 5000 };
    const salted = new Uint8Array(await webcrypto.subtle.deriveBits(how, key, bits));
    const clientKey = await this.#hmac(salted, octets('Client Key'));
    const storedKey = new Uint8Array(await webcrypto.subtle.digest(this.hash, clientKey));
    return { storedKey, serverKey: await this.#hmac(salted, octets('Server Key')) };
  }

  async #hmac(key: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const how = { name: 'HMAC', hash: this.hash };
    const imported = await webcrypto.subtle.importKey('raw', key, how, false, ['sign']);
    return new Uint8Array(await webcrypto.subtle.sign('HMAC', imported, message));
  }
}
