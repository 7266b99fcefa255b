import type { Authority } from './certificates.js';
import type { Recorder } from './conversation.js';
import type { Dialect, Words } from './dialect.js';
import type { Faults } from './faults.js';
import type { ReceivedMail } from './inbox.js';
import type { Rules } from './rules.js';
import type { Account, TokenVerdict } from './sasl.js';
import type { Session } from './session.js';

/** What all sessions of one server have in common. */
export interface House {
  readonly dialect: Dialect<Record<string, string | number>>;
  /** Read anew whenever they matter: they may be set while sessions run. */
  readonly switches: Readonly<Record<string, string | number>>;
  readonly security: 'starttls' | 'implicit' | 'none';
  readonly faults: Faults;
  readonly rules: Rules;
  readonly recorder: Recorder;
  readonly authority: Authority;
  account(user: string): Account | undefined;
  judgeToken(user: string, token: string): TokenVerdict;
  /** Sessions that are logged in as the user, in order of login. */
  sessionsOf(user: string): Set<Session>;
  /** Milliseconds until the user's next message may pass; counts it when that is now. */
  delay(user: string, messagesPerMinute: number, minute: number): number;
  /** Waits; throws `Gone` when the server closes. */
  pause(milliseconds: number): Promise<void>;
  take(mail: Omit<ReceivedMail, 'parsed' | 'conversation'>): void;
}

/** The answer to a command as it is where nothing intervenes. */
export interface Answer {
  readonly words: Words;
  /** What `{name}` stands for in these words. */
  readonly names?: Readonly<Record<string, string | number>>;
  /** The effect of a positive answer, before it is said. */
  readonly commit?: () => void;
  /** What follows a positive answer after it was said. */
  readonly after?: () => Promise<void>;
  readonly close?: boolean;
  /** Nothing is said unless something intervenes: the answer comes at the end of what follows. */
  readonly silent?: true;
}
