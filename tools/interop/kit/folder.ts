import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();
process.on('exit', () => {
  for (const folder of folders) removeFolder(folder);
});

/** A new folder that others may enter, since servers drop their rights; removed at the end of this process at the latest. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-interop-'));
  chmodSync(folder, 0o755);
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}
