import { describe, expect, test } from 'vitest';
import { readOffers } from '../src/web/offers.js';
import { begun, fold } from '../src/web/run-state.js';
import { challenge, rungs } from '../src/web/rungs.js';
import { GOOD, GOOD_RUN, NAIVE, QD_RUN } from './recorded.js';

describe('rungs', () => {
  test('the lines of one reply stand in one row', () => {
    const replies = rungs(GOOD).flatMap((row) => (row.kind === 'server' ? [row.lines.length] : []));
    expect(replies).toEqual([1, 9, 1, 9, 1, 1]);
  });

  test('rows know on which side of TLS they stand', () => {
    const sides = rungs(GOOD).map((row) => [row.kind === 'event' ? row.event.kind : row.kind, row.secured] as const);
    const band = sides.findIndex(([kind]) => kind === 'secured');
    expect(sides.slice(0, band).every(([, secured]) => !secured)).toBe(true);
    expect(sides.slice(band).every(([, secured]) => secured)).toBe(true);
  });

  test('a further connection begins in clear, under a heading', () => {
    const rows = rungs(NAIVE);
    const second = rows.findIndex((row) => row.kind === 'connection');
    expect(rows[second]).toMatchObject({ number: 2 });
    expect(rows.slice(second).some((row) => row.secured)).toBe(false);
  });

  test('a challenge that is text is read', () => {
    expect(challenge('334 VXNlcm5hbWU6')).toBe('Username:');
    expect(challenge('334 ')).toBeUndefined();
    expect(challenge('250 VXNlcm5hbWU6')).toBeUndefined();
    expect(challenge('334 AAECAwQF')).toBeUndefined();
  });
});

describe('offers', () => {
  const marks = (chips: ReturnType<typeof readOffers>['before']) =>
    chips?.filter((chip) => chip.mark !== 'same').map((chip) => `${chip.mark} ${chip.line}`);

  test('the difference between before and after TLS is marked', () => {
    const offers = readOffers(GOOD);
    expect(marks(offers.before)).toEqual(['gone STARTTLS']);
    expect(marks(offers.after)).toEqual(['added AUTH LOGIN XOAUTH2']);
    expect(offers.auth).toBe('appeared');
    expect(offers.plan?.mechanism).toBe('XOAUTH2');
  });

  test('what was not reached is not called gone', () => {
    const offers = readOffers(NAIVE);
    expect(marks(offers.before)).toEqual([]);
    expect(offers.after).toBeUndefined();
  });

  test('other words behind the same keyword are a change', () => {
    const offer = (secure: boolean, keywords: string[]) =>
      ({ at: 0, connection: 1, phase: 'hello', kind: 'offer', secure, keywords }) as const;
    const offers = readOffers([offer(false, ['AUTH PLAIN', 'SIZE 1']), offer(true, ['AUTH=LOGIN', 'SIZE 1'])]);
    expect(marks(offers.before)).toEqual(['changed AUTH PLAIN']);
    expect(marks(offers.after)).toEqual(['changed AUTH=LOGIN']);
    expect(offers.auth).toBeUndefined();
  });
});

describe('the state of a run', () => {
  test('grows with its events', () => {
    const state = QD_RUN.reduce(fold, begun('connect-again'));
    expect(state).toMatchObject({
      status: 'done',
      sequence: 'connect-again',
      naiveEnding: { error: 'SMTP AUTH extension not supported by server.' },
      ending: { word: 'ready' },
    });
    expect(state.naive).toEqual(NAIVE);
    expect(state.ehlo).toEqual(GOOD);
  });

  test('a demo that broke is not called done', () => {
    const broken = [...GOOD_RUN.slice(0, 4), { kind: 'broken' } as const, { kind: 'done' } as const];
    expect(broken.reduce(fold, begun(undefined)).status).toBe('broken');
  });
});
