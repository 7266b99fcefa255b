import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Identity, loopbackIdentity } from '../authority.js';

/**
 * An authorization server that rotates: refresh token n is good until one of the later ones has been seen. A client
 * whose answer was lost may so come back with the token that it has, as providers with a grace for it allow.
 */
export class RotatingServer {
  /** The newest generation that was given out. */
  newest = 1;
  /** Spent twice although its successor had been seen: a client used a token that it had replaced. */
  reused = 0;
  /** Spent twice, its successor never seen: the answer was lost. By whom it was spent the first time. */
  readonly lost: string[] = [];
  readonly identity: Identity;
  #seen = 0;
  #spender = '';
  readonly #server;

  private constructor(identity: Identity) {
    this.identity = identity;
    this.#server = createServer({ cert: identity.cert, key: identity.key }, (request, response) => {
      let text = '';
      request.on('data', (piece) => (text += piece));
      request.on('end', () => {
        const token = new URLSearchParams(text).get('refresh_token') ?? '';
        const answer = this.#refresh(Number(token.split('.')[1]), String(request.headers['x-process']));
        const send = () => {
          response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/json' });
          response.end(JSON.stringify(answer ?? { error: 'invalid_grant' }));
        };
        // Answers that take a while, so that processes are killed while they wait.
        setTimeout(send, Math.random() * 4);
      });
    });
  }

  static async start(): Promise<RotatingServer> {
    const server = new RotatingServer(await loopbackIdentity());
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #refresh(generation: number, spender: string): object | undefined {
    if (generation < this.#seen || Number.isNaN(generation)) {
      this.reused++;
      return undefined;
    }
    if (generation === this.#seen) this.lost.push(this.#spender);
    this.#seen = generation;
    this.#spender = spender;
    this.newest++;
    return {
      token_type: 'Bearer',
      access_token: `access.${this.newest}`,
      refresh_token: `refresh.${this.newest}`,
      expires_in: 3_600,
    };
  }
}
