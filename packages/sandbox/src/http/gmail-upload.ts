import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { DAY } from './clock.js';
import type { WebAccount } from './directory.js';
import type { GmailAccess } from './gmail-access.js';
import { MAX_MESSAGE, readJson, submit } from './gmail-request.js';
import { Handles } from './handles.js';
import { type Ask, at, type Env, refusal } from './serve.js';
import type { World } from './world.js';

/** All pieces but the last of a resumable upload are multiples of this. */
const GRAIN = 256 * 1024;

interface Session {
  readonly account: WebAccount;
  readonly total: number | undefined;
  readonly threadId: unknown;
  readonly octets: Buffer[];
  received: number;
  /** The answer, once the message was taken; a client that lost it may ask again. */
  done?: object;
}

/** developers.google.com/workspace/gmail/api/guides/uploads: media, multipart and resumable. */
export function createUploads(world: World, access: GmailAccess, app: Hono<Env>): void {
  const sessions = new Handles<Session>(world.clock);
  const path = '/upload/gmail/v1/users/:user/messages/send';

  const forms: Readonly<Record<string, (ask: Ask, account: WebAccount) => Promise<Response>>> = {
    media: async (ask, account) => {
      const octets = await readMessage(ask.req.header('content-type'), await ask.req.arrayBuffer());
      return ask.json(await submit(world, access, account, 'gmail-media', octets, undefined));
    },

    multipart: async (ask, account) => {
      const parts = splitRelated(ask.req.header('content-type') ?? '', Buffer.from(await ask.req.arrayBuffer()));
      const [metadata, message] = parts;
      if (metadata === undefined || message === undefined) throw refusal.gmail(world, 'badRequest');
      const { threadId } = readJson(world, metadata.body.toString('utf8'));
      const octets = await readMessage(message.type, message.body);
      return ask.json(await submit(world, access, account, 'gmail-multipart', octets, threadId));
    },

    resumable: async (ask, account) => {
      const text = await ask.req.text();
      const { threadId } = text === '' ? {} : readJson(world, text);
      const length = ask.req.header('x-upload-content-length');
      const total = length === undefined ? undefined : Number(length);
      if (total !== undefined && !(total <= MAX_MESSAGE)) throw refusal.gmail(world, 'uploadTooLarge');
      const id = randomBytes(40).toString('base64url');
      sessions.issue(id, { account, total, threadId, octets: [], received: 0 }, 7 * DAY);
      const url = new URL(ask.req.url);
      url.searchParams.set('upload_id', id);
      return ask.body(null, 200, { location: url.href, 'x-guploader-uploadid': id });
    },
  };

  const readMessage = async (type: string | undefined, octets: ArrayBuffer | Buffer): Promise<Buffer> => {
    if (!/^message\/rfc822\b/i.test(type ?? '')) {
      throw refusal.gmail(world, 'invalidArgument', {
        message: `Media type '${type}' is not supported. Valid media types: [message/rfc822]`,
      });
    }
    return Buffer.from(octets as ArrayBuffer);
  };

  const start = async (ask: Ask): Promise<Response> => {
    const account = access.admit(ask);
    const form = forms[ask.req.query('uploadType') ?? ''];
    if (form === undefined) throw refusal.gmail(world, 'badRequest');
    return await form(ask, account);
  };

  /** A piece, the rest, or with `bytes *` the question how much is here. */
  const resume = async (ask: Ask): Promise<Response> => {
    const session = sessions.find(ask.req.query('upload_id') ?? '');
    if (session === undefined || sessions.isExpired(session)) throw refusal.gmail(world, 'notFound');
    const { value } = session;
    ask.get('record').user = value.account.user;
    const octets = Buffer.from(await ask.req.arrayBuffer());
    if (value.done !== undefined) return ask.json(value.done);
    const range = readRange(ask.req.header('content-range'), octets.length);
    const conflict = value.total !== undefined && range?.total !== undefined && value.total !== range.total;
    if (range === undefined || conflict) {
      throw refusal.gmail(world, 'invalidArgument', { message: 'Invalid Content-Range.' });
    }
    if (range.from === undefined) return incomplete(ask, value);
    // A piece that was sent before is taken again: only what is new of it counts.
    if (range.from > value.received) return incomplete(ask, value);
    const fresh = octets.subarray(value.received - range.from);
    const last = range.total !== undefined && range.from + octets.length === range.total;
    if (!last && octets.length % GRAIN !== 0) {
      throw refusal.gmail(world, 'invalidArgument', { message: `Pieces must be multiples of ${GRAIN} octets.` });
    }
    if (value.received + fresh.length > MAX_MESSAGE) throw refusal.gmail(world, 'uploadTooLarge');
    value.octets.push(fresh);
    value.received += fresh.length;
    if (!last) return incomplete(ask, value);
    value.done = await submit(
      world,
      access,
      value.account,
      'gmail-resumable',
      Buffer.concat(value.octets),
      value.threadId,
    );
    return ask.json(value.done);
  };

  const isSession = (ask: Ask): boolean => ask.req.query('upload_id') !== undefined;
  app.put(path, at(world, 'gmail/upload', resume));
  app.post(path, (ask) =>
    isSession(ask) ? at(world, 'gmail/upload', resume)(ask) : at(world, 'gmail/send', start)(ask),
  );
}

/** 308, with the octets that are here. */
function incomplete(ask: Ask, { received }: Session): Response {
  return ask.body(null, 308 as never, received > 0 ? { range: `bytes=0-${received - 1}` } : {});
}

interface Range {
  readonly from?: number;
  readonly total?: number;
}

/** `bytes 0-99/1000`, with `*` where the total is not known, or in the place of the octets; without a header all of it. */
function readRange(header: string | undefined, length: number): Range | undefined {
  if (header === undefined) return { from: 0, total: length };
  const [, from, to, total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(header) ?? [];
  if (total === undefined) return undefined;
  const known = total === '*' ? undefined : Number(total);
  if (from === undefined) return length === 0 ? { total: known } : undefined;
  const whole = Number(to) - Number(from) + 1 === length && (known === undefined || Number(to) < known);
  return whole ? { from: Number(from), total: known } : undefined;
}

/** The parts of `multipart/related` (RFC 2387), exactly. */
function splitRelated(type: string, body: Buffer): { readonly type: string; readonly body: Buffer }[] {
  const [, quoted, bare] = /^multipart\/related\b.*?;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return [];
  // latin1 has one character for each octet.
  const [, ...pieces] = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`);
  return pieces.slice(0, -1).map((piece) => {
    const end = piece.indexOf('\r\n\r\n');
    const [, partType = ''] = /^content-type:\s*(.*)$/im.exec(piece.slice(0, end)) ?? [];
    return { type: partType.trim(), body: Buffer.from(piece.slice(end + 4), 'latin1') };
  });
}
