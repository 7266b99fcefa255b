/**
 * One peer in a process of its own: opens it once, then sends as many mails as a round has and tells what that cost
 * this process, wall time and CPU of all its threads.
 */
import { mailOf, rawMailOf } from './mails.mjs';
import { serve } from './serve.mjs';

let peer;
let source;
let connections = 1;

serve({
  /**
   * `peer` names a file of peers/. `account` tells where to: host, port, tls, ca. `form` is `composed`, `raw`,
   * or `one text`; the rest is for the peer.
   */
  async open({ peer: name, account, form, mail, ...options }) {
    const { open } = await import(`./peers/${name}.mjs`);
    connections = options.connections;
    source =
      form === 'raw' ? rawMailOf(mail) : { prepare: () => {}, mail: mailOf({ ...mail, same: form === 'one text' }) };
    peer = await open(account, { ...options, form });
  },
  /** Sends for some milliseconds to another place, so that the code is compiled before anything is measured. */
  async warm({ peer: name, account, milliseconds, ...options }) {
    const { open } = await import(`./peers/${name}.mjs`);
    const warmed = await open(account, options);
    const end = performance.now() + milliseconds;
    source.prepare(1);
    await warmed.sendAll(mails(Number.POSITIVE_INFINITY, PRIMING, () => performance.now() > end));
    await warmed.close();
  },
  /** Sends the mails 1 to `count`. Before the clock runs some are sent that nobody expects, so that all connections are up. */
  async round({ count, priming = connections * 2 }) {
    source.prepare(Math.max(count, priming));
    await peer.sendAll(mails(priming, PRIMING));
    const cpu = process.cpuUsage();
    const begun = performance.now();
    const own = await peer.sendAll(mails(count));
    const wall = performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    // A peer that is a program tells its own time.
    return own?.cpu === undefined ? { wall, cpu: (user + system) / 1000 } : own;
  },
  /** Each when the one before is through. */
  async oneByOne({ count }) {
    for (const mail of mails(count)) await peer.sendAll([mail][Symbol.iterator]());
  },
  close: () => peer.close(),
});

const PRIMING = 1_000_000_000;

/** An iterator that several may take from, and that none of them ends. */
function mails(count, base = 0, isOver = () => false) {
  let serial = 0;
  const { mail } = source;
  return {
    next: () =>
      serial < count && !isOver() ? { done: false, value: mail(base + ++serial) } : { done: true, value: undefined },
    [Symbol.iterator]() {
      return this;
    },
  };
}
