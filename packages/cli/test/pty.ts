import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Whether a pseudo-terminal can be had here. */
export const hasPty = spawnSync('python3', ['-c', 'import os, pty, termios']).status === 0;

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs a command at a pseudo-terminal of 80 columns, which it makes the controlling one; exits as the command does. */
const AT_PTY = [
  'import os, pty, sys',
  'sys.exit(os.waitstatus_to_exitcode(pty.spawn(["sh", "-c", "stty cols 80 rows 40; exec \\"$@\\"", "sh"] + sys.argv[1:])))',
].join('\n');

/** `ehlo` as a person has it before them. */
export interface Screen {
  /** Everything that came, with the codes that move the cursor. */
  text(): string;
  /** Resolves when this has come; rejects when the program ended without. */
  until(wanted: string | RegExp): Promise<void>;
  type(keys: string): void;
  /** Its exit code. */
  readonly ended: Promise<number>;
}

export function atTerminal(args: readonly string[], env: Readonly<Record<string, string>> = {}): Screen {
  const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, ...around } = process.env;
  const program = [process.execPath, '--import', 'tsx', 'packages/cli/src/main.ts', ...args];
  const child = spawn('python3', ['-c', AT_PTY, ...program], {
    cwd: root,
    env: {
      ...around,
      LANG: 'en_GB.UTF-8',
      LC_ALL: '',
      TERM: 'xterm',
      TSX_TSCONFIG_PATH: `${root}tsconfig.json`,
      ...env,
    },
  });
  onTestFinished(() => void child.kill());
  let text = '';
  let look = (): void => undefined;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      look();
    });
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  return {
    text: () => text,
    type: (keys) => void child.stdin.write(keys),
    ended,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        look = () => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) && resolve();
        look();
        void ended.then(() => reject(new Error(`it ended without ${wanted}: ${JSON.stringify(text)}`)));
      }),
  };
}
