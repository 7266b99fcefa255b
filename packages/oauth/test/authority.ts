// tsyringe, which @peculiar/x509 stands on, asks for this polyfill to be loaded first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

// The library speaks of the browser's types; Node's own are the same objects.
type Keys = Parameters<typeof x509.X509CertificateGenerator.createSelfSigned>[0]['keys'];
type Engine = NonNullable<Parameters<typeof x509.X509CertificateGenerator.createSelfSigned>[1]>;

const DAY = 86_400_000;
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** A certificate that signs itself, for a server on the loopback addresses: its own authority. */
export function loopbackIdentity(name = 'localhost'): Promise<Identity> {
  return selfSigned(EC, name, [
    new x509.SubjectAlternativeNameExtension([
      { type: 'dns', value: name },
      ...(name === 'localhost' ? [{ type: 'ip', value: '127.0.0.1' } as const] : []),
    ]),
  ]);
}

/** An RSA certificate, as it is uploaded to an app registration. */
export function appIdentity(): Promise<Identity> {
  return selfSigned(RSA, 'app', []);
}

async function selfSigned(algorithm: object, name: string, extensions: x509.Extension[]): Promise<Identity> {
  const keys = (await webcrypto.subtle.generateKey(algorithm as never, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [name] }],
      keys: keys as Keys,
      signingAlgorithm: algorithm as never,
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + 7 * DAY),
      extensions,
    },
    webcrypto as Engine,
  );
  const octets = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: certificate.toString('pem'), key: x509.PemConverter.encode(octets, 'PRIVATE KEY') };
}
