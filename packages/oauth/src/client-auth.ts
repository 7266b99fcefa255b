import { createPrivateKey, type KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import { isMailError, misuse } from '@ehlo/core';
import * as oauth from 'oauth4webapi';
import type { ClientProof } from './error-rows.js';
import { failure } from './failure.js';
import type { Provider } from './provider.js';

/** An app, and how it proves to be that app. At most one of the three proofs; desktop apps of Microsoft have none. */
export interface ClientOptions {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly clientCertificate?: ClientCertificate;
  /**
   * Gives a JWT that another identity provider signed for this client (workload identity federation), anew for each
   * request. `audience` is the token endpoint.
   */
  readonly clientAssertion?: (request: { readonly audience: string }) => string | Promise<string>;
}

export interface ClientCertificate {
  /** PEM of the certificate that was uploaded to the app registration. */
  readonly certificate: string;
  /** PEM of its private key: RSA, 2048 bits or more. */
  readonly key: string;
  readonly passphrase?: string;
}

export interface Proof {
  readonly kind: ClientProof;
  readonly authenticate: oauth.ClientAuth;
}

/** How the client authenticates at the token endpoint. Throws a MailError that names the option at fault. */
export function proofOf(options: ClientOptions, { secretIn }: Pick<Provider, 'secretIn'>): Proof {
  checkClient(options);
  const { clientSecret, clientCertificate, clientAssertion } = options;
  if (clientSecret !== undefined) {
    const authenticate = secretIn === 'body' ? oauth.ClientSecretPost : oauth.ClientSecretBasic;
    return {
      kind: 'secret',
      authenticate: authenticate(clientSecret),
    };
  }
  if (clientCertificate !== undefined) return { kind: 'assertion', authenticate: signedBy(clientCertificate) };
  if (clientAssertion !== undefined) return { kind: 'assertion', authenticate: givenBy(clientAssertion) };
  return { kind: 'none', authenticate: oauth.None() };
}

function checkClient({ clientId, clientSecret, clientCertificate, clientAssertion }: ClientOptions): void {
  if (typeof clientId !== 'string' || clientId === '') {
    throw misuse('CREDENTIALS_MISSING', 'clientId', 'is missing: it is what the app registration calls client ID');
  }
  if (/[\s"'<>]/.test(clientId)) {
    throw misuse('CONFIG_VALUE_INVALID', 'clientId', 'holds blanks or quotes, which belong to the file it came from');
  }
  const given = Object.entries({ clientSecret, clientCertificate, clientAssertion }).filter(([, v]) => v !== undefined);
  if (given.length > 1) {
    throw misuse('CONFIG_VALUE_INVALID', given[1]?.[0] ?? '', `and ${given[0]?.[0]} exclude each other`);
  }
  if (clientSecret !== undefined && (typeof clientSecret !== 'string' || clientSecret === '')) {
    throw misuse('CREDENTIALS_MISSING', 'clientSecret', 'is empty; leave it out where the client has none');
  }
}

/** RFC 7523 2.2, in the form that Microsoft wants: PS256, and the SHA-256 of the certificate in the header. */
function signedBy({ certificate, key, passphrase }: ClientCertificate): oauth.ClientAuth {
  const x509 = read('clientCertificate.certificate', () => new X509Certificate(certificate));
  const secret = read('clientCertificate.key', () => createPrivateKey({ key, passphrase }));
  if (secret.asymmetricKeyType !== 'rsa') {
    throw misuse('CONFIG_VALUE_INVALID', 'clientCertificate.key', 'is no RSA key, which PS256 needs');
  }
  if (!x509.checkPrivateKey(secret)) {
    throw misuse('CONFIG_VALUE_INVALID', 'clientCertificate.key', 'does not belong to the certificate');
  }
  const thumbprint = Buffer.from(x509.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  return async (as, client, body, headers) => {
    const sign = oauth.PrivateKeyJwt(await signingKey(secret, 'RSA-PSS'), {
      [oauth.modifyAssertion]: (header, payload) => {
        header.typ = 'JWT';
        header['x5t#S256'] = thumbprint;
        payload.aud = as.token_endpoint as string;
        payload.exp = (payload.nbf as number) + ASSERTION_SECONDS;
      },
    });
    await sign(as, client, body, headers);
  };
}

/** Microsoft advises five to ten minutes. */
const ASSERTION_SECONDS = 300;

/** A private key for signatures with SHA-256, as Web Crypto wants it. */
export function signingKey(key: KeyObject, name: 'RSA-PSS' | 'RSASSA-PKCS1-v1_5'): Promise<oauth.CryptoKey> {
  const der = key.export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, { name, hash: 'SHA-256' }, false, ['sign']);
}

function givenBy(give: NonNullable<ClientOptions['clientAssertion']>): oauth.ClientAuth {
  return async (as, client, body) => {
    let assertion: string;
    try {
      assertion = await give({ audience: as.token_endpoint as string });
    } catch (error) {
      if (isMailError(error)) throw error;
      // What a stranger's error says may hold the assertion.
      throw failure('OAUTH_CLIENT_ASSERTION_INVALID', 'clientAssertion threw an error');
    }
    if (typeof assertion !== 'string' || assertion === '') {
      throw failure('OAUTH_CLIENT_ASSERTION_INVALID', 'clientAssertion gave no assertion');
    }
    body.set('client_id', client.client_id);
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    body.set('client_assertion', assertion);
  };
}

/** OpenSSL's errors quote what they could not read. */
function read<T>(field: string, how: () => T): T {
  try {
    return how();
  } catch {
    throw misuse('CONFIG_VALUE_INVALID', field, 'is no PEM that can be read, or wants another passphrase');
  }
}
