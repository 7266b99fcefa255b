/**
 * Which file may import what. Paths are given from the root of the repository: `*` stands for anything within
 * a folder, `**` for anything, and `!` takes out of what stands before it. The first row that fits a file
 * decides, and every source file has a row.
 */
export interface ImportRow {
  readonly files: readonly string[];
  readonly because: string;
  /** May be imported: modules by name, files by path. */
  readonly may: readonly string[];
  /** May be imported beside that, as long as it is for types only. */
  readonly types?: readonly string[];
  /** Global names that the file must not use. */
  readonly silent?: readonly string[];
}

const core = 'packages/core/src';
const smtp = `${core}/smtp`;
/** The public types, and what belongs to them: every file beside the entries and the composer. */
const spec = [`${core}/*.ts`, `!${core}/{index,nodemailer*,testing*,compose*,http}.ts`];

/** Where these come in, a dialogue can no longer be played in a test as fast as it can be read. */
const worldly = [
  'Date',
  'performance',
  'Math.random',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'process',
  'fetch',
  'randomBytes',
  'randomUUID',
];

/** Pure computation on octets, no input or output. */
const arithmetic = ['node:buffer', 'node:crypto'];

/** From the bottom up; a layer may import those that stand before it. */
const words = [`${smtp}/{phases,reply,command,capabilities,sasl*,body}.ts`];
const rules = [`${smtp}/{plan,quirks,protocols,verdict,replies*,faults,asked-wait}.ts`];
const flow = [`${smtp}/flow.ts`];
const turns = [`${smtp}/{flow,session}.ts`];
const dialogue = [`${smtp}/{dialogue,transaction}.ts`];
const pure = [...words, ...rules, ...flow, ...turns, ...dialogue];
const driver = [`${smtp}/{connection,driver,dial,deadline,message-writer,channel-binding,on-abort,recorder}.ts`];

const oauth = 'packages/oauth/src';
const oauthWords = [
  `${oauth}/{causes*,error-rows*,judge,failure,refusal,scrub,events,provider,grant,tokens,hold-off}.ts`,
  `${oauth}/{microsoft,google,yahoo,openid,scope}.ts`,
];
const oauthStores = [`${oauth}/{store*,*-store,file-lock,seal,turns,until-aborted}.ts`];

export const table: readonly ImportRow[] = [
  {
    files: [`${core}/index.ts`],
    because: 'The entry lists the public names; it has no work of its own.',
    may: [`${core}/**`],
  },
  {
    files: [`${core}/http.ts`],
    because: 'The entry for adapters with an HTTP API lists its names.',
    may: [...spec, `${core}/http/*.ts`],
  },
  {
    files: [`${core}/nodemailer*.ts`],
    because: 'The plugin speaks nodemailer on one side and Transport on the other. It needs no engine.',
    may: [...spec, `${core}/{nodemailer,compose}*.ts`, 'nodemailer', 'nodemailer/**', 'node:**'],
  },
  {
    files: [`${core}/testing*.ts`],
    because: 'The player drives a session without a socket; the contract knows transports from outside.',
    may: [...spec, `${core}/testing*.ts`, ...pure, 'node:**'],
    types: ['vitest'],
  },
  {
    files: [`${core}/compose*.ts`],
    because: 'Composition is nodemailer’s work, and has nothing to do with how a message is sent.',
    may: [...spec, `${core}/compose*.ts`, 'nodemailer', 'nodemailer/**', 'node:**'],
  },
  {
    files: words,
    because: 'Single words of the protocol: they know nothing of rules or of the order of things.',
    may: [...spec, ...words, ...arithmetic],
    silent: worldly,
  },
  {
    files: rules,
    because: 'Decisions are functions of values.',
    may: [...spec, ...words, ...rules],
    silent: worldly,
  },
  {
    files: flow,
    because: 'What a flow may ask for, whatever it says.',
    may: [...spec, ...words],
    silent: worldly,
  },
  {
    files: turns,
    because: 'Whose turn it is: octets in, steps out, whatever the dialogue.',
    may: [...spec, ...words, ...rules, ...flow],
    silent: worldly,
  },
  {
    files: dialogue,
    because: 'What is said, in the order of the RFC, without input or output and without knowing who listens.',
    may: [...spec, ...words, ...rules, ...flow, ...dialogue],
    silent: worldly,
  },
  {
    files: [`${smtp}/fit.ts`],
    because: 'Whether a message fits an offer is a decision about values.',
    may: [...spec, ...words, ...rules, 'node:buffer'],
    types: [`${core}/compose.ts`, ...dialogue],
    silent: worldly,
  },
  {
    files: driver,
    because:
      'The driver is the only place that knows sockets and the clock. It knows no pool, no transport and no provider.',
    may: [...spec, ...pure, ...driver, 'node:**'],
  },
  {
    files: [`${smtp}/{pacing,pace,ceiling}.ts`],
    because: 'How fast one may go is arithmetic on times that are handed in; the clock is the caller’s.',
    may: [...spec, ...rules, `${smtp}/{pace,ceiling}.ts`],
    silent: worldly,
  },
  {
    files: [`${smtp}/pool.ts`],
    because: 'A pool holds connections; how one is made is none of its business.',
    may: [...spec, ...pure, ...driver, `${smtp}/pacing.ts`],
  },
  {
    files: [`${smtp}/{smtp-transport,connector,delivery,parts,progress,as-they-complete}.ts`],
    because: 'The transport is made of route, pool and dialogue, and never meets a socket.',
    may: [...spec, `${core}/compose*.ts`, `${smtp}/*.ts`, 'node:crypto', '@mongodb-js/saslprep'],
  },
  {
    files: [`${core}/http/*.ts`],
    because:
      'A message over an HTTP API: it has the composer, the pace, the trace and the verdicts of the engine, no socket, and no provider.',
    may: [
      ...spec,
      `${core}/{compose,compose-address,compose-content}.ts`,
      `${core}/http/*.ts`,
      `${smtp}/{as-they-complete,asked-wait,body,on-abort,pacing,phases,progress,recorder,verdict}.ts`,
      'nodemailer/lib/addressparser',
    ],
    types: [`${smtp}/pool.ts`],
  },
  {
    files: spec,
    because: 'Everything speaks the spec, so it rests on nothing.',
    may: spec,
    types: ['nodemailer', 'nodemailer/**'],
  },
  ...['outlook', 'gmail', 'generic'].map((adapter) => ({
    files: [`packages/${adapter}/src/**`],
    because: 'An adapter is rows over core’s public names. It knows no other adapter.',
    may: [`packages/${adapter}/src/**`, '@ehlo/core', '@ehlo/core/http', '@ehlo/oauth'],
  })),
  {
    files: oauthWords,
    because: 'What a refusal means, where a provider listens and when a token is over are functions of values.',
    may: [...oauthWords, '@ehlo/core'],
    types: [`${oauth}/{exchange,guard}.ts`, 'oauth4webapi'],
    silent: worldly,
  },
  {
    files: oauthStores,
    because: 'A store keeps grants and knows nothing of how they are had.',
    may: [...oauthWords, ...oauthStores, '@ehlo/core', 'node:**'],
  },
  {
    files: [`${oauth}/**`],
    because:
      'The protocol is oauth4webapi’s work; requests, flows and sources stand on it, and there is no other dependency.',
    may: [`${oauth}/**`, '@ehlo/core', 'oauth4webapi', 'node:**'],
  },
  {
    files: ['packages/doctor/src/index.ts'],
    because: 'The entry lists the public names; it has no work of its own.',
    may: ['packages/doctor/src/**'],
  },
  {
    files: ['packages/doctor/src/explain/**'],
    because: 'An explanation is made of words and rows. It asks no network, no clock and no file.',
    may: [
      'packages/doctor/src/explain/**',
      '@ehlo/core',
      '@ehlo/generic',
      '@ehlo/gmail',
      '@ehlo/oauth',
      '@ehlo/outlook',
      'node:buffer',
    ],
    silent: worldly,
  },
  {
    files: ['packages/doctor/src/words/**'],
    because: 'Translations are tables, and a reader of them. They know nothing of how a cause is found.',
    may: ['packages/doctor/src/words/**'],
    types: ['packages/doctor/src/explain/explain.ts', '@ehlo/core'],
    silent: worldly,
  },
  {
    files: ['packages/doctor/src/{diagnose,discover}/**', 'packages/doctor/src/resolver.ts'],
    because: 'A probe speaks SMTP with the engine that sends; by itself it asks DNS, dials, and looks at certificates.',
    may: [
      'packages/doctor/src/**',
      '@ehlo/core',
      '@ehlo/core/http',
      '@ehlo/generic',
      'node:dns/promises',
      'node:{net,tls,https,url}',
    ],
  },
  {
    files: ['packages/relay/src/index.ts'],
    because: 'The entry lists the public names; it has no work of its own.',
    may: ['packages/relay/src/**'],
  },
  {
    files: ['packages/relay/src/**'],
    because:
      'The server’s side of SMTP is smtp-server’s work, sending is a transport’s; what stands between them knows no provider.',
    may: [
      'packages/relay/src/**',
      '@ehlo/core',
      'nodemailer/lib/addressparser',
      'postal-mime',
      'smtp-server',
      'node:**',
    ],
  },
  {
    files: ['packages/sandbox/src/**'],
    because: 'An emulator that shared code with the client would agree with its faults.',
    may: [
      'packages/sandbox/src/**',
      'node:**',
      'reflect-metadata',
      '@peculiar/x509',
      'postal-mime',
      'hono',
      '@hono/node-server',
    ],
    types: ['@ehlo/core', '@ehlo/core/testing'],
  },
  {
    files: ['packages/cli/src/**'],
    because: 'The command line is a user of the packages, as any program is.',
    may: [
      'packages/cli/src/**',
      '@ehlo/*',
      '@ehlo/core/http',
      '@ehlo/sandbox/command',
      'commander',
      '@clack/prompts',
      'fast-string-width',
      'fast-wrap-ansi',
      'node:**',
    ],
  },
  {
    files: ['apps/*/src/**'],
    because: 'An application is the first user: it has public names and no others.',
    may: [
      'apps/*/src/**',
      '@ehlo/*',
      '@ehlo/core/{nodemailer,testing}',
      'node:**',
      'hono',
      'hono/**',
      '@hono/**',
      'react',
      'react/**',
      'react-dom/**',
    ],
  },
];
