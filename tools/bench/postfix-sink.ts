import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeCertificate } from '../interop/kit/certificates.js';
import { starting } from '../interop/kit/ends.js';
import { obstacle } from '../interop/needs.mjs';
import { internalRelay, preparePostfix, startPostfix } from '../interop/servers/postfix-dovecot/postfix.js';
import { host } from '../interop/world.js';
import type { Sink } from './sinks.js';

/** Milliseconds without a delivery after which no more is expected. */
const PATIENCE = 15_000;
// All that is not for the domains of the test's world goes to the transport `discard`.
const DELIVERED = /to=<(\d+)m@[^>]*>.* status=sent/g;

/** Why there can be none on this machine. */
export { obstacle as noPostfix };

/** Postfix, which takes from this machine what it is given, queues it, and discards it. What it delivered is in its log. */
export async function postfixSink(): Promise<Sink & AsyncDisposable> {
  return starting(async (ends) => {
    const { folder } = ends;
    const certificate = await makeCertificate(folder, host);
    // No policy server: the endpoints ask none.
    await preparePostfix({ folder, certificate, greylistPort: 0 });
    const open = [...internalRelay.relay.slice(1), 'smtpd_recipient_restrictions=permit_mynetworks'];
    const { daemon, ports } = await startPostfix(folder, {
      none: ['smtpd_tls_security_level=none', ...open],
      implicit: ['smtpd_tls_wrappermode=yes', ...open],
    });
    ends.add(daemon.stop);
    const log = new Log(join(folder, 'postfix.log'));
    return {
      ports,
      ca: certificate.ca,
      expect: () => log.skip(),
      async tally(count) {
        const seen = await log.delivered(count);
        const times = [...seen.values()];
        return { missing: count - seen.size, twice: times.filter((each) => each > 1).length };
      },
      [Symbol.asyncDispose]: ends.stop,
    };
  });
}

class Log {
  readonly #file: string;
  #from = 0;

  constructor(file: string) {
    this.#file = file;
  }

  async skip(): Promise<void> {
    this.#from = (await readFile(this.#file)).length;
  }

  /** How often each of the messages 1 to `count` was delivered, once all were or nothing moves any more. */
  async delivered(count: number): Promise<Map<number, number>> {
    let before = -1;
    let moved = Date.now();
    for (;;) {
      const seen = new Map<number, number>();
      const text = (await readFile(this.#file)).subarray(this.#from).toString('latin1');
      for (const [, serial] of text.matchAll(DELIVERED)) {
        const number = Number(serial);
        if (number <= count) seen.set(number, (seen.get(number) ?? 0) + 1);
      }
      if (seen.size === count || Date.now() - moved > PATIENCE) return seen;
      if (seen.size > before) moved = Date.now();
      before = seen.size;
      await wait(100);
    }
  }
}
