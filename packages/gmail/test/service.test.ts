import { isMailError, type PasswordRow } from '@ehlo/core';
import { describe, expect, it } from 'vitest';
import * as publicNames from '../src/index.js';
import { gmail } from '../src/index.js';
import { profileOf, type Service } from '../src/service.js';

it('exports these names', () => {
  expect(Object.keys(publicNames).sort()).toEqual(['causes', 'gmail', 'profiles', 'signIn']);
});

describe('the profile of an account', () => {
  it.each([
    ['me@gmail.com', undefined, 'gmail'],
    ['Me@GoogleMail.com', 'mailbox', 'gmail'],
    ['me@example.com', undefined, 'google-workspace'],
    ['me@mail.gmail.com', undefined, 'google-workspace'],
    ['"a@gmail.com"@example.com', 'mailbox', 'google-workspace'],
    ['me@example.com', 'workspace-relay', 'google-workspace-relay'],
    [undefined, 'workspace-relay', 'google-workspace-relay'],
  ] as const)('%s with service %s is %s', (user, service, id) => {
    expect(profileOf(user, service).id).toBe(id);
  });
});

describe('settings that cannot be used', () => {
  it.each([
    [undefined, undefined, 'user', 'CREDENTIALS_MISSING'],
    ['', 'mailbox', 'user', 'CREDENTIALS_MISSING'],
    ['me@gmail.com', 'relay', 'service', 'CONFIG_VALUE_INVALID'],
    ['me@gmail.com', '', 'service', 'CONFIG_VALUE_INVALID'],
  ])('user %j and service %j are refused by name', (user, service, field, code) => {
    let thrown: unknown;
    try {
      profileOf(user, service as Service | undefined);
    } catch (error) {
      thrown = error;
    }
    expect(isMailError(thrown)).toBe(true);
    expect(thrown).toMatchObject({ field, code, phase: 'settings' });
  });
});

describe('the row on passwords', () => {
  const { strip, looksLike } = profileOf('me@gmail.com').password as Required<PasswordRow>;
  const bare = (password: string) => password.replace(new RegExp(strip, 'g'), '');

  it.each(['abcdefghijklmnop', 'abcd efgh ijkl mnop', ' abcd\u00a0efgh ijkl mnop\n'])(
    'takes %j for an app password',
    (given) => {
      expect(bare(given)).toBe('abcdefghijklmnop');
      expect(bare(given)).toMatch(looksLike);
    },
  );

  it.each(['hunter2', 'Abcdefghijklmnop', 'abcdefghijklmno1', 'abcdefghijklmnopq', 'ya29.a0Af'])(
    'doubts %j',
    (given) => {
      expect(bare(given)).not.toMatch(looksLike);
    },
  );
});

describe('the transport', () => {
  it('takes an app password as Google shows it', async () => {
    await using transport = gmail({ user: 'me@gmail.com', password: 'abcd efgh ijkl mnop' });
    expect(transport.warnings).toEqual([]);
  });

  it.each(['mailbox', 'workspace-relay'] as const)(
    'warns of another password, with the cause (%s)',
    async (service) => {
      await using transport = gmail({ user: 'me@example.com', password: 'correct horse', service });
      expect(transport.warnings).toMatchObject([{ code: 'GMAIL_PASSWORD_NOT_ACCEPTED', field: 'password' }]);
      expect(JSON.stringify(transport.warnings)).not.toContain('correct horse');
    },
  );

  it('needs no login for the relay', async () => {
    await using transport = gmail({ service: 'workspace-relay' });
    expect(transport.warnings).toEqual([]);
  });
});
