import { storeFolder } from '@ehlo/oauth';
import type { Terminal } from '../terminal.js';

/** Where sign-ins are kept: EHLO_HOME, else where `fileStore` keeps them. */
export function keptFolder({ env }: Pick<Terminal, 'env'>): string {
  return env.EHLO_HOME || storeFolder(env);
}
