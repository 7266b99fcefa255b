import { describe, expect, test, vi } from 'vitest';
import { cheapHash } from '../test/kit.js';
import { Logins } from './logins.js';
import { hashPassword, isPassword, newPassword, readHash } from './password.js';

const passwordHash = await hashPassword('Grüße');

test('a hash is read back, and knows its password', async () => {
  expect(passwordHash).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/);
  expect(await isPassword('Grüße', readHash(passwordHash)!)).toBe(true);
  expect(await hashPassword('Grüße')).not.toBe(passwordHash);
});

test('a hash knows no other password', async () => {
  const hash = readHash(cheapHash('Grüße'))!;
  // The same letters, composed otherwise.
  expect(await isPassword('Gru\u0308ße', hash)).toBe(true);
  for (const other of ['grüße', 'Grüße ', 'Grüß', '']) expect(await isPassword(other, hash)).toBe(false);
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
test('every octet of a hash counts', async () => {
  const { hash, ...made } = readHash(cheapHash('Grüße'))!;
  for (const at of [0, 15, 16, 31]) {
    const other = Buffer.from(hash);
    other[at]! ^= 1;
    expect(await isPassword('Grüße', { ...made, hash: other })).toBe(false);
  }
});

test('letters that only look alike are another password', async () => {
  // RFC 8265 4.2.2: NFC and not NFKC, which makes "fi" of the ligature.
  const hash = readHash(cheapHash('\ufb01sh'))!;
  expect(await isPassword('fish', hash)).toBe(false);
  expect(await isPassword('\ufb01sh', hash)).toBe(true);
});

test.each([
  ['ln=14', 'ln=17'],
  ['ln=14', 'ln=9'],
  ['r=8', 'r=9'],
  ['r=8', 'r=0'],
  ['p=5', 'p=0'],
])('a hash that asks for more than 64 MiB, or for nothing, is none: %s as %s', (from, to) => {
  expect(readHash(passwordHash.replace('ln=14', 'ln=16'))?.cost).toEqual({ N: 65_536, r: 8, p: 5 });
  expect(readHash(passwordHash.replace(from, to))).toBeUndefined();
});

test('a password that was right costs no scrypt the next time, a wrong one does', { retry: 2 }, async () => {
  const logins = new Logins([{ name: 'a', passwordHash: cheapHash('Grüße', 14) }]);
  const spent = async (password: string): Promise<number> => {
    const { user } = process.cpuUsage();
    await logins.check('a', password, '::1');
    return process.cpuUsage().user - user;
  };
  const [first, second, wrong] = [await spent('Grüße'), await spent('Grüße'), await spent('guess')];
  expect(second).toBeLessThan(first / 4);
  expect(second).toBeLessThan(wrong / 4);
  // The same guess again, and a name that nobody has: neither tells more by its time.
  expect(await spent('guess')).toBeGreaterThan(wrong / 4);
  const { user } = process.cpuUsage();
  expect(await logins.check('nobody', 'Grüße', '::1')).toBe('wrong');
  expect(process.cpuUsage().user - user).toBeGreaterThan(wrong / 4);
});

test('a password that was right for one user is none of another', async () => {
  const [first, second] = [cheapHash('one'), cheapHash('two')];
  const logins = new Logins([
    { name: 'a', passwordHash: first },
    { name: 'b', passwordHash: second },
  ]);
  expect(await logins.check('a', 'one', '::1')).toMatchObject({ name: 'a' });
  expect(await logins.check('b', 'one', '::1')).toBe('wrong');
  expect(await logins.check('a', 'two', '::1')).toBe('wrong');
});

describe('wrong passwords are counted', () => {
  const logins = (now?: () => number) => new Logins([{ name: 'a', passwordHash: cheapHash('right') }], now);

  test('in a row: one that was right begins anew', async () => {
    const it = logins();
    for (let row = 0; row < 2; row++) {
      for (let n = 0; n < 9; n++) expect(await it.check('a', `${n}`, '::1')).toBe('wrong');
      expect(await it.check('a', 'right', '::1')).toMatchObject({ name: 'a' });
    }
  });

  test('before they are looked at: guesses side by side are no more than ten', async () => {
    const it = logins();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => it.check('a', `${n}`, '::1')));
    expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(10);
    expect(answers.filter((answer) => answer === 'paused')).toHaveLength(40);
  });

  test('once where many connections of a program say the same, so that a start with fifty of them is no attack', async () => {
    const it = logins();
    const answers = await Promise.all(Array.from({ length: 50 }, () => it.check('a', 'right', '::1')));
    expect(answers.every((answer) => answer !== 'wrong' && answer !== 'paused')).toBe(true);
  });

  test('for names that nobody has too, however many are guessed', async () => {
    const it = logins();
    for (let n = 0; n < 10; n++) expect(await it.check(`name ${n}`, 'x', '::1')).toBe('wrong');
    expect(await it.check('name 10', 'x', '::1')).toBe('paused');
    expect(await it.check('a', 'right', '::1')).toMatchObject({ name: 'a' });
  });

  test('by the network of an IPv6 address, since whoever has one has all of it', async () => {
    const it = logins();
    for (let n = 0; n < 10; n++) expect(await it.check('a', 'x', `2001:db8::${n}`)).toBe('wrong');
    expect(await it.check('a', 'x', '2001:db8:0:0:ffff::1')).toBe('paused');
    expect(await it.check('a', 'x', '2001:db8:0:1::1')).toBe('wrong');
    expect(await it.check('a', 'x', '192.0.2.1')).toBe('wrong');
  });

  test('of so many at most, the youngest: it takes no more memory however many come', async () => {
    const it = new Logins([{ name: 'a', passwordHash: cheapHash('right') }], () => 0, 2);
    const fail = async (address: string): Promise<void> => {
      for (let n = 0; n < 10; n++) await it.check('a', 'x', address);
    };
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) await fail(address);
    expect(await it.check('a', 'right', '192.0.2.3')).toBe('paused');
    expect(await it.check('a', 'right', '192.0.2.2')).toBe('paused');
    expect(await it.check('a', 'right', '192.0.2.1')).toMatchObject({ name: 'a' });
  });

  test('by a clock that nobody sets: a pause is a minute, whatever the time of day becomes', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    try {
      const it = logins();
      for (let n = 0; n < 10; n++) await it.check('a', 'x', '::1');
      vi.setSystemTime(Date.now() + 86_400_000);
      expect(await it.check('a', 'right', '::1')).toBe('paused');
      vi.setSystemTime(Date.now() - 2 * 86_400_000);
      vi.advanceTimersByTime(60_000);
      expect(await it.check('a', 'right', '::1')).toMatchObject({ name: 'a' });
    } finally {
      vi.useRealTimers();
    }
  });
});

test('ten wrong ones in a row from one address pause the user there, for a minute', async () => {
  let now = 0;
  const users = ['a', 'b'].map((name) => ({ name, passwordHash: cheapHash(name) }));
  const logins = new Logins(users, () => now);
  for (let n = 0; n < 10; n++) expect(await logins.check('a', `${n}`, '192.0.2.1')).toBe('wrong');
  expect(await logins.check('a', 'a', '192.0.2.1')).toBe('paused');
  expect(await logins.check('b', 'b', '192.0.2.1')).toMatchObject({ name: 'b' });
  expect(await logins.check('a', 'a', '192.0.2.2')).toMatchObject({ name: 'a' });
  now = 59_999;
  expect(await logins.check('a', 'a', '192.0.2.1')).toBe('paused');
  now = 60_000;
  expect(await logins.check('a', 'a', '192.0.2.1')).toMatchObject({ name: 'a' });
});
