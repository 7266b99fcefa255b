/** Where in its life a mail stood when something happened. `settings` and `connect` come before the first byte. */
export type Phase =
  | 'settings'
  | 'connect'
  | 'greeting'
  | 'hello'
  | 'tls'
  | 'auth'
  | 'ready'
  | 'envelope'
  | 'data'
  | 'sent'
  | 'quit';

/** What stands in a trace in place of a secret. It is put there when the line is said, not afterwards. */
export const SECRET = '[secret]';

interface Happening {
  /** Milliseconds since the connection was begun. */
  readonly at: number;
  readonly phase: Phase;
  /** Which connection of the transport, counted from 1. */
  readonly connection: number;
}

/** One thing that happened on a connection, for traces and for live views. Holds no secret. */
export type TraceEvent = Happening &
  (
    | { readonly kind: 'client' | 'server'; readonly line: string }
    /** Which host, port and kind of TLS was chosen, and by which rules. */
    | {
        readonly kind: 'route';
        readonly host: string;
        readonly port: number;
        readonly tls: 'implicit' | 'starttls' | 'none';
        readonly why: readonly string[];
      }
    | { readonly kind: 'connected'; readonly address: string; readonly port: number }
    /** TLS is up. */
    | {
        readonly kind: 'secured';
        readonly protocol: string;
        readonly cipher: string;
        readonly subject: string;
        readonly issuer: string;
        readonly validTo: string;
        /** DNS names and addresses that the certificate is for. */
        readonly names?: readonly string[];
        /** Who issued it, who issued that one, and so on. */
        readonly chain?: readonly string[];
      }
    /** What the server offered; `secure` tells whether it was said over TLS. */
    | { readonly kind: 'offer'; readonly secure: boolean; readonly keywords: readonly string[] }
    /** What was chosen from the offer, and by which rules. */
    | { readonly kind: 'plan'; readonly mechanism: string | null; readonly why: readonly string[] }
    /** Octets of a message, told in place of the message itself. */
    | { readonly kind: 'message'; readonly octets: number }
    | { readonly kind: 'closed'; readonly by: 'client' | 'server' | 'error'; readonly reason: string }
  );

/** Called for every event as it happens. It must not throw; what it throws is ignored. */
export type Observer = (event: TraceEvent) => void;

/** How far a transport, or one call of its `sendMany`, has come. It belongs to no connection, and stands in no trace. */
export interface Progress {
  readonly kind: 'progress';
  /** Messages that have their receipt, whatever it says: of this call of `sendMany`, else of the transport. */
  readonly done: number;
  /** Messages of the transport that were handed in and have not begun. */
  readonly waiting: number;
  /** Messages of the transport that are under way on a connection. */
  readonly inFlight: number;
  /** Milliseconds until the pace lets the next message begin; 0 where none has to wait for it. */
  readonly waitMilliseconds: number;
  /** What may be now. It is less than the provider's limits for a while after the server asked for less. */
  readonly pace: {
    readonly connections: number;
    /** How many messages may begin within `seconds`; undefined where there is no limit. */
    readonly messages?: number;
    readonly seconds: number;
  };
}

/** Sees, beside the events, how far it has come: with every receipt, and when messages begin to wait for the pace. */
export type Watcher = (event: TraceEvent | Progress) => void;

/** A conversation: the handshake of its connection, then what belongs to one message. */
export class Trace {
  readonly #before: readonly TraceEvent[];
  readonly #events: TraceEvent[];

  constructor(before: readonly TraceEvent[] = [], events: TraceEvent[] = []) {
    this.#before = before;
    this.#events = events;
  }

  get events(): readonly TraceEvent[] {
    return [...this.#before, ...this.#events];
  }

  /** The conversation in the RFCs' own form, a line an event: `C: EHLO client.example`. */
  toString(): string {
    return this.events.map(traceLine).join('\n');
  }

  toJSON(): readonly TraceEvent[] {
    return this.events;
  }
}

function traceLine(event: TraceEvent): string {
  switch (event.kind) {
    case 'client':
      return `C: ${event.line}`;
    case 'server':
      return `S: ${event.line}`;
    case 'route':
      return `-- ${event.host}:${event.port}, TLS ${event.tls}`;
    case 'connected':
      return `-- connected to ${event.address} port ${event.port}`;
    case 'secured':
      return `-- ${event.protocol} ${event.cipher}, certificate of ${event.subject}`;
    case 'offer':
      return `-- offered ${event.secure ? 'over TLS' : 'in clear'}: ${event.keywords.join(', ')}`;
    case 'plan':
      return `-- mechanism ${event.mechanism ?? 'none'}`;
    case 'message':
      return `C: (${event.octets} octets of message)`;
    case 'closed':
      return `-- closed by ${event.by}: ${event.reason}`;
    default:
      return event satisfies never;
  }
}
