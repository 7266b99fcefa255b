import { spawn } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReceivedMail, sandbox } from '@ehlo/sandbox';
import { isSigned } from '../differences/dkim.js';
import { root } from '../files.js';
import { install, pack } from '../packages/tarballs.js';

export interface Row {
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly error?: string;
}

export interface Smoke {
  readonly rows: Readonly<Record<string, Row>>;
  /** What it has of Node.js's interfaces: `yes`, or `no` and why. */
  readonly interfaces: Readonly<Record<string, string>>;
}

/** A project that has installed the built packages, and the script in it. */
export interface Project extends Disposable {
  readonly folder: string;
}

export function project(): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ehlo-runtimes-')));
  install(pack(folder), folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  copyFileSync(join(root, 'tools/runtimes/smoke.mjs'), join(folder, 'smoke.mjs'));
  writeFileSync(join(folder, 'content.bin'), CONTENT);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

const CONTENT = Array.from({ length: 1024 }, (_, n) => `line ${String(n).padStart(8, '0')}\r\n`).join('');
const TIME = 120_000;

/** Runs the script with the given runtime against servers in this process, and compares with what these took. */
export async function smoke(binary: string, before: readonly string[], { folder }: Project): Promise<Smoke> {
  await using starttls = await sandbox.generic();
  await using implicit = await sandbox.generic({ security: 'implicit' });
  const nobody = { command: 'RCPT', match: /late@/, reply: '550 5.1.1 No such user' } as const;
  await using two = await sandbox.generic({ replies: [nobody] });
  await using elsewhere = await sandbox.generic();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const account = ({ transportOptions, accessToken }: typeof starttls) => ({ ...transportOptions, accessToken });
  const said = await output(binary, [...before, 'smoke.mjs'], folder, {
    starttls: account(starttls),
    implicit: account(implicit),
    two: account(two),
    elsewhere: elsewhere.ca,
    file: join(folder, 'content.bin'),
    content: CONTENT,
    dkim: {
      domainName: 'example.com',
      keySelector: 's1',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    },
  });
  const told = JSON.parse(said) as Smoke;
  const mails = [...starttls.inbox, ...implicit.inbox, ...two.inbox];
  const rows = Object.entries(told.rows).map(
    async ([name, row]) => [name, await held(name, row, mails, publicKey)] as const,
  );
  return { ...told, rows: Object.fromEntries(await Promise.all(rows)) };
}

/** Rows whose mail must not arrive, or not under that name. */
const UNSENT = /^(?:wrong|untrusted|certificate for|nobody|check|an abort)/;

/** The row, held against what the servers took: each mail once, whole, and over TLS. */
async function held(name: string, row: Row, mails: readonly ReceivedMail[], publicKey: KeyObject): Promise<Row> {
  if (!row.ok) return row;
  const parsed = await Promise.all(mails.map(async (mail) => ({ mail, email: await mail.parsed() })));
  const found = parsed.filter(({ email }) => email.subject === name || email.subject?.startsWith(`${name} `));
  const expected = UNSENT.test(name) ? 0 : Number(/^(\d+) messages/.exec(name)?.[1] ?? 1);
  const fail = (error: string) => ({ ...row, ok: false, error });
  if (found.length !== expected) return fail(`the server took ${found.length} messages, not ${expected}`);
  if (found.some(({ mail }) => mail.tls === undefined)) return fail('a message came in clear');
  if (found.some(({ email }) => email.text?.trim() !== 'Hello.')) return fail('the text arrived changed');
  if (name === 'DKIM') {
    const octets = Buffer.from(found[0]!.mail.raw).toString('latin1');
    return isSigned(octets, publicKey) ? row : fail('the signature does not hold');
  }
  if (!name.startsWith('attachment')) return row;
  const times = name.includes('1 MB') ? 64 : 1;
  const arrived = Buffer.from(found[0]?.email.attachments[0]?.content as ArrayBuffer).toString();
  return arrived === CONTENT.repeat(times) ? row : fail('the attachment arrived changed');
}

/** What the script printed. It must end by itself: a socket or timer that is left would keep it. */
function output(binary: string, args: readonly string[], cwd: string, servers: object): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    DENO_DIR: join(cwd, '.deno'),
    EHLO_SERVERS: JSON.stringify(servers),
  };
  const child = spawn(binary, args, {
    cwd,
    env: { ...env, DENO_NO_UPDATE_CHECK: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (piece) => (out += piece));
  child.stderr.on('data', (piece) => (err += piece));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), TIME);
    child.once('error', reject);
    child.once('close', (status, signal) => {
      clearTimeout(timer);
      if (status === 0 && out !== '') return resolve(out);
      const why = signal === null ? `ended with ${status}` : `did not end by itself in ${TIME / 1000} seconds`;
      reject(new Error(`${why}: ${err.trim().split('\n').slice(0, 6).join(' ')}`));
    });
  });
}
