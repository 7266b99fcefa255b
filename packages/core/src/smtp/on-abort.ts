const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal is aborted; gives the function that takes the wish back. However many messages
 * share one signal, it gets one listener: more than ten make Node.js warn of a leak.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => undefined;
  let callbacks = waiting.get(signal);
  if (callbacks === undefined) {
    const all = new Set<() => void>();
    const listener = (): void => {
      for (const each of [...all]) each();
    };
    signal.addEventListener('abort', listener, { once: true });
    waiting.set(signal, all);
    callbacks = all;
  }
  const those = callbacks;
  those.add(callback);
  return () => void those.delete(callback);
}
