import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  type Channel,
  type Credentials,
  endPointBinding,
  findMechanism,
  type Mechanism,
  mechanisms,
  SaslError,
} from './sasl.js';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const words = (answer: Uint8Array | undefined): string | undefined =>
  answer === undefined ? undefined : new TextDecoder().decode(answer);
const mechanism = (name: string): Mechanism => findMechanism(name) as Mechanism;

const channel: Channel = { host: 'server.example.com', port: 587, secure: true, nonce: 'abc', offered: [] };

/** Plays the server's challenges; gives all answers. */
function play(name: string, credentials: Credentials, challenges: readonly string[], on: Partial<Channel> = {}) {
  const answers = mechanism(name).answers(credentials, { ...channel, ...on });
  const said = [words(answers.next().value as Uint8Array | undefined)];
  for (const challenge of challenges) said.push(words(answers.next(octets(challenge)).value as Uint8Array | undefined));
  return said;
}

describe('SASL', () => {
  it('speaks PLAIN as RFC 4616 4 has it', () => {
    expect(play('PLAIN', { user: 'tim', password: 'tanstaaftanstaaf' }, [])).toEqual(['\0tim\0tanstaaftanstaaf']);
    expect(play('PLAIN', { authorizationId: 'Ursel', user: 'Kurt', password: 'xipj3plmq' }, [])).toEqual([
      'Ursel\0Kurt\0xipj3plmq',
    ]);
    expect(play('PLAIN', { user: 'tim', password: 'pässwörd€' }, [])).toEqual(['\0tim\0pässwörd€']);
  });

  it('keeps to the limits of PLAIN', () => {
    const longest = 'é'.repeat(127);
    expect(play('PLAIN', { user: longest, password: longest }, [])).toEqual([`\0${longest}\0${longest}`]);
    for (const credentials of [
      { user: 'é'.repeat(128), password: 'x' },
      { user: 'tim', password: 'x'.repeat(256) },
      { user: 'tim', password: 'x\0y' },
      { user: 'ti\0m', password: 'x' },
      { user: 'tim', password: 'x', authorizationId: 'a\0b' },
    ]) {
      expect(() => play('PLAIN', credentials, [])).toThrow(SaslError);
    }
  });

  it.each([
    ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6'],
    ['Username:', 'Password:'],
    ['', ''],
    ['Passwort bitte', 'Benutzer'],
  ])('answers the prompts of LOGIN by position: %j, %j', (first, second) => {
    expect(play('LOGIN', { user: 'tim', password: 'secret' }, [first, second])).toEqual([undefined, 'tim', 'secret']);
  });

  it('speaks CRAM-MD5 as RFC 2195 2 has it', () => {
    const challenge = '<1896.697170952@postoffice.reston.mci.net>';
    expect(play('CRAM-MD5', { user: 'tim', password: 'tanstaaftanstaaf' }, [challenge])).toEqual([
      undefined,
      'tim b913a602c7eda7a495b4e6e7334d3890',
    ]);
    expect(() => play('CRAM-MD5', { user: 'tim', password: 'x' }, [''])).toThrow(/empty/);
  });

  it('speaks OAUTHBEARER as RFC 7628 4.1 has it, and answers an error as 4.3', () => {
    const credentials = { user: 'user@example.com', token: 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==' };
    const [response, answer] = play('OAUTHBEARER', credentials, ['{"status":"invalid_token"}']);
    expect(Buffer.from(response as string).toString('base64')).toBe(
      'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB',
    );
    expect(Buffer.from(answer as string).toString('base64')).toBe('AQ==');
  });

  it('writes out commas and equals signs in the name that OAUTHBEARER carries', () => {
    expect(play('OAUTHBEARER', { user: 'a=b,c', token: 't' }, [])[0]).toMatch(/^n,a=a=3Db=2Cc,\x01host=/);
  });

  it('speaks XOAUTH2 as its document has it, and answers an error with nothing', () => {
    const credentials = { user: 'someuser@example.com', token: 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg' };
    const [response, answer] = play('XOAUTH2', credentials, ['{"status":"401","schemes":"bearer mac"}']);
    expect(Buffer.from(response as string).toString('base64')).toBe(
      'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
    );
    expect(answer).toBe('');
  });

  it.each(['OAUTHBEARER', 'XOAUTH2'])('lets nothing into %s that would add a field', (name) => {
    expect(() => play(name, { user: 'a\x01auth=Bearer x', token: 't' }, [])).toThrow(SaslError);
    expect(() => play(name, { user: 'a', token: 't\x01host=evil' }, [])).toThrow(SaslError);
    expect(() => play(name, { user: 'a', token: 't\r\n' }, [])).toThrow(SaslError);
  });

  it('speaks EXTERNAL as RFC 4422 A has it', () => {
    expect(play('EXTERNAL', { user: 'tim' }, [])).toEqual(['']);
    expect(play('EXTERNAL', { user: 'tim', authorizationId: 'fred@example.com' }, [])).toEqual(['fred@example.com']);
  });

  it.each([
    ['PLAIN', []],
    ['LOGIN', ['a', 'b']],
    ['CRAM-MD5', ['a']],
    ['OAUTHBEARER', ['{}']],
    ['XOAUTH2', ['{}']],
    ['EXTERNAL', []],
  ])('has no answer for a challenge too many in %s', (name, challenges) => {
    const credentials = { user: 'tim', password: 'hunter2', token: 'hunter2' };
    play(name, credentials, challenges);
    expect(() => play(name, credentials, [...challenges, 'more'])).toThrow(SaslError);
  });

  it('does not begin without its secret, and never tells one', () => {
    for (const each of mechanisms.filter(({ needs }) => needs !== 'certificate')) {
      const binding = { 'tls-exporter': octets('x') };
      for (const secret of [undefined, '']) {
        const none = { user: 'tim', password: secret, token: secret } as Credentials;
        expect(() => play(each.name, none, [], { binding })).toThrow(new SaslError(`there is no ${each.needs}`));
      }
      try {
        play(each.name, { user: 'tim', password: 'Zq9\0Kw7', token: 'Zq9\0Kw7' }, ['x', 'y', 'z', 'z'], { binding });
        expect.unreachable('every mechanism refuses one of these');
      } catch (error) {
        expect(error).toBeInstanceOf(SaslError);
        expect(inspect(error)).not.toMatch(/Zq9|Kw7/);
      }
    }
  });

  it('ranks what it speaks, and finds it by name in any case', () => {
    expect(mechanisms.map(({ name }) => name)).toEqual([
      'SCRAM-SHA-256-PLUS',
      'SCRAM-SHA-1-PLUS',
      'SCRAM-SHA-256',
      'SCRAM-SHA-1',
      'OAUTHBEARER',
      'XOAUTH2',
      'PLAIN',
      'LOGIN',
      'CRAM-MD5',
      'EXTERNAL',
    ]);
    expect(findMechanism('scram-sha-256')?.name).toBe('SCRAM-SHA-256');
    expect(findMechanism('NTLM')).toBeUndefined();
    expect(mechanisms.filter(({ clear }) => clear).map(({ name }) => name)).toEqual([
      'OAUTHBEARER',
      'XOAUTH2',
      'PLAIN',
      'LOGIN',
    ]);
    expect(mechanisms.filter(({ mutual }) => mutual).every(({ name }) => name.startsWith('SCRAM-'))).toBe(true);
  });

  it('hashes a certificate for tls-server-end-point as RFC 5929 4.1 has it', () => {
    const certificate = octets('certificate');
    const by = (hash: string) => createHash(hash).update(certificate).digest();
    for (const weak of ['md5', 'MD5', 'sha1', 'SHA-1'])
      expect(endPointBinding(certificate, weak)).toEqual(by('sha256'));
    for (const hash of ['sha256', 'sha384', 'sha512']) expect(endPointBinding(certificate, hash)).toEqual(by(hash));
    expect(endPointBinding(certificate, 'SHA-512')).toEqual(by('sha512'));
  });
});
