import { expect, it } from 'vitest';
import { asTheyComplete } from './as-they-complete.js';

/** Work that is finished by hand. */
function jobs() {
  const finish = new Map<string, (result: string) => void>();
  const fail = new Map<string, (reason: unknown) => void>();
  const waiting: Array<() => void> = [];
  const work = (item: string) =>
    new Promise<string>((resolve, reject) => {
      finish.set(item, resolve);
      fail.set(item, reject);
      for (const look of waiting) look();
    });
  /** Resolves when so many have begun. */
  const begun = (count: number) =>
    new Promise<void>((resolve) => {
      const look = (): void => void (finish.size >= count && resolve());
      waiting.push(look);
      look();
    });
  return { work, finish, fail, begun };
}

const always = (): boolean => true;

it('gives results in the order in which they are done', async () => {
  const { work, finish, begun } = jobs();
  const results = asTheyComplete(['a', 'b', 'c'], work, (underWay) => underWay < 3);
  const first = results.next();
  await begun(3);
  finish.get('b')?.('B');
  expect((await first).value).toBe('B');
  finish.get('c')?.('C');
  finish.get('a')?.('A');
  expect([(await results.next()).value, (await results.next()).value]).toEqual(['C', 'A']);
  expect((await results.next()).done).toBe(true);
});

it('takes no further item where there is no room', async () => {
  const { work, finish, begun } = jobs();
  const results = asTheyComplete(['a', 'b', 'c'], work, (underWay) => underWay < 2);
  const first = results.next();
  await begun(2);
  finish.get('a')?.('A');
  expect((await first).value).toBe('A');
  expect([...finish.keys()]).toEqual(['a', 'b']);
  const second = results.next();
  await begun(3);
  finish.get('c')?.('C');
  expect((await second).value).toBe('C');
});

it('throws what the work threw where its result would have been given, and nowhere else', async () => {
  const { work, finish, fail, begun } = jobs();
  const results = asTheyComplete(['a', 'b'], work, always);
  const first = results.next();
  await begun(2);
  finish.get('b')?.('B');
  expect((await first).value).toBe('B');
  fail.get('a')?.(new Error('no'));
  await expect(results.next()).rejects.toThrow('no');
});

it('leaves what is under way alone when nobody wants more', async () => {
  const { work, fail, finish, begun } = jobs();
  const results = asTheyComplete(['a', 'b'], work, (underWay) => underWay < 2);
  const first = results.next();
  await begun(2);
  finish.get('a')?.('A');
  await first;
  await results.return(undefined);
  fail.get('b')?.(new Error('unheard'));
});
