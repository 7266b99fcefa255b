import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../files.js';

/** Builds the adapter that is measured, and what it stands on. `npm test` has done so before. */
export function build(): void {
  if (process.env.EHLO_BUILT === '1') return;
  const turbo = join(root, 'node_modules/turbo/bin/turbo');
  const options = ['--filter=@ehlo/generic', '--ui=stream', '--output-logs=errors-only', '--log-order=grouped'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [turbo, 'run', 'build', ...options], {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', DO_NOT_TRACK: '1' },
  });
  // Whoever packs it later need not build again.
  process.env.EHLO_BUILT = '1';
  if (status !== 0) throw new Error(`The build failed.\n${stdout}${stderr}`);
}
