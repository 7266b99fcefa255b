import type { Socket } from 'node:net';
import { DotStuffing, dotStuffed, LineEnds } from './body.js';
import { bdat } from './command.js';
import type { Body, Run } from './flow.js';
import type { Recorder } from './recorder.js';
import type { Session } from './session.js';

/** Octets of a BDAT chunk of a message that is read from a source: errors come only after a chunk, so not too large. */
const CHUNK = 262_144;

/** Brings messages onto a socket, over DATA or BDAT, and tells the session at which octet they end. */
export class MessageWriter {
  readonly #socket: Socket;
  readonly #session: Session;
  /** Called when there is something to send, and when the socket took it. */
  readonly #progress: () => void;
  /** The source is waited for, and not the socket. */
  hungry = false;
  #source: (AsyncIterable<Uint8Array> & { destroy?: () => void }) | undefined;
  #resume: (() => void) | undefined;

  constructor(socket: Socket, session: Session, progress: () => void) {
    this.#socket = socket;
    this.#session = session;
    this.#progress = progress;
  }

  /** A message that is here whole, behind the commands of its group. */
  whole(run: Run, commands: string, form: Body['form'], octets: Uint8Array): void {
    const recorder = run.witness as Recorder;
    if (form === 'bdat') {
      const line = bdat(octets.length, true);
      recorder.note('data', { kind: 'client', line });
      this.#socket.write(`${commands}${line}\r\n`);
      this.#socket.write(octets);
      this.#session.chunkSaid(run, true);
    } else {
      if (commands !== '') this.#socket.write(commands);
      this.#socket.write(dotStuffed(octets));
      this.#session.dataSaid(run);
    }
    recorder.note('data', { kind: 'message', octets: octets.length });
  }

  /** A message that is read, as fast as the socket takes it. Throws what the source throws. */
  async source(run: Run, form: Body['form'], octets: () => AsyncIterable<Uint8Array>): Promise<void> {
    this.#source = octets();
    await (form === 'data' ? this.#overData(run, this.#source) : this.#overBdat(run, this.#source));
    this.#source = undefined;
  }

  /** The connection is gone: nobody waits for the socket, and the source is not read any further. */
  end(): void {
    this.#resume?.();
    this.#source?.destroy?.();
  }

  async #overData(run: Run, source: AsyncIterable<Uint8Array>): Promise<void> {
    const stuffing = new DotStuffing();
    let octets = 0;
    for await (const piece of this.#pieces(source)) {
      if (this.#isOver(run)) return;
      const bytes = stuffing.push(piece);
      octets += bytes.length;
      await this.#write(bytes);
    }
    if (this.#isOver(run)) return;
    (run.witness as Recorder).note('data', { kind: 'message', octets });
    this.#socket.write(stuffing.end());
    this.#session.dataSaid(run);
  }

  async #overBdat(run: Run, source: AsyncIterable<Uint8Array>): Promise<void> {
    const lines = new LineEnds();
    const recorder = run.witness as Recorder;
    let held: Uint8Array[] = [];
    let size = 0;
    const chunk = (last: boolean): Promise<void> | undefined => {
      const line = bdat(size, last);
      recorder.note('data', { kind: 'client', line });
      recorder.note('data', { kind: 'message', octets: size });
      this.#socket.cork();
      this.#socket.write(`${line}\r\n`);
      for (const octets of held) this.#socket.write(octets);
      this.#socket.uncork();
      held = [];
      size = 0;
      this.#session.chunkSaid(run, last);
      return this.#room();
    };
    const hold = (bytes: Uint8Array): void => {
      held.push(bytes);
      size += bytes.length;
    };
    for await (const piece of this.#pieces(source)) {
      if (this.#isOver(run)) return;
      hold(lines.push(piece));
      if (size >= CHUNK) await chunk(false);
    }
    if (this.#isOver(run)) return;
    hold(lines.end());
    await chunk(true);
  }

  async *#pieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.hungry = true;
    for await (const piece of source) {
      this.hungry = false;
      this.#progress();
      yield piece;
      this.hungry = true;
    }
    this.hungry = false;
  }

  /** The server refused in the middle, or the line died: what is left stays unsaid. */
  #isOver(run: Run): boolean {
    return run.done || this.#session.ended !== undefined;
  }

  #write(bytes: Uint8Array): Promise<void> | undefined {
    if (bytes.length > 0) this.#socket.write(bytes);
    return this.#room();
  }

  /** Resolves when the socket wants more, or will take no more. */
  #room(): Promise<void> | undefined {
    if (!this.#socket.writableNeedDrain || this.#socket.destroyed) return undefined;
    return new Promise((resolve) => {
      this.#resume = () => {
        this.#resume = undefined;
        this.#progress();
        resolve();
      };
      this.#socket.once('drain', this.#resume);
    });
  }
}
