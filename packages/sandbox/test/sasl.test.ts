import { createHash, createHmac, pbkdf2Sync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sandbox } from '../src/index.js';
import { base64, Client, plain, xoauth2 } from './client.js';

const ok = /^235 2\.7\.0 /;
const refused = '535 5.7.8 Authentication credentials invalid';

/** The client's side of SCRAM, written from RFC 5802 for this test. */
async function scram(
  client: Client,
  name: string,
  user: string,
  password: string,
  gs2: string,
  binding: Buffer = Buffer.alloc(0),
) {
  const hash = name.startsWith('SCRAM-SHA-256') ? 'sha256' : 'sha1';
  const bare = `n=${user.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=fyko+d2lbbFgONRv9qkxdawL`;
  const challenge = await client.say(`AUTH ${name} ${base64(gs2 + bare)}`);
  if (!challenge.startsWith('334 ')) return challenge;
  const first = Buffer.from(challenge.slice(4), 'base64').toString();
  const [, nonce, salt, iterations] = /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(first)!;
  const salted = pbkdf2Sync(
    password,
    Buffer.from(salt!, 'base64'),
    Number(iterations),
    hash === 'sha1' ? 20 : 32,
    hash,
  );
  const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
  const withoutProof = `c=${Buffer.concat([Buffer.from(gs2), binding]).toString('base64')},r=${nonce}`;
  const message = `${bare},${first},${withoutProof}`;
  const key = hmac(salted, 'Client Key');
  const signature = hmac(createHash(hash).update(key).digest(), message);
  const proof = Buffer.from(key.map((octet, at) => octet ^ signature[at]!)).toString('base64');
  const verdict = await client.say(base64(`${withoutProof},p=${proof}`));
  if (!verdict.startsWith('334 ')) return verdict;
  expect(Buffer.from(verdict.slice(4), 'base64').toString()).toBe(
    `v=${hmac(hmac(salted, 'Server Key'), message).toString('base64')}`,
  );
  return client.say('');
}

describe('password mechanisms', () => {
  it('PLAIN, in one step and in two', async () => {
    await using box = await sandbox.generic({ security: 'implicit' });
    const client = await Client.ready(box);
    expect(await client.say(`AUTH PLAIN ${plain(box.user, 'wrong')}`)).toBe(refused);
    expect(await client.say(`AUTH PLAIN ${plain('nobody', box.password)}`)).toBe(refused);
    expect(await client.say(`AUTH PLAIN ${base64(`other\0${box.user}\0${box.password}`)}`)).toBe(refused);
    expect(await client.say('AUTH PLAIN')).toBe('334');
    expect(await client.say(plain(box.user, box.password))).toMatch(ok);
  });

  it('LOGIN', async () => {
    await using box = await sandbox.generic();
    const client = await Client.ready(box);
    expect(await client.say('AUTH LOGIN')).toBe('334 VXNlcm5hbWU6');
    expect(await client.say(base64(box.user))).toBe('334 UGFzc3dvcmQ6');
    expect(await client.say(base64('wrong'))).toBe(refused);
    await client.say(`AUTH LOGIN ${base64(box.user)}`);
    expect(await client.say(base64(box.password))).toMatch(ok);
  });

  it('CRAM-MD5', async () => {
    await using box = await sandbox.generic({ mechanisms: ['CRAM-MD5'], password: 'tanstaaftanstaaf' });
    const client = await Client.ready(box);
    const answer = async (password: string): Promise<string> => {
      const challenge = Buffer.from((await client.say('AUTH CRAM-MD5')).slice(4), 'base64');
      return client.say(base64(`${box.user} ${createHmac('md5', password).update(challenge).digest('hex')}`));
    };
    expect(await answer('wrong')).toBe(refused);
    expect(await answer('tanstaaftanstaaf')).toMatch(ok);
  });

  it.each(['SCRAM-SHA-1', 'SCRAM-SHA-256'])('%s', async (name) => {
    await using box = await sandbox.generic({ mechanisms: [name], user: 'a=b,c', password: 'pencil' });
    expect(await scram(await Client.ready(box), name, box.user, 'pencil', 'n,,')).toMatch(ok);
    expect(await scram(await Client.ready(box), name, box.user, 'pencil', 'y,,')).toMatch(ok);
    expect(await scram(await Client.ready(box), name, box.user, 'wrong', 'n,,')).toBe(refused);
  });

  it('SCRAM finds out that -PLUS was taken from the offer', async () => {
    await using box = await sandbox.generic({ mechanisms: ['SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'] });
    expect(await scram(await Client.ready(box), 'SCRAM-SHA-256', box.user, box.password, 'y,,')).toBe(refused);
    expect(await scram(await Client.ready(box), 'SCRAM-SHA-256', box.user, box.password, 'n,,')).toMatch(ok);
  });

  it.each(['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS'])('%s with both channel bindings', async (name) => {
    await using box = await sandbox.generic({ mechanisms: [name], security: 'implicit' });
    const login = async (type: string, binding: (client: Client) => Buffer): Promise<string> => {
      const client = await Client.ready(box);
      return scram(client, name, box.user, box.password, `p=${type},,`, binding(client));
    };
    const exporter = ({ tls }: Client) => tls.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
    const endPoint = ({ tls }: Client) => createHash('sha256').update(tls.getPeerCertificate().raw).digest();
    expect(await login('tls-exporter', exporter)).toMatch(ok);
    expect(await login('tls-server-end-point', endPoint)).toMatch(ok);
    expect(await login('tls-exporter', () => Buffer.alloc(32))).toBe(refused);
    expect(await login('tls-unique', () => Buffer.alloc(12))).toMatch(/^501 /);
  });

  it('offers no -PLUS where there is no TLS to bind to', async () => {
    await using box = await sandbox.generic({ security: 'none' });
    const client = await Client.open(box);
    await client.reply();
    expect(await client.say('EHLO client.example')).toMatch(
      /AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 XOAUTH2 OAUTHBEARER$/,
    );
  });
});

describe('tokens', () => {
  it('XOAUTH2 and OAUTHBEARER', async () => {
    await using box = await sandbox.generic();
    const bearer = base64(`n,a=${box.user},\x01auth=Bearer ${box.accessToken}\x01\x01`);
    expect(await (await Client.ready(box)).say(`AUTH XOAUTH2 ${xoauth2(box.user, box.accessToken)}`)).toMatch(ok);
    expect(await (await Client.ready(box)).say(`AUTH OAUTHBEARER ${bearer}`)).toMatch(ok);
    box.set({ token: 'expired' });
    const client = await Client.ready(box);
    const challenge = await client.say(`AUTH OAUTHBEARER ${bearer}`);
    expect(JSON.parse(Buffer.from(challenge.slice(4), 'base64').toString())).toEqual({
      status: 'invalid_token',
      scope: 'mail',
    });
    expect(await client.say('AQ==')).toBe(refused);
  });
});

describe('EXTERNAL', () => {
  it('logs in by the certificate of transportOptions, and by no other', async () => {
    await using box = await sandbox.generic({ mechanisms: ['EXTERNAL'] });
    const { cert, key } = box.transportOptions.tls;
    expect(box.transportOptions.login).toBe('external');
    expect(new X509Certificate(cert!).subject).toBe(`CN=${box.user}`);
    expect(await (await Client.ready(box)).say('AUTH EXTERNAL =')).toBe(refused);
    expect(await (await Client.ready(box, { cert, key })).say('AUTH EXTERNAL =')).toMatch(ok);
    expect(await (await Client.ready(box, { cert, key })).say(`AUTH EXTERNAL ${base64('other')}`)).toBe(refused);

    await using other = await sandbox.generic({ mechanisms: ['EXTERNAL'] });
    const strange = other.transportOptions.tls;
    const client = await Client.ready(box, { cert: strange.cert, key: strange.key });
    expect(await client.say('AUTH EXTERNAL =')).toBe(refused);
  });
});

describe('the form of an exchange', () => {
  it.each([
    ['AUTH PLAIN !!!', '501 5.5.2 Cannot decode response'],
    ['AUTH PLAIN abc', '501 5.5.2 Cannot decode response'],
    ['AUTH PLAIN =', '501 5.5.2 Cannot decode response'],
    ['AUTH PLAIN YQ== YQ==', '501 5.5.2 Cannot decode response'],
    ['AUTH GSSAPI', '504 5.5.4 Unrecognized authentication type'],
    [`AUTH PLAIN ${plain('a', 'x'.repeat(500))}`, '500 5.5.6 Authentication exchange line is too long'],
  ])('%s', async (command, reply) => {
    await using box = await sandbox.generic();
    expect(await (await Client.ready(box)).say(command)).toBe(reply);
  });

  it('can be cancelled', async () => {
    await using box = await sandbox.generic();
    const client = await Client.ready(box);
    await client.say('AUTH LOGIN');
    expect(await client.say('*')).toBe('501 5.7.0 Authentication cancelled');
    expect(await client.say(`AUTH PLAIN ${plain(box.user, box.password)}`)).toMatch(ok);
    expect(await client.say(`AUTH PLAIN ${plain(box.user, box.password)}`)).toBe('503 5.5.1 Already authenticated');
  });

  it('takes a response of 12,288 octets and no longer one', async () => {
    await using box = await sandbox.generic({ accessToken: 'x'.repeat(9000) });
    const client = await Client.ready(box);
    await client.say('AUTH XOAUTH2');
    expect(await client.say(xoauth2(box.user, box.accessToken))).toMatch(ok);
    const other = await Client.ready(box);
    await other.say('AUTH XOAUTH2');
    expect(await other.say('A'.repeat(12_292))).toBe('500 5.5.6 Authentication exchange line is too long');
    expect(await other.rest()).toBe('');
  });
});
