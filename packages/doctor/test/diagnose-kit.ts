import { catalogue, type ProviderName, type Sandbox } from '@ehlo/sandbox';
import { type Diagnosis, type DiagnoseOptions, diagnose, type Resolver, type Target } from '../src/index.js';

/** Which profile the doctor plays against which sandbox. */
const PROFILES: Readonly<Record<ProviderName, string>> = {
  outlook: 'outlook',
  microsoft365: 'microsoft365',
  gmail: 'gmail',
  'workspace-relay': 'google-workspace-relay',
  generic: 'generic',
};

/** Knows the hosts it is told, and no other: nothing leaves this machine. */
export function resolverOf(hosts: Readonly<Record<string, readonly string[]>> = {}, more: Partial<Resolver> = {}): Resolver {
  const none = (): Promise<never> => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
  return {
    lookup: (host) =>
      hosts[host] === undefined
        ? none()
        : Promise.resolve(hosts[host].map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))),
    srv: none,
    mx: none,
    ...more,
  };
}

/** Short waits, for servers that fall silent. */
export const SHORT = { connect: 2_000, greeting: 250, hello: 250, tls: 1_000, auth: 400, envelope: 250, data: 250, sent: 250 };

/** A server of the sandbox, and the doctor before it. `options` are switches and faults. */
export async function examined(
  provider: ProviderName,
  options: Readonly<Record<string, unknown>>,
  differing: Target = {},
  how: DiagnoseOptions = {},
): Promise<{ readonly box: Sandbox; readonly diagnosis: Diagnosis }> {
  await using box = await catalogue[provider].start(options);
  const { service, ...account } = box.transportOptions as Sandbox['transportOptions'] & { service?: string };
  const target = { ...account, provider: PROFILES[provider], timeouts: SHORT, ...differing };
  const diagnosis = await diagnose(target, { resolver: resolverOf(), ...how });
  return { box, diagnosis };
}

/** What it came to, in one line that a table can hold. */
export function verdict({ failedAt, cause }: Diagnosis): string {
  return failedAt === undefined ? 'ok' : `${cause?.code} at ${failedAt}`;
}

/** Stages with their results. */
export function words({ stages }: Diagnosis): string {
  return stages.map(({ stage, result }) => (result === 'ok' ? stage : `${stage} ${result}`)).join(', ');
}
