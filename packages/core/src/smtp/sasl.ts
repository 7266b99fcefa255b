import { createHash, createHmac } from 'node:crypto';
import { scram } from './sasl-scram.js';
import { type Answers, EMPTY, type Mechanism, octets, SaslError, saslName, secretOf } from './sasl-terms.js';

export { type Channel, type Credentials, type Mechanism, SaslError } from './sasl-terms.js';

/** RFC 4616. */
const plain: Mechanism = {
  name: 'PLAIN',
  needs: 'password',
  clear: true,
  mutual: false,
  *answers(credentials) {
    const parts = [credentials.authorizationId ?? '', credentials.user, secretOf(credentials, 'password')];
    // RFC 4616 2: no NUL inside, and no more than 255 octets each.
    for (const part of parts) {
      if (part.includes('\0')) throw new SaslError('PLAIN cannot carry NUL');
      if (octets(part).length > 255) throw new SaslError('PLAIN carries no more than 255 octets of each of its parts');
    }
    yield* last('PLAIN', octets(parts.join('\0')));
  },
};

/** draft-murchison-sasl-login-00: two prompts, told apart by their order, since their texts differ between servers. */
const login: Mechanism = {
  name: 'LOGIN',
  needs: 'password',
  clear: true,
  mutual: false,
  *answers(credentials) {
    const password = secretOf(credentials, 'password');
    yield undefined;
    yield octets(credentials.user);
    yield* last('LOGIN', octets(password));
  },
};

/** RFC 2195. */
const cramMd5: Mechanism = {
  name: 'CRAM-MD5',
  needs: 'password',
  clear: false,
  mutual: false,
  *answers(credentials) {
    const password = secretOf(credentials, 'password');
    const challenge = yield undefined;
    // The digest over nothing would be the same each time, good for whoever hears it once.
    if (challenge.length === 0) throw new SaslError('the challenge of CRAM-MD5 is empty');
    const digest = createHmac('md5', password).update(challenge).digest('hex');
    yield* last('CRAM-MD5', octets(`${credentials.user} ${digest}`));
  },
};

/** RFC 7628. A refused token comes as a challenge, to be answered by one control A (3.2.3). */
const oauthBearer: Mechanism = {
  name: 'OAUTHBEARER',
  needs: 'token',
  clear: true,
  mutual: false,
  *answers(credentials, { host, port }) {
    const identity = saslName(field(credentials.authorizationId ?? credentials.user));
    const token = field(secretOf(credentials, 'token'));
    yield octets(`n,a=${identity},\x01host=${host}\x01port=${port}\x01auth=Bearer ${token}\x01\x01`);
    yield* last('OAUTHBEARER', octets('\x01'));
  },
};

/** XOAUTH2, in use since before RFC 7628. A refused token comes as a challenge, to be answered by nothing. */
const xoauth2: Mechanism = {
  name: 'XOAUTH2',
  needs: 'token',
  clear: true,
  mutual: false,
  *answers(credentials) {
    const token = field(secretOf(credentials, 'token'));
    yield octets(`user=${field(credentials.user)}\x01auth=Bearer ${token}\x01\x01`);
    yield* last('XOAUTH2', EMPTY);
  },
};

/** RFC 4422 appendix A: the login is the client certificate; what is said is only whom to act for. */
const external: Mechanism = {
  name: 'EXTERNAL',
  needs: 'certificate',
  clear: false,
  mutual: false,
  *answers({ authorizationId }) {
    if (authorizationId?.includes('\0')) throw new SaslError('EXTERNAL cannot carry NUL');
    yield* last('EXTERNAL', authorizationId === undefined ? EMPTY : octets(authorizationId));
  },
};

/**
 * In order of strength. First what binds the login to this very TLS connection, then what proves the
 * server without telling it the password (RFC 7677 4: SHA-256 before SHA-1). Then tokens, which end.
 * PLAIN and LOGIN come before CRAM-MD5, since all of it runs over TLS (RFC 8314 3.3): there CRAM-MD5
 * hides nothing that TLS does not hide, proves no server, forces the server to keep the password
 * readable, and is offered by servers that cannot do it. EXTERNAL competes with none of them.
 */
export const mechanisms: readonly Mechanism[] = [
  scram('SHA-256', true),
  scram('SHA-1', true),
  scram('SHA-256', false),
  scram('SHA-1', false),
  oauthBearer,
  xoauth2,
  plain,
  login,
  cramMd5,
  external,
];

/** A mechanism by its name, in any case; undefined for those that are not spoken here. */
export function findMechanism(name: string): Mechanism | undefined {
  const wanted = name.toUpperCase();
  return mechanisms.find((mechanism) => mechanism.name === wanted);
}

/**
 * The octets of tls-server-end-point (RFC 5929 4.1): the hash of the certificate by the hash of its
 * signature, with SHA-256 in place of MD5 and SHA-1.
 */
export function endPointBinding(certificateDer: Uint8Array, signatureHash: string): Uint8Array {
  const hash = signatureHash.toLowerCase().replace('-', '');
  const strong = hash === 'md5' || hash === 'sha1' ? 'sha256' : hash;
  return createHash(strong).update(certificateDer).digest();
}

/** The last answer of a mechanism. */
function* last(name: string, answer: Uint8Array): Answers {
  yield answer;
  throw new SaslError(`${name} has no answer to a further challenge`);
}

/** A value between control As, which must not hold one. */
function field(value: string): string {
  if (/[\x00-\x1f\x7f]/.test(value)) throw new SaslError('user name or token holds control characters');
  return value;
}
