import { createHmac, randomBytes } from 'node:crypto';
import { networkOf } from './network.js';
import type { RelayUser } from './options.js';
import { isPassword, type PasswordHash, readHash } from './password.js';

/** Wrong passwords in a row, from one address (IPv6: one network) for one user, after which none is looked at for a while. */
const FAILURES = 10;
const PAUSE = 60_000;
/** Whose failures are counted, at most. */
const MOST = 10_000;

interface Failures {
  count: number;
  until: number;
}

/**
 * Who may log in. A password that was right once is known again without scrypt, by a hash under a key that lives as
 * long as this process: old programs log in for every mail.
 */
export class Logins {
  readonly #users: ReadonlyMap<string, { readonly user: RelayUser; readonly hash: PasswordHash }>;
  readonly #key = randomBytes(32);
  /** By user and password: what is being found out, and what was right. */
  readonly #verdicts = new Map<string, Promise<boolean>>();
  readonly #failures = new Map<string, Failures>();
  readonly #now: () => number;
  readonly #most: number;

  /** `now` in milliseconds, of a clock that is not set: by that of the day a pause would be as long as it was set back. */
  constructor(users: readonly RelayUser[], now: () => number = () => performance.now(), most = MOST) {
    this.#users = new Map(
      users.map((user) => [user.name, { user, hash: readHash(user.passwordHash) as PasswordHash }] as const),
    );
    this.#now = now;
    this.#most = most;
  }

  knows(name: string): boolean {
    return this.#users.has(name);
  }

  async check(name: string, password: string, address: string): Promise<RelayUser | 'wrong' | 'paused'> {
    const known = this.#users.get(name);
    // Names that do not exist share one count, so that guessing names is paused too.
    const whose = `${networkOf(address)} ${known === undefined ? '' : name}`;
    const failures = this.#failures.get(whose);
    if (failures !== undefined && failures.until <= this.#now()) this.#failures.delete(whose);
    else if (failures !== undefined && failures.count >= FAILURES) return 'paused';
    const hash = known?.hash ?? [...this.#users.values()][0]?.hash;
    const right = hash !== undefined && (await this.#isRight(name, password, hash, whose)) && known !== undefined;
    if (!right) return 'wrong';
    this.#failures.delete(whose);
    return known.user;
  }

  /** A name that does not exist takes as long as one that does. */
  async #isRight(name: string, password: string, hash: PasswordHash, whose: string): Promise<boolean> {
    const digest = createHmac('sha256', this.#key).update(`${name}\0${password}`).digest('base64');
    let verdict = this.#verdicts.get(digest);
    if (verdict === undefined) {
      // Counted before it is looked at, since guesses may come side by side; a right one takes it back.
      this.#count(whose);
      verdict = isPassword(password, hash);
      this.#verdicts.set(digest, verdict);
    }
    const right = await verdict.catch(() => false);
    if (!right || !this.#users.has(name)) this.#verdicts.delete(digest);
    return right;
  }

  #count(whose: string): void {
    const count = (this.#failures.get(whose)?.count ?? 0) + 1;
    // The last place in the order of the map is that of the youngest.
    this.#failures.delete(whose);
    this.#failures.set(whose, { count, until: this.#now() + PAUSE });
    if (this.#failures.size > this.#most) this.#failures.delete(this.#failures.keys().next().value as string);
  }
}
