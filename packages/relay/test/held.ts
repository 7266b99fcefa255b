import type { CallOptions, Receipt, Transport } from '@ehlo/core';
import type { RelayOptions } from '../src/index.js';
import { watching } from './kit.js';

export const me = 'me@example.com';

/** A transport whose every step is in the test's hands. */
class Held implements Pick<Transport, 'send'> {
  readonly calls: Array<{ readonly options: CallOptions; readonly end: (receipt: Partial<Receipt>) => void }> = [];
  /** What `send` rejects with when it is aborted. */
  onAbort: (reason: unknown) => unknown = (reason) => reason;
  #wake: () => void = () => undefined;

  send(sent: Parameters<Transport['send']>[0], options: CallOptions = {}): Promise<Receipt> {
    const { envelope } = sent as { envelope: Receipt['envelope'] };
    return new Promise((resolve, reject) => {
      const end = (receipt: Partial<Receipt>): void =>
        resolve({
          outcome: 'accepted',
          envelope,
          refused: [],
          reply: { code: 250, lines: ['OK'] },
          ...receipt,
        } as Receipt);
      this.calls.push({ options, end });
      options.signal?.addEventListener('abort', () => reject(this.onAbort(options.signal?.reason)));
      this.#wake();
    });
  }

  /** The call of that number, counted from 1, when it is there. */
  async call(number: number): Promise<Held['calls'][number]> {
    while (this.calls.length < number) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.calls[number - 1] as Held['calls'][number];
  }

  handOver(number: number): void {
    this.calls[number - 1]?.options.observe?.({ kind: 'message', octets: 1, at: 0, phase: 'data', connection: 1 });
  }
}

/** A relay from `me` to such a transport. */
export function held(options: Partial<RelayOptions> = {}) {
  const transport = new Held();
  return { transport, relay: watching({ transport: transport as unknown as Transport, from: [me], ...options }) };
}

/** The error of a message whose end left, and to which no answer came. */
export function lost(): unknown {
  return Object.assign(new Error('no answer'), {
    ...{ code: 'REPLY_LOST', phase: 'sent', fix: 'Look whether it arrived.', outcome: 'deferred', notes: [] },
  });
}
