import { createHash } from 'node:crypto';
import type { Transport } from '@ehlo/core';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';
import { sandbox, type WebSandbox } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { message, Wire, watching } from './kit.js';

const you = 'you@example.net';
const scope = 'https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.ReadWrite';
const microsoft = { provider: 'microsoft', user: 'someone@contoso.com', scope } as const;
const google = { provider: 'google', user: 'someone@gmail.com', scope: 'https://mail.google.com/' } as const;

function graph(web: WebSandbox): Transport {
  const { accessToken } = web.mint(microsoft);
  const options = { user: microsoft.user, auth: () => accessToken, partial: 'refuse' } as const;
  return outlook({ ...options, via: 'graph', graph: { url: web.urls['graph.microsoft.com'], fetch: web.fetch } });
}

function gmailApi(web: WebSandbox): Transport {
  const { accessToken } = web.mint(google);
  const options = { user: google.user, auth: () => accessToken, partial: 'refuse' } as const;
  return gmail({ ...options, via: 'gmail-api', gmailApi: { url: web.urls['gmail.googleapis.com'], fetch: web.fetch } });
}

describe.each([
  ['Graph', graph, microsoft.user, 'graph/send'],
  ['the Gmail API', gmailApi, google.user, 'gmail/send'],
] as const)('over %s', (_name, open, from, place) => {
  test('messages of any size go out as over SMTP', async () => {
    await using web = await sandbox.web();
    await using transport = open(web);
    await using it = await watching({ transport, from: [from] });
    await using wire = await Wire.open(it.relay);
    for (const body of ['Hello', `${'x'.repeat(76)}\r\n`.repeat(14_000)]) {
      const mail = message(from, body);
      expect(await wire.send(from, [you], mail)).toMatch(/^250 2\.0\.0 Accepted/);
      const { raw, envelope } = await web.nextMail();
      expect(envelope.to).toEqual([you]);
      expect(hash(raw)).toBe(hash(Buffer.from(mail)));
    }
  });

  test('an answer that is lost leaves the message open, and the retry is not sent', async () => {
    await using web = await sandbox.web();
    await using transport = open(web);
    await using it = await watching({ transport, from: [from] });
    await using wire = await Wire.open(it.relay);
    const mail = message(from);
    web.fault('lost-answer', { at: place, times: 1 });
    expect(await wire.send(from, [you], mail)).toMatch(/^451 4\.4\.2 REPLY_LOST/);
    expect(await wire.send(from, [you], mail)).toMatch(/^451 4\.4\.2 RELAY_MESSAGE_REMEMBERED/);
    expect(web.inbox.length).toBe(1);
  });
});

function hash(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}
