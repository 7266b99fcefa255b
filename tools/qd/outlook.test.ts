import { createServer } from 'node:net';
import { parseEnv } from 'node:util';
import { explain } from '@ehlo/doctor';
import { readEnv } from '@ehlo/generic';
import { type Sandbox, sandbox } from '@ehlo/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentBlock, playQd, type QdResult, type QdSettings } from './qd.js';

/**
 * What QD says for every combination of its switches against Outlook.com, and what is read out of it. Outlook.com listens
 * on 587 with STARTTLS; on 465 nothing answers.
 */
const rows = [
  // form, MAIL_SSL, MAIL_STARTTLS, port, the words in QD's log, the cause
  ['old', true, true, 587, 'SMTP AUTH extension not supported by server', 'STARTTLS_REQUIRED'],
  ['old', false, true, 587, 'SMTP AUTH extension not supported by server', 'STARTTLS_REQUIRED'],
  ['old', true, false, 587, 'WRONG_VERSION_NUMBER', 'TLS_IMPLICIT_ON_STARTTLS_PORT'],
  ['old', false, false, 587, 'SMTP AUTH extension not supported by server', 'STARTTLS_REQUIRED'],
  ['old', true, true, 465, 'Connection refused', 'WRONG_HOST_OR_PORT'],
  ['old', false, true, 465, 'Connection refused', 'WRONG_HOST_OR_PORT'],
  ['old', true, false, 465, 'Connection refused', 'WRONG_HOST_OR_PORT'],
  ['old', false, false, 465, 'Connection refused', 'WRONG_HOST_OR_PORT'],
  ['new', true, true, 587, '5.7.139', 'MS_BASIC_AUTH_DISABLED_CONSUMER'],
  ['new', false, true, 587, '5.7.139', 'MS_BASIC_AUTH_DISABLED_CONSUMER'],
  ['new', true, false, 587, 'WRONG_VERSION_NUMBER', 'TLS_IMPLICIT_ON_STARTTLS_PORT'],
  ['new', false, false, 587, 'SMTP AUTH extension not supported by server', 'STARTTLS_REQUIRED'],
  ['new', true, true, 465, 'Connection refused', 'WRONG_HOST_OR_PORT'],
  ['new', false, true, 465, 'Connection refused', 'WRONG_HOST_OR_PORT'],
  ['new', true, false, 465, 'Connection refused', 'WRONG_HOST_OR_PORT'],
  ['new', false, false, 465, 'Connection refused', 'WRONG_HOST_OR_PORT'],
] as const;

let box: Sandbox;
let results: QdResult[];

beforeAll(async () => {
  box = await sandbox.outlook();
  const closed = await closedPort();
  const { user, password } = box;
  const account = { host: '127.0.0.1', user, password, sender: user, to: 'someone@qq.com' };
  results = await playQd(
    rows.map(([form, ssl, starttls, port]) => ({
      ...account,
      form,
      ssl,
      starttls,
      port: port === 587 ? box.port : closed,
    })),
  );
});

afterAll(() => box.close());

describe('QD against Outlook.com', () => {
  test.each(rows.map((row, index) => [...row, index] as const))(
    '%s form, MAIL_SSL=%s MAIL_STARTTLS=%s MAIL_PORT=%i logs "%s": %s',
    (_form, ssl, starttls, port, words, code, index) => {
      const { error } = results[index]!;
      expect(error).toContain(words);
      const { code: found, certainty } = explain({
        symptom: `[E 240325 13:43:54 QD.Http.Util utils:481] send mail error: ${error}`,
        config: { host: 'smtp-mail.outlook.com', port, secure: ssl && !starttls, starttls, client: 'smtplib' },
      });
      expect({ found, sure: certainty !== 'low' && certainty !== 'none' }).toEqual({ found: code, sure: true });
    },
  );

  test('sent nothing', () => expect(box.inbox).toEqual([]));
});

/** What the same block means to Ehlo: one word, whatever the two switches say. */
test.each([
  [true, true, 587, 'starttls'],
  [false, true, 587, 'starttls'],
  [true, false, 587, 'auto'],
  [false, false, 587, 'starttls'],
  [true, true, 465, 'implicit'],
  [false, true, 465, 'auto'],
  [true, false, 465, 'implicit'],
  [false, false, 465, 'implicit'],
] as const)('MAIL_SSL=%s MAIL_STARTTLS=%s MAIL_PORT=%i is security %s', (ssl, starttls, port, security) => {
  const settings: QdSettings = {
    ...{ form: 'new', host: 'smtp-mail.outlook.com', port, ssl, starttls },
    ...{ user: 'me@outlook.com', password: 'kettle', sender: 'me@outlook.com', to: 'someone@qq.com' },
  };
  expect(readEnv(parseEnv(environmentBlock(settings))).options).toMatchObject({ port, security });
});

/** A port that nothing listens on, at least just now. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
