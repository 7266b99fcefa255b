import { transportContract } from '@ehlo/core/testing';
import { test } from 'vitest';
import { startWeb, USER } from './web.js';

const noRefusals = 'Graph takes a message for all recipients or for none, and tells of refused ones by mail';

const cases = transportContract(
  async () => {
    const web = await startWeb();
    const token = web.token();
    return {
      transport: web.open({ auth: () => token }),
      from: USER,
      to: 'you@example.net',
      secrets: [token],
      received: () => web.box.inbox.map((each) => each.raw),
      close: () => web.box.close(),
    };
  },
  {
    'a refused recipient is named, and the others are served': noRefusals,
    'a message whose only recipient is refused is rejected or deferred, and nothing arrives': noRefusals,
    'Bcc recipients get the message and stand nowhere in it':
      'Graph has no other envelope than the headers: Bcc goes there in one, and Exchange takes it out',
  },
);

for (const { name, deviation, run } of cases) (deviation === undefined ? test : test.fails)(name, run);
