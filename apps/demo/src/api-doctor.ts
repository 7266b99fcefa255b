import type { TraceEvent } from '@ehlo/core';
import type { Diagnosis, Neighbour, StageName, StageReport } from '@ehlo/doctor';
import type { Closing, Fault, Noticed, ProviderId, Said } from './api.js';

/** What the page "Doctor" and the server say to each other. */

export const PROBE_LOGINS = ['none', 'password', 'token'] as const;
export const PROBE_SECURITIES = ['auto', 'starttls', 'implicit', 'none-on-loopback'] as const;

interface Login {
  /** `none`: the login is not tried. */
  readonly login: (typeof PROBE_LOGINS)[number];
  readonly user?: string;
  /** The password, or the access token. */
  readonly secret?: string;
  /** How TLS comes up. `auto`: as the provider or the port has it. `none-on-loopback`: not at all, on this machine. */
  readonly security: (typeof PROBE_SECURITIES)[number];
}

/** A server of the sandbox, in the state that it is in. Empty user or secret: the sandbox's own. */
export interface SandboxTarget extends Login {
  readonly kind: 'sandbox';
  readonly provider: ProviderId;
}

/** What a person typed. It is dialled, wherever it is. */
export interface OwnTarget extends Login {
  readonly kind: 'own';
  /** The mail address: it tells the provider, and the user. */
  readonly address?: string;
  readonly host?: string;
  readonly port?: number;
}

/** POST /api/doctor. The secret goes this way once and never comes back. */
export type DoctorTarget = SandboxTarget | OwnTarget;

/** Why a stage failed, in both languages. */
export interface FoundCause extends Omit<Fault, 'phase' | 'reply' | 'rule' | 'signIn'> {
  /** Where the rule that judged is written. */
  readonly source?: string;
  /** Where there is more to read. */
  readonly page: string;
}

export interface ProbedStage extends Omit<StageReport, 'cause' | 'seen'> {
  /** Lines of the dialogue begin with `C: ` and `S: `, in both languages. */
  readonly seen: readonly Said[];
  readonly cause?: FoundCause;
}

/** What the whole of it came to. */
export interface Told extends Pick<Diagnosis, 'ok' | 'endpoint' | 'provider' | 'failedAt' | 'works' | 'milliseconds'> {
  readonly stages: readonly ProbedStage[];
  readonly cause?: FoundCause;
  readonly neighbours: readonly Neighbour[];
  readonly warnings: readonly Noticed[];
}

/** GET /api/doctor/:id/events, one a server-sent event. */
export type DoctorEvent =
  /** Which server was meant, and which server of the sandbox plays it. */
  | { readonly kind: 'stage'; readonly meant: string; readonly played: string }
  | { readonly kind: 'begun'; readonly stage: StageName }
  /** A later report of a stage takes the place of the one before. */
  | { readonly kind: 'ended'; readonly report: ProbedStage }
  /** The handshake begins anew. */
  | { readonly kind: 'again' }
  | { readonly kind: 'trace'; readonly event: TraceEvent }
  | { readonly kind: 'neighbour'; readonly neighbour: Neighbour }
  | { readonly kind: 'told'; readonly told: Told }
  /** Stopped from the page. */
  | { readonly kind: 'aborted' }
  | Closing;
