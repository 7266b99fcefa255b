import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchTrusting } from '@ehlo/oauth';
import { catalogue, type Sandbox, sandbox, type WebOptions, type WebSandbox } from '@ehlo/sandbox';
import { onTestFinished } from 'vitest';
import { fileOf } from './boxes.js';
import { type Around, ehlo, type Ran } from './terminal.js';

/** An emulated provider with its sign-in and HTTP API, and a home whose accounts go there. */
export interface Home {
  readonly web: WebSandbox;
  readonly box: Sandbox;
  readonly folder: string;
  /** Runs a command with this home, and with `--sandbox` where it has that. */
  run(args: readonly string[], around?: Around): Promise<Ran>;
  /** Signs in; the person says yes as `user` to whatever is shown. */
  login(args: readonly string[], user?: string, around?: Around): Promise<Ran>;
  /** What is kept on disk: every file in one text. */
  kept(): string;
}

export async function atHome(
  provider: 'microsoft365' | 'outlook' | 'gmail',
  { owner, ...options }: WebOptions & { /** Address of the mailbox. */ readonly owner?: string } = {},
): Promise<Home> {
  const accounts = owner === undefined ? {} : { accounts: { microsoft: [owner], google: [owner] } };
  const web = await sandbox.web({ interval: 1, ...accounts, ...options });
  onTestFinished(() => web.close());
  const box = await catalogue[provider].start({ web, ...(owner !== undefined && { user: owner }) });
  onTestFinished(() => box.close());
  const { host, port, security, ca, user, password, accessToken } = box;
  const { urls, microsoft, google } = web;
  const there = { urls, ca: web.ca, microsoft, google };
  const file = fileOf(
    'box.json',
    JSON.stringify({ provider, host, port, security, ca, user, password, accessToken, web: there }),
  );
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-home-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const run = (args: readonly string[], around: Around = {}) => {
    const directed = args[0] === 'accounts' ? args : [...args, '--sandbox', file];
    return ehlo(directed, { ...around, env: { EHLO_HOME: folder, ...around.env } });
  };
  const login = (args: readonly string[], as = user, around: Around = {}) => {
    const seen: string[] = [];
    const watch = (piece: string) => {
      seen.push(piece);
      const text = seen.join('');
      const [url] = /https:\/\/\S+code_challenge\S+(?=\s|")/.exec(text) ?? [];
      // What is unguessable in an address may look like a code.
      const [code] = (text.includes('code_challenge') ? undefined : /\b[A-Z0-9]{9}\b/.exec(text)) ?? [];
      if (url !== undefined) void sayYes(url, as, web);
      else if (code !== undefined) web.approve(code, as);
      else return;
      seen.length = 0;
    };
    return run(['login', ...args], { ...around, watch, watchErrors: watch });
  };
  const kept = () =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
  return { web, box, folder, run, login, kept };
}

/** What a person and a browser do: press the button, and go where the answer leads. Neither waits for ever. */
async function sayYes(url: string, user: string, { ca }: WebSandbox): Promise<void> {
  const body = new URLSearchParams({ user, decision: 'approve' });
  const answer = await fetchTrusting(ca)(url, { method: 'POST', body, signal: AbortSignal.timeout(20_000) });
  await fetch(answer.headers.get('location') ?? '', { signal: AbortSignal.timeout(20_000) });
}
