import { catalogue, faults, places, providerNames } from '@ehlo/sandbox';
import { test } from 'vitest';
import { examined, verdict } from './diagnose-kit.js';

test('explore', { timeout: 600_000 }, async () => {
  const out: string[] = [];
  const one = async (provider: (typeof providerNames)[number], options: Record<string, unknown>, differing = {}, how = {}) => {
    const t = performance.now();
    let said: string;
    try {
      const { diagnosis, box } = await examined(provider, options, differing, how);
      said = `${verdict(diagnosis)} logins ${box.counters.logins} AUTH ${box.counters.commands.AUTH ?? 0} mails ${box.inbox.length}`;
    } catch (e) {
      said = `THROWN ${(e as Error).stack}`;
    }
    out.push(`${provider} ${JSON.stringify(options)} ${JSON.stringify(how)}: ${said} (${Math.round(performance.now() - t)} ms)`);
  };
  for (const provider of providerNames) {
    const { switches } = catalogue[provider];
    for (const [name, values] of Object.entries(switches)) {
      for (const value of values === 'number' ? [0] : values) {
        for (const login of ['password', 'token']) {
          await one(provider, { [name]: value, login });
        }
        await one(provider, { [name]: value }, {}, { sendTo: 'you@example.net' });
      }
    }
  }
  for (const [name, { kinds, at }] of Object.entries(faults)) {
    for (const kind of kinds.length === 0 ? [undefined] : kinds) {
      for (const place of ['stall', 'cut', 'half-reply'].includes(name) ? places : [undefined]) {
        await one('generic', { fault: { name, ...(kind && { kind }), ...(place && { at: place }) } });
        void at;
      }
    }
  }
  (await import('node:fs')).writeFileSync('/tmp/explore.txt', out.join('\n'));
});
