import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../terminal.js';

/** Where sign-ins are kept: EHLO_HOME, else the folder that the system has for such data, as `fileStore` has it. */
export function keptFolder({ env }: Pick<Terminal, 'env'>): string {
  if (env.EHLO_HOME) return env.EHLO_HOME;
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'ehlo');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'ehlo');
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'ehlo');
}
