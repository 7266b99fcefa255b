import type { TraceEvent } from '@ehlo/core';
import type { Neighbour, StageName } from '@ehlo/doctor';
import type { DoctorEvent, DoctorTarget, ProbedStage, Told } from '../../api-doctor.js';
import type { StreamKind } from '../use-stream.js';

/** A stage as it stands: to come, running, or over. */
export interface ShownStage extends Omit<ProbedStage, 'result'> {
  readonly result: 'waiting' | 'running' | ProbedStage['result'];
}

/** A probe as the page knows it. */
export interface ProbeState {
  readonly status: 'idle' | 'running' | 'done' | 'aborted' | 'lost' | 'broken';
  readonly played?: { readonly meant: string; readonly played: string };
  readonly stages: readonly ShownStage[];
  readonly neighbours: readonly Neighbour[];
  readonly trace: readonly TraceEvent[];
  readonly told?: Told;
}

type Way = 'implicit' | 'starttls' | 'none';

/** The stages before the conversation; a handshake that begins anew does not repeat them. */
const BEFORE: readonly StageName[] = ['settings', 'dns', 'tcp', 'token'];

/** What is expected as long as the probe has not told: the rows stand there before they are reached. */
const EXPECTED: Readonly<Record<Way, readonly StageName[]>> = {
  starttls: ['greeting', 'ehlo', 'tls', 'ehlo-tls', 'auth', 'mail', 'rset', 'quit'],
  implicit: ['tls', 'greeting', 'ehlo', 'auth', 'mail', 'rset', 'quit'],
  none: ['greeting', 'ehlo', 'auth', 'mail', 'rset', 'quit'],
};

const waiting = (stage: StageName): ShownStage => ({ stage, result: 'waiting', milliseconds: 0, seen: [] });

function begun({ login, security }: Pick<DoctorTarget, 'login' | 'security'>): ProbeState {
  const before = BEFORE.filter((stage) => stage !== 'token' || login === 'token');
  const expected = EXPECTED[security === 'implicit' ? 'implicit' : 'starttls'];
  return { status: 'running', stages: [...before, ...expected].map(waiting), neighbours: [], trace: [] };
}

/** Before the first probe: the shape of what will come. */
const IDLE: ProbeState = { ...begun({ login: 'none', security: 'auto' }), status: 'idle' };

/** The state after one more event. */
export function fold(state: ProbeState, event: DoctorEvent): ProbeState {
  switch (event.kind) {
    case 'stage':
      return { ...state, played: event };
    case 'begun':
      return { ...state, stages: placed(state.stages, { ...waiting(event.stage), result: 'running' }) };
    case 'ended':
      return { ...state, stages: placed(state.stages, event.report) };
    case 'again':
      return { ...state, stages: state.stages.map((row) => (BEFORE.includes(row.stage) ? row : waiting(row.stage))) };
    case 'trace': {
      const stages = event.event.kind === 'route' ? foreseen(state.stages, event.event.tls) : state.stages;
      return { ...state, stages, trace: [...state.trace, event.event] };
    }
    case 'neighbour':
      return { ...state, neighbours: [...state.neighbours, event.neighbour] };
    case 'told': {
      const { stages, neighbours } = event.told;
      return { ...state, told: event.told, stages, neighbours };
    }
    case 'aborted':
    case 'broken':
      return { ...state, status: event.kind };
    case 'done':
      return state.status === 'running' ? { ...state, status: 'done' } : state;
    default:
      return event satisfies never;
  }
}

/** In the place of its row; a stage that was not expected stands before what is still to come. */
function placed(stages: readonly ShownStage[], next: ShownStage): readonly ShownStage[] {
  if (stages.some(({ stage }) => stage === next.stage))
    return stages.map((row) => (row.stage === next.stage ? next : row));
  const at = stages.findIndex(({ result }) => result === 'waiting');
  return at === -1 ? [...stages, next] : [...stages.slice(0, at), next, ...stages.slice(at)];
}

/** Now that the way to TLS is chosen. */
function foreseen(stages: readonly ShownStage[], tls: Way): readonly ShownStage[] {
  const known = new Map(stages.map((row) => [row.stage, row] as const));
  const before = stages.filter(({ stage }) => BEFORE.includes(stage));
  return [...before, ...EXPECTED[tls].map((stage) => known.get(stage) ?? waiting(stage))];
}

/** Probes. The lines of a stage are shown with its end. */
export const PROBE: StreamKind<DoctorTarget, DoctorEvent, ProbeState> = {
  path: '/api/doctor',
  idle: IDLE,
  begun,
  fold,
  lost: (state) => ({ ...state, status: 'lost' }),
  step: (events) => events.findIndex(({ kind }) => kind !== 'trace') + 1 || events.length,
};
