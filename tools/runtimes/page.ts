import { code, list, table } from '../docs/markdown.js';
import type { Smoke } from './run.js';

/** What came of one runtime. */
export interface Column {
  readonly name: string;
  readonly version?: string;
  /** Why it was not run. */
  readonly obstacle?: string;
  readonly smoke?: Smoke;
}

/** docs/runtimes.md. */
export function page(columns: readonly Column[], platform: string): string {
  const ran = columns.filter(({ smoke }) => smoke !== undefined);
  const failures = ran.flatMap(({ name, smoke }) =>
    Object.entries(smoke!.rows).flatMap(([row, { error }]) =>
      error === undefined ? [] : [`${name}, ${row}: ${code(error)}`],
    ),
  );
  const obstacles = columns.flatMap(({ name, obstacle }) => (obstacle === undefined ? [] : [`${name}: ${obstacle}`]));
  const names = (of: 'rows' | 'interfaces') => [...new Set(ran.flatMap(({ smoke }) => Object.keys(smoke![of])))];
  const head = columns.map(({ name, version }) => (version === undefined ? name : `${name} (${version})`));
  return `${[
    '# Where it runs',
    '<!-- Made by `npm run runtimes -- --write`. -->',
    'The built packages, installed as a user has them, in each runtime: real sends to the [sandbox](../packages/sandbox), which runs in another process under Node.js. A row passes where the program got what it was to get, and the server took the message once, whole and over TLS. The program must end by itself.',
    `\`npm run runtimes\` brings the runtimes from npm (the package \`node\` takes its binaries from there; \`bun\` and \`deno\` too), runs no install script, and prints this table. The last run was on ${platform}. The test suite itself runs on the Node.js of the machine only: vitest is not what is to be proved here.`,
    table(
      ['', ...head],
      [
        ...names('rows').map((row) => [row, ...columns.map(({ smoke }) => cell(smoke?.rows[row]?.ok))]),
        ['all', ...columns.map(({ smoke }) => (smoke === undefined ? 'not run' : count(smoke)))],
      ],
    ),
    ...(failures.length > 0 ? ['What failed:', list(failures)] : []),
    ...(obstacles.length > 0 ? ['What was not run:', list(obstacles)] : []),
    '## What a runtime has of Node.js',
    table(
      ['', ...head],
      names('interfaces').map((row) => [row, ...columns.map(({ smoke }) => smoke?.interfaces[row] ?? 'not run')]),
    ),
    'Without `exportKeyingMaterial` SCRAM binds to the certificate of the server (`tls-server-end-point`, RFC 5929) in place of the connection (`tls-exporter`, RFC 9266).',
  ].join('\n\n')}\n`;
}

function cell(ok: boolean | undefined): string {
  return ok === undefined ? 'not run' : ok ? 'ok' : 'FAILED';
}

function count({ rows }: Smoke): string {
  const all = Object.values(rows);
  return `${all.filter(({ ok }) => ok).length} of ${all.length}`;
}
