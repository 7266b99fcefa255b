import { tokenFrom } from '../access-token.js';
import { type Claims, claimsOf } from '../jwt.js';
import type { TokenSource } from '../login.js';
import type { Timeouts } from '../policy.js';
import type { Reply } from '../reply.js';
import { Mask, type Recorder } from '../smtp/recorder.js';
import { aborted, judgeAnswer, judgeSilence, unreadable } from './answer.js';
import { type HttpAnswer, type HttpApi, type HttpLine, type HttpRequest, phaseOf, type Refused } from './api.js';

export interface LineSettings {
  readonly api: HttpApi;
  readonly source: TokenSource;
  readonly fetch: typeof fetch;
  readonly timeouts: Pick<Timeouts, 'data' | 'sent'>;
  readonly recorder: Recorder;
  readonly signal?: AbortSignal;
}

/** Far more than any answer of an API that takes mail. */
const MOST_OCTETS = 1 << 20;

/**
 * The requests of one message, under the rules that hold for all: https, to the hosts of the API and no others, no
 * redirect followed, within a time and a size. A token that is refused is renewed once.
 */
export class Line implements HttpLine {
  readonly #settings: LineSettings;
  readonly #url: URL;
  #token: { readonly text: string; readonly claims: Claims | undefined } | undefined;
  #renewed = false;
  /** Tokens, and the queries of upload addresses, which are keys. */
  readonly #secrets: string[] = [];
  /** A request that commits has begun and was not answered: an abort does not unsend. */
  committing = false;

  constructor(settings: LineSettings) {
    this.#settings = settings;
    this.#url = new URL(settings.api.url);
  }

  async ask(request: HttpRequest): Promise<HttpAnswer> {
    const { source, signal } = this.#settings;
    this.#token ??= this.#kept(await tokenOf(source, signal));
    const { text: token } = this.#token;
    const answer = await this.#once(request);
    if (answer.status !== 401 || this.#renewed || !this.#isOurs(request)) return this.#expected(request, answer);
    // The request was refused at the door, so that it may be made again.
    this.#renewed = true;
    this.#token = this.#kept(await tokenOf(source, signal, token));
    return this.#expected(request, this.#token.text === token ? answer : await this.#once(request));
  }

  #expected(request: HttpRequest, answer: HttpAnswer): HttpAnswer {
    if (request.expects.includes(answer.status)) return answer;
    const refused = this.#masked(this.#settings.api.readRefusal(jsonIn(answer.text)));
    throw judgeAnswer(this.#settings.api, request, replyOf(answer, refused), refused);
  }

  async #once(request: HttpRequest): Promise<HttpAnswer> {
    const { api, recorder, signal, timeouts, fetch } = this.#settings;
    const url = this.#address(request);
    const phase = phaseOf(request);
    signal?.throwIfAborted();
    recorder.note(phase, { kind: 'client', line: `${request.method} ${url.origin}${url.pathname}` });
    if (request.message !== undefined) recorder.note(phase, { kind: 'message', octets: request.message });
    const limit = request.commits ? timeouts.sent : timeouts.data;
    const late = AbortSignal.timeout(limit);
    if (request.commits) this.committing = true;
    try {
      const response = await fetch(url, {
        method: request.method,
        headers: { ...this.#authorization(request), ...request.headers },
        body: (request.body as RequestInit['body']) ?? null,
        redirect: 'manual',
        signal: signal === undefined ? late : AbortSignal.any([signal, late]),
      });
      const { status, headers } = response;
      // Below 500 it is told what became of the message, and nothing is under way any more.
      if (request.commits && status < 500) this.committing = false;
      // The status is the answer; what stands behind it only tells more.
      const text = await textOf(response).catch(() => '');
      const refused = status < 400 ? {} : this.#masked(api.readRefusal(jsonIn(text)));
      const [first = '', ...more] = replyOf({ status, headers, text }, refused).lines;
      recorder.note(phase, { kind: 'server', line: `${status} ${[first, ...more].join('; ')}` });
      return { status, headers, text };
    } catch (error) {
      if (signal?.aborted && !request.commits) throw signal.reason;
      const silence = { request, host: url.host, error, ...(late.aborted && { timedOut: limit }) };
      const failed = signal?.aborted ? aborted() : judgeSilence(silence);
      recorder.note(phase, { kind: 'closed', by: signal?.aborted ? 'client' : 'error', reason: failed.error.code });
      throw failed;
    }
  }

  /** Whole addresses come from answers, and are trusted no further than to the hosts that are known. */
  #address({ path }: HttpRequest): URL {
    const { api } = this.#settings;
    const text = typeof path === 'string' ? path : path(this.#token?.claims);
    if (text.startsWith('/')) return new URL(`${api.url.replace(/\/$/, '')}${text}`);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url !== undefined && [this.#url.origin, ...(api.uploads ?? [])].includes(url.origin)) {
      this.#secrets.push(...url.searchParams.values());
      return url;
    }
    throw unreadable(`${api.name} names ${url?.host ?? 'no host'} for an upload, which is none of its hosts`);
  }

  #isOurs({ path }: HttpRequest): boolean {
    return typeof path !== 'string' || path.startsWith('/');
  }

  #authorization(request: HttpRequest): Record<string, string> {
    return this.#isOurs(request) ? { authorization: `Bearer ${this.#token?.text}` } : {};
  }

  #kept<T extends { readonly text: string }>(token: T): T {
    this.#secrets.push(token.text);
    return token;
  }

  /** Servers repeat what they were sent, now and then. Covered before it is cut short, so that no half of it is left. */
  #masked({ code, text, ...rest }: Refused): Refused {
    const { take } = new Mask(this.#secrets);
    const [shownCode, shownText] = take({ code: 400, lines: [code ?? '', text ?? ''] }).lines as [string, string];
    return {
      ...rest,
      ...(code !== undefined && { code: plain(shownCode) }),
      ...(text !== undefined && { text: plain(shownText) }),
    };
  }
}

async function tokenOf(source: TokenSource, signal?: AbortSignal, refused?: string) {
  signal?.throwIfAborted();
  const asked = tokenFrom(source, { ...(signal && { signal }), ...(refused && { refused }) });
  const text = await asked.finally(() => signal?.throwIfAborted());
  return { text, claims: claimsOf(text) };
}

/** An answer in the form of a reply: the API's word and text, and how long it asks to wait. */
export function replyOf({ status, headers }: HttpAnswer, { code, text, retryAt }: Refused): Reply {
  const said = [code, text].filter((each) => each !== undefined && each !== '').join(': ');
  const wait = secondsIn(headers.get('retry-after') ?? retryAt?.toUTCString() ?? null);
  return {
    code: status,
    lines: [said || (STATUSES[status] ?? 'no text'), ...(wait === undefined ? [] : [`Retry-After: ${wait} seconds`])],
  };
}

const STATUSES: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content' };

/** RFC 9110 10.2.3: seconds, or a date. */
function secondsIn(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d{1,5}$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1_000);
  return seconds >= 0 && seconds < 100_000 ? seconds : undefined;
}

/** One line, and not without end. */
function plain(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return line.length > 400 ? `${line.slice(0, 400)}...` : line;
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function textOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let octets = 0;
  for await (const piece of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    octets += piece.byteLength;
    if (octets > MOST_OCTETS) break;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
