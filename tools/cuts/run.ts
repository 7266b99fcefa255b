import type { Outcome, Receipt } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { sandbox } from '@ehlo/sandbox';
import { type Cut, CuttingProxy, type Direction } from './cutting-proxy.js';
import { type Dialogue, message } from './dialogues.js';

/** A receipt that is not true, or a session that did not end. */
export interface Lie {
  readonly dialogue: string;
  readonly cut: Cut;
  readonly what: string;
}

export interface Tally {
  readonly dialogue: string;
  cuts: number;
  readonly outcomes: Record<Outcome, number>;
  /** `unknown`, where the server had not taken the message; a client cannot know that. */
  unknownNotTaken: number;
  readonly lies: Lie[];
}

/** Milliseconds of every phase: a stall must end by them. */
const PATIENCE = 120;

const timeouts = Object.fromEntries(
  ['connect', 'greeting', 'hello', 'tls', 'auth', 'envelope', 'data', 'sent'].map((phase) => [phase, PATIENCE]),
);

/** Cuts a dialogue after every `stride`-th octet of either direction, in the ways given. */
export async function cutEverywhere(dialogue: Dialogue, ways: readonly Cut['way'][], stride: number): Promise<Tally> {
  const tally: Tally = {
    dialogue: dialogue.name,
    cuts: 0,
    outcomes: { accepted: 0, rejected: 0, deferred: 0, unknown: 0 },
    unknownNotTaken: 0,
    lies: [],
  };
  await using box = await sandbox.generic(dialogue.server);
  await using proxy = await CuttingProxy.start(box.port);
  const taken = new Set<string>();
  box.watch((event) => {
    if (event.kind === 'mail')
      taken.add(/^Message-ID: <(.*)>/m.exec(Buffer.from(event.mail.raw).toString())?.[1] as string);
  });
  let serial = 0;
  const attempt = async (cut?: Cut): Promise<{ id: string; receipt: Receipt }[]> => {
    proxy.arm(cut);
    const transport = generic({ ...box.transportOptions, ...dialogue.account, port: proxy.port, timeouts });
    const sent = await Promise.all(
      dialogue.messages.map(async (to) => {
        const id = `${++serial}@cut.example`;
        return { id, receipt: await transport.send(message(box.user, to, id, dialogue.stream === true)) };
      }),
    );
    await transport.close();
    return sent;
  };
  await attempt();
  const whole = { ...proxy.passed };
  for (const way of ways) {
    for (const direction of ['to server', 'to client'] as const satisfies Direction[]) {
      for (let after = 0; after <= whole[direction]; after += way === 'stall' ? stride * 7 : stride) {
        const cut: Cut = { direction, after: Math.max(after, 1), way };
        const begun = performance.now();
        const sent = await attempt(cut);
        const lasted = performance.now() - begun;
        proxy.arm();
        await quiet(box);
        tally.cuts += 1;
        const lie = (what: string): void => void tally.lies.push({ dialogue: dialogue.name, cut, what });
        if (lasted > PATIENCE * 4 + 500) lie(`it lasted ${Math.round(lasted)} ms`);
        for (const { id, receipt } of sent) {
          tally.outcomes[receipt.outcome] += 1;
          if (receipt.outcome === 'accepted' && !taken.has(id)) lie('accepted, and the server did not take it');
          if ((receipt.outcome === 'deferred' || receipt.outcome === 'rejected') && taken.has(id))
            lie(`${receipt.outcome}, and the server took it`);
          if (receipt.outcome === 'unknown' && !taken.has(id)) tally.unknownNotTaken += 1;
        }
      }
    }
  }
  return tally;
}

/** Waits until the server has seen the end of all connections, so that its truth is final. */
async function quiet(box: { readonly counters: { readonly open: number } }): Promise<void> {
  while (box.counters.open > 0) await new Promise((resolve) => setImmediate(resolve));
}
