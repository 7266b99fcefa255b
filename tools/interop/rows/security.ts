import assert from 'node:assert/strict';
import type { Bench } from '../bench.js';
import type { Row } from '../rows.js';
import type { MailServer, Need, Role } from '../server.js';

const group = 'security';
const GREETING = 1_500;

/** How the channel is made, what is offered over it, and what is refused before anything secret is said. */
export function securityRows({ mechanisms }: MailServer): Row[] {
  return [
    ...(['starttls', 'implicit', 'clear'] as const).map((role) => ({
      group,
      name: `${role}: the mechanisms offered are the known ones`,
      short: true,
      needs: [role],
      run: async (bench: Bench) => {
        const report = await bench.transport(role).check({ signal: bench.signal });
        assert.ok(report.ok, report.error?.message);
        assert.deepEqual([...(report.after?.mechanisms ?? [])].sort(), [...mechanisms].sort());
        assert.equal(report.endpoint?.tls, role === 'clear' ? 'none' : role);
      },
    })),
    {
      group,
      name: 'starttls: no mechanism is offered before TLS',
      short: true,
      needs: ['AUTH after TLS only'],
      run: async (bench) => {
        const report = await bench.transport('starttls').check({ signal: bench.signal });
        assert.deepEqual(report.before?.mechanisms, []);
      },
    },
    ...(['starttls', 'implicit'] as const).flatMap((role) => [
      fails(`${role}: authority not trusted`, 'TLS_CERT_UNTRUSTED', role, () => ({ tls: {} })),
      fails(`${role}: certificate of another name`, 'TLS_CERT_HOSTNAME_MISMATCH', role, ({ server }) => ({
        tls: { ca: server.ca, servername: 'mx.example.com' },
      })),
    ]),
    fails('implicit TLS to a STARTTLS port', 'TLS_IMPLICIT_ON_STARTTLS_PORT', 'starttls', () => ({
      security: 'implicit',
    })),
    {
      group,
      // The server waits for TLS and the client for a greeting. On a port without a meaning of its own that is
      // all that can be told; `auto` tries the other mode, see below.
      name: 'STARTTLS to an implicit port: silence',
      needs: ['implicit'],
      run: async (bench) => {
        const transport = bench.transport('implicit', { security: 'starttls', timeouts: { greeting: GREETING } });
        await bench.refused(transport, bench.note(bench.box()), 'deferred', 'CONNECTION_STALLED_OR_DROPPED');
      },
    },
    fails('STARTTLS required where it is not offered', 'STARTTLS_UNAVAILABLE', 'clear', () => ({
      security: 'starttls',
    })),
    {
      group,
      name: 'auto: finds implicit TLS on a port of any number',
      needs: ['implicit'],
      run: async (bench) => {
        const transport = bench.transport('implicit', { security: 'auto', timeouts: { greeting: GREETING } });
        const receipt = await bench.accepted(transport, bench.note(bench.box()));
        assert.ok(receipt.warnings.some((warning) => warning.field === 'security'));
      },
    },
    {
      group,
      name: 'TLS 1.3',
      short: true,
      run: async (bench) => {
        const transport = bench.transport('starttls', { tls: { ca: bench.server.ca, minVersion: 'TLSv1.3' } });
        const { trace } = await bench.accepted(transport, bench.note(bench.box()));
        assert.ok(trace.events.some((event) => event.kind === 'secured' && event.protocol === 'TLSv1.3'));
      },
    },
  ];
}

type Options = NonNullable<Parameters<Bench['transport']>[1]>;

/** Refused, with nothing of the login said. */
function fails(name: string, code: string, role: Role, options: (bench: Bench) => Options): Row {
  return {
    group,
    name,
    short: true,
    needs: [role] satisfies Need[],
    run: async (bench) => {
      const receipt = await bench.refused(
        bench.transport(role, options(bench)),
        bench.note(bench.box()),
        'rejected',
        code,
      );
      assert.doesNotMatch(`${receipt.trace}`, /^C: (?:AUTH|MAIL)/m);
    },
  };
}
