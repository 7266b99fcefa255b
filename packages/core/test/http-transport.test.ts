import { inspect } from 'node:util';
import type { Progress, TraceEvent } from '@ehlo/core';
import { createHttpTransport, type HttpApi, type HttpOptions } from '@ehlo/core/http';
import { describe, expect, it, test } from 'vitest';
import { canary, leaks } from './canary.js';

/** An API that takes a message in one request. */
function api(differing: Partial<HttpApi> = {}): HttpApi {
  return {
    id: 'api:test',
    name: 'Test API',
    url: 'https://api.example',
    token: {
      audiences: ['https://api.example'],
      scopes: ['Send'],
      names: ['upn'],
      ask: 'Send',
      because: 'For the test.',
      source: 'https://example.com/',
    },
    limits: [],
    answers: [],
    causes: {},
    readRefusal: (body) => ({ text: String((body as { error?: unknown })?.error ?? '') }),
    send: async ({ octets }, line) => {
      await line.ask({
        method: 'POST',
        path: '/send',
        body: octets,
        message: octets.length,
        commits: true,
        expects: [202],
      });
    },
    check: async (line) => {
      await line.ask({ method: 'GET', path: '/me', expects: [200] });
    },
    ...differing,
  };
}

type Answer = (request: Request) => Response | Promise<Response>;

function open(answer: Answer, options: Partial<HttpOptions> = {}, differing: Partial<HttpApi> = {}) {
  const fetch: HttpOptions['fetch'] = async (input, init) =>
    answer(new Request(input as string, { ...init, ...(init?.body && { duplex: 'half' }) } as RequestInit));
  return createHttpTransport(api(differing), { user: 'me@example.com', auth: () => 'opaque-token', fetch, ...options });
}

const accepted: Answer = () => new Response(null, { status: 202 });
const mail = { from: 'me@example.com', to: 'you@example.net', subject: 'Hello', text: 'Hello.\n' };

describe('the conversation', () => {
  test('reads like one, with the request in place of a command, and no header, key or body', async () => {
    await using transport = open(
      () => Response.json({ error: 'no such thing' }, { status: 400 }),
      {},
      {
        send: async (_mail, line) => {
          await line.ask({ method: 'PUT', path: 'https://api.example/up/1?key=sesame', expects: [200] });
        },
      },
    );
    const receipt = await transport.send(mail);
    expect(String(receipt.trace)).toBe('C: PUT https://api.example/up/1\nS: 400 no such thing');
  });

  test('is seen as it happens', async () => {
    const seen: Array<TraceEvent | Progress> = [];
    await using transport = open(accepted, { observe: (event) => seen.push(event) });
    const own: TraceEvent[] = [];
    await transport.send(mail, { observe: (event) => own.push(event) });
    expect(own.map(({ kind }) => kind)).toEqual(['client', 'message', 'server']);
    expect(seen.map(({ kind }) => kind)).toEqual(['client', 'message', 'server', 'progress']);
    expect(seen.at(-1)).toMatchObject({ done: 1, waiting: 0, inFlight: 0 });
  });
});

test('the key of an upload is covered where a server repeats it', async () => {
  const key = 'K3yOfTheUpload';
  await using transport = open(
    () => Response.json({ error: `no session ${key}` }, { status: 404 }),
    {},
    {
      send: async (_mail, line) => {
        await line.ask({ method: 'PUT', path: `https://api.example/up?key=${key}`, expects: [200] });
      },
    },
  );
  const receipt = await transport.send(mail);
  expect(receipt).toMatchObject({ outcome: 'rejected', error: { reply: { lines: ['no session [secret]'] } } });
  expect(inspect([receipt, receipt.trace.events], { depth: 9 })).not.toContain(key);
});

describe('who is asked', () => {
  test('no other host than those that are known, whatever an answer names', async () => {
    const asked: string[] = [];
    await using transport = open(
      (request) => {
        asked.push(request.url);
        return new Response(null, { status: 200 });
      },
      {},
      {
        uploads: ['https://uploads.example'],
        send: async (_mail, line) => {
          await line.ask({ method: 'PUT', path: 'https://uploads.example/1', expects: [200] });
          await line.ask({ method: 'PUT', path: 'https://uploads.example.evil.test/1', expects: [200] });
        },
      },
    );
    expect(await transport.send(mail)).toMatchObject({ outcome: 'deferred', error: { code: 'API_ANSWER_INVALID' } });
    expect(asked).toEqual(['https://uploads.example/1']);
  });

  test('with the token only where the path is the API’s own', async () => {
    const authorized: Array<string | null> = [];
    await using transport = open(
      (request) => {
        authorized.push(request.headers.get('authorization'));
        return new Response(null, { status: 200 });
      },
      {},
      {
        send: async (_mail, line) => {
          await line.ask({ method: 'GET', path: '/me', expects: [200] });
          await line.ask({ method: 'PUT', path: 'https://api.example/session', expects: [200] });
        },
      },
    );
    await transport.send(mail);
    expect(authorized).toEqual(['Bearer opaque-token', null]);
  });

  test('no redirect is followed', async () => {
    const modes: string[] = [];
    await using transport = open((request) => {
      modes.push(request.redirect);
      return new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } });
    });
    expect(await transport.send(mail)).toMatchObject({ outcome: 'deferred', error: { code: 'API_ANSWER_INVALID' } });
    expect(modes).toEqual(['manual']);
  });
});

test('a message costs one new token, however many requests it takes', async () => {
  let asked = 0;
  const refuse: Answer = () => new Response(null, { status: 401 });
  await using transport = open(
    (request) => (request.url.endsWith('/first') && asked > 1 ? new Response(null, { status: 200 }) : refuse(request)),
    { auth: () => `token-${++asked}` },
    {
      send: async (_mail, line) => {
        await line.ask({ method: 'POST', path: '/first', expects: [200] });
        await line.ask({ method: 'POST', path: '/second', commits: true, expects: [202] });
      },
    },
  );
  expect(await transport.send(mail)).toMatchObject({ outcome: 'deferred', error: { code: 'XOAUTH2_TOKEN_REJECTED' } });
  expect(asked).toBe(2);
});

describe('what becomes of the message', () => {
  const fault =
    (code: string, more: object = {}): Answer =>
    () => {
      throw Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('sesame'), { code, ...more }),
      });
    };

  it.each<[string, Answer, expected: string]>([
    ['202', accepted, 'accepted'],
    ['another success', () => new Response(null, { status: 204 }), 'unknown API_ANSWER_INVALID sent'],
    ['500', () => new Response(null, { status: 500 }), 'unknown TEMPORARY_SERVER_ERROR sent'],
    ['503', () => new Response(null, { status: 503 }), 'deferred TEMPORARY_SERVER_ERROR sent'],
    ['599', () => new Response(null, { status: 599 }), 'unknown API_ANSWER_INVALID sent'],
    ['400', () => new Response(null, { status: 400 }), 'rejected REFUSED_BY_SERVER sent'],
    ['the name is not known', fault('ENOTFOUND', { syscall: 'getaddrinfo' }), 'rejected WRONG_HOST_OR_PORT connect'],
    [
      'the resolver is silent',
      fault('EAI_AGAIN', { syscall: 'getaddrinfo' }),
      'deferred DNS_RESOLVER_UNAVAILABLE connect',
    ],
    ['nobody listens', fault('ECONNREFUSED', { syscall: 'connect' }), 'rejected WRONG_HOST_OR_PORT connect'],
    ['no connection in time', fault('ETIMEDOUT', { syscall: 'connect' }), 'deferred CONNECT_PORT_BLOCKED connect'],
    ['no connection, says undici', fault('UND_ERR_CONNECT_TIMEOUT'), 'deferred CONNECT_PORT_BLOCKED connect'],
    ['reset', fault('ECONNRESET', { syscall: 'read' }), 'unknown REPLY_LOST sent'],
    ['unreachable from now on', fault('EHOSTUNREACH', { syscall: 'write' }), 'unknown REPLY_LOST sent'],
    [
      'unreachable from the start',
      fault('EHOSTUNREACH', { syscall: 'connect' }),
      'deferred CONNECT_ADDRESS_FAMILY connect',
    ],
    ['TLS broke', fault('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'), 'unknown REPLY_LOST sent'],
    ['TLS did not come up', fault('ERR_SSL_WRONG_VERSION_NUMBER'), 'rejected TLS_HANDSHAKE_FAILED tls'],
    ['closed, says undici', fault('UND_ERR_SOCKET'), 'unknown REPLY_LOST sent'],
    ['an error without a name', fault(''), 'unknown REPLY_LOST sent'],
  ])('%s', async (_name, answer, expected) => {
    await using transport = open(answer);
    const receipt = await transport.send(mail);
    const got =
      receipt.outcome === 'accepted' ? 'accepted' : `${receipt.outcome} ${receipt.error.code} ${receipt.error.phase}`;
    expect(got).toBe(expected);
    expect(inspect(receipt, { depth: 9 })).not.toContain('sesame');
  });

  test('where nothing was to be sent yet, no fault makes it unknown', async () => {
    await using transport = open(
      fault('ECONNRESET'),
      {},
      {
        send: async (_mail, line) => {
          await line.ask({ method: 'POST', path: '/draft', expects: [201] });
        },
      },
    );
    expect(await transport.send(mail)).toMatchObject({ outcome: 'deferred', error: { phase: 'data' } });
  });

  test.each([
    ['as many as was said', 0, 'accepted'],
    ['fewer than was said, as of a file that was cut off', 1, 'deferred MESSAGE_SOURCE_FAILED'],
  ])('of which a source gives %s', async (_what, missing, expected) => {
    let asked = 0;
    await using transport = open(() => {
      asked += 1;
      return new Response(null, { status: 202 });
    });
    const text = 'From: me@example.com\r\nTo: you@example.net\r\n\r\nHello.\r\n';
    async function* raw() {
      yield Buffer.from(text);
    }
    const envelope = { from: 'me@example.com', to: ['you@example.net'] };
    const receipt = await transport.send({ envelope, raw: raw(), octets: text.length + missing });
    expect(receipt.outcome === 'accepted' ? 'accepted' : `${receipt.outcome} ${receipt.error.code}`).toBe(expected);
    expect(asked).toBe(missing === 0 ? 1 : 0);
  });
});

describe('the pace', () => {
  const limit = (name: 'connections' | 'messages-per-minute', value: number, seconds = 60) => ({
    limits: [{ limit: name, value, seconds, because: 'For the test.', source: 'https://example.com/' }],
  });

  test('no more at a time than the API takes', async () => {
    let now = 0;
    let most = 0;
    const gates: Array<() => void> = [];
    const answer: Answer = async () => {
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => {
        gates.push(resolve);
        // All that may come have come when a turn of the loop brings no more.
        if (gates.length === 3 || done + gates.length === 9) for (const open of gates.splice(0)) open();
      });
      now -= 1;
      done += 1;
      return new Response(null, { status: 202 });
    };
    let done = 0;
    await using transport = open(answer, {}, limit('connections', 3));
    const receipts = await Promise.all(Array.from({ length: 9 }, () => transport.send(mail)));
    expect(receipts.every(({ outcome }) => outcome === 'accepted')).toBe(true);
    expect(most).toBe(3);
  });

  test('what is over the limit waits, can be aborted, and is seen', async () => {
    const seen: Progress[] = [];
    const observe = (event: TraceEvent | Progress) => void (event.kind === 'progress' && seen.push(event));
    await using transport = open(accepted, { observe }, limit('messages-per-minute', 1, 3_600));
    await transport.send(mail);
    const aborting = new AbortController();
    const reason = new Error('no longer wanted');
    const waiting = transport.send(mail, { signal: aborting.signal });
    aborting.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(seen.some(({ waitMilliseconds }) => waitMilliseconds > 3_500_000)).toBe(true);
  });

  test('an answer that asks for less holds the next message back', async () => {
    let asked = 0;
    const answer: Answer = () => {
      asked += 1;
      return new Response(null, { status: 429, headers: { 'retry-after': '3600' } });
    };
    await using transport = open(answer);
    const receipt = await transport.send(mail);
    expect(receipt.outcome === 'deferred' && receipt.notBefore!.getTime() - Date.now()).toBeGreaterThan(3_500_000);
    const aborting = new AbortController();
    const next = transport.send(mail, { signal: aborting.signal });
    aborting.abort();
    await expect(next).rejects.toThrow();
    expect(asked).toBe(1);
  });
});

describe('secrets', () => {
  test.each<[string, (token: string) => Answer]>([
    ['accepted', () => accepted],
    [
      'refused, and repeated by the server',
      (token) => () => Response.json({ error: `Bearer ${token} is bad` }, { status: 400 }),
    ],
    [
      'refused, and repeated where the text is cut short',
      (token) => () => Response.json({ error: `${'x'.repeat(400 - token.length / 2)}${token}` }, { status: 400 }),
    ],
    [
      'refused, and repeated in base64',
      (token) => () =>
        Response.json({ error: `got ${Buffer.from(`Bearer ${token}`).toString('base64')}` }, { status: 401 }),
    ],
    [
      'broken off, and repeated by an error',
      (token) => () => {
        throw new Error(`socket of ${token}`, { cause: Object.assign(new Error(token), { code: token }) });
      },
    ],
  ])('a token is seen nowhere: %s', async (_name, answer) => {
    const token = canary().replace(/[^\w.~+/=-]/g, '_');
    const heard: unknown[] = [];
    const level = (...said: unknown[]): void => void heard.push(said);
    const logger = { debug: level, info: level, warn: level, error: level };
    const transport = open(answer(token), { auth: () => token, logger, observe: level });
    heard.push(transport, await transport.send(mail), await transport.check());
    await transport.close();
    expect(leaks(heard, [token])).toEqual([]);
  });
});
