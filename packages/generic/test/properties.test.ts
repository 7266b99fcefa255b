import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generic, readEnv, readUrl } from '../src/index.js';

/** Anything that a person may choose, but for the words that stand for a variable that was not set. */
const secret = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => !['undefined', 'null'].includes(text));

describe('a URL with encoded credentials', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(secret, secret, fc.constantFrom('smtp', 'smtps', 'smtp+starttls'), (user, password, scheme) => {
        const { options } = readUrl(
          `${scheme}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@mail.example:2525?partial=send`,
        );
        expect(options).toMatchObject({ user, password, host: 'mail.example', port: 2525 });
      }),
      { numRuns: 2000 },
    );
  });
});

// Computation alone: nothing is waited for.
describe('a password that was not encoded', { timeout: 120_000 }, () => {
  const CANARY = 'c4n4ry';
  // Pieces around and inside the canary, rich in the characters that move the borders of a URL.
  const piece = fc.string({ unit: fc.constantFrom(...'@:/?#%[]\\ "\'=&;,+a1~^\u00e9'), maxLength: 6 });
  const password = fc.tuple(piece, piece).map(([before, behind]) => `${before}${CANARY}${behind}`);

  it('is either read whole or refused, and never shown', () => {
    fc.assert(
      fc.property(
        password,
        fc.constantFrom('user', 'me@example.com', '25', ''),
        fc.constantFrom('mail.example', 'mail.example:587', 'mail.example?pool=1', ''),
        (raw, user, server) => {
          const url = `smtp://${user}:${raw}@${server}`;
          try {
            const { options, warnings } = readUrl(url);
            expect(options.password === raw || options.password === decodeURIComponent(raw), url).toBe(true);
            expect(options.host).toBe('mail.example');
            expect(JSON.stringify(warnings)).not.toContain(CANARY);
          } catch (error) {
            expectSilence(error, CANARY);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('is never shown by the environment reader, in whatever variable it landed', () => {
    const names = [
      'MAIL_HOST',
      'MAIL_PORT',
      'MAIL_USER',
      'MAIL_PASSWORD',
      'MAIL_SSL',
      'MAIL_STARTTLS',
      'MAIL_ENCRYPTION',
      'SMTP_URL',
      'EMAIL_SERVER',
      'MAIL_FROM',
    ];
    const env = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(password, fc.constantFrom('mail.example', '587', 'true', `smtp://u:${CANARY}@mail.example`)),
    );
    fc.assert(
      fc.property(env, (values) => {
        try {
          expect(JSON.stringify(readEnv(values).warnings)).not.toContain(CANARY);
        } catch (error) {
          expectSilence(error, CANARY);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('is never shown by the factories', () => {
    fc.assert(
      fc.property(password, (raw) => {
        for (const make of [
          () => generic.fromUrl(`smtps://user:${raw}@mail.example`),
          () => generic.forAddress('me@163.com', { password: raw, port: 0 }),
          () => generic.preset('qq', { user: 'me@qq.com', password: raw, security: 'none' as never }),
        ]) {
          try {
            void make().close();
          } catch (error) {
            expectSilence(error, CANARY);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

function expectSilence(error: unknown, canary: string): void {
  const { message, stack } = error as Error;
  expect(error).toMatchObject({ name: 'MailError', phase: 'settings' });
  for (const shown of [message, String(stack), JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })])
    expect(shown).not.toContain(canary);
}
