import type { Command } from 'commander';
import type { Exit } from '../exit.js';
import type { Session } from '../session.js';

/** What a command does. The arguments are those of the command line, then the options. */
// biome-ignore lint/suspicious/noExplicitAny: commander hands over what was declared beside it, and types none of it.
export type Act = (session: Session, ...given: any[]) => Promise<Exit>;

/** Declares arguments, options and examples of a command, and what it does. */
export type Define = (command: Command, action: (act: Act) => (...given: unknown[]) => Promise<void>) => void;

interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly define: Define }>;
}

/** Every command, in the order of the help. Each is loaded when it is asked for, and not before. */
export const commands = {
  explain: {
    summary: 'Say why a mail was not sent, from a pasted error or log of any program.',
    load: () => import('./explain.js'),
  },
  doctor: {
    summary: 'Look at the way to a mail server, stage by stage: where it fails, why, and what to do.',
    load: () => import('./doctor.js'),
  },
  discover: {
    summary: 'Find the submission server of a mail address.',
    load: () => import('./discover.js'),
  },
  send: {
    summary: 'Send a mail, and say what became of it.',
    load: () => import('./send.js'),
  },
  login: {
    summary: 'Sign in to a mailbox at Microsoft or Google once, and stay signed in.',
    load: () => import('./login.js'),
  },
  accounts: {
    summary: 'List the accounts that are signed in, or sign one out.',
    load: () => import('./accounts.js'),
  },
  relay: {
    summary: 'Take mail over SMTP from programs in any language, and send it from the account.',
    load: () => import('./relay.js'),
  },
  sandbox: {
    summary: 'Serve an emulated mail server on this machine, to try things against.',
    load: () => import('./sandbox.js'),
  },
} as const satisfies Record<string, CommandEntry>;
