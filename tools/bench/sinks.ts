import { Worker } from './worker.js';

/** What takes the mail, and tells whether it all came once. */
export interface Sink {
  readonly ports: Readonly<Partial<Record<'none' | 'implicit' | 'starttls', number>>>;
  readonly ca?: string;
  /** The mails 1 to `count` are to come. */
  expect(count: number): Promise<void>;
  /** Once they should all be here. */
  tally(count: number): Promise<Tally>;
}

export interface Tally {
  /** Of those expected: never seen, seen more than once. */
  readonly missing: number;
  readonly twice: number;
  /** Addressees of all messages, those that nobody expected too. */
  readonly recipients: number;
  /** Milliseconds of CPU since `expect`, where the sink is one process of ours. */
  readonly cpu?: number;
}

export async function plainSink(): Promise<Sink & AsyncDisposable> {
  const worker = new Worker('./plain-sink.mjs');
  const ports = await worker.call<Sink['ports']>('start');
  return {
    ports,
    expect: (count) => worker.call('expect', { count }),
    tally: () => worker.call('tally'),
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}
