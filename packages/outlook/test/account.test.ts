import { isMailError } from '@ehlo/core';
import { describe, expect, it } from 'vitest';
import { type Account, profileOf } from '../src/account.js';
import * as publicNames from '../src/index.js';
import { outlook } from '../src/index.js';

it('exports these names', () => {
  expect(Object.keys(publicNames).sort()).toEqual(['causes', 'outlook', 'profiles', 'signIn']);
});

describe('the service of an account', () => {
  it.each([
    ['me@outlook.com', 'outlook'],
    ['Me@Hotmail.CO.UK', 'outlook'],
    ['me@live.com.au', 'outlook'],
    ['me@outlook.ph', 'outlook'],
    ['me@hotmail.nz', 'outlook'],
    ['me@msn.com', 'outlook'],
    ['"a@outlook.com"@contoso.com', 'microsoft365'],
    ['me@contoso.com', 'microsoft365'],
    ['me@outlook.contoso.com', 'microsoft365'],
    ['me@myoutlook.com', 'microsoft365'],
    ['me@contoso.onmicrosoft.com', 'microsoft365'],
  ])('%s belongs to %s', (user, id) => {
    expect(profileOf(user).id).toBe(id);
  });

  it.each([
    ['personal', 'outlook'],
    ['work', 'microsoft365'],
    ['gcc-high', 'microsoft365-gcc-high'],
    ['21vianet', 'microsoft365-21vianet'],
    ['high-volume', 'microsoft365-high-volume'],
  ] as const)('%s is %s, whatever the domain', (account, id) => {
    expect(profileOf('me@example.com', account).id).toBe(id);
    expect(profileOf('me@outlook.com', account).id).toBe(id);
  });
});

describe('settings that cannot be used', () => {
  it.each([
    [undefined, undefined, 'user', 'CREDENTIALS_MISSING'],
    ['', 'work', 'user', 'CREDENTIALS_MISSING'],
    ['me@contoso.com', 'business', 'account', 'CONFIG_VALUE_INVALID'],
    ['me@contoso.com', 'toString', 'account', 'CONFIG_VALUE_INVALID'],
    ['me@contoso.com', '', 'account', 'CONFIG_VALUE_INVALID'],
  ])('user %j and account %j are refused by name', (user, account, field, code) => {
    let thrown: unknown;
    try {
      profileOf(user, account as Account | undefined);
    } catch (error) {
      thrown = error;
    }
    expect(isMailError(thrown)).toBe(true);
    expect(thrown).toMatchObject({ field, code, phase: 'settings' });
  });
});

describe('the transport', () => {
  const thrownBy = (make: () => unknown): unknown => {
    try {
      make();
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it('refuses a password for a personal account before dialling, and says why', () => {
    const error = thrownBy(() => outlook({ user: 'me@hotmail.com', password: 'correct horse' }));
    expect(isMailError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'MS_BASIC_AUTH_DISABLED_CONSUMER', phase: 'settings', field: 'password' });
    expect(JSON.stringify(error)).not.toContain('correct horse');
  });

  it.each([
    { user: 'me@hotmail.com', auth: () => 'token' },
    { user: 'me@contoso.com', password: 'correct horse' },
    { user: 'me@contoso.com', auth: () => 'token', account: 'high-volume' },
  ] as const)('is made for $user with account $account', async (options) => {
    await using transport = outlook(options);
    expect(transport.warnings).toEqual([]);
  });
});
