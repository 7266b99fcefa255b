import type { Language, Phase, TraceEvent, Who } from '@ehlo/core';

/** What the pages and their server say to each other. */

/** Where the pages are. Each is answered with the same document, which shows the page of its address. */
export const ADDRESSES = ['/', '/why', '/doctor'] as const;
export type Address = (typeof ADDRESSES)[number];

/** What a trace shows in place of a secret, as @ehlo/core writes it; a test holds the two together. */
export const SECRET_MARK = '[secret]';

/** A server of the sandbox, named as the sandbox names it. */
export const PROVIDERS = ['outlook', 'microsoft365', 'gmail', 'workspace-relay', 'generic'] as const;
export type ProviderId = (typeof PROVIDERS)[number];

/** What a naive client does, as whole sequences: each stands for programs that are in use. */
export const SEQUENCES = ['login-before-tls', 'connect-again', 'tls-at-once', 'login-after-tls'] as const;
export type Sequence = (typeof SEQUENCES)[number];

/** The providers at whose web the sandbox lets a person sign in. */
export const SIGN_IN_PROVIDERS = ['outlook', 'microsoft365', 'gmail'] as const satisfies readonly ProviderId[];
export type SignInProvider = (typeof SIGN_IN_PROVIDERS)[number];

/** The road that mail takes: SMTP, the provider's HTTP API, or SMTP until it is found closed to the account. */
export const VIAS = ['smtp', 'api', 'auto'] as const;
export type Via = (typeof VIAS)[number];

/** The account as chosen in the form. Empty user or secret: the sandbox's own. */
export interface FormSettings {
  readonly kind: 'form';
  readonly provider: ProviderId;
  /** `sign-in`: the account that was signed in to on the page, and no other. */
  readonly login: 'password' | 'token' | 'sign-in';
  readonly user?: string;
  readonly secret?: string;
  /** With `sign-in` only. Default `smtp`. */
  readonly via?: Via;
}

/** A URL, or a block of NAME=value lines, as people keep them. */
export interface PastedSettings {
  readonly kind: 'pasted';
  readonly text: string;
}

export type Settings = FormSettings | PastedSettings;

export interface Letter {
  /** Default: the user of the account. */
  readonly from?: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** POST /api/runs. The secret goes this way once and never comes back. */
export interface RunRequest {
  readonly settings: Settings;
  /** With a letter it is sent; without one the handshake is made and nothing more. */
  readonly letter?: Letter;
  /** Play this sequence of a naive client first, against the same server. */
  readonly naive?: Sequence;
}

export type Lane = 'ehlo' | 'naive';

/** A MailError as the page shows it, in both languages. */
/** A sentence in both languages. */
export type Said = Readonly<Record<Language, string>>;

export interface Fault {
  readonly code: string;
  readonly phase: Phase;
  readonly who: Who;
  readonly words: Readonly<Record<Language, { readonly what: string; readonly fix: string }>>;
  readonly detail?: Said;
  readonly field?: string;
  readonly reply?: string;
  readonly rule?: { readonly because: Said; readonly source: string };
  readonly notes: readonly Said[];
  /** Nothing goes on before the owner of the mailbox signs in. */
  readonly signIn?: true;
}

export interface Noticed {
  readonly code: string;
  readonly message: Said;
}

/** How a run of Ehlo ended. `ready`: the handshake is good. `stopped`: it is not. The others are a receipt's. */
export interface Ending {
  readonly word: 'ready' | 'stopped' | 'accepted' | 'rejected' | 'deferred' | 'unknown' | 'aborted';
  readonly mechanism?: string;
  /** Which road the mail took, where there were two. */
  readonly road?: Exclude<Via, 'auto'>;
  readonly reply?: string;
  readonly messageId?: string;
  readonly fault?: Fault;
  readonly refused: ReadonlyArray<{ readonly recipient: string; readonly fault: Fault }>;
  readonly warnings: readonly Noticed[];
}

/** GET /api/runs/:id/events, one a server-sent event. */
export type RunEvent =
  /** Which server was meant, and which server of the sandbox plays it. */
  | {
      readonly kind: 'stage';
      readonly provider: ProviderId;
      readonly meant: string;
      readonly played: string;
      readonly known: boolean;
      readonly names?: readonly string[];
    }
  | { readonly kind: 'trace'; readonly lane: Lane; readonly event: TraceEvent }
  /** What the naive client printed in the end: its error's text, or nothing when it got through. */
  | { readonly kind: 'naive-ended'; readonly error?: string }
  | { readonly kind: 'ended'; readonly ending: Ending }
  | Closing;

/** What every stream of events ends with. */
export type Closing =
  /** The demo itself failed. */
  { readonly kind: 'broken' } | { readonly kind: 'done' };

/** A word of the sandbox that can be switched, and what it may be. */
export interface Switch {
  readonly name: string;
  readonly values: readonly string[];
  readonly value: string;
}

export interface Box {
  readonly provider: ProviderId;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly logins: ReadonlyArray<FormSettings['login']>;
  readonly switches: readonly Switch[];
  /** Faults that can be met there. */
  readonly faults: readonly string[];
  readonly fault: string | null;
}

/** GET /api/sandbox. */
export interface SandboxState {
  readonly boxes: readonly Box[];
}

/** POST /api/sandbox/:provider. */
export interface SandboxChange {
  readonly set?: Readonly<Record<string, string>>;
  readonly fault?: string | null;
  /** All switches and faults of this server as they were at the start. */
  readonly reset?: true;
}

/** How a person signs in: with a code that is typed on a page, or in the browser, which comes back by itself. */
export const FLOWS = ['device-code', 'browser'] as const;
export type FlowName = (typeof FLOWS)[number];

/** What happens to tokens sooner or later, and here at once. */
export const FATES = ['hour-passes', 'access-ends', 'refresh-ends', 'revoked'] as const;
export type Fate = (typeof FATES)[number];

/** POST /api/sign-in/:provider. */
export type SignInOrder =
  /** `approve`: the sandbox says yes in place of a person, and the answer comes when they are signed in. */
  | { readonly do: 'begin'; readonly flow: FlowName; readonly approve?: true }
  | { readonly do: 'cancel' | 'sign-out' | Fate };

/** What happened to a sign-in. */
export interface SignInNews {
  /** By the sandbox's clock, as all times here: milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'signed-in' | 'renewed' | 'renewal-put-off' | 'retrying' | 'sign-in-needed' | 'signed-out';
  /** Of what was renewed, or why not. */
  readonly scope?: string;
  readonly rotated?: boolean;
  readonly code?: string;
}

/** GET /api/sign-in/:provider, and the answer to each order. Holds no token. */
export interface SignInState {
  readonly provider: SignInProvider;
  readonly account: string;
  readonly flows: readonly FlowName[];
  readonly now: number;
  /** A person is asked. `page` is where, on this machine. */
  readonly waiting?: {
    readonly flow: FlowName;
    readonly page: string;
    readonly userCode?: string;
    readonly until: number;
  };
  readonly life?: {
    readonly signedInAt: number;
    readonly renewals: number;
    readonly renewable: boolean;
    readonly tokens: ReadonlyArray<{
      readonly scope: string;
      readonly audience?: string;
      readonly expiresAt?: number;
      readonly renewAt: number;
    }>;
  };
  /** Why the last sign-in did not come about, or why one is needed. */
  readonly fault?: Fault;
  /** The newest first. */
  readonly news: readonly SignInNews[];
}

/** GET /api/inbox/:provider, newest first. */
export interface Delivered {
  readonly id: number;
  /** `smtp`, or the form in which an API took it. */
  readonly by: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly raw: string;
  readonly receivedAt: string;
}
