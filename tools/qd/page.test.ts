import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ehlo, type Ran } from '../../packages/cli/test/terminal.js';
import { atHome, type Home } from '../../packages/cli/test/web-box.js';
import { textOf } from '../files.js';
import { playQd } from './qd.js';

/**
 * Walks the page for users of QD as one of them would: makes its files, types its commands, one after the other, and has
 * QD send through the relay at the end. The page must show what was printed; `-u` writes it anew.
 */
test.each([
  ['docs/qd.md', 'en_GB.UTF-8'],
  ['docs/qd.zh-CN.md', 'zh_CN.UTF-8'],
])('%s shows what its commands print, and leads to a mail that is sent', { timeout: 60_000 }, async (page, LANG) => {
  const home = await atHome('outlook', { owner: 'me@outlook.com' });
  const walk = new Walk(home, LANG);
  onTestFinished(() => walk.end());
  const walked = await walk.through(textOf(page));
  await expect(walked).toMatchFileSnapshot(`../../${page}`);

  const { relay } = walk;
  const given = { form: 'old', host: '127.0.0.1', port: relay.port, ssl: false, starttls: false } as const;
  const login = { user: 'ehlo', password: relay.password, sender: 'me@outlook.com', to: 'someone@qq.com' };
  const sent = await playQd([
    { ...given, ...login },
    { ...given, ...login, form: 'new' },
  ]);
  expect(sent.map(({ error }) => error)).toEqual([null, null]);
  expect(home.box.inbox.map(({ envelope }) => envelope.from)).toEqual(['me@outlook.com', 'me@outlook.com']);
});

/** One reader with a machine of their own. */
class Walk {
  readonly #folder = mkdtempSync(join(tmpdir(), 'ehlo-qd-'));
  readonly #stop = new AbortController();
  #relayEnded: Promise<Ran> | undefined;
  relay = { port: 0, password: '' };

  constructor(
    readonly home: Home,
    readonly locale: string,
  ) {}

  /** The page, with what the commands print now in the place of what it showed. */
  async through(page: string): Promise<string> {
    const pieces: string[] = [];
    for (const piece of page.split(/(?<=\n)(?=```)/)) {
      const [, kind = '', name = '', body = ''] = /^```(\w+) ?(\S*)\n(.*)/s.exec(piece) ?? [];
      if (name !== '') this.#write(name, body);
      const command = kind === 'console' ? (/^\$ (.*)$/m.exec(body)?.[1] ?? '') : '';
      pieces.push(command === '' ? piece : `\`\`\`console\n$ ${command}\n${await this.#type(command)}`);
    }
    return pieces.join('');
  }

  #write(name: string, body: string): void {
    const { port, password } = this.relay;
    writeFileSync(
      join(this.#folder, name),
      body.replace('MAIL_PORT=2525', `MAIL_PORT=${port}`).replace('the-password-of-the-relay', password),
    );
  }

  async #type(command: string): Promise<string> {
    const [program, ...args] = command.split(' ');
    expect(program).toBe('ehlo');
    const env = { LANG: this.locale };
    const around = { folder: this.#folder, env };
    switch (args[0]) {
      case 'login':
        return this.#shown(await this.home.login(args.slice(1).map(this.#registered), undefined, around));
      case 'relay':
        return this.#plain(await this.#startRelay(args, env));
      default:
        return this.#shown(await ehlo(args, around));
    }
  }

  /** The page has an app registration of nobody; here it is the one of the emulated tenant. */
  readonly #registered = (arg: string): string => (/^[0-]{36}$/.test(arg) ? this.home.web.microsoft.clientId : arg);

  /** Goes on while the rest of the page is walked. */
  #startRelay(args: readonly string[], env: Record<string, string>): Promise<string> {
    return new Promise((resolve, reject) => {
      let errors = '';
      this.#relayEnded = this.home.run([...args, '--no-check', '--listen', '127.0.0.1:0'], {
        env,
        signal: this.#stop.signal,
        watchErrors: (piece) => {
          errors += piece;
          const [, port] = /127\.0\.0\.1:(\d+)/.exec(errors) ?? [];
          const set = /Set in your program|请在您的程序中填写/.test(errors);
          if (port === undefined || !set) return;
          this.relay = { port: Number(port), password: this.#password() };
          resolve(errors);
        },
      });
      this.#relayEnded.then(() => reject(new Error(errors)), reject);
    });
  }

  #password(): string {
    const folder = join(this.home.folder, 'relay');
    const [account = ''] = readdirSync(folder);
    return readFileSync(join(folder, account, 'password'), 'utf8').trim();
  }

  #shown({ output, errors }: Ran): string {
    return this.#plain(errors + output);
  }

  /** Without what differs from machine to machine and from run to run. */
  #plain(text: string): string {
    return text
      .replaceAll(this.home.folder, '~/.local/share/ehlo')
      .replaceAll(String(this.relay.port || 'none'), '2525')
      .replace(/https:\/\/127\.0\.0\.1:\d+\/\S*/g, 'https://login.microsoft.com/device')
      .replace(/\b[A-Z0-9]{9}\b/g, 'ABCD12345')
      .replace(/\b\d\d:\d\d\b/g, '10:15')
      .replace(/ +\d+ ms/g, (took) => '… ms'.padStart(took.length));
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#relayEnded;
    rmSync(this.#folder, { recursive: true });
  }
}
