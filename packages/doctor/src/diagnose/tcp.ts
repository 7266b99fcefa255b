import { connect } from 'node:net';
import { judgeFault, type MailError, type Route } from '@ehlo/core';
import { codeOf } from '../resolver.js';
import type { Limit } from './limit.js';

/** Whether TCP comes up at one address. */
export interface Reached {
  readonly address: string;
  readonly milliseconds: number;
  /** Undefined where it did. */
  readonly error?: MailError;
  readonly seen: string;
}

/** Dials one address and hangs up: nothing is said. */
export function reach(address: string, route: Route, patience: number, limit: Limit): Promise<Reached> {
  const { port } = route;
  const begun = performance.now();
  const signal = limit.signal(patience);
  const where = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const settle = (error?: NodeJS.ErrnoException): void => {
      signal.removeEventListener('abort', late);
      socket.removeAllListeners().on('error', () => undefined);
      socket.destroy();
      const milliseconds = Math.round(performance.now() - begun);
      const said = error === undefined ? 'open' : error.code === 'ETIMEDOUT' ? 'no answer' : codeOf(error);
      const failed = error && judgeFault({ phase: 'connect', route, error });
      const seen = `${where} ${said} after ${milliseconds} ms`;
      resolve({ address, milliseconds, seen, ...(failed === undefined ? {} : { error: failed }) });
    };
    const late = (): void => settle(Object.assign(new Error('no answer to TCP'), { code: 'ETIMEDOUT' }));
    if (signal.aborted) return late();
    signal.addEventListener('abort', late, { once: true });
    socket.once('connect', () => settle()).once('error', settle);
  });
}
