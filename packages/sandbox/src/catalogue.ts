import type { SwitchValues } from './dialect.js';
import { generic, scriptable } from './providers/generic.js';
import { gmail, mailbox, relay, workspaceRelay } from './providers/gmail.js';
import { microsoft365, outlook, personal, work } from './providers/microsoft.js';
import type { Sandbox, Security } from './sandbox.js';

/** What can be started by name, and what may be said of it: for programs that let a person choose. */
export interface CatalogueEntry {
  readonly provider: ProviderName;
  /** The real host that is emulated; an example name for `generic`. */
  readonly emulates: string;
  /** How it can be secured; the first is the default. */
  readonly securities: readonly Security[];
  /** The values of every switch: its words, or `number`. */
  readonly switches: Readonly<Record<string, SwitchValues>>;
  readonly defaults: Readonly<Record<string, string | number>>;
  /** As the function of `sandbox`, for options that are not known before run time. */
  start(options?: Readonly<Record<string, unknown>>): Promise<Sandbox>;
}

export const providerNames = ['outlook', 'microsoft365', 'gmail', 'workspace-relay', 'generic'] as const;
export type ProviderName = (typeof providerNames)[number];

/** All emulated servers by name. */
export const catalogue: Readonly<Record<ProviderName, CatalogueEntry>> = {
  outlook: entry('outlook', personal, outlook),
  microsoft365: entry('microsoft365', work, microsoft365),
  gmail: entry('gmail', mailbox, gmail),
  'workspace-relay': entry('workspace-relay', relay, workspaceRelay),
  generic: entry('generic', scriptable(), generic),
};

interface Describing {
  readonly host: string;
  readonly securities: readonly Security[];
  readonly switches: object;
  readonly defaults: object;
}

// Options and switches are checked where they are set, so that types may be given up here.
function entry(
  provider: ProviderName,
  dialect: Describing,
  start: (options: never) => Promise<unknown>,
): CatalogueEntry {
  return {
    provider,
    emulates: dialect.host,
    securities: dialect.securities,
    switches: dialect.switches as CatalogueEntry['switches'],
    defaults: dialect.defaults as CatalogueEntry['defaults'],
    start: ({ security, ...options } = {}) => {
      const choice = dialect.securities.length > 1 ? { security } : {};
      return start({ ...options, ...choice } as never) as Promise<Sandbox>;
    },
  };
}
