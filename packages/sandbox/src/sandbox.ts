import type { ConversationLine, Counters } from './conversation.js';
import type { FaultArguments, FaultName, FaultOption } from './faults.js';
import type { WebSandbox } from './http/web-sandbox.js';
import type { ReceivedMail } from './inbox.js';
import type { ReplyRule } from './rules.js';

export type Security = 'starttls' | 'implicit' | 'none';

/** What every sandbox takes, beside the switches of its provider. */
export interface CommonOptions {
  /** 0, the default, takes a free one. A taken port is an error that says so. */
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly accessToken?: string;
  /** What `transportOptions` logs in with. Default: what the provider's users have. */
  readonly login?: 'password' | 'token';
  /** Faults that are on from the start. */
  readonly fault?: FaultOption | readonly FaultOption[];
}

/** What the servers of providers take, where people sign in to get a token. */
export interface ProviderOptions extends CommonOptions {
  /**
   * Where people sign in. Its access tokens are honoured as the provider honours them, by audience, scope, expiry and
   * user, beside `accessToken`; the user has an account there; and its `ca` vouches for this server too.
   */
  readonly web?: WebSandbox;
}

/** To be spread into the options of the matching adapter. */
export interface TransportOptions {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly auth?: () => string;
  readonly login?: 'external';
  /** Only where the provider has more than one. */
  readonly security?: 'starttls' | 'implicit' | 'none-on-loopback';
  readonly tls: { readonly ca: string; readonly cert?: string; readonly key?: string };
}

/** Where there is always an account to log in with. */
export type AccountTransportOptions = TransportOptions & { readonly user: string };

/** For the Gmail adapter, which must be told that it is the relay. */
export type RelayTransportOptions = AccountTransportOptions & { readonly service: 'workspace-relay' };

/** What happens, for live views. */
export type SandboxEvent =
  | { readonly kind: 'line'; readonly line: ConversationLine }
  | { readonly kind: 'mail'; readonly mail: ReceivedMail };

/** An emulated server that is running. */
export interface Sandbox<Switches extends object = object, Options extends TransportOptions = TransportOptions>
  extends AsyncDisposable {
  /** `outlook`, `microsoft365`, `gmail`, `workspace-relay` or `generic`. */
  readonly provider: string;
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly security: Security;
  /** PEM of the authority that vouches for this server and no other. */
  readonly ca: string;
  readonly user: string;
  readonly password: string;
  readonly accessToken: string;
  readonly transportOptions: Options;
  /** Messages that were taken, in order. */
  readonly inbox: readonly ReceivedMail[];
  /** Every line of every connection. Holds no secret. */
  readonly conversation: readonly ConversationLine[];
  readonly counters: Readonly<Counters>;
  readonly switches: Readonly<Switches>;
  /** Sets switches while the server runs. Throws for a name or a value that is not known. */
  set(switches: Partial<Switches>): void;
  /** Turns a fault on, beside those that are on; null turns all off. Throws for what is not known. */
  fault(name: FaultName | null, args?: FaultArguments): void;
  /** Replaces the usual answers by place; the rules of before are gone. */
  reply(...rules: readonly ReplyRule[]): void;
  /** The oldest mail that this has not handed out yet; waits for one where there is none. */
  nextMail(options?: { readonly signal?: AbortSignal }): Promise<ReceivedMail>;
  /** Calls for every line and every mail as it comes; gives the function that ends it. What a watcher throws is ignored. */
  watch(watcher: (event: SandboxEvent) => void): () => void;
  /** Forgets mails, lines and counts; switches, faults and rules stay, and connections too. */
  clear(): void;
  /** Cuts all connections and frees the port. */
  close(): Promise<void>;
}
