import type { Clock } from './clock.js';
import type { Directory } from './directory.js';
import type { Grants } from './grants.js';
import type { TakenMail } from './mail.js';
import type { WebPlace } from './places.js';
import type { Refusals } from './refusals.js';
import type { Tokens } from './tokens.js';
import type { WebFaults } from './web-faults.js';
import type { WebSwitches } from './web-switches.js';

/** A request that was answered, or was to be. Holds no secret: neither query nor body, and no header. */
export interface WebRequest {
  /** Counted from 1. */
  readonly number: number;
  readonly time: Date;
  /** Undefined for what no service knows. */
  readonly place?: WebPlace;
  readonly method: string;
  /** Without the query, and without what names a service. */
  readonly path: string;
  /** Whether it came with an Authorization header. */
  readonly authorized: boolean;
  /** Of a token endpoint: `refresh_token`, `authorization_code` and so on. */
  grant?: string;
  /** Who it was for, as soon as that is known. */
  user?: string;
  /** Of the answer; undefined as long as there is none, and for good where a fault took it away. */
  status?: number;
  /** The name of the error that was answered: an AADSTS code, `error.code`, a reason. */
  error?: string;
}

/** What all services of one web have in common. */
export interface World {
  readonly clock: Clock;
  /** Read anew whenever they matter: they may be set while requests are handled. */
  readonly switches: Readonly<WebSwitches>;
  readonly directory: Directory;
  readonly grants: Grants;
  readonly tokens: Tokens;
  readonly refusals: Refusals;
  readonly faults: WebFaults;
  /** The address in the place of one of the real hosts, good for a browser. */
  here(address: string): string;
  /** Puts a request on record. */
  record(request: Omit<WebRequest, 'number' | 'time'>): WebRequest;
  /** Tells the watchers of a request that is over. */
  answered(request: WebRequest): void;
  take(mail: TakenMail): void;
  /** Waits; throws when the web closes. */
  pause(milliseconds: number): Promise<void>;
  /** Resets the connection that this socket speaks over, beneath TLS. */
  reset(socket: object): void;
}
