import { spawn } from 'node:child_process';
import type { Terminal } from './terminal.js';

/** Opens a page in the browser of the desktop. False where there is none, or it cannot be started. */
export function openInBrowser(url: string, { env }: Pick<Terminal, 'env'>): Promise<boolean> {
  const [program, ...args] = openerOf(env);
  if (program === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    // No shell: the address has characters that one would read.
    const opener = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
    opener.once('error', () => resolve(false));
    opener.once('spawn', () => {
      opener.unref();
      resolve(true);
    });
  });
}

function openerOf(env: Terminal['env']): readonly string[] {
  if (env.CI || env.SSH_CONNECTION) return [];
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : [];
}
