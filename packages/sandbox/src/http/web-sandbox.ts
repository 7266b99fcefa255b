import type { Identity } from '../certificates.js';
import type { Clock } from './clock.js';
import type { GoogleClient, MicrosoftApp, WebAccount, WebProvider } from './directory.js';
import type { WebMail } from './mail.js';
import type { WebHost, WebService } from './places.js';
import type { RefusalArguments, WebErrorNames } from './refusals.js';
import type { WebFaultArguments, WebFaultName } from './web-faults.js';
import type { WebSwitches } from './web-switches.js';
import type { WebRequest } from './world.js';

/** How a web is started. Everything can be left out. */
export interface WebOptions extends Partial<WebSwitches> {
  /** 0, the default, takes a free one. A taken port is an error that says so. */
  readonly port?: number;
  /**
   * Who can sign in. Default: someone@contoso.com and someone@outlook.com at Microsoft, someone@gmail.com and
   * someone@contoso.com at Google. The users of SMTP servers that are started with this web are added before them.
   */
  readonly accounts?: { readonly microsoft?: readonly string[]; readonly google?: readonly string[] };
  /** App registrations and clients beside those that every web has. */
  readonly apps?: { readonly microsoft?: readonly MicrosoftApp[]; readonly google?: readonly GoogleClient[] };
}

/** Which tokens `mint` makes, without anybody signing in. */
export interface MintOptions {
  readonly provider: WebProvider;
  /** Left out: a token of Microsoft's daemon itself. */
  readonly user?: string;
  /** As a request would have it: `https://outlook.office.com/SMTP.Send offline_access`, `https://mail.google.com/`. */
  readonly scope: string;
  /** Default: the app, or without a user the daemon, that every web has. */
  readonly clientId?: string;
}

export interface MintedTokens {
  readonly accessToken: string;
  /** With a user; at Microsoft with `offline_access` only. */
  readonly refreshToken?: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** A sign-in and its line of refresh tokens. Its tokens are not shown when it is printed. */
export interface WebGrant {
  readonly provider: WebProvider;
  readonly user: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly refreshes: number;
  readonly revoked: boolean;
  /** The newest refresh token. */
  readonly refreshToken: string;
  /** The refresh token that was honoured last; undefined where none was. */
  readonly honoured: string | undefined;
}

/** Whose tokens; what is left out stands for all. */
export interface Whose {
  readonly provider?: WebProvider;
  readonly user?: string;
}

export type WebEvent =
  | { readonly kind: 'request'; readonly request: WebRequest }
  | { readonly kind: 'mail'; readonly mail: WebMail };

/** A service account's key as the Google Cloud console gives it for download. */
export interface ServiceAccountKey {
  readonly type: 'service_account';
  readonly project_id: string;
  readonly private_key_id: string;
  /** PEM. */
  readonly private_key: string;
  readonly client_email: string;
  readonly client_id: string;
  readonly auth_uri: string;
  readonly token_uri: string;
}

/** The token endpoints and HTTP APIs of Microsoft and Google, on one https port of 127.0.0.1. */
export interface WebSandbox extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** `https://127.0.0.1:<port>`. It can be put before every path of every service: no two have the same. */
  readonly url: string;
  /** By the host that is emulated: the address to put in the place of `https://<host>`. */
  readonly urls: Readonly<Record<WebHost, string>>;
  /**
   * A `fetch` for programs whose hosts are fixed: requests to the emulated hosts come here under their real names, those
   * to any other fail.
   */
  readonly fetch: typeof fetch;
  /**
   * Where a browser finds the page of an address of a real host: `https://login.microsoftonline.com/common/...` becomes
   * `https://127.0.0.1:<port>/login.microsoftonline.com/common/...`. Throws a TypeError for a host that is not emulated.
   */
  here(address: string): string;
  /** PEM of the authority that vouches for it, and for the SMTP servers that are started with it. */
  readonly ca: string;
  /** The time of its tokens, codes, limits and dates. */
  readonly clock: Clock;
  readonly accounts: readonly WebAccount[];
  /** What is registered with Microsoft: a tenant, an app for people, and one that has a secret and no people. */
  readonly microsoft: {
    readonly tenantId: string;
    readonly clientId: string;
    readonly daemon: { readonly clientId: string; readonly clientSecret: string };
  };
  /** What is registered with Google: a desktop client. */
  readonly google: { readonly clientId: string; readonly clientSecret: string };
  /** Makes a key and a certificate, PEM, and registers it with the daemon. */
  createCertificate(): Promise<Identity>;
  /** Makes a service account that may act for the accounts of Google Workspace in these scopes. */
  createServiceAccount(scopes: readonly string[]): ServiceAccountKey;

  /** Messages that were taken, in order. */
  readonly inbox: readonly WebMail[];
  /** The oldest mail that this has not handed out yet; waits for one where there is none. */
  nextMail(options?: { readonly signal?: AbortSignal }): Promise<WebMail>;
  /** Every request. Holds no secret. */
  readonly requests: readonly WebRequest[];
  /** Calls for every request, as soon as it is answered, and for every mail; gives the function that ends it. */
  watch(watcher: (event: WebEvent) => void): () => void;

  readonly switches: Readonly<WebSwitches>;
  /** Sets switches while it runs. Throws for a name or a value that is not known. */
  set(switches: Partial<WebSwitches>): void;
  /** Turns a fault on, beside those that are on; null turns all off. Throws for what is not known. */
  fault(name: WebFaultName | null, args?: WebFaultArguments): void;
  /**
   * Has requests refused with an error of the service: `refuse('microsoft', '50076', { times: 1 })`. One error a
   * place, the newest counts; at `authorize` it comes behind the page, to the redirect address. `webErrors` has the names.
   * Throws for what is not known.
   */
  refuse<Service extends WebService>(service: Service, error: WebErrorNames[Service], args?: RefusalArguments): void;
  /** Ends all refusals. */
  refuse(service: null): void;

  /** Says yes to a device's user code, as the user or as the first account. False where nobody waits for the code. */
  approve(userCode: string, user?: string): boolean;
  /** Says no. */
  decline(userCode: string): boolean;
  mint(options: MintOptions): MintedTokens;
  /** Those who signed in, in order. */
  readonly grants: readonly WebGrant[];
  /**
   * Ends sign-ins, as a user or an administrator does: their refresh tokens are refused from now on. Access tokens
   * end with them at Google, and live on to their time at Microsoft.
   */
  revoke(whose?: Whose): void;
  /** Ends access tokens, or with `refresh` refresh tokens, before their time. */
  expire(kind: 'access' | 'refresh', whose?: Whose): void;

  /** Forgets mails and requests; all else stays. */
  clear(): void;
  /** Cuts all connections and frees the port. */
  close(): Promise<void>;
}
