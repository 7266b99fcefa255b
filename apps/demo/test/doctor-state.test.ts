import { expect, test } from 'vitest';
import type { DoctorEvent, DoctorTarget } from '../src/api-doctor.js';
import { fold, PROBE, type ProbeState } from '../src/web/doctor/state.js';

const TARGET: DoctorTarget = { kind: 'own', login: 'none', security: 'auto', host: 'smtp.example.com' };
const begun = (stage: 'settings' | 'tcp' | 'greeting' | 'tls'): DoctorEvent => ({ kind: 'begun', stage });
const ended = (
  stage: 'settings' | 'tcp' | 'greeting' | 'tls' | 'message',
  result: 'ok' | 'failed' = 'ok',
): DoctorEvent => ({
  kind: 'ended',
  report: { stage, result, milliseconds: 1, seen: [] },
});
const route = (tls: 'implicit' | 'starttls' | 'none'): DoctorEvent => ({
  kind: 'trace',
  event: { kind: 'route', at: 0, phase: 'connect', connection: 1, host: 'h', port: 1, tls, why: [] },
});

const after = (events: readonly DoctorEvent[], target = TARGET): ProbeState => events.reduce(fold, PROBE.begun(target));
const shown = ({ stages }: ProbeState): string =>
  stages.flatMap(({ stage, result }) => (result === 'waiting' ? [stage] : [`${stage} ${result}`])).join(', ');

test('the rows stand there before they are reached, and before anything is begun', () => {
  expect(PROBE.idle).toEqual({ ...after([]), status: 'idle' });
  expect(shown(after([]))).toBe('settings, dns, tcp, greeting, ehlo, tls, ehlo-tls, auth, mail, rset, quit');
  const token = { ...TARGET, login: 'token', security: 'implicit' } as const;
  expect(shown(after([], token))).toBe('settings, dns, tcp, token, tls, greeting, ehlo, auth, mail, rset, quit');
});

test('a row runs, and then has its result', () => {
  expect(shown(after([begun('settings')]))).toMatch(/^settings running, dns, /);
  expect(shown(after([begun('settings'), ended('settings')]))).toMatch(/^settings ok, dns, /);
});

test('the way to TLS orders what is still to come', () => {
  const state = after([ended('settings'), route('implicit')]);
  expect(shown(state)).toBe('settings ok, dns, tcp, tls, greeting, ehlo, auth, mail, rset, quit');
  expect(state.trace).toHaveLength(1);
});

test('a handshake that begins anew forgets the one before, and no stage before it', () => {
  expect(shown(after([ended('tcp'), ended('greeting'), { kind: 'again' }]))).toMatch(/tcp ok, greeting, ehlo/);
});

test('a stage that nobody expected stands before what is to come', () => {
  expect(shown(after([ended('settings'), ended('message')]))).toMatch(/^settings ok, message ok, dns/);
});

test('what the probe tells in the end stands in place of all that was expected', () => {
  const told = { ok: true, milliseconds: 1, neighbours: [], warnings: [], stages: [] };
  expect(after([ended('settings'), { kind: 'told', told }])).toMatchObject({ stages: [], told });
});

test('it ends as done, unless it was stopped or broke', () => {
  expect(after([{ kind: 'done' }]).status).toBe('done');
  expect(after([{ kind: 'aborted' }, { kind: 'done' }]).status).toBe('aborted');
  expect(after([{ kind: 'broken' }, { kind: 'done' }]).status).toBe('broken');
});

test('lines are shown with the event behind them, and whatever is left at the end', () => {
  expect(PROBE.step([route('none'), route('none'), begun('tls'), begun('tcp')])).toBe(3);
  expect(PROBE.step([begun('tls'), route('none')])).toBe(1);
  expect(PROBE.step([route('none'), route('none')])).toBe(2);
});
