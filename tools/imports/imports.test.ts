import { describe, expect, test } from 'vitest';
import { files, textOf } from '../files.js';
import { matches, offences } from './imports.js';
import { table } from './table.js';

const sources = files().filter(
  (path) => /^(packages|apps)\/[^/]+\/src\/.*\.tsx?$/.test(path) && !/\.test\.tsx?$|\.d\.ts$/.test(path),
);

describe('the import table', () => {
  test('covers the packages', () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  test.each(sources)('%s', (path) => {
    expect(offences(path, textOf(path), table)).toEqual([]);
  });

  test('has no row that fits no file', () => {
    const idle = table.filter((row) => !sources.some((path) => table.find((r) => matches(path, r.files)) === row));
    expect(idle.map((row) => row.files)).toEqual([]);
  });
});

/** Each line is an import that must be caught, so that the table cannot rot into one that allows everything. */
describe('a planted import is caught', () => {
  test.each([
    ['packages/core/src/receipt.ts', "import { connect } from 'node:net';"],
    ['packages/core/src/receipt.ts', "import { createTransport } from 'nodemailer';"],
    ['packages/core/src/receipt.ts', "import type { Plan } from './smtp/plan.js';"],
    ['packages/core/src/compose.ts', "import { plan } from './smtp/plan.js';"],
    ['packages/core/src/smtp/dialogue.ts', "const net = await import('node:net');"],
    ['packages/core/src/smtp/reply.ts', "import { judge } from './verdict.js';"],
    ['packages/core/src/smtp/session.ts', "export * from './dialogue.js';"],
    ['packages/core/src/smtp/dialogue.ts', "import { Session } from './session.js';"],
    ['packages/core/src/smtp/session.ts', 'const at = Date.now();'],
    ['packages/core/src/smtp/plan.ts', 'const at = new Date();'],
    ['packages/core/src/smtp/sasl.ts', 'const nonce = Math.random();'],
    ['packages/core/src/smtp/verdict.ts', "if (process.env.DEBUG) throw new Error('');"],
    ['packages/core/src/smtp/connection.ts', "import { Pool } from './pool.js';"],
    ['packages/core/src/smtp/pool.ts', "import { connect } from 'node:tls';"],
    ['packages/outlook/src/index.ts', "import { gmail } from '@ehlo/gmail';"],
    ['packages/outlook/src/index.ts', "import { session } from '@ehlo/core/dist/index.js';"],
    ['packages/outlook/src/index.ts', "import { session } from '../../core/src/smtp/session.js';"],
    ['packages/sandbox/src/server.ts', "import { createSmtpTransport } from '@ehlo/core';"],
    ['packages/sandbox/src/server.ts', "import { type Message, isMailError } from '@ehlo/core';"],
    ['packages/sandbox/src/server.ts', "import type { profiles } from '@ehlo/outlook';"],
    ['apps/demo/src/server/main.ts', "import { x } from '@ehlo/core/src/smtp/plan.js';"],
    ['packages/core/src/deep/unknown.ts', ''],
  ])('%s: %s', (path, text) => {
    expect(offences(path, text, table)).toHaveLength(1);
  });

  test.each([
    ['packages/core/src/message.ts', "import type { SendMailOptions } from 'nodemailer';"],
    ['packages/core/src/smtp/session.ts', '// Date.now() is for the driver\nconst at = { Date: 1 }.Date;'],
    ['packages/core/src/smtp/plan.ts', 'let until: Date;'],
    ['packages/sandbox/src/server.ts', "import type { Message } from '@ehlo/core';"],
  ])('%s: %s is none', (path, text) => {
    expect(offences(path, text, table)).toEqual([]);
  });
});
