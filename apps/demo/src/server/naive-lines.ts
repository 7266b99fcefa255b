import type { Socket } from 'node:net';

/** The lines that come in on a socket, one at a time; fails with the socket's error, or as smtplib says it. */
export class Lines {
  readonly #socket: Socket;
  #pending = '';
  #over: Error | undefined;
  #wake = (): void => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#take);
    socket.once('error', (error) => this.#end(error));
    socket.once('close', () => this.#end(new Error('Connection unexpectedly closed')));
  }

  async next(): Promise<string> {
    for (;;) {
      const end = this.#pending.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#pending.slice(0, end);
        this.#pending = this.#pending.slice(end + 2);
        return line;
      }
      if (this.#over) throw this.#over;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Leaves the socket to TLS. What had come in behind the last line is forgotten. */
  release(): void {
    this.#socket.off('data', this.#take);
    this.#socket.pause();
  }

  #take = (piece: Buffer): void => {
    this.#pending += piece.toString('latin1');
    this.#wake();
  };

  #end(error: Error): void {
    this.#over ??= error;
    this.#wake();
  }
}
