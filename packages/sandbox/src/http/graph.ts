import type { Hono } from 'hono';
import { GraphAccess } from './graph-access.js';
import { createDrafts } from './graph-drafts.js';
import { checkMessage, envelopeOfGraph, writeGraph } from './graph-message.js';
import { decodeMime, isMime, mailboxes, readBody, readJson, submit } from './graph-request.js';
import { envelopeOf } from './mail.js';
import { type Ask, at, createService, type Env } from './serve.js';
import type { World } from './world.js';

/** graph.microsoft.com, as far as it sends mail. */
export function graph(world: World): Hono<Env> {
  const app = createService();
  const access = new GraphAccess(world);
  for (const mailbox of mailboxes) {
    app.post(
      `${mailbox}/sendMail`,
      at(world, 'graph/send', (ask) => sendMail(world, access, ask)),
    );
  }
  createDrafts(world, access, app);
  return app;
}

/** learn.microsoft.com/graph/api/user-sendmail. */
async function sendMail(world: World, access: GraphAccess, ask: Ask): Promise<Response> {
  const { mailbox } = access.admit(ask, 'Mail.Send');
  const body = await readBody(world, ask);
  if (isMime(ask)) {
    const raw = decodeMime(world, body);
    submit(world, { form: 'graph-mime', raw, envelope: await envelopeOf(raw), user: mailbox.user, saved: true });
    return ask.body(null, 202);
  }
  const { message, saveToSentItems = true } = readJson(world, body) as { message?: unknown; saveToSentItems?: boolean };
  const checked = checkMessage(world, message);
  const envelope = envelopeOfGraph(world, checked, mailbox.user);
  const raw = writeGraph(checked, [], mailbox.user, world.clock.now());
  submit(world, { form: 'graph-json', raw, envelope, user: mailbox.user, saved: saveToSentItems !== false });
  return ask.body(null, 202);
}
