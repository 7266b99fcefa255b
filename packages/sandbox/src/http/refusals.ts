import { unknownWord } from '../faults.js';
import { type EntraCode, entraErrors } from './entra-errors.js';
import { type GmailCode, gmailErrors } from './gmail-errors.js';
import { type GoogleCode, googleErrors } from './google-errors.js';
import { type GraphCode, graphErrors } from './graph-errors.js';
import { serviceOf, type WebPlace, type WebService, webPlaces } from './places.js';

/** The errors of each service, by the names that `refuse` takes. */
export interface WebErrorNames {
  /** AADSTS codes, and `slow_down`. */
  readonly microsoft: EntraCode;
  readonly google: GoogleCode;
  readonly graph: GraphCode;
  readonly gmail: GmailCode;
}

/** All of them, for tests that go through every one, and for views that let a person choose. */
export const webErrors: { readonly [Service in WebService]: readonly WebErrorNames[Service][] } = {
  microsoft: Object.keys(entraErrors) as EntraCode[],
  google: Object.keys(googleErrors) as GoogleCode[],
  graph: Object.keys(graphErrors) as GraphCode[],
  gmail: Object.keys(gmailErrors) as GmailCode[],
};

export interface RefusalArguments {
  /** Where. Default: `token` of an identity provider, `send` of an API. */
  readonly at?: WebPlace;
  /** How often before it is over. Default: until it is taken away. */
  readonly times?: number;
}

/** Which requests are refused although nothing is wrong with them: one error a place. */
export class Refusals {
  readonly #on = new Map<WebPlace, { readonly name: string; left: number }>();

  /** Throws a TypeError for a service, an error or a place that is not known. */
  set(service: WebService, name: string, { at, times }: RefusalArguments = {}): void {
    const known: readonly string[] | undefined = Object.hasOwn(webErrors, service) ? webErrors[service] : undefined;
    if (known === undefined) throw new TypeError(unknownWord('service', service, Object.keys(webErrors)));
    if (!known.includes(name)) throw new TypeError(unknownWord(`error of ${service}`, name, known));
    const place = at ?? (`${service}/${service === 'graph' || service === 'gmail' ? 'send' : 'token'}` as WebPlace);
    const places = webPlaces.filter((one) => serviceOf(one) === service);
    if (!places.includes(place)) throw new TypeError(unknownWord(`place of ${service}`, place, places));
    this.#on.set(place, { name, left: times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#on.clear();
  }

  /** The error to answer with here; counts as having happened. */
  take(place: WebPlace): string | undefined {
    const entry = this.#on.get(place);
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#on.delete(place);
    return entry.name;
  }
}
