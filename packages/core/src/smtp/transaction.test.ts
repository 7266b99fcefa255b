import { expect, test } from 'vitest';
import { readCapabilities } from './capabilities.js';
import { type Mail, type Transactions, transact } from './transaction.js';

const offer = readCapabilities({ code: 250, lines: ['mx', 'PIPELINING', 'CHUNKING'] }, true);
const on = (form: 'data' | 'bdat' = 'bdat'): Transactions => ({
  opened: {
    offer,
    plan: { mechanisms: [], pipelining: 'group', form, nextBehindEnd: form === 'data', why: [] },
    state: { tls: true, authOffered: false, authenticated: false, login: 'none' },
  },
  profile: { id: 'x', name: 'x', domains: [], endpoints: [], auth: [], limits: [], replies: [], causes: {}, see: [] },
  partial: 'send',
  pipelining: 'group',
  learned: { nextBehindEnd: true },
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
  const flow = transact(mail, on(), { stale: true });
  expect(flow.next().value).not.toHaveProperty('body');
  expect(
    flow.next([
      { code: 250, lines: [''] },
      { code: 250, lines: [''] },
    ]).value,
  ).toMatchObject({ body: { form: 'bdat' } });
});

test('503 to a MAIL behind the end of a message says nothing of the message, and is not asked for again', () => {
  const account = on('data');
  const flow = transact(mail, account, { behind: true });
  flow.next();
  const refused = { code: 503, lines: ['pipelined after end of DATA'] };
  expect(flow.next([refused, refused, refused])).toMatchObject({ done: true, value: { lost: true } });
  expect(account.learned.nextBehindEnd).toBe(false);
});

test('but 503 to a MAIL that stands alone is what it says', () => {
  const account = on('data');
  const flow = transact(mail, account);
  flow.next();
  const refused = { code: 503, lines: ['bad sequence'] };
  expect(flow.next([refused, refused, refused]).value).not.toHaveProperty('lost');
  expect(account.learned.nextBehindEnd).toBe(true);
});

test.each([
  [true, true],
  [false, false],
])('the end of a message opens the door where the server bears it: %s', (nextBehindEnd, last) => {
  const account = on('data');
  account.learned.nextBehindEnd = nextBehindEnd;
  const flow = transact(mail, account);
  flow.next();
  const yes = { code: 250, lines: [''] };
  expect(flow.next([yes, yes, { code: 354, lines: [''] }]).value).toMatchObject({ body: { form: 'data' }, last });
});

test('a reply that is neither yes nor no leaves the message unknown, and the connection unused', () => {
  const flow = transact(mail, on());
  flow.next();
  const yes = { code: 250, lines: [''] };
  const { value } = flow.next([yes, yes, { code: 354, lines: ['go on'] }]);
  expect(value).toMatchObject({ outcome: 'unknown', broken: true });
});
