import { setImmediate as turnOfTheLoop, setTimeout as wait } from 'node:timers/promises';
import type { Outcome } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { sandbox } from '@ehlo/sandbox';
import { type Cut, CuttingProxy, type Way } from './cutting-proxy.js';
import { type Dialogue, endOf, message } from './dialogues.js';
import type { Seen } from './places.js';
import { type Finding, isHarmless, judge, readLine, witnessed } from './truth.js';

/** What came of one run. */
export interface Ran extends Seen {
  /** One a message. */
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly Finding[];
  /** Milliseconds from the cut until all receipts were here and the transport was closed; undefined where nothing was cut. */
  readonly lasted: number | undefined;
  /** What is wrong. */
  readonly wrong: readonly string[];
  /** It took too long, or a timer ran out too early: so it may look when the machine is busy. */
  readonly doubtful: boolean;
}

/** Milliseconds of every phase where the line stalls: the run must end by them. */
export const PATIENCE = 600;
/** And where it does not: nothing may wait for them. */
const NO_WAIT = 10_000;
/** Milliseconds that a run may be late. */
const SLACK: Readonly<Record<Way, number>> = { close: 2_000, reset: 2_000, stall: 500 };
/** Milliseconds until a client that waits is hung up on, so that the others have their turn. */
const GIVE_UP = 20_000;

let serial = 1_000_000;

/** A server and a proxy, for one run of a dialogue after the other. */
export class Lane implements AsyncDisposable {
  /** How often the server took a message, by its id. */
  readonly #taken = new Map<string, number>();
  readonly #dialogue: Dialogue;
  readonly #box: Awaited<ReturnType<typeof sandbox.generic>>;
  readonly #proxy: CuttingProxy;

  private constructor(dialogue: Dialogue, box: Awaited<ReturnType<typeof sandbox.generic>>, proxy: CuttingProxy) {
    this.#dialogue = dialogue;
    this.#box = box;
    this.#proxy = proxy;
    box.watch((event) => {
      if (event.kind !== 'mail') return;
      const id = /^Message-ID: <(.*)>/m.exec(Buffer.from(event.mail.raw).toString())?.[1] as string;
      this.#taken.set(id, (this.#taken.get(id) ?? 0) + 1);
    });
  }

  static async open(dialogue: Dialogue): Promise<Lane> {
    const box = await sandbox.generic(dialogue.server);
    const lane = new Lane(dialogue, box, await CuttingProxy.start(box.port));
    // What is made once, such as the certificate of the server, takes no part in what is measured.
    await lane.run();
    return lane;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]();
    await this.#box.close();
  }

  /** Sends the messages of the dialogue over a line that is cut so, and holds each receipt against the truth. */
  async run(cut?: Cut): Promise<Ran> {
    const dialogue = this.#dialogue;
    const proxy = this.#proxy;
    this.#taken.clear();
    this.#box.clear();
    proxy.arm(cut);
    let hung = false;
    const watchdog = setTimeout(() => {
      hung = true;
      proxy.hangUp();
    }, GIVE_UP);
    const sent = await this.#send(timeouts(cut?.way === 'stall' ? PATIENCE : NO_WAIT));
    clearTimeout(watchdog);
    const lasted = proxy.cutAt === undefined ? undefined : performance.now() - proxy.cutAt;
    const wrong: string[] = hung ? [`nothing came of it for ${GIVE_UP} ms`] : [];
    // What the client wrote before it left has come by then; what it left open shows.
    if (!(await comesTrue(() => proxy.open === 0))) wrong.push('the client left a socket open');
    const { lines } = proxy;
    proxy.arm();
    if (!(await comesTrue(() => this.#box.counters.open === 0))) wrong.push('the server has a session left');

    const readings = lines.map(readLine);
    const found = sent.map(({ id, outcome }) => {
      const known = witnessed(readings, id, endOf(dialogue, id));
      const truth = { ...known, taken: this.#taken.get(id) ?? 0 };
      const finding = judge(outcome, truth, cut?.way);
      if (!isHarmless(finding)) wrong.push(`${finding}: ${outcome}, and in truth ${JSON.stringify(truth)}`);
      return finding;
    });
    const late = cut !== undefined && lasted !== undefined && lasted > allowed(dialogue, cut);
    if (late) wrong.push(`it lasted ${Math.round(lasted)} ms`);
    const slow = late || (cut?.way === 'stall' && found.includes('avoidable'));
    return {
      lines,
      readings,
      outcomes: sent.map(({ outcome }) => outcome),
      findings: found,
      lasted,
      wrong,
      doubtful: slow && found.every((finding) => finding === 'avoidable' || isHarmless(finding)),
    };
  }

  async #send(timeouts: Readonly<Record<string, number>>): Promise<Array<{ id: string; outcome: Outcome }>> {
    const { messages, account, stream = false } = this.#dialogue;
    const transport = generic({ ...this.#box.transportOptions, ...account, port: this.#proxy.port, timeouts });
    const sent = await Promise.all(
      messages.map(async (to) => {
        // All of one length, so that a place is the same place in every run.
        const id = `${++serial}@cut.example`;
        const { outcome } = await transport.send(message(this.#box.user, to, id, stream));
        return { id, outcome };
      }),
    );
    await transport.close();
    return sent;
  }
}

/** Milliseconds from a cut to the end: the phase's timeout where the line stalls, twice where the second line is dead too. */
function allowed({ messages }: Dialogue, { way, afterwards }: Cut): number {
  const phases = way !== 'stall' ? 0 : afterwards === 'dead' ? 2 : 1;
  return phases * PATIENCE + SLACK[way] + messages.length * 20;
}

function timeouts(patience: number): Record<string, number> {
  const phases = ['connect', 'greeting', 'hello', 'tls', 'auth', 'envelope', 'data', 'sent'];
  return Object.fromEntries(phases.map((phase) => [phase, patience]));
}

/** Whether it comes true in five seconds of turns: a machine that stands still for a while takes no turn. */
async function comesTrue(done: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 550; turn++) {
    if (done()) return true;
    await (turn < 50 ? turnOfTheLoop() : wait(10));
  }
  return false;
}
