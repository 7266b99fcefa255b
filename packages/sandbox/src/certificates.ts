// tsyringe, which @peculiar/x509 stands on, asks for this polyfill to be loaded first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

// The library speaks of the browser's types; Node's own are the same objects.
type Keys = Parameters<typeof x509.X509CertificateGenerator.createSelfSigned>[0]['keys'];
type Key = Keys['publicKey'];
type Engine = NonNullable<Parameters<typeof x509.X509CertificateGenerator.createSelfSigned>[1]>;

/** A certificate and its key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

export const wrongCertificates = ['self-signed', 'expired', 'wrong-name', 'unknown-ca'] as const;
/** What can be wrong with a server certificate. */
export type WrongCertificate = (typeof wrongCertificates)[number];

/** A certificate authority that lives in memory, and dies with the process. */
export interface Authority {
  /** PEM of the authority, for the client to trust. */
  readonly ca: string;
  /** The certificate of the server, for all names and addresses it is reached by. */
  server(wrong?: WrongCertificate): Promise<Identity>;
  /** A client certificate for SASL EXTERNAL; its common name is the user. */
  client(user: string): Promise<Identity>;
  /** The same authority, for a server of other names. */
  for(...hosts: readonly [string, ...string[]]): Authority;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 24 * 60 * 60 * 1000;

/** Makes an authority that vouches for these hosts, for localhost and for the loopback addresses. */
export async function createAuthority(...hosts: readonly [string, ...string[]]): Promise<Authority> {
  return authorityOf(await issueAuthority(), hosts);
}

function authorityOf(authority: Issuer, hosts: readonly [string, ...string[]]): Authority {
  const made = new Map<string, Promise<Identity>>();
  const once = (name: string, make: () => Promise<Identity>): Promise<Identity> => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known;
  };
  return {
    ca: authority.certificate.toString('pem'),
    server: (wrong) => once(wrong ?? 'right', () => issueServer(hosts, authority, wrong)),
    client: (user) => once(`client ${user}`, () => issue(user, { issuer: authority, usage: CLIENT })),
    for: (...others) => authorityOf(authority, others),
  };
}

/** A certificate that signs itself, as apps have it registered with Microsoft Entra. RSA: PS256 and RS256 want it. */
export async function createAppCertificate(name: string): Promise<Identity> {
  const rsa = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [name] }],
      keys: keys as Keys,
      signingAlgorithm: rsa,
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + 365 * DAY),
    },
    webcrypto as Engine,
  );
  return { cert: certificate.toString('pem'), key: await privateKeyPem(keys.privateKey) };
}

interface Issuer {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

const SERVER = x509.ExtendedKeyUsage.serverAuth;
const CLIENT = x509.ExtendedKeyUsage.clientAuth;

async function issueAuthority(): Promise<Issuer> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Ehlo sandbox authority',
      keys: keys as Keys,
      signingAlgorithm: ALGORITHM,
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + 30 * DAY),
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as Key),
      ],
    },
    webcrypto as Engine,
  );
  return { certificate, keys };
}

async function issueServer(
  hosts: readonly [string, ...string[]],
  authority: Issuer,
  wrong?: WrongCertificate,
): Promise<Identity> {
  switch (wrong) {
    case undefined:
      return issue(hosts[0], { issuer: authority, usage: SERVER, names: serverNames(hosts) });
    case 'self-signed':
      return issue(hosts[0], { usage: SERVER, names: serverNames(hosts) });
    case 'expired':
      return issue(hosts[0], { issuer: authority, usage: SERVER, names: serverNames(hosts), days: -1 });
    case 'wrong-name':
      return issue('other.example', {
        issuer: authority,
        usage: SERVER,
        names: [{ type: 'dns', value: 'other.example' }],
      });
    case 'unknown-ca':
      return issue(hosts[0], { issuer: await issueAuthority(), usage: SERVER, names: serverNames(hosts) });
    default:
      return wrong satisfies never;
  }
}

function serverNames(hosts: readonly string[]): x509.JsonGeneralNames {
  return [
    ...[...hosts, 'localhost'].map((value) => ({ type: 'dns', value }) as const),
    { type: 'ip', value: '127.0.0.1' },
    { type: 'ip', value: '::1' },
  ];
}

interface Order {
  /** None: the certificate signs itself. */
  readonly issuer?: Issuer;
  readonly usage: x509.ExtendedKeyUsage;
  readonly names?: x509.JsonGeneralNames;
  /** Days from now until it ends; negative: it has ended. */
  readonly days?: number;
}

async function issue(name: string, order: Order): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const signer = order.issuer?.keys.privateKey ?? keys.privateKey;
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: [{ CN: [name] }],
      issuer: order.issuer?.certificate.subject ?? [{ CN: [name] }],
      publicKey: keys.publicKey as Key,
      signingKey: signer as Key,
      signingAlgorithm: ALGORITHM,
      notBefore: new Date(Date.now() - 2 * DAY),
      notAfter: new Date(Date.now() + (order.days ?? 7) * DAY),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([order.usage]),
        ...(order.names ? [new x509.SubjectAlternativeNameExtension(order.names)] : []),
      ],
    },
    webcrypto as Engine,
  );
  return { cert: certificate.toString('pem'), key: await privateKeyPem(keys.privateKey) };
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const octets = await webcrypto.subtle.exportKey('pkcs8', key);
  return x509.PemConverter.encode(octets, 'PRIVATE KEY');
}
