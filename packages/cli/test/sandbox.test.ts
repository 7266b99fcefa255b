import { describe, expect, test } from 'vitest';
import { fileOf } from './boxes.js';
import { ehlo } from './terminal.js';

describe('ehlo sandbox', () => {
  test('serves what the other commands are directed to, until it is stopped', async () => {
    const stop = new AbortController();
    let sent: ReturnType<typeof ehlo> | undefined;
    const serve = (line: string) => {
      const mail = ['--to', 'you@example.net', '--text', 'Hi', '--json'];
      sent = ehlo(['send', '--sandbox', fileOf('box.json', line), ...mail], {
        env: { EHLO_HOME: '/nonexistent/ehlo' },
      });
      void sent.finally(() => stop.abort());
    };
    const words = ['sandbox', 'microsoft365', '--user', 'me@contoso.com', '--set', 'sendAs=denied', '--json'];
    const served = await ehlo(words, { signal: stop.signal, watch: serve });
    expect(served.exit).toBe(0);
    expect(served.json()).toMatchObject([{ provider: 'microsoft365', user: 'me@contoso.com' }]);
    expect((await sent)?.json()).toMatchObject([
      { outcome: 'rejected', error: { code: expect.stringMatching(/SEN/) } },
    ]);
  });

  test('lists its options, and the switches of a provider', async () => {
    expect((await ehlo(['sandbox', 'help'])).output).toContain('--fault <name>');
    expect((await ehlo(['sandbox', 'gmail', 'help'])).output).toContain('Switches of gmail:');
  });

  test('says in sysexits what it does not know', async () => {
    const { exit, errors } = await ehlo(['sandbox', 'gmial']);
    expect(errors).toContain('gmial');
    expect(exit).toBe(64);
  });
});
