import { expect, test } from 'vitest';
import { readCapabilities } from './capabilities.js';
import { type Mail, type Transactions, transact } from './transaction.js';

const offer = readCapabilities({ code: 250, lines: ['mx', 'PIPELINING', 'CHUNKING'] }, true);
const on = (): Transactions => ({
  opened: {
    offer,
    plan: { mechanisms: [], pipelining: 'group', form: 'bdat', why: [] },
    state: { tls: true, authOffered: false, authenticated: false, login: 'none' },
  },
  profile: { id: 'x', name: 'x', domains: [], endpoints: [], auth: [], limits: [], replies: [], causes: {}, see: [] },
  partial: 'send',
  pipelining: 'group',
  dirty: false,
});
const mail: Mail = {
  envelope: { from: 'a@example.com', to: ['b@example.com'] },
  parameters: {},
  octets: Buffer.from('x\r\n'),
};

test('a message rides in the group with MAIL and RCPT over BDAT', () => {
  const { value: step } = transact(mail, on()).next();
  expect(step).toMatchObject({
    do: 'say',
    lines: [{ text: 'MAIL FROM:<a@example.com>' }, { text: 'RCPT TO:<b@example.com>' }],
    body: { form: 'bdat' },
  });
});

test('but not to a server that may have left: its answer to MAIL comes first, so that nothing is unknown', () => {
  const flow = transact(mail, on(), true);
  expect(flow.next().value).not.toHaveProperty('body');
  expect(
    flow.next([
      { code: 250, lines: [''] },
      { code: 250, lines: [''] },
    ]).value,
  ).toMatchObject({ body: { form: 'bdat' } });
});
