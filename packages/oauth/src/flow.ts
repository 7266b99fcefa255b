import type { Asker } from './endpoint.js';
import type { Happening } from './events.js';
import type { Asked } from './exchange.js';
import type { Tokens } from './tokens.js';

/** What a flow is run with. */
export interface FlowContext {
  readonly asker: Asker;
  /** The scope of the token, with what is asked for beside it. */
  readonly scope: string;
  /** Shown to the person for consent beside that: scopes of other services, for tokens that are asked for later. */
  readonly consent: string;
  /** Whom the page may propose to sign in. */
  readonly account: string;
  readonly signal: AbortSignal;
  readonly tell: (event: Happening) => void;
}

/** A way to have a person sign in. `deviceCode()` and `authorizationCode()` give one; how it works is not promised. */
export type Flow = (context: FlowContext) => Promise<Asked<Tokens>>;
