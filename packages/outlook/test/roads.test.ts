import type { MailError, Receipt, TokenSource } from '@ehlo/core';
import { transportContract } from '@ehlo/core/testing';
import { sandbox } from '@ehlo/sandbox';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { outlook } from '../src/index.js';
import type { Road } from '../src/roads.js';
import { GRAPH, mail, SMTP, startWeb, USER, verdict, type Web } from './web.js';

type Box = Awaited<ReturnType<typeof sandbox.microsoft365>>;

let web: Web;
let box: Box;
beforeEach(async () => {
  web = await startWeb();
  box = await sandbox.microsoft365({ web: web.box });
});
afterEach(async () => {
  await box.close();
  await web.box.close();
});

/** Tokens of two services, as a sign-in gives them. */
const both = (tokens: Pick<Web, 'token'>) => {
  const source: TokenSource = () => tokens.token(SMTP);
  return Object.assign(source, {
    road: (road: Road): TokenSource => (road === 'smtp' ? source : () => tokens.token(GRAPH)),
  });
};

const auto = (server: Box = box, at: Web = web) => {
  const { host, port, tls } = server.transportOptions;
  return outlook({ user: USER, auth: both(at), via: 'auto', graph: at.graph, host, port, tls });
};

const codes = ({ warnings }: Pick<Receipt, 'warnings'>): string[] => warnings.map(({ code }) => code);

describe('auto', () => {
  it('takes SMTP as long as it is open', async () => {
    await using transport = auto();
    const receipt = await transport.send(mail());
    expect([verdict(receipt), receipt.transport, codes(receipt)]).toEqual(['accepted', 'smtp:microsoft365', []]);
    expect([box.inbox.length, web.box.inbox.length]).toEqual([1, 0]);
    expect(web.box.requests).toEqual([]);
  });

  it.each(['disabled-for-tenant', 'disabled-for-mailbox'] as const)(
    'takes Graph where SMTP AUTH is %s, says why, and remembers it',
    async (smtpAuth) => {
      box.set({ smtpAuth });
      await using transport = auto();
      const first = await transport.send(mail());
      expect([verdict(first), first.transport]).toEqual(['accepted', 'graph:microsoft365']);
      expect(first.warnings).toEqual([expect.objectContaining({ code: 'SECOND_ROAD', field: 'via' })]);
      expect(first.warnings[0]?.message).toContain('MS_SMTP_AUTH_DISABLED');
      const lines = first.trace.events.flatMap((event) => ('line' in event ? [event.line] : []));
      expect(lines).toContainEqual(expect.stringMatching(/^535 5\.7\.139/));
      expect(lines).toContainEqual(expect.stringMatching(/^POST https:.*sendMail$/));
      expect(transport.id).toBe('graph:microsoft365');

      box.set({ smtpAuth: 'enabled' });
      const logins = box.counters.connections;
      const second = await transport.send(mail());
      expect([second.transport, codes(second)]).toEqual(['graph:microsoft365', ['SECOND_ROAD']]);
      expect(box.counters.connections).toBe(logins);
      expect([box.inbox.length, web.box.inbox.length]).toEqual([0, 2]);
    },
  );

  it('takes Graph for all that wait, one login for all of them', async () => {
    box.set({ smtpAuth: 'disabled-for-tenant' });
    await using transport = auto();
    const receipts = await Promise.all(Array.from({ length: 10 }, () => transport.send(mail())));
    expect(receipts.map(verdict)).toEqual(Array(10).fill('accepted'));
    expect(web.box.inbox).toHaveLength(10);
    expect(box.counters.connections).toBe(1);
  });

  it.each<[string, Parameters<Box['set']>[0], expected: string]>([
    ['the mailbox has no quota left', { quota: 'exceeded' }, 'deferred QUOTA_EXHAUSTED at sent'],
    ['the sender is of somebody else', { sendAs: 'denied' }, 'rejected SENDER_NOT_OWNED at sent'],
    ['the server is busy', { service: 'busy' }, 'deferred TEMPORARY_SERVER_ERROR at greeting'],
    ['the account is blocked', { account: 'blocked' }, 'rejected ACCOUNT_SENDING_BLOCKED at sent'],
  ])('stays with SMTP where %s', async (_name, switches, expected) => {
    box.set(switches);
    await using transport = auto();
    const receipt = await transport.send(mail());
    expect([verdict(receipt), receipt.transport]).toEqual([expected, 'smtp:microsoft365']);
    expect(web.box.requests).toEqual([]);
  });

  it('never changes over after unknown', async () => {
    box.fault('lost-final-reply');
    await using transport = auto();
    expect(verdict(await transport.send(mail()))).toMatch(/^unknown /);
    box.set({ smtpAuth: 'disabled-for-tenant' });
    expect(web.box.requests).toEqual([]);
  });

  it('tells of both where the second road is closed too', async () => {
    box.set({ smtpAuth: 'disabled-for-tenant' });
    web.box.refuse('graph', 'ErrorAccessDenied');
    await using transport = auto();
    const receipt = await transport.send(mail());
    expect(verdict(receipt)).toBe('rejected MS_GRAPH_ACCESS_DENIED at sent');
    expect(receipt.warnings[0]?.message).toContain('MS_SMTP_AUTH_DISABLED');
  });

  it('gives what SMTP said of a message that Graph cannot carry', async () => {
    box.set({ smtpAuth: 'disabled-for-tenant' });
    const { host, port, tls } = box.transportOptions;
    const graph = { ...web.graph, saveToSentItems: false };
    await using transport = outlook({ user: USER, auth: both(web), via: 'auto', graph, host, port, tls });
    const receipt = await transport.send(mail({ inReplyTo: '<a@b.c>' }));
    expect(verdict(receipt)).toBe('rejected MS_SMTP_AUTH_DISABLED at auth');
    expect(codes(receipt)).toEqual(['MESSAGE_INVALID']);
  });

  it('closes when what changes over meanwhile is done', async () => {
    box.set({ smtpAuth: 'disabled-for-tenant' });
    const transport = auto();
    const begun = transport.send(mail());
    await transport.close();
    expect(verdict(await begun)).toBe('accepted');
    await expect(transport.send(mail())).rejects.toMatchObject({ code: 'TRANSPORT_CLOSED' });
  });

  it('is checked along the road that is open', async () => {
    box.set({ smtpAuth: 'disabled-for-tenant' });
    await using transport = auto();
    const report = await transport.check();
    expect(report).toMatchObject({ ok: true, mechanism: 'Bearer' });
    expect(codes(report)).toEqual(['SECOND_ROAD']);
    expect((await transport.send(mail())).transport).toBe('graph:microsoft365');
    expect(box.counters.connections).toBe(1);
  });
});

describe('a token is read before it is shown to SMTP', () => {
  const over = (auth: TokenSource) => {
    const { host, port, tls } = box.transportOptions;
    return outlook({ user: USER, auth, host, port, tls });
  };

  it.each<[string, () => string, code: string]>([
    ['for Graph', () => web.token(GRAPH), 'XOAUTH2_WRONG_AUDIENCE'],
    ['for reading', () => web.token('https://outlook.office.com/IMAP.AccessAsUser.All'), 'XOAUTH2_SCOPE_MISSING'],
    [
      'of somebody else',
      () => jwt({ aud: 'https://outlook.office.com', scp: 'SMTP.Send', upn: 'boss@contoso.com' }),
      'XOAUTH2_IDENTITY_MISMATCH',
    ],
  ])('%s: nothing is dialled', async (_name, auth, code) => {
    await using transport = over(auth);
    const receipt = await transport.send(mail());
    expect(verdict(receipt)).toBe(`rejected ${code} at auth`);
    expect((receipt as { error: MailError }).error.rule?.source).toMatch(/^https:/);
    expect(box.counters.connections).toBe(0);
  });

  it.each<[string, () => string]>([
    ['for SMTP', () => web.token(SMTP)],
    [
      'of the app',
      () => web.box.mint({ provider: 'microsoft', scope: 'https://outlook.office365.com/.default' }).accessToken,
    ],
    ['that is opaque', () => box.accessToken],
  ])('%s passes', async (_name, auth) => {
    await using transport = over(auth);
    expect(verdict(await transport.send(mail()))).toBe('accepted');
  });

  it('an opaque one is for the server to judge', async () => {
    await using transport = over(() => 'EwBopaque');
    expect(verdict(await transport.send(mail()))).toBe('deferred XOAUTH2_TOKEN_REJECTED at auth');
    expect(box.counters.connections).toBeGreaterThan(0);
  });
});

describe('the contract, over two roads', () => {
  const cases = transportContract(
    async () => {
      const own = await startWeb();
      const server = await sandbox.microsoft365({ web: own.box, smtpAuth: 'disabled-for-tenant' });
      return {
        transport: auto(server, own),
        from: USER,
        to: 'you@example.net',
        secrets: own.box.grants.map(({ refreshToken }) => refreshToken),
        received: () => own.box.inbox.map(({ raw }) => raw),
        close: async () => {
          await server.close();
          await own.box.close();
        },
      };
    },
    {
      'a refused recipient is named, and the others are served': 'Graph takes a message for all recipients or for none',
      'a message whose only recipient is refused is rejected or deferred, and nothing arrives':
        'Graph takes a message for all recipients or for none',
      'Bcc recipients get the message and stand nowhere in it': 'Graph has no other envelope than the headers',
    },
  );
  for (const { name, deviation, run } of cases) (deviation === undefined ? test : test.fails)(name, run);
});

function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2ln`;
}
