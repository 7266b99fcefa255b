import { noPostfix, postfixSink } from './postfix-sink.js';
import { plainSink, type Sink, type Tls } from './sinks.js';
import { Worker } from './worker.js';

export type SinkName = 'plain' | 'postfix';

/** The servers and lines that the peers meet, each started when it is first asked for. */
export class World implements AsyncDisposable {
  readonly #sinks = new Map<SinkName, Promise<Sink & AsyncDisposable>>();
  readonly #lines = new Map<string, Promise<number>>();
  #proxy: Worker | undefined;

  /** Why there can be no such sink here, and what mends it. */
  obstacle(name: SinkName): string | undefined {
    return name === 'postfix' ? noPostfix() : undefined;
  }

  sink(name: SinkName): Promise<Sink> {
    const sink = this.#sinks.get(name) ?? (name === 'postfix' ? postfixSink() : plainSink());
    this.#sinks.set(name, sink);
    return sink;
  }

  /** The port that leads to a sink over a round trip of so many milliseconds; undefined where it has no TLS. */
  async port(name: SinkName, tls: Tls, delay: number): Promise<number | undefined> {
    const target = (await this.sink(name)).ports[tls];
    if (target === undefined || delay === 0) return target;
    const key = `${target} ${delay}`;
    const line = this.#lines.get(key) ?? this.#line().call<number>('open', { target, delay });
    this.#lines.set(key, line);
    return line;
  }

  /** Round trips so far, all connections to a delayed port together. */
  turns(port: number): Promise<number> {
    return this.#line().call('turns', { port });
  }

  #line(): Worker {
    this.#proxy ??= new Worker('./proxy.mjs');
    return this.#proxy;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy?.[Symbol.asyncDispose]();
    for (const sink of this.#sinks.values()) await (await sink)[Symbol.asyncDispose]();
  }
}
