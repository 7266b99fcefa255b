import { randomBytes } from 'node:crypto';
import { isMailError, type TraceEvent } from '@ehlo/core';
import { webErrors } from '@ehlo/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { apiAnswers } from '../src/api/answers.js';
import { gmail } from '../src/index.js';
import { FULL, mail, startWeb, USER, verdict, type Web } from './web.js';

const MEGABYTE = 1024 * 1024;
let web: Web;
beforeAll(async () => {
  web = await startWeb({ gmailUnits: 1_000_000 });
});
afterAll(() => web.box.close());
afterEach(() => {
  web.box.fault(null);
  web.box.refuse(null);
  web.box.clear();
});

async function send(differing: Parameters<Web['open']>[0] = {}, message = mail()) {
  await using transport = web.open(differing);
  return await transport.send(message);
}

const file = (octets: number) => ({ filename: 'Grüße.bin', content: randomBytes(octets) });

describe('the form follows the size', () => {
  it.each([
    [0, 'gmail-raw'],
    [3 * MEGABYTE, 'gmail-media'],
    [5 * MEGABYTE, 'gmail-resumable'],
    [14 * MEGABYTE, 'gmail-resumable'],
  ])('%i octets of file: %s, and all arrives', async (octets, form) => {
    const attachments = [file(octets)];
    const message = mail({ bcc: 'hidden@example.net', subject: 'Grüße 你好', attachments, inReplyTo: '<a@b.c>' });
    expect(verdict(await send({}, message))).toBe('accepted');
    const [got] = web.box.inbox;
    expect(got).toMatchObject({ form, user: USER, envelope: { to: ['you@example.net', 'hidden@example.net'] } });
    const read = await got?.parsed();
    expect(read).toMatchObject({ subject: 'Grüße 你好', inReplyTo: '<a@b.c>' });
    expect(Buffer.from(read?.attachments[0]?.content as ArrayBuffer).equals(attachments[0]?.content as Buffer)).toBe(
      true,
    );
  });

  it('and what no upload takes is refused before a request', async () => {
    const receipt = await send({}, mail({ attachments: [file(27 * MEGABYTE)] }));
    expect(verdict(receipt)).toBe('rejected MESSAGE_TOO_LARGE at envelope');
    expect(web.box.requests).toEqual([]);
  });

  it('so are more recipients than one message may have', async () => {
    const to = Array.from({ length: 101 }, (_, n) => `you${n}@example.net`);
    expect(verdict(await send({}, mail({ to })))).toBe('rejected TOO_MANY_RECIPIENTS at envelope');
    expect(web.box.requests).toEqual([]);
  });
});

describe('an upload whose answer is lost is asked what became of it', () => {
  const large = () => mail({ attachments: [file(10 * MEGABYTE)] });

  it.each(['lost-answer', 'half-answer', 'reset', 'server-error'] as const)('%s, once', async (fault) => {
    web.box.fault(fault, { at: 'gmail/upload', times: 1 });
    expect(verdict(await send({}, large()))).toBe('accepted');
    expect(web.box.inbox).toHaveLength(1);
  });

  it('and where the last answer was lost, it is not sent twice', async () => {
    await using transport = web.open();
    const stop = web.box.watch((event) => {
      // The piece before the last one was answered.
      if (event.kind === 'request' && event.request.status === 308)
        web.box.fault('lost-answer', { at: 'gmail/upload', times: 1 });
    });
    expect(verdict(await transport.send(large()))).toBe('accepted');
    stop();
    expect(web.box.inbox).toHaveLength(1);
  });

  it('and is unknown where it never tells', async () => {
    web.box.fault('lost-answer', { at: 'gmail/upload' });
    const receipt = await send({}, mail({ attachments: [file(5 * MEGABYTE)] }));
    expect(verdict(receipt)).toBe('unknown REPLY_LOST at sent');
    expect(web.box.inbox).toHaveLength(1);
  });

  it('aborted while it is asked: unknown, not thrown', async () => {
    const aborting = new AbortController();
    web.box.fault('lost-answer', { at: 'gmail/upload', times: 1 });
    const stop = web.box.watch((event) => event.kind === 'mail' && web.box.fault('stall', { at: 'gmail/upload' }));
    let lost = false;
    const observe = (event: TraceEvent) => {
      lost ||= event.kind === 'closed';
      // The question is on its way, and will have no answer.
      if (lost && event.kind === 'client') setImmediate(() => aborting.abort(new Error('no longer wanted')));
    };
    await using transport = web.open();
    const message = mail({ attachments: [file(5 * MEGABYTE)] });
    const receipt = await transport.send(message, { signal: aborting.signal, observe });
    stop();
    expect(verdict(receipt)).toBe('unknown REPLY_LOST at sent');
    expect(receipt.trace.events.filter(({ kind }) => kind === 'client')).toHaveLength(3);
  });
});

/** Every error that the API is known to give, to the request that sends. */
const told: Record<(typeof webErrors.gmail)[number], string> = {
  authError: 'deferred XOAUTH2_TOKEN_REJECTED at auth',
  badRequest: 'rejected MESSAGE_CONTENT_REJECTED at sent',
  invalidArgument: 'rejected MESSAGE_CONTENT_REJECTED at sent',
  failedPrecondition: 'rejected GMAIL_MAILBOX_MISSING at sent',
  'failedPrecondition:mail-service': 'rejected GMAIL_MAILBOX_MISSING at sent',
  insufficientPermissions: 'rejected XOAUTH2_SCOPE_MISSING at sent',
  delegationDenied: 'rejected GOOGLE_DELEGATION_MISSING at sent',
  domainPolicy: 'rejected GMAIL_BLOCKED_BY_DOMAIN at sent',
  dailyLimitExceeded: 'deferred QUOTA_EXHAUSTED at sent',
  userRateLimitExceeded: 'deferred RATE_LIMITED at sent',
  'userRateLimitExceeded:403': 'deferred RATE_LIMITED at sent',
  rateLimitExceeded: 'deferred TOO_MANY_CONNECTIONS at sent',
  'rateLimitExceeded:403': 'deferred RATE_LIMITED at sent',
  notFound: 'deferred TEMPORARY_SERVER_ERROR at sent',
  uploadTooLarge: 'rejected MESSAGE_TOO_LARGE at sent',
  backendError: 'unknown TEMPORARY_SERVER_ERROR at sent',
  'backendError:503': 'deferred TEMPORARY_SERVER_ERROR at sent',
};

describe('every error of the API has its cause', () => {
  const decided = new Set<unknown>();
  it.each(webErrors.gmail)('%s', async (error) => {
    web.box.refuse('gmail', error);
    const receipt = await send();
    expect(verdict(receipt)).toBe(told[error]);
    if (receipt.outcome !== 'accepted') decided.add(receipt.error.rule);
    expect(web.box.inbox).toEqual([]);
  });

  it.each([
    ['accessNotConfigured', 403, 'rejected GMAIL_API_NOT_ENABLED at sent', 'Gmail API has not been used in project 1'],
    ['invalidArgument', 400, 'rejected ENVELOPE_INVALID at sent', 'Recipient address required'],
  ])('%s, as others have met it', async (reason, status, expected, message) => {
    const body = { error: { code: status, message, errors: [{ reason, message }], status: 'PERMISSION_DENIED' } };
    const receipt = await send({ gmailApi: { fetch: async () => Response.json(body, { status }) } });
    expect(verdict(receipt)).toBe(expected);
    if (receipt.outcome !== 'accepted') decided.add(receipt.error.rule);
  });

  it('and all rows were needed for it', () => {
    expect(apiAnswers.filter((row) => !decided.has(row))).toEqual([]);
  });

  it.each(apiAnswers)('the row of $means says why and where it is written', ({ because, source }) => {
    expect(because).toMatch(/^\S.{10,}[.)]$/s);
    expect(source).toMatch(/^https:\/\//);
  });

  it('a time in the text is kept as one to wait for', async () => {
    web.box.refuse('gmail', 'userRateLimitExceeded');
    const before = Date.now();
    const receipt = await send();
    const wait = receipt.outcome === 'deferred' ? (receipt.notBefore?.getTime() ?? 0) - before : 0;
    expect(Math.abs(wait - 60_000)).toBeLessThan(3_000);
  });
});

describe('what is not known is called so', () => {
  it.each<[string, Parameters<Web['box']['fault']>, expected: string, taken: number]>([
    ['the answer was lost', ['lost-answer'], 'unknown REPLY_LOST at sent', 1],
    ['the connection was reset', ['reset'], 'unknown REPLY_LOST at sent', 0],
    ['a proxy gave up', ['server-error', { kind: '502' }], 'unknown TEMPORARY_SERVER_ERROR at sent', 0],
    ['a redirect', ['redirect', { kind: 'elsewhere' }], 'deferred API_ANSWER_INVALID at sent', 0],
    ['the wrong certificate', ['wrong-certificate', { kind: 'unknown-ca' }], 'rejected TLS_CERT_UNTRUSTED at tls', 0],
    // The status is the answer.
    ['an answer that cannot be read', ['wrong-json', { kind: 'truncated' }], 'accepted', 1],
    ['half an answer', ['half-answer'], 'accepted', 1],
  ])('%s', async (_name, fault, expected, taken) => {
    web.box.fault(...fault);
    expect(verdict(await send())).toBe(expected);
    expect(web.box.inbox).toHaveLength(taken);
  });
});

describe('tokens', () => {
  it('a refused one is renewed once, and the message goes', async () => {
    const stale = web.token();
    web.box.expire('access');
    const receipt = await send({ auth: ({ refused }) => (refused === stale ? web.token() : stale) });
    expect(verdict(receipt)).toBe('accepted');
    expect(web.box.requests.map(({ status }) => status)).toEqual([401, 200]);
  });

  it('that of SMTP serves the API too', async () => {
    expect(verdict(await send({ auth: () => web.token(FULL) }))).toBe('accepted');
  });

  it('an ID token in its place is named, and no request is spent', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const idToken = `${part({ alg: 'RS256' })}.${part({ aud: '1-a.apps.googleusercontent.com', email: USER })}.c2ln`;
    expect(verdict(await send({ auth: () => idToken }))).toBe('rejected XOAUTH2_WRONG_AUDIENCE at auth');
    expect(web.box.requests).toEqual([]);
  });
});

it.each([
  ['a good token', FULL, undefined],
  ['one without the scope', 'https://www.googleapis.com/auth/gmail.readonly', 'XOAUTH2_SCOPE_MISSING'],
])('check with %s sends nothing', async (_name, scope, code) => {
  await using transport = web.open({ auth: () => web.token(scope) });
  const report = await transport.check();
  expect([report.ok, report.error?.code]).toEqual([code === undefined, code]);
  expect(web.box.inbox).toEqual([]);
});

describe('settings that cannot be used', () => {
  const auth = () => 'token';
  it.each<[string, object, field: string]>([
    ['another road', { user: USER, via: 'graph' }, 'via'],
    ['the API without a token', { user: USER, via: 'gmail-api' }, 'auth'],
    ['the API with a password', { user: USER, via: 'gmail-api', password: 'x', auth }, 'password'],
    ['a host for the API', { user: USER, via: 'gmail-api', auth, host: 'x' }, 'host'],
    ['options of the API for SMTP', { user: USER, auth, gmailApi: {} }, 'gmailApi'],
    ['an address in clear', { user: USER, via: 'gmail-api', auth, gmailApi: { url: 'http://x' } }, 'api.url'],
    ['an option that is not known', { user: USER, via: 'gmail-api', auth, gmailApi: { host: 'x' } }, 'gmailApi'],
    ['the relay', { user: USER, via: 'auto', auth, service: 'workspace-relay' }, 'via'],
  ])('%s', (_name, options, field) => {
    let thrown: unknown;
    try {
      gmail(options as never);
    } catch (error) {
      thrown = error;
    }
    expect(isMailError(thrown)).toBe(true);
    expect(thrown).toMatchObject({ field, phase: 'settings' });
  });
});
