import { MailError, type TokenRow, type TokenSource } from '@ehlo/core';
import { checkedTokens } from '@ehlo/core/http';
import { expect, test } from 'vitest';
import { causes } from '../src/causes.js';
import { claimsOf } from '../src/jwt.js';

const row: TokenRow = {
  audiences: ['https://mail.example', 'mail-id'],
  scopes: ['Send'],
  names: ['upn', 'email'],
  placeholders: /\.tenant\.example$/,
  ask: 'https://mail.example/Send',
  because: 'For the test.',
  source: 'https://example.com/',
};

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object): string => `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
const check = async (given: ReturnType<TokenSource>) => checkedTokens(() => given, row, 'Me@example.com')({});

test.each<[string, object]>([
  ['everything right', { aud: 'https://mail.example', scp: 'Read Send', upn: 'me@EXAMPLE.com' }],
  ['a slash behind the audience', { aud: 'https://mail.example/' }],
  ['several audiences', { aud: ['other', 'mail-id'] }],
  ['an app, whatever its roles', { aud: 'mail-id', roles: ['Read'] }],
  ['one of two names', { upn: 'login@example.org', email: 'me@example.com' }],
  ['a name that is no mail address', { upn: 'me@a.tenant.example' }],
  ['nothing of it', { sub: '1' }],
  ['claims of other kinds', { aud: 7, scp: {}, upn: null }],
])('passes: %s', async (_name, claims) => {
  const token = jwt(claims);
  expect(await check(token)).toBe(token);
  expect(await check({ token, expiresAt: 1 })).toEqual({ token, expiresAt: 1 });
});

test.each<[string, object, code: string, seen: string]>([
  ['another service', { aud: 'https://graph.example' }, 'XOAUTH2_WRONG_AUDIENCE', 'https://graph.example'],
  ['a name that only begins alike', { aud: 'https://mail.example.org' }, 'XOAUTH2_WRONG_AUDIENCE', 'mail.example.org'],
  ['no permission to send', { aud: 'mail-id', scp: 'Read Sender' }, 'XOAUTH2_SCOPE_MISSING', 'Sender'],
  ['somebody else', { scp: 'Send', upn: 'boss@example.com' }, 'XOAUTH2_IDENTITY_MISMATCH', 'boss@example.com'],
])('is refused before it is shown to anybody: %s', async (_name, claims, code, seen) => {
  const error = await check(jwt(claims)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code, phase: 'auth', field: 'auth', rule: row, outcome: 'rejected' });
  expect((error as MailError).message).toContain(seen);
  expect((error as MailError).message).toContain(row.ask);
});

test.each([
  ['opaque', 'ya29.a0AfH6SMBx'],
  ['with two dots, and no JSON', 'EwB.abc.def'],
  ['a list in place of claims', `${part({ alg: 'none' })}.${part([1])}.c2ln`],
  ['no algorithm', `${part({})}.${part({ aud: 'x' })}.c2ln`],
  ['encrypted', `${part({ alg: 'dir', enc: 'A128GCM' })}..aaaa.bbbb.cccc`],
  ['empty', ''],
])('a token that is no JWT passes: %s', async (_name, token) => {
  expect(claimsOf(token)).toBeUndefined();
  expect(await check(token)).toBe(token);
});

test('what a source throws passes unchanged, and it is asked with what it was asked with', async () => {
  const error = new MailError({ code: 'X', means: causes.TOKEN_SOURCE_FAILED, phase: 'auth' });
  await expect(check(Promise.reject(error))).rejects.toBe(error);
  const asked: unknown[] = [];
  const request = { refused: 'old' };
  const source: TokenSource = (each) => {
    asked.push(each);
    return 'token';
  };
  await checkedTokens(source, row, 'me')(request);
  expect(asked).toEqual([request]);
});

test('what is no token at all is left to who asked for it', async () => {
  expect(await check(undefined as never)).toBeUndefined();
});
