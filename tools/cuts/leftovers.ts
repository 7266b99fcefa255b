import { setTimeout as wait } from 'node:timers/promises';

// An interval that nobody takes down never ends. Here it shows, even one that was not to keep the process alive.
const original = globalThis.setInterval;
globalThis.setInterval = ((...wanted: Parameters<typeof original>) => {
  const interval = original(...wanted);
  interval.unref = () => interval;
  return interval;
}) as typeof original;

/** What keeps this process alive: sockets, servers, timers. */
export async function resources(): Promise<readonly string[]> {
  // What is about to be freed is freed by then.
  await wait(5);
  return process.getActiveResourcesInfo().sort();
}

/** What is here beyond `before`, after it was given the time to go. */
export async function leftovers(before: readonly string[], patience = 3_000): Promise<readonly string[]> {
  for (const until = performance.now() + patience; ; ) {
    const rest = [...before];
    const left = (await resources()).filter((name) => {
      const at = rest.indexOf(name);
      if (at !== -1) rest.splice(at, 1);
      return at === -1;
    });
    if (left.length === 0 || performance.now() > until) return left;
  }
}
