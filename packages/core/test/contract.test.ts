import type { ContractSubject } from '@ehlo/core/testing';
import { transportContract } from '@ehlo/core/testing';
import { generic } from '@ehlo/generic';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';
import { sandbox } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';

type Box =
  | Awaited<ReturnType<typeof sandbox.generic>>
  | Awaited<ReturnType<typeof sandbox.gmail>>
  | Awaited<ReturnType<typeof sandbox.outlook>>;

const refuseNobody = { command: 'RCPT', match: /nobody/, reply: '550 5.1.1 No such user' } as const;

function subject(box: Box, transport: ContractSubject['transport']): ContractSubject {
  box.reply(refuseNobody);
  return {
    transport,
    from: box.user,
    to: 'you@example.net',
    refused: 'nobody@example.net',
    secrets: [box.password, box.accessToken],
    received: () => box.inbox.map((mail) => mail.raw),
    close: () => box.close(),
  };
}

const transports = {
  async outlook() {
    const box = await sandbox.outlook();
    return subject(box, outlook({ ...box.transportOptions, user: box.user }));
  },
  async microsoft365() {
    const box = await sandbox.microsoft365();
    return subject(box, outlook({ ...box.transportOptions, user: box.user }));
  },
  async gmail() {
    const box = await sandbox.gmail();
    return subject(box, gmail({ ...box.transportOptions, user: box.user }));
  },
  async 'generic over implicit TLS'() {
    const box = await sandbox.generic({ security: 'implicit' });
    return subject(box, generic(box.transportOptions));
  },
  async 'generic in clear on loopback'() {
    const box = await sandbox.generic({ security: 'none' });
    return subject(box, generic(box.transportOptions));
  },
};

describe.each(Object.entries(transports))('%s', (_name, create) => {
  for (const { name, run } of transportContract(create)) test(name, run);
});

test('a deviation must name a case', () => {
  expect(() => transportContract(transports.gmail, { 'no such case': 'because' })).toThrow(RangeError);
  expect(
    transportContract(transports.gmail, { 'check tells that it works, and sends nothing': 'because' }).filter(
      (each) => each.deviation,
    ),
  ).toHaveLength(1);
});
