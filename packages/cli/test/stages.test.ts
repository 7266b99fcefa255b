import { PassThrough } from 'node:stream';
import type { DiagnosisEvent } from '@ehlo/doctor';
import { describe, expect, test } from 'vitest';
import { Session } from '../src/session.js';
import { StageView } from '../src/show/stages.js';

/** What stdout has when these events have come. */
function shown(events: readonly DiagnosisEvent[], at: { isTTY?: boolean; term?: string; lang?: 'en' | 'zh-CN' } = {}) {
  const { isTTY = false, term = 'xterm', lang = 'en' } = at;
  const stream = () => Object.assign(new PassThrough(), { isTTY, columns: 80 });
  const [input, output, errors, signal] = [stream(), stream(), stream(), new AbortController().signal];
  const env = { TERM: term, NO_COLOR: '1' };
  const view = new StageView(new Session({ input, output, errors, signal, folder: '.', env }, { lang }), false);
  for (const event of events) view.happened(event);
  view.close();
  return (output.read() as Buffer | null)?.toString() ?? '';
}

const ended = (stage: 'greeting' | 'ehlo', result: 'ok' | 'failed' = 'ok'): DiagnosisEvent => ({
  kind: 'ended',
  report: { stage, result, milliseconds: 3, seen: ['S: 220 ready'] },
});

describe('the stages of a probe', () => {
  test('a handshake that begins anew is told', () => {
    const events = [ended('greeting'), { kind: 'again' } as const, ended('greeting')];
    expect(shown(events).match(/^(✓ greeting +3 ms {2}220 ready|↻ once more.*)$/gm)).toHaveLength(3);
    expect(shown(events, { lang: 'zh-CN' })).toMatch(/^↻ .*重新握手$/m);
  });

  test('a failure whose cause becomes better known is told once, and its neighbours under it', () => {
    const place = {
      host: 'h',
      port: 465,
      tls: 'implicit',
      why: '',
      works: false,
      milliseconds: 1,
      mechanisms: [],
    } as const;
    const failed = ended('greeting', 'failed');
    const text = shown([failed, { kind: 'neighbour', neighbour: place }, failed]);
    expect(text.match(/^✗ greeting.*\n {4}Tried/gm)).toHaveLength(1);
    expect(text.match(/greeting/g)).toHaveLength(1);
  });

  test('what runs is shown at a terminal only, and at none that cannot move its cursor', () => {
    const events = [{ kind: 'begun', stage: 'greeting' } as const, ended('greeting')];
    expect(shown(events, { isTTY: true })).toMatch(/⠋ greeting.*✓ greeting/s);
    for (const at of [{ isTTY: false }, { isTTY: true, term: 'dumb' }])
      expect(shown(events, at)).toBe('✓ greeting          3 ms  220 ready\n');
  });

  test('a neighbour is told with its address and its way to TLS, cut to the width', () => {
    const place = { host: 'mail.example.com', port: 465, tls: 'implicit', address: '2001:db8::25' } as const;
    const neighbour = { ...place, why: 'told by SRV', works: true, milliseconds: 12, mechanisms: [] };
    const far = { ...neighbour, host: `${'long.'.repeat(30)}example`, works: false, code: 'WRONG_HOST_OR_PORT' };
    const [heading, first, second] = shown(
      [neighbour, far].map((one) => ({ kind: 'neighbour', neighbour: one })),
    ).split('\n');
    expect(heading).toBe('    Tried beside it, without credentials:');
    expect(first).toMatch(/^ {4}✓ mail\.example\.com:465 \(2001:db8::25\) TLS +12 ms {2}told by SRV$/);
    expect(second).toMatch(/^ {4}✗ long\..*…$/);
    expect(second?.length).toBeLessThan(80);
    const clear = { ...neighbour, host: '127.0.0.1', tls: 'none', address: undefined, why: 'without TLS' } as never;
    const chinese = shown([{ kind: 'neighbour', neighbour: clear }], { lang: 'zh-CN' });
    expect(chinese).toMatch(/^ {4}✓ 127\.0\.0\.1:465 明文 +12 ms {2}不用 TLS$/m);
  });
});
