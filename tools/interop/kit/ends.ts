import { newFolder, removeFolder } from './folder.js';

/** What has to end with a server, in the order in which it was begun. */
export interface Ends {
  /** The server's own folder. */
  readonly folder: string;
  add(end: () => unknown): void;
  /** Ends all, the last first. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts a server in a new folder; should it fail on the way, what had begun is ended. */
export async function starting<T>(start: (ends: Ends) => Promise<T>): Promise<T> {
  const folder = newFolder();
  const list: Array<() => unknown> = [() => removeFolder(folder)];
  const stop = async (): Promise<void> => {
    for (let end = list.pop(); end !== undefined; end = list.pop()) await end();
  };
  try {
    return await start({ folder, add: (end) => list.push(end), stop });
  } catch (error) {
    await stop();
    throw error;
  }
}
