import type { Language, Who } from '@ehlo/core';
import type { Certainty, Evidence } from '@ehlo/doctor';
import type { Said } from './api.js';

/** What the page "What went wrong?" and the server say to each other. */

/** Characters of a pasted text at most. The page sends the beginning of a longer one and what came last. */
export const MOST_CHARACTERS = 60_000;

/** How the settings of the program that failed secured the line. `both`: both switches were on. */
export const TLS_SETTINGS = ['implicit', 'starttls', 'both', 'none'] as const;
export type TlsSetting = (typeof TLS_SETTINGS)[number];

/** What the program logged in with. */
export const LOGIN_KINDS = ['password', 'app-password', 'xoauth2', 'none'] as const;
export type LoginKind = (typeof LOGIN_KINDS)[number];

/** What a person knows beside the words. */
export interface Known {
  readonly host?: string;
  readonly port?: number;
  readonly tls?: TlsSetting;
  readonly login?: LoginKind;
  /** Program or library that sends. */
  readonly client?: string;
}

/** POST /api/explain. It is read, answered and forgotten. */
export interface ExplainRequest {
  readonly text: string;
  readonly known: Known;
}

/** What is said of a cause. */
export interface SuspectWords {
  readonly what: string;
  readonly fix: string;
  /** The fix as the program that failed spells it. */
  readonly setting?: string;
  readonly evidence: readonly Evidence[];
}

/** A cause that may stand behind the failure, in both languages. */
export interface Suspect {
  readonly code: string;
  readonly who: Who;
  readonly words: Readonly<Record<Language, SuspectWords>>;
  /** Where there is more to read. */
  readonly page: string;
}

/** The answer. */
export interface Explained {
  readonly certainty: Certainty;
  /** The likeliest first. */
  readonly causes: readonly Suspect[];
  /** What would tell the first ones apart. */
  readonly apart?: Said;
  /** What was read, secrets taken out. */
  readonly seen: string;
}
