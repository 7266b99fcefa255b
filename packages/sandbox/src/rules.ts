import type { Words } from './dialect.js';
import { type Place, places, unknownWord } from './faults.js';

/** Replaces the usual answer of the server at one place. */
export interface ReplyRule {
  readonly command: Place;
  /** Tried against the client's line; at `end-of-data` against the raw message. Default: always. */
  readonly match?: RegExp;
  /**
   * A line with its code, or the lines of a reply. `{host}` and its like are filled in. Where it is
   * positive the command has its usual effect, where it is negative it has none.
   */
  readonly reply: Words;
  /** How often the rule holds. Default: always. */
  readonly times?: number;
  /** Close the connection behind the reply. A 421 closes it in any case. */
  readonly close?: boolean;
}

/** The rules of a server, the first that holds decides. */
export class Rules {
  #rules: Array<{ readonly rule: ReplyRule; left: number }> = [];

  /** Replaces all rules. Throws for a place that is not known and for a reply that is none. */
  set(rules: readonly ReplyRule[]): void {
    for (const { command, reply } of rules) {
      if (!places.includes(command)) throw new TypeError(unknownWord('place', command, places));
      for (const line of typeof reply === 'string' ? [reply] : reply) {
        if (!/^[2-5]\d\d(?:[ -][^\r\n]*)?$/.test(line)) throw new TypeError(`no reply: ${JSON.stringify(line)}`);
      }
    }
    this.#rules = rules.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }));
  }

  /** The rule for what happens here, if there is one; counts as used. */
  take(here: readonly Place[], text: () => string): ReplyRule | undefined {
    const found = this.#rules.find(
      ({ rule, left }) =>
        left > 0 && here.includes(rule.command) && (rule.match === undefined || text().search(rule.match) >= 0),
    );
    if (found) found.left -= 1;
    return found?.rule;
  }
}
