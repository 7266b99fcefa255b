import { apps } from './apps.js';
import { java } from './java.js';
import { node } from './node.js';
import { others } from './others.js';
import { php } from './php.js';
import type { Phrasing } from './phrasing.js';
import { python } from './python.js';
import { reports } from './reports.js';
import { services } from './services.js';
import { situations } from './situations.js';
import { tokens } from './tokens.js';
import { tracker } from './tracker.js';

export type { Phrasing };

/** By the programs that say it. */
export const phrasings = {
  node,
  python,
  java,
  php,
  others,
  tokens,
  situations,
  services,
  reports,
  apps,
  tracker,
} as const satisfies Record<string, readonly Phrasing[]>;
