import type { TraceEvent } from '@ehlo/core';
import type { Ending, Letter, RunEvent, RunRequest } from '../api.js';
import { type Cast, castOf } from './cast.js';
import { playNaive } from './naive.js';
import type { Tell } from './runs.js';
import type { Stage } from './stage.js';
import { aborted, endingOfCheck, endingOfReceipt, endingOfThrow } from './view.js';

/** Plays one run against the sandbox: the naive client where it is wanted, then Ehlo. Everything it learns is told as events. */
export async function perform(
  request: RunRequest,
  stage: Stage,
  tell: Tell<RunEvent>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await using cast = await castOf(request.settings, stage);
    tell({ kind: 'stage', ...cast.shown });
    if (request.naive && cast.naive) {
      const observe = (event: TraceEvent): void => tell({ kind: 'trace', lane: 'naive', event });
      const error = await playNaive(request.naive, cast.naive, observe, signal);
      tell({ kind: 'naive-ended', ...(error === undefined ? {} : { error }) });
    }
    tell({ kind: 'ended', ending: await play(cast, request.letter, tell, signal) });
  } catch (error) {
    tell({ kind: 'ended', ending: endingOfThrow(error, []) });
  }
}

async function play(
  cast: Cast,
  letter: Letter | undefined,
  tell: Tell<RunEvent>,
  signal: AbortSignal,
): Promise<Ending> {
  const observe = (event: TraceEvent): void => tell({ kind: 'trace', lane: 'ehlo', event });
  try {
    signal.throwIfAborted();
    await using transport = cast.transport();
    const ending =
      letter === undefined
        ? endingOfCheck(await transport.check({ observe, signal }))
        : endingOfReceipt(await transport.send({ from: cast.from, ...letter }, { observe, signal }));
    return { ...ending, warnings: [...cast.warnings, ...ending.warnings] };
  } catch (error) {
    return signal.aborted ? aborted : endingOfThrow(error, cast.warnings);
  }
}
