import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunEvent, RunRequest } from '../api.js';
import { type Run, startRun } from './client.js';
import { begun, fold, IDLE, type RunState } from './run-state.js';

/** A handshake on loopback takes some milliseconds: too fast to be watched. So events are shown at this pace. */
const PACE_MS = 55;

interface Running {
  readonly state: RunState;
  start(request: RunRequest): void;
  stop(): void;
}

/** Runs one conversation at a time and tells its state. `ended` is called when the last event has been shown. */
export function useRun(ended: () => void): Running {
  const [state, setState] = useState<RunState>(IDLE);
  const waiting = useRef<RunEvent[]>([]);
  const timer = useRef<number | undefined>(undefined);
  const run = useRef<Run | undefined>(undefined);
  const turn = useRef(0);
  const onEnded = useRef(ended);
  onEnded.current = ended;

  const drain = useCallback(() => {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const batch = waiting.current.splice(0, calm ? waiting.current.length : 1);
    if (batch.length === 0) {
      timer.current = undefined;
      return;
    }
    setState((before) => batch.reduce(fold, before));
    if (batch.at(-1)?.kind === 'done') onEnded.current();
    timer.current = window.setTimeout(drain, calm ? 0 : PACE_MS);
  }, []);

  const forget = useCallback(() => {
    run.current?.forget();
    run.current = undefined;
    waiting.current = [];
    window.clearTimeout(timer.current);
    timer.current = undefined;
  }, []);

  const start = useCallback(
    (request: RunRequest) => {
      forget();
      const mine = ++turn.current;
      const isMine = (): boolean => turn.current === mine;
      const lost = (): void => {
        if (isMine()) setState((before) => ({ ...before, status: 'lost' }));
      };
      setState(begun(request.naive));
      const hear = (event: RunEvent): void => {
        if (!isMine()) return;
        waiting.current.push(event);
        timer.current ??= window.setTimeout(drain, 0);
      };
      startRun(request, hear, lost).then((started) => {
        if (isMine()) run.current = started;
        else started.forget();
      }, lost);
    },
    [drain, forget],
  );

  useEffect(() => forget, [forget]);
  return { state, start, stop: useCallback(() => run.current?.abort(), []) };
}
