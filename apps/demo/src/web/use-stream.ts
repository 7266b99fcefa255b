import { useCallback, useEffect, useRef, useState } from 'react';
import type { Closing } from '../api.js';
import { type Run, startRun } from './client.js';

/** What happens on loopback takes some milliseconds: too fast to be watched. So events are shown at this pace. */
const PACE_MS = 55;

/** Runs of one kind, and how their events become what is shown. */
export interface StreamKind<Request, Event, State> {
  readonly path: string;
  readonly idle: State;
  begun(request: Request): State;
  fold(state: State, event: Event | Closing): State;
  lost(state: State): State;
  /** How many of the events that wait are shown at once: 1 or more. */
  step(waiting: ReadonlyArray<Event | Closing>): number;
}

interface Running<Request, State> {
  readonly state: State;
  start(request: Request): void;
  stop(): void;
}

/** Runs one at a time and tells its state. `ended` is called when the last event has been shown. `kind` is a constant. */
export function useStream<Request, Event extends { readonly kind: string }, State>(
  kind: StreamKind<Request, Event, State>,
  ended: () => void,
): Running<Request, State> {
  const [state, setState] = useState<State>(kind.idle);
  const waiting = useRef<Array<Event | Closing>>([]);
  const timer = useRef<number | undefined>(undefined);
  const run = useRef<Run | undefined>(undefined);
  const turn = useRef(0);
  const onEnded = useRef(ended);
  onEnded.current = ended;

  const drain = useCallback(() => {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const batch = waiting.current.splice(0, calm ? waiting.current.length : kind.step(waiting.current));
    if (batch.length === 0) {
      timer.current = undefined;
      return;
    }
    setState((before) => batch.reduce(kind.fold, before));
    if (batch.at(-1)?.kind === 'done') onEnded.current();
    timer.current = window.setTimeout(drain, calm ? 0 : PACE_MS);
  }, [kind]);

  const forget = useCallback(() => {
    run.current?.forget();
    run.current = undefined;
    waiting.current = [];
    window.clearTimeout(timer.current);
    timer.current = undefined;
  }, []);

  const start = useCallback(
    (request: Request) => {
      forget();
      const mine = ++turn.current;
      const isMine = (): boolean => turn.current === mine;
      const lost = (): void => {
        if (isMine()) setState(kind.lost);
      };
      setState(kind.begun(request));
      const hear = (event: Event | Closing): void => {
        if (!isMine()) return;
        waiting.current.push(event);
        timer.current ??= window.setTimeout(drain, 0);
      };
      startRun(kind.path, request, hear, lost).then((started) => {
        if (isMine()) run.current = started;
        else started.forget();
      }, lost);
    },
    [kind, drain, forget],
  );

  useEffect(() => forget, [forget]);
  return { state, start, stop: useCallback(() => run.current?.abort(), []) };
}
