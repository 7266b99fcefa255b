import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { OAuthEvent } from './events.js';

/**
 * What is taken from outside. The defaults are right for programs; tests hand in a clock of their own and let a year
 * pass in a second.
 */
export interface Surroundings {
  /** HTTPS. Default: the `fetch` of Node.js. For a private authority: `fetchTrusting(ca)`. */
  readonly fetch?: typeof fetch;
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
  /** Waits some milliseconds; rejects with the reason of the signal when that is aborted. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Octets that nobody can guess: state, nonce and code verifier are made of them. For tests only. */
  readonly random?: (size: number) => Uint8Array;
  /** Milliseconds that one HTTP request may last. Default 30 000. */
  readonly timeout?: number;
  /** How often a request is made at most, where the fault passes by itself. Default 4. */
  readonly attempts?: number;
  /** Take `http:` for an endpoint on 127.0.0.1, ::1 or localhost, for test servers. Default false: https only. */
  readonly allowHttpOnLoopback?: boolean;
  /** Called for everything that happens. Events hold no secret. What it throws is ignored. */
  readonly observe?: (event: OAuthEvent) => void;
}

export type Complete = Required<Surroundings>;

export function complete(given: Surroundings): Complete {
  const { observe } = given;
  return {
    fetch: given.fetch ?? ((input, init) => fetch(input, init)),
    now: given.now ?? Date.now,
    sleep: given.sleep ?? ((ms, signal) => wait(ms, undefined, { signal }).catch(() => signal?.throwIfAborted())),
    random: given.random ?? randomBytes,
    timeout: given.timeout ?? 30_000,
    attempts: given.attempts ?? 4,
    allowHttpOnLoopback: given.allowHttpOnLoopback ?? false,
    observe: (event) => {
      try {
        observe?.(event);
      } catch {
        // Whoever looks on must not be able to break what is looked at.
      }
    },
  };
}

/** A string that nobody can guess, fit for URLs: 256 bits (RFC 7636 7.1). */
export function unguessable({ random }: Pick<Complete, 'random'>): string {
  return Buffer.from(random(32)).toString('base64url');
}

/** Evenly between 0 and 1. */
export function chance({ random }: Pick<Complete, 'random'>): number {
  return Buffer.from(random(4)).readUInt32BE() / 2 ** 32;
}
