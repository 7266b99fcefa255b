import { type WrongCertificate, wrongCertificates } from '../certificates.js';
import { unknownWord } from '../faults.js';
import { type WebPlace, webPlaces } from './places.js';

/** What a fault of the web does. Before the request is handled nothing was taken; behind it everything was. */
export const webFaults = {
  /** The connection is reset in place of handling the request. */
  reset: { kinds: [] },
  /** The request is read, and nothing is said. Nothing was taken. */
  stall: { kinds: [] },
  /** The request is handled, a message taken, a token minted; then the connection ends before the answer. */
  'lost-answer': { kinds: [] },
  /** The request is handled, and the connection ends in the middle of the answer. */
  'half-answer': { kinds: [] },
  /** The request is handled, and the answer comes after `delay` milliseconds. */
  slow: { kinds: [] },
  /** The answer of a machine in front of the service: HTML, and `retryAfter` where it is given. */
  'server-error': { kinds: ['503', '500', '502', '504'] },
  /** The request is handled, and the answer has its status and is not what it should be. */
  'wrong-json': { kinds: ['html', 'truncated', 'empty', 'array'] },
  /** 307 to another host, to another place of this one, or to http. */
  redirect: { kinds: ['elsewhere', 'same-origin', 'clear-text'] },
  /** A certificate that must not be accepted, for new connections; it has no place. */
  'wrong-certificate': { kinds: wrongCertificates },
} as const satisfies Record<string, { readonly kinds: readonly string[] }>;

export type WebFaultName = keyof typeof webFaults;

export interface WebFaultArguments {
  /** Where. Default: at every place. */
  readonly at?: WebPlace;
  /** How often it happens before it is over. Default: until it is taken away. */
  readonly times?: number;
  /** Which form of it. Default: the first. */
  readonly kind?: string;
  /** Of `slow`, in milliseconds. Default 1000. */
  readonly delay?: number;
  /** Of `server-error`: seconds for the Retry-After header. */
  readonly retryAfter?: number;
}

type Taken = WebFaultArguments & { readonly kind: string };

/** The faults that are on; each stays until its times are used up or it is taken away. */
export class WebFaults {
  readonly #on = new Map<WebFaultName, { readonly given: WebFaultArguments; left: number }>();

  /** Null takes all away. Throws a TypeError for a name, a place or a kind that is not known. */
  set(name: WebFaultName | null, given: WebFaultArguments = {}): void {
    if (name === null) return this.#on.clear();
    const known = Object.hasOwn(webFaults, name) ? webFaults[name] : undefined;
    if (known === undefined) throw new TypeError(unknownWord('fault', name, Object.keys(webFaults)));
    const { at, kind, times } = given;
    if (at !== undefined && !webPlaces.includes(at)) throw new TypeError(unknownWord('place', at, webPlaces));
    if (kind !== undefined && !(known.kinds as readonly string[]).includes(kind)) {
      throw new TypeError(unknownWord(`kind of ${name}`, kind, known.kinds));
    }
    this.#on.set(name, { given, left: times ?? Number.POSITIVE_INFINITY });
  }

  /** The arguments of a fault that is on here; counts as having happened. */
  take(name: WebFaultName, here?: WebPlace): Taken | undefined {
    const entry = this.#on.get(name);
    if (entry === undefined) return undefined;
    const { at, kind } = entry.given;
    if (at !== undefined && here !== undefined && at !== here) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#on.delete(name);
    return { ...entry.given, kind: kind ?? webFaults[name].kinds[0] ?? '' };
  }
}

export type { WrongCertificate };
