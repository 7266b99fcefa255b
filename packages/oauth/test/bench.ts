import { isMailError, type MailError } from '@ehlo/core';
import {
  fetchTrusting,
  google,
  memoryStore,
  type OAuthEvent,
  type SignedIn,
  type SignInOptions,
  signIn,
} from '@ehlo/oauth';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { simulatedClock, TokenServer } from './token-server.js';

/** A token server for the file; a clock, a list of events and a clean server for each test. */
export interface Bench {
  readonly server: TokenServer;
  readonly clock: ReturnType<typeof simulatedClock>;
  readonly events: OAuthEvent[];
  /** A source of Google's preset at the server, with a store and a clock of its own. */
  source(options?: Partial<SignInOptions>): SignedIn;
}

export function bench(): Bench {
  let server: TokenServer;
  let clock: Bench['clock'];
  let events: OAuthEvent[];
  beforeAll(async () => {
    server = await TokenServer.start();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
    server.next.length = 0;
    server.reused = 0;
    server.rotate = true;
    server.expiresIn = 3_600;
    server.device = 'granted';
    clock = simulatedClock();
    events = [];
  });
  return {
    get server() {
      return server;
    },
    get clock() {
      return clock;
    },
    get events() {
      return events;
    },
    source: (options = {}) =>
      signIn({
        provider: server.as(google()),
        clientId: 'client',
        account: 'me@example.com',
        store: memoryStore(),
        fetch: fetchTrusting(server.ca),
        now: clock.now,
        sleep: clock.sleep,
        observe: (event) => events.push(event),
        ...options,
      }),
  };
}

/** The MailError that something ends with. */
export async function failed(promise: Promise<unknown>): Promise<MailError> {
  const error = await promise.then(
    () => new Error('it should have failed'),
    (reason) => reason,
  );
  if (!isMailError(error)) throw error;
  return error;
}
