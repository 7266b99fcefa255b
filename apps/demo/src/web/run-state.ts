import type { TraceEvent } from '@ehlo/core';
import type { Ending, RunEvent, RunRequest, Sequence } from '../api.js';
import type { StreamKind } from './use-stream.js';

/** A run as the page knows it. */
export interface RunState {
  readonly status: 'idle' | 'running' | 'done' | 'lost' | 'broken';
  readonly stage?: Extract<RunEvent, { kind: 'stage' }>;
  readonly ehlo: readonly TraceEvent[];
  readonly naive: readonly TraceEvent[];
  /** The sequence that was played beside it. */
  readonly sequence?: Sequence;
  readonly naiveEnding?: { readonly error?: string };
  readonly ending?: Ending;
}

export const IDLE: RunState = { status: 'idle', ehlo: [], naive: [] };

export const begun = (sequence: Sequence | undefined): RunState => ({ ...IDLE, status: 'running', sequence });

/** The state after one more event. */
export function fold(state: RunState, event: RunEvent): RunState {
  switch (event.kind) {
    case 'stage':
      return { ...state, stage: event };
    case 'trace':
      return { ...state, [event.lane]: [...state[event.lane], event.event] };
    case 'naive-ended':
      return { ...state, naiveEnding: { error: event.error } };
    case 'ended':
      return { ...state, ending: event.ending };
    case 'broken':
      return { ...state, status: 'broken' };
    case 'done':
      return state.status === 'running' ? { ...state, status: 'done' } : state;
    default:
      return event satisfies never;
  }
}

/** Runs of a handshake. Each line is shown by itself. */
export const HANDSHAKE: StreamKind<RunRequest, RunEvent, RunState> = {
  path: '/api/runs',
  idle: IDLE,
  begun: ({ naive }) => begun(naive),
  fold,
  lost: (state) => ({ ...state, status: 'lost' }),
  step: () => 1,
};
