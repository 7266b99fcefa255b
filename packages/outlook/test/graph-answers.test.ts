import { isMailError } from '@ehlo/core';
import { webErrors } from '@ehlo/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { graphAnswers } from '../src/graph/answers.js';
import { outlook } from '../src/index.js';
import { mail, SMTP, startWeb, USER, verdict, type Web } from './web.js';

let web: Web;
beforeAll(async () => {
  web = await startWeb();
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

/** Every error that Graph is known to give, to the request that sends. */
const told: Record<(typeof webErrors.graph)[number], string> = {
  InvalidAuthenticationToken: 'deferred XOAUTH2_TOKEN_REJECTED at auth',
  ErrorAccessDenied: 'rejected MS_GRAPH_ACCESS_DENIED at sent',
  ErrorSendAsDenied: 'rejected SENDER_NOT_OWNED at sent',
  MailboxNotEnabledForRESTAPI: 'rejected MS_MAILBOX_NOT_IN_EXCHANGE_ONLINE at sent',
  'MailboxNotEnabledForRESTAPI:403': 'rejected MS_MAILBOX_NOT_IN_EXCHANGE_ONLINE at sent',
  BadRequest: 'rejected XOAUTH2_IDENTITY_MISMATCH at sent',
  RequestBodyRead: 'rejected MESSAGE_CONTENT_REJECTED at sent',
  ErrorInvalidRecipients: 'rejected ENVELOPE_INVALID at sent',
  ErrorInvalidIdMalformed: 'deferred TEMPORARY_SERVER_ERROR at sent',
  ErrorInvalidParameter: 'rejected MESSAGE_CONTENT_REJECTED at sent',
  InvalidInternetMessageHeader: 'rejected MESSAGE_CONTENT_REJECTED at sent',
  ErrorMimeContentInvalidBase64String: 'rejected MESSAGE_CONTENT_REJECTED at sent',
  ErrorAttachmentSizeShouldNotBeLessThanMinimumSize: 'rejected MESSAGE_CONTENT_REJECTED at sent',
  ErrorItemNotFound: 'deferred TEMPORARY_SERVER_ERROR at sent',
  ResourceNotFound: 'rejected MS_MAILBOX_NOT_IN_EXCHANGE_ONLINE at sent',
  InvalidRange: 'deferred TEMPORARY_SERVER_ERROR at sent',
  RequestEntityTooLarge: 'rejected MESSAGE_TOO_LARGE at sent',
  ErrorMessageSizeExceeded: 'rejected MESSAGE_TOO_LARGE at sent',
  ApplicationThrottled: 'deferred TOO_MANY_CONNECTIONS at sent',
  TooManyRequests: 'deferred RATE_LIMITED at sent',
  ErrorExceededMessageLimit: 'deferred QUOTA_EXHAUSTED at sent',
  'ErrorExceededMessageLimit:400': 'deferred QUOTA_EXHAUSTED at sent',
  'ErrorExceededMessageLimit:403': 'deferred QUOTA_EXHAUSTED at sent',
  ErrorQuotaExceeded: 'rejected MS_MAILBOX_FULL at sent',
  generalException: 'unknown TEMPORARY_SERVER_ERROR at sent',
  serviceNotAvailable: 'deferred TEMPORARY_SERVER_ERROR at sent',
  gatewayTimeout: 'unknown TEMPORARY_SERVER_ERROR at sent',
  insufficientStorage: 'rejected MS_MAILBOX_FULL at sent',
  bandwidthLimitExceeded: 'deferred RATE_LIMITED at sent',
};

describe('every error of Graph has its cause', () => {
  const decided = new Set<unknown>();
  it.each(webErrors.graph)('%s', async (error) => {
    web.box.refuse('graph', error);
    const receipt = await send();
    expect(verdict(receipt)).toBe(told[error]);
    if (receipt.outcome === 'accepted') return;
    expect(receipt.error.reply?.code).toBeGreaterThanOrEqual(400);
    decided.add(receipt.error.rule);
    expect(web.box.inbox).toEqual([]);
  });

  it('and all rows but that of the audience were needed for it', () => {
    const unused = graphAnswers.filter((row) => !decided.has(row));
    expect(unused.map(({ means }) => means)).toEqual(['XOAUTH2_WRONG_AUDIENCE']);
  });

  it('says how it is mended, and by whom', async () => {
    web.box.refuse('graph', 'ErrorAccessDenied');
    const receipt = await send();
    expect(receipt).toMatchObject({ error: { who: 'tenant admin', reply: { code: 403 } } });
    expect(receipt.outcome === 'rejected' && receipt.error.fix).toContain('Mail.Send');
  });

  it.each(graphAnswers)('the row of $means says why and where it is written', ({ because, source }) => {
    expect(because).toMatch(/^\S.{10,}[.]$/s);
    expect(source).toMatch(/^https:\/\//);
  });
});

describe('waiting', () => {
  it.each(['TooManyRequests', 'serviceNotAvailable', 'ApplicationThrottled'] as const)(
    'as long as %s asks for',
    async (error) => {
      const before = Date.now();
      web.box.refuse('graph', error);
      const receipt = await send();
      const seconds = error === 'serviceNotAvailable' ? 30 : 10;
      expect(receipt.outcome).toBe('deferred');
      const wait = receipt.outcome === 'deferred' ? (receipt.notBefore?.getTime() ?? 0) - before : 0;
      expect(Math.abs(wait - seconds * 1_000)).toBeLessThan(3_000);
    },
  );

  it('no more than four at a time, and all arrive', async () => {
    await using busy = await startWeb();
    busy.box.fault('slow', { at: 'graph/send', delay: 30 });
    await using transport = busy.open();
    const outcomes: string[] = [];
    for await (const receipt of transport.sendMany(Array.from({ length: 24 }, () => mail())))
      outcomes.push(verdict(receipt));
    expect(outcomes).toEqual(Array(24).fill('accepted'));
    expect(busy.box.inbox).toHaveLength(24);
  });
});

describe('what is not known is called so', () => {
  it.each<[string, Parameters<Web['box']['fault']>, expected: string, taken: number]>([
    ['the answer was lost', ['lost-answer'], 'unknown REPLY_LOST at sent', 1],
    ['the connection was reset', ['reset'], 'unknown REPLY_LOST at sent', 0],
    ['a proxy gave up', ['server-error', { kind: '504' }], 'unknown TEMPORARY_SERVER_ERROR at sent', 0],
    ['a proxy is busy', ['server-error', { kind: '503', retryAfter: 7 }], 'deferred TEMPORARY_SERVER_ERROR at sent', 0],
    ['a redirect to another host', ['redirect', { kind: 'elsewhere' }], 'deferred API_ANSWER_INVALID at sent', 0],
    ['a redirect to clear text', ['redirect', { kind: 'clear-text' }], 'deferred API_ANSWER_INVALID at sent', 0],
    ['a redirect to the same host', ['redirect', { kind: 'same-origin' }], 'deferred API_ANSWER_INVALID at sent', 0],
    ['the wrong certificate', ['wrong-certificate', { kind: 'expired' }], 'rejected TLS_CERT_EXPIRED at tls', 0],
    ['an unknown authority', ['wrong-certificate', { kind: 'unknown-ca' }], 'rejected TLS_CERT_UNTRUSTED at tls', 0],
    [
      'another host’s certificate',
      ['wrong-certificate', { kind: 'wrong-name' }],
      'rejected TLS_CERT_HOSTNAME_MISMATCH at tls',
      0,
    ],
  ])('%s', async (_name, fault, expected, taken) => {
    web.box.fault(...fault);
    expect(verdict(await send())).toBe(expected);
    expect(web.box.inbox).toHaveLength(taken);
    expect(web.box.requests.filter(({ path }) => path.includes('elsewhere'))).toEqual([]);
  });

  it('no answer in time', async () => {
    web.box.fault('stall');
    const receipt = await send({ timeouts: { sent: 50 } });
    expect(verdict(receipt)).toBe('unknown REPLY_LOST at sent');
    expect(receipt.outcome === 'unknown' && receipt.error.message).toContain('50 ms');
  });

  it('aborted when the message was on its way', async () => {
    web.box.fault('slow', { at: 'graph/send', delay: 60_000 });
    const aborting = new AbortController();
    await using transport = web.open();
    const sending = transport.send(mail(), { signal: aborting.signal });
    await web.box.nextMail();
    aborting.abort(new Error('no longer wanted'));
    expect(verdict(await sending)).toBe('unknown REPLY_LOST at sent');
  });

  it('aborted while a draft was made: nothing was taken, and the reason is thrown', async () => {
    web.box.fault('stall', { at: 'graph/attachment' });
    const aborting = new AbortController();
    await using transport = web.open();
    const reason = new Error('no longer wanted');
    const message = mail({ attachments: [{ content: Buffer.alloc(4_000_000, 'x') }] });
    const stop = web.box.watch((event) => {
      if (event.kind === 'request' && event.request.place === 'graph/draft') aborting.abort(reason);
    });
    await expect(transport.send(message, { signal: aborting.signal })).rejects.toBe(reason);
    stop();
    expect(web.box.inbox).toEqual([]);
  });

  it('nobody listens', async () => {
    const graph = { ...web.graph, url: 'https://127.0.0.1:1' };
    expect(verdict(await send({ graph }))).toBe('rejected WRONG_HOST_OR_PORT at connect');
  });

  it('the fetch of Node.js trusts no authority of its own accord', async () => {
    const graph = { url: web.graph.url as string };
    expect(verdict(await send({ graph }))).toBe('rejected TLS_CERT_UNTRUSTED at tls');
  });
});

describe('tokens', () => {
  it('a refused one is renewed once, and the message goes', async () => {
    const stale = web.token();
    web.box.expire('access');
    const asked: Array<string | undefined> = [];
    const receipt = await send({
      auth: ({ refused }) => {
        asked.push(refused);
        return refused === undefined ? stale : web.token();
      },
    });
    expect(verdict(receipt)).toBe('accepted');
    expect(asked).toEqual([undefined, stale]);
    expect(web.box.requests.map(({ status }) => status)).toEqual([401, 202]);
  });

  it('and never in a loop', async () => {
    web.box.refuse('graph', 'InvalidAuthenticationToken');
    expect(verdict(await send())).toBe('deferred XOAUTH2_TOKEN_REJECTED at auth');
    expect(web.box.requests).toHaveLength(2);
  });

  it.each<[string, () => string, expected: string]>([
    ['one for SMTP', () => web.token(SMTP), 'rejected XOAUTH2_WRONG_AUDIENCE at auth'],
    [
      'one that may only read',
      () => web.token('https://graph.microsoft.com/User.Read'),
      'rejected XOAUTH2_SCOPE_MISSING at auth',
    ],
    ['one of somebody else', () => boss, 'rejected XOAUTH2_IDENTITY_MISMATCH at auth'],
  ])('%s is named, and no request is spent', async (_name, auth, expected) => {
    const receipt = await send({ auth });
    expect(verdict(receipt)).toBe(expected);
    expect(web.box.requests).toEqual([]);
  });

  it('of an app go to the mailbox of the user', async () => {
    const app = web.box.mint({ provider: 'microsoft', scope: 'https://graph.microsoft.com/.default' }).accessToken;
    expect(verdict(await send({ auth: () => app }))).toBe('accepted');
    expect(web.box.requests[0]?.path).toBe(`/v1.0/users/${encodeURIComponent(USER)}/sendMail`);
  });

  it('for a shared mailbox go there', async () => {
    const scope = 'https://graph.microsoft.com/Mail.Send.Shared';
    const graph = { ...web.graph, mailbox: 'someone@outlook.com' };
    const receipt = await send({ graph, auth: () => web.token(scope) }, mail({ from: 'someone@outlook.com' }));
    expect(verdict(receipt)).toBe('accepted');
    expect(web.box.inbox[0]?.user).toBe('someone@outlook.com');
  });

  it.each<[string, auth: () => never, code: string]>([
    ['throws', () => raise(new Error('the token is sesame')), 'TOKEN_SOURCE_FAILED'],
    ['gives none', () => '' as never, 'CREDENTIALS_MISSING'],
    ['gives one with a line end', () => 'a\nb' as never, 'CONFIG_VALUE_INVALID'],
  ])('a source that %s', async (_name, auth, code) => {
    await using transport = web.open({ auth });
    const got = await transport.send(mail()).then(
      (receipt) => (receipt.outcome === 'accepted' ? undefined : receipt.error),
      (error: unknown) => error,
    );
    expect(isMailError(got)).toBe(true);
    expect(got).toMatchObject({ code });
    expect(JSON.stringify(got)).not.toContain('sesame');
  });
});

describe('check', () => {
  it('shows that the token is good, and sends nothing', async () => {
    await using transport = web.open();
    expect(await transport.check()).toMatchObject({ ok: true, mechanism: 'Bearer', endpoint: { tls: 'implicit' } });
    expect(web.box.inbox).toEqual([]);
  });

  it.each([
    ['graph.microsoft.com/Mail.ReadWrite', 'MS_GRAPH_ACCESS_DENIED'],
    ['graph.microsoft.com/Mail.Send', undefined],
  ])('with %s: %s', async (scope, code) => {
    // Opaque tokens are not read beforehand.
    const opaque = web.token(`https://${scope}`, 'someone@outlook.com');
    await using transport = web.open({ user: 'someone@outlook.com', auth: () => opaque });
    expect((await transport.check()).error?.code).toBe(code);
  });
});

describe('settings that cannot be used', () => {
  const auth = () => 'token';
  it.each<[string, object, field: string]>([
    ['another road', { via: 'imap' }, 'via'],
    ['Graph without a token', { via: 'graph' }, 'auth'],
    ['Graph with a password', { via: 'graph', password: 'x', auth }, 'password'],
    ['a port for Graph', { via: 'graph', auth, port: 443 }, 'port'],
    ['options of Graph for SMTP', { auth, graph: {} }, 'graph'],
    ['an address in clear', { via: 'graph', auth, graph: { url: 'http://graph.microsoft.com' } }, 'api.url'],
    ['an option that is not known', { via: 'graph', auth, graph: { tenant: 'x' } }, 'graph'],
    ['a mailbox that leaves the path', { via: 'graph', auth, graph: { mailbox: 'a/../b' } }, 'graph.mailbox'],
    ['something in the place of fetch', { via: 'graph', auth, graph: { fetch: 'x' } }, 'api.fetch'],
    ['a service without Graph', { via: 'graph', auth, account: 'high-volume' }, 'via'],
    ['tokens of one service for both roads', { via: 'auto', auth }, 'auth'],
  ])('%s', (_name, options, field) => {
    let thrown: unknown;
    try {
      outlook({ user: USER, ...options } as never);
    } catch (error) {
      thrown = error;
    }
    expect(isMailError(thrown)).toBe(true);
    expect(thrown).toMatchObject({ field, phase: 'settings' });
  });
});

const boss = jwt({ aud: 'https://graph.microsoft.com', scp: 'Mail.Send', upn: 'boss@contoso.com' });

function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2ln`;
}

function raise(error: Error): never {
  throw error;
}
