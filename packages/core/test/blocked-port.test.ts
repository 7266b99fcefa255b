import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { gmail } from '@ehlo/gmail';
import { fetchTrusting } from '@ehlo/oauth';
import { outlook } from '@ehlo/outlook';
import { sandbox } from '@ehlo/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';

let deaf: Worker;
let port: number;
const fillers: Socket[] = [];

/** A port behind which nobody takes a connection: once its queue is full, the system drops every SYN, as firewalls do. */
beforeAll(async () => {
  const code = `
    const { parentPort } = require('node:worker_threads');
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      parentPort.postMessage(server.address().port);
      // The port is told on the way; from here on nothing is accepted.
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
    });`;
  deaf = new Worker(code, { eval: true });
  [port] = (await once(deaf, 'message')) as [number];
  // One more than the queue has room for. Those that hang are left to hang.
  for (let n = 0; n < 8; n++) fillers.push(connect(port, '127.0.0.1').on('error', () => undefined));
  await once(fillers[1] as Socket, 'connect');
});

afterAll(async () => {
  for (const each of fillers) each.destroy();
  await deaf.terminate();
});

const mail = (from: string) => ({ from, to: 'you@example.net', text: 'Hello.\n' });
const blocked = () => ({ host: '127.0.0.1', port, timeouts: { connect: 300 } });

test('Outlook goes over to Graph where the port is blocked', async () => {
  await using web = await sandbox.web();
  const user = 'someone@contoso.com';
  const token = (scope: string) => () => web.mint({ provider: 'microsoft', user, scope }).accessToken;
  const forSmtp = token('https://outlook.office.com/SMTP.Send');
  const forGraph = token('https://graph.microsoft.com/Mail.Send');
  const auth = Object.assign(forSmtp, { road: (road: string) => (road === 'graph' ? forGraph : forSmtp) });
  const graph = { url: web.urls['graph.microsoft.com'], fetch: fetchTrusting(web.ca) };
  await using transport = outlook({ user, auth, via: 'auto', graph, ...blocked() });
  const receipt = await transport.send(mail(user));
  expect([receipt.outcome, receipt.transport]).toEqual(['accepted', 'graph:microsoft365']);
  expect(receipt.warnings.at(-1)?.message).toContain('CONNECT_PORT_BLOCKED');
  expect(web.inbox).toHaveLength(1);
});

test('Gmail goes over to its API where the ports are blocked', async () => {
  await using web = await sandbox.web();
  const user = 'someone@gmail.com';
  const auth = () => web.mint({ provider: 'google', user, scope: 'https://mail.google.com/' }).accessToken;
  const gmailApi = { url: web.urls['gmail.googleapis.com'], fetch: fetchTrusting(web.ca) };
  await using transport = gmail({ user, auth, via: 'auto', gmailApi, ...blocked() });
  const receipt = await transport.send(mail(user));
  expect([receipt.outcome, receipt.transport]).toEqual(['accepted', 'gmail-api:gmail']);
  expect(receipt.warnings.at(-1)?.message).toContain('CONNECT_PORT_BLOCKED');
  expect(web.inbox).toHaveLength(1);
});
