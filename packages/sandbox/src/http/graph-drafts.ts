import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { DAY } from './clock.js';
import type { Admitted, GraphAccess } from './graph-access.js';
import {
  checkMessage,
  envelopeOfGraph,
  type GraphAttachment,
  type GraphMessage,
  readGraph,
  writeGraph,
} from './graph-message.js';
import { decodeMime, isMime, mailboxes, readBody, readJson, submit } from './graph-request.js';
import { Handles } from './handles.js';
import { envelopeOf } from './mail.js';
import type { Part } from './mime.js';
import { addressOf } from './places.js';
import { type Ask, at, type Env, refusal } from './serve.js';
import type { World } from './world.js';

const MEGABYTE = 1024 * 1024;
/** learn.microsoft.com/graph/outlook-large-attachments. */
const MIN_SESSION = 3 * MEGABYTE;
const MAX_ATTACHMENT = 150 * MEGABYTE;
const MAX_RANGE = 4 * MEGABYTE;

interface Draft {
  readonly user: string;
  message: GraphMessage;
  /** Attachments that came by upload session. */
  readonly uploaded: Part[];
  /** As it came in MIME, as long as nothing was changed. */
  raw?: Buffer;
}

interface UploadSession {
  readonly admitted: Admitted;
  readonly draft: Draft;
  readonly item: GraphAttachment & { readonly size: number };
  readonly octets: Buffer[];
  received: number;
}

/** Drafts: made, read, given attachments and sent. */
export function createDrafts(world: World, access: GraphAccess, app: Hono<Env>): void {
  const drafts = new Map<string, Draft>();
  const sessions = new Handles<UploadSession>(world.clock);
  const draftOf = (ask: Ask): { admitted: Admitted; draft: Draft; id: string } => {
    const admitted = access.admit(ask, 'Mail.ReadWrite');
    const id = ask.req.param('id')!;
    const draft = drafts.get(id);
    if (!/^[\w=-]{20,}$/.test(id)) throw refusal.graph(world, 'ErrorInvalidIdMalformed');
    if (draft?.user !== admitted.mailbox.user) throw refusal.graph(world, 'ErrorItemNotFound');
    return { admitted, draft, id };
  };

  const create = async (ask: Ask): Promise<Response> => {
    const { mailbox } = access.admit(ask, 'Mail.ReadWrite');
    const body = await readBody(world, ask);
    const raw = isMime(ask) ? decodeMime(world, body) : undefined;
    const message = raw === undefined ? checkMessage(world, readJson(world, body)) : await readGraph(raw);
    const id = `AAMkA${randomBytes(80).toString('base64url')}=`;
    drafts.set(id, { user: mailbox.user, message, raw, uploaded: [] });
    return ask.json(shown(id, { message, uploaded: [] }), 201);
  };

  const read = (ask: Ask): Response => {
    const { id, draft } = draftOf(ask);
    return ask.json(shown(id, draft));
  };

  const change = async (ask: Ask): Promise<Response> => {
    const { id, draft } = draftOf(ask);
    const { attachments: _kept, ...changes } = checkMessage(world, readJson(world, await readBody(world, ask)));
    draft.message = { ...draft.message, ...changes };
    draft.raw = undefined;
    return ask.json(shown(id, draft));
  };

  const remove = (ask: Ask): Response => {
    drafts.delete(draftOf(ask).id);
    return ask.body(null, 204);
  };

  const attach = async (ask: Ask): Promise<Response> => {
    const { draft } = draftOf(ask);
    const item = readJson(world, await readBody(world, ask)) as GraphAttachment;
    checkMessage(world, { attachments: [item] });
    if (Buffer.byteLength(item.contentBytes ?? '', 'base64') > MIN_SESSION) {
      throw refusal.graph(world, 'RequestEntityTooLarge');
    }
    draft.message = { ...draft.message, attachments: [...(draft.message.attachments ?? []), item] };
    draft.raw = undefined;
    const { contentBytes: _octets, ...rest } = item;
    return ask.json({ id: `AAMkA${randomBytes(90).toString('base64url')}=`, ...rest }, 201);
  };

  const openSession = async (ask: Ask): Promise<Response> => {
    const { admitted, draft, id } = draftOf(ask);
    const { AttachmentItem } = readJson(world, await readBody(world, ask));
    const item = (AttachmentItem ?? {}) as UploadSession['item'] & { readonly attachmentType?: string };
    if (item.attachmentType !== 'file' || !item.name || !Number.isInteger(item.size)) {
      throw refusal.graph(world, 'ErrorInvalidParameter', { parameter: 'AttachmentItem' });
    }
    if (item.size < MIN_SESSION) throw refusal.graph(world, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize');
    if (item.size > MAX_ATTACHMENT) throw refusal.graph(world, 'RequestEntityTooLarge');
    const text = randomBytes(60).toString('base64url');
    const session = sessions.issue(text, { admitted, draft, item, octets: [], received: 0 }, 7 * DAY);
    // Another host than Graph's, and the address is all the right there is to it: no token goes there.
    const host = addressOf(ask.req.url, 'outlook.office.com');
    const path = `/api/gv1.0/users('${admitted.mailbox.id}')/messages('${id}')/AttachmentSessions('${randomBytes(20).toString('base64url')}')`;
    return ask.json({ uploadUrl: `${host}${path}?authtoken=${text}`, ...state(session) }, 201);
  };

  const upload = async (ask: Ask): Promise<Response> => {
    const text = ask.req.query('authtoken') ?? '';
    const session = sessions.find(text);
    if (session === undefined || sessions.isExpired(session)) throw refusal.graph(world, 'ErrorItemNotFound');
    const { value } = session;
    ask.get('record').user = value.draft.user;
    if (ask.req.method === 'GET') return ask.json(state(session));
    if (ask.req.method === 'DELETE') {
      sessions.forget(text);
      return ask.body(null, 204);
    }
    const octets = Buffer.from(await ask.req.arrayBuffer());
    const range = ask.req.header('content-range') ?? '';
    const [, from, to, total] = (/^bytes (\d+)-(\d+)\/(\d+)$/.exec(range) ?? []).map(Number);
    const whole =
      from === value.received && total === value.item.size && to! < total! && to! - from! + 1 === octets.length;
    if (!whole) throw refusal.graph(world, 'InvalidRange', { range });
    if (octets.length > MAX_RANGE) throw refusal.graph(world, 'RequestEntityTooLarge');
    access.upload(value.admitted, octets.length);
    value.octets.push(octets);
    value.received += octets.length;
    if (value.received < value.item.size) return ask.json(state(session), 200);
    sessions.forget(text);
    const { name, contentType = 'application/octet-stream', contentId, isInline } = value.item;
    const content = Buffer.concat(value.octets);
    value.draft.uploaded.push({ type: contentType, content, name, contentId, inline: isInline });
    value.draft.raw = undefined;
    const location = `${ask.req.url.split('/AttachmentSessions')[0]}/attachments('${randomBytes(30).toString('base64url')}')`;
    return ask.body(null, 201, { location });
  };

  const send = async (ask: Ask): Promise<Response> => {
    const { mailbox } = access.admit(ask, 'Mail.Send');
    const id = ask.req.param('id')!;
    const draft = drafts.get(id);
    if (draft?.user !== mailbox.user) throw refusal.graph(world, 'ErrorItemNotFound');
    const { message } = draft;
    const envelope = draft.raw ? await envelopeOf(draft.raw) : envelopeOfGraph(world, message, draft.user);
    const raw = draft.raw ?? writeGraph(message, draft.uploaded, draft.user, world.clock.now());
    submit(world, { form: 'graph-draft', raw, envelope, user: draft.user, saved: true });
    drafts.delete(id);
    return ask.body(null, 202);
  };

  for (const mailbox of mailboxes) {
    const one = `${mailbox}/messages/:id`;
    app.post(`${mailbox}/messages`, at(world, 'graph/draft', create));
    app.get(one, at(world, 'graph/draft', read));
    app.patch(one, at(world, 'graph/draft', change));
    app.delete(one, at(world, 'graph/draft', remove));
    app.post(`${one}/attachments`, at(world, 'graph/attachment', attach));
    app.post(`${one}/attachments/createUploadSession`, at(world, 'graph/attachment', openSession));
    app.post(`${one}/send`, at(world, 'graph/send', send));
  }
  app.on(['PUT', 'GET', 'DELETE'], '/api/gv1.0/*', at(world, 'graph/upload', upload));
}

function shown(id: string, { message, uploaded }: Pick<Draft, 'message' | 'uploaded'>): object {
  const { attachments = [], ...rest } = message;
  return { id, isDraft: true, hasAttachments: attachments.length + uploaded.length > 0, ...rest };
}

function state({ expiresAt, value }: { readonly expiresAt: number; readonly value: UploadSession }): object {
  const expirationDateTime = new Date(expiresAt).toISOString();
  return { '@odata.context': '', expirationDateTime, nextExpectedRanges: [`${value.received}-`] };
}
