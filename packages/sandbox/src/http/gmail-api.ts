import type { Hono } from 'hono';
import { GmailAccess } from './gmail-access.js';
import { readJson, submit } from './gmail-request.js';
import { createUploads } from './gmail-upload.js';
import { type Ask, at, createService, type Env, refusal } from './serve.js';
import type { World } from './world.js';

/** Bodies of JSON are taken up to this size; what is larger wants an upload. */
const MAX_JSON = 5 * 1024 * 1024;

/** gmail.googleapis.com: users.messages.send, in JSON and as an upload. */
export function gmailApi(world: World): Hono<Env> {
  const app = createService();
  const access = new GmailAccess(world);
  app.post(
    '/gmail/v1/users/:user/messages/send',
    at(world, 'gmail/send', (ask) => sendRaw(world, access, ask)),
  );
  createUploads(world, access, app);
  return app;
}

async function sendRaw(world: World, access: GmailAccess, ask: Ask): Promise<Response> {
  const account = access.admit(ask);
  const body = await ask.req.text();
  if (Buffer.byteLength(body) > MAX_JSON) throw refusal.gmail(world, 'uploadTooLarge');
  const { raw, threadId } = readJson(world, body);
  const octets = typeof raw === 'string' ? decodeBase64Url(raw) : undefined;
  if (octets === undefined)
    throw refusal.gmail(world, 'invalidArgument', { message: "Invalid value for ByteString: 'raw'" });
  return ask.json(await submit(world, access, account, 'gmail-raw', octets, threadId));
}

/** RFC 4648 5, with or without padding; Google takes the other alphabet too. */
function decodeBase64Url(text: string): Buffer | undefined {
  return /^[A-Za-z0-9_+/-]+={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1
    ? Buffer.from(text, 'base64url')
    : undefined;
}
