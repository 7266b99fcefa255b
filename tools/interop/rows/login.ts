import assert from 'node:assert/strict';
import { takesToken } from '../bench.js';
import type { Row } from '../rows.js';
import type { MailServer } from '../server.js';
import { accounts, tokens } from '../world.js';

/** Every mechanism on every kind of channel, and what is said to a login that is not the right one. */
export function loginRows({ mechanisms }: MailServer): Row[] {
  const password = mechanisms.filter((mechanism) => !takesToken(mechanism));
  const token = mechanisms.filter(takesToken);
  return [
    ...(['starttls', 'implicit', 'clear'] as const).flatMap((role) =>
      mechanisms.map(
        (mechanism): Row => ({
          group: 'login',
          name: `${role}, ${mechanism}`,
          short: role === 'starttls',
          needs: [role],
          run: async (bench) => {
            const to = bench.box();
            const transport = bench.transport(role, bench.login(mechanism));
            const { trace } = await bench.accepted(transport, bench.note(to));
            const plan = trace.events.find((event) => event.kind === 'plan');
            assert.equal(plan?.mechanism, mechanism);
            await bench.server.mailbox(to, 1, bench.signal);
          },
        }),
      ),
    ),
    {
      group: 'login',
      name: 'SCRAM-SHA-256-PLUS, bound to the channel',
      short: true,
      needs: ['channel binding'],
      run: async (bench) => {
        const { trace } = await bench.accepted(
          bench.transport('starttls', bench.login('SCRAM-SHA-256-PLUS')),
          bench.note(bench.box()),
        );
        const plan = trace.events.find((event) => event.kind === 'plan');
        assert.equal(plan?.mechanism, 'SCRAM-SHA-256-PLUS');
      },
    },
    ...password.flatMap((mechanism): Row[] => [
      {
        group: 'login',
        name: `${mechanism}: = and , in the user name, a password beyond ASCII`,
        short: mechanism === password[0],
        needs: ['odd login'],
        run: async (bench) => {
          const transport = bench.transport('starttls', bench.login(mechanism, accounts.odd));
          await bench.accepted(transport, bench.note(bench.box()));
        },
      },
      {
        group: 'refused login',
        name: `${mechanism}: wrong password`,
        short: mechanism === password[0] || mechanism.startsWith('SCRAM-SHA-256'),
        run: async (bench) => {
          const { user } = accounts.plain;
          const transport = bench.transport('starttls', bench.login(mechanism, { user, password: 'not this one' }));
          const { trace } = await bench.refused(transport, bench.note(bench.box()), 'rejected', 'CREDENTIALS_REJECTED');
          // Another mechanism would only bring the account nearer to being locked.
          assert.equal(`${trace}`.match(/^C: AUTH /gm)?.length, 1);
        },
      },
    ]),
    ...token.flatMap((mechanism) =>
      (['expired', 'foreign'] as const).map(
        (kind): Row => ({
          group: 'refused login',
          name: `${mechanism}: ${kind === 'expired' ? 'token that ended' : 'token of another user'}`,
          short: kind === 'expired',
          run: async (bench) => {
            const transport = bench.transport('starttls', bench.login(mechanism, accounts.plain, tokens[kind]));
            const receipt = await bench.refused(
              transport,
              bench.note(bench.box()),
              'deferred',
              'XOAUTH2_TOKEN_REJECTED',
            );
            // The server's own answer, after the empty response or ^A that its error challenge asks for.
            assert.equal(receipt.outcome !== 'accepted' && receipt.error.reply?.code, 535);
          },
        }),
      ),
    ),
    {
      group: 'refused login',
      name: 'no login at all',
      short: true,
      run: async (bench) => {
        const transport = bench.anonymous('starttls');
        // 550 5.7.1, or 530 5.7.0 (RFC 4954 6).
        await bench.refused(transport, bench.note(bench.box()), 'rejected', 'RELAY_DENIED', 'CREDENTIALS_MISSING');
      },
    },
  ];
}
