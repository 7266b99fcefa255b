/** The time as the servers of a sandbox see it: the machine's, moved forward as a test wants it. */
export interface Clock {
  /** Milliseconds since 1970. Functions that take a clock can be given `() => web.clock.now()`. */
  now(): number;
  /** Moves the time forward by so many milliseconds. Throws a RangeError for less than none: time goes one way. */
  advance(milliseconds: number): void;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function createClock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (milliseconds) => {
      if (!(milliseconds >= 0)) throw new RangeError(`a clock goes forward, not by ${milliseconds} ms`);
      ahead += milliseconds;
    },
  };
}

/** `2026-11-23 07:15:08Z`, as Microsoft's token endpoint writes it. */
export function entraTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
