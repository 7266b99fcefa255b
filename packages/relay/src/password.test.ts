import { expect, test } from 'vitest';
import { Logins } from './logins.js';
import { hashPassword, isPassword, newPassword, readHash } from './password.js';

const passwordHash = await hashPassword('Grüße');

test('a hash is read back, knows its password and no other', async () => {
  const hash = readHash(passwordHash);
  expect(passwordHash).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/);
  expect(await isPassword('Grüße', hash!)).toBe(true);
  // The same letters, composed otherwise.
  expect(await isPassword('Gru\u0308ße', hash!)).toBe(true);
  expect(await isPassword('grüße', hash!)).toBe(false);
  expect(await hashPassword('Grüße')).not.toBe(passwordHash);
});

test.each(['', 'Grüße', '$scrypt$ln=99,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA', '$2b$10$x'])(
  '%j is no hash',
  (text) => {
    expect(readHash(text)).toBeUndefined();
  },
);

test('new passwords are long, and never the same', () => {
  const made = Array.from({ length: 100 }, newPassword);
  expect(new Set(made).size).toBe(100);
  for (const password of made) expect(password).toMatch(/^[\w-]{24}$/);
});

// Other work on the machine may spoil a measurement, so that it is taken again.
test('a password that was right costs no scrypt the next time, a wrong one does', { retry: 2 }, async () => {
  const logins = new Logins([{ name: 'a', passwordHash }]);
  const spent = async (password: string): Promise<number> => {
    const { user } = process.cpuUsage();
    await logins.check('a', password, '::1');
    return process.cpuUsage().user - user;
  };
  const [first, second, wrong] = [await spent('Grüße'), await spent('Grüße'), await spent('guess')];
  expect(second).toBeLessThan(first / 4);
  expect(second).toBeLessThan(wrong / 4);
});

test('ten wrong ones in a row from one address pause the user there, for a minute', async () => {
  let now = 0;
  const cheap = (await hashPassword('x')).replace('p=5', 'p=1');
  const logins = new Logins(
    [
      { name: 'a', passwordHash: cheap },
      { name: 'b', passwordHash },
    ],
    () => now,
  );
  for (let n = 0; n < 10; n++) expect(await logins.check('a', `${n}`, '::1')).toBe('wrong');
  expect(await logins.check('a', 'x', '::1')).toBe('paused');
  expect(await logins.check('b', 'Grüße', '::1')).toMatchObject({ name: 'b' });
  expect(await logins.check('a', 'x', '::2')).toBe('wrong');
  now = 60_000;
  expect(await logins.check('a', 'x', '::1')).toBe('wrong');
});
