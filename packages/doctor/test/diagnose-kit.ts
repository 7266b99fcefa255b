import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { type AddressInfo, createServer as createPlain } from 'node:net';
import { createServer } from 'node:tls';
import { catalogue, type ProviderName, type Sandbox } from '@ehlo/sandbox';
import * as x509 from '@peculiar/x509';
import { type DiagnoseOptions, type Diagnosis, diagnose, type Resolver, type Target } from '../src/index.js';

/** Which profile the doctor plays against which sandbox. */
const PROFILES: Readonly<Record<ProviderName, string>> = {
  outlook: 'outlook',
  microsoft365: 'microsoft365',
  gmail: 'gmail',
  'workspace-relay': 'google-workspace-relay',
  generic: 'generic',
};

/** Knows the hosts it is told, and no other: nothing leaves this machine. */
export function resolverOf(
  hosts: Readonly<Record<string, readonly string[]>> = {},
  more: Partial<Resolver> = {},
): Resolver {
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

/** Short waits, for servers that fall silent; long enough for a machine that has much to do. */
export const SHORT = {
  connect: 3_000,
  greeting: 700,
  hello: 700,
  tls: 1_500,
  auth: 700,
  envelope: 700,
  data: 700,
  sent: 700,
};

/** A server of the sandbox, and the doctor before it. `options` are switches and faults. */
export async function examined(
  provider: ProviderName,
  options: Readonly<Record<string, unknown>>,
  differing: Target = {},
  how: DiagnoseOptions = {},
): Promise<{ readonly box: Sandbox; readonly diagnosis: Diagnosis }> {
  await using box = await catalogue[provider].start(options);
  const { service, ...account } = box.transportOptions as Sandbox['transportOptions'] & { service?: string };
  const target = { ...account, provider: PROFILES[provider], ...differing };
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

/** A certificate for these names, by an authority of this name that nobody knows; without one it signs itself. */
export async function certificateFor(
  names: readonly string[],
  issuer?: string,
): Promise<{ cert: string; key: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = (): Promise<CryptoKeyPair> =>
    webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
  const own = await keys();
  const authority = issuer === undefined ? own : await keys();
  const subject = names[0] as string;
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: [{ CN: [subject] }],
      issuer: [{ CN: [issuer ?? subject] }],
      publicKey: own.publicKey,
      signingKey: authority.privateKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 86_400_000),
      extensions: [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value })))],
    },
    webcrypto as Crypto,
  );
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY');
  return { cert: certificate.toString('pem'), key };
}

/** A server that shows this certificate, and speaks TLS and nothing else. */
export async function tlsServer(identity: { cert: string; key: string }): Promise<{ port: number; close(): void }> {
  const server = createServer(identity);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

/** A port of this machine that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createPlain();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Takes connections at this place and says nothing. */
export async function silentAt(host: string, port: number): Promise<{ close(): void }> {
  const server = createPlain((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return { close: () => void server.close() };
}
