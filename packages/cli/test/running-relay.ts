import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '@ehlo/sandbox';
import { ehlo, type Ran } from './terminal.js';

/** `ehlo relay` that is running, with an emulated provider behind it. */
export interface RunningRelay {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** EHLO_HOME. */
  readonly home: string;
  /** Asks it to stop, as Ctrl-C does. */
  stop(): Promise<Ran>;
}

/** A folder for EHLO_HOME with the description of the box in it, as `ehlo sandbox --json` prints it. */
export async function homeFor(box: Sandbox): Promise<{ home: string; description: string } & AsyncDisposable> {
  const home = await mkdtemp(join(tmpdir(), 'ehlo-cli-'));
  const description = join(home, 'box.json');
  const { provider, host, port, security, ca, user, password, accessToken } = box;
  await writeFile(description, JSON.stringify({ provider, host, port, security, ca, user, password, accessToken }));
  return { home, description, [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }) };
}

/** Starts it on a free port, and waits until it listens. */
export async function startRelayCommand(
  { home, description }: { readonly home: string; readonly description: string },
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningRelay> {
  const stopping = new AbortController();
  const listening = deferred<number>();
  const ran = ehlo(['relay', '--json', '--sandbox', description, '--listen', '127.0.0.1:0', ...args], {
    env: { EHLO_HOME: home, ...env },
    signal: stopping.signal,
    watch: (piece) => {
      for (const line of piece.trim().split('\n')) {
        const event = JSON.parse(line) as { kind: string; port: number };
        if (event.kind === 'listening') listening.resolve(event.port);
      }
    },
  });
  const ended = ran.then(({ errors, output }) => Promise.reject(new Error(`the relay ended: ${errors}${output}`)));
  ended.catch(() => undefined);
  const port = await Promise.race([listening.promise, ended]);
  const [account = ''] = await readdir(join(home, 'relay'));
  const folder = join(home, 'relay', account);
  const password = (await readFile(join(folder, 'password'), 'utf8').catch(() => '')).trim();
  return {
    port,
    user: 'ehlo',
    password,
    home,
    stop: () => {
      stopping.abort();
      return ran;
    },
  };
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
