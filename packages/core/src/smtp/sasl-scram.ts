import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import {
  type Answers,
  type Channel,
  type Credentials,
  EMPTY,
  type Mechanism,
  octets,
  SaslError,
  saslName,
  secretOf,
} from './sasl-terms.js';

/** SCRAM (RFC 5802, RFC 7677): the password does not travel, and the server proves that it knows it. */
export function scram(hash: 'SHA-1' | 'SHA-256', bound: boolean): Mechanism {
  return {
    name: `SCRAM-${hash}${bound ? '-PLUS' : ''}`,
    needs: 'password',
    clear: false,
    mutual: true,
    answers: (credentials, channel) => answers(hash, bound, credentials, channel),
  };
}

/** The flag of the GS2 header, and the octets that it stands for. */
interface Binding {
  readonly flag: string;
  readonly data: Uint8Array;
}

function* answers(hash: string, bound: boolean, credentials: Credentials, channel: Channel): Answers {
  const binding = channelBinding(bound, channel);
  const password = prepared(secretOf(credentials, 'password'), credentials.prepare);
  const { authorizationId } = credentials;
  const header = `${binding.flag},${authorizationId === undefined ? '' : `a=${saslName(authorizationId)}`},`;
  const first = `n=${saslName(prepared(credentials.user, credentials.prepare))},r=${channel.nonce}`;
  const challenge = text(yield octets(header + first));

  const { nonce, salt, iterations } = serverFirst(challenge, channel.nonce);
  const bindingInput = Buffer.concat([octets(header), binding.data]).toString('base64');
  const final = `c=${bindingInput},r=${nonce}`;
  const signed = `${first},${challenge},${final}`;
  const digest = hash.replace('-', '').toLowerCase();
  // Bounded by MOST_ITERATIONS: a fraction of a second at the most.
  const salted = pbkdf2Sync(password, salt, iterations, digest === 'sha1' ? 20 : 32, digest);
  const clientKey = hmac(digest, salted, 'Client Key');
  const signature = hmac(digest, createHash(digest).update(clientKey).digest(), signed);
  const proof = Buffer.from(clientKey.map((octet, at) => octet ^ (signature[at] as number)));
  const verdict = text(yield octets(`${final},p=${proof.toString('base64')}`));

  const expected = hmac(digest, hmac(digest, salted, 'Server Key'), signed);
  yield* serverFinal(verdict, expected);
}

/** RFC 9266 3: tls-exporter is the default; tls-server-end-point (RFC 5929 4) for TLS before 1.3. */
function channelBinding(bound: boolean, { binding, offered }: Channel): Binding {
  if (!bound) {
    // RFC 5802 6: `y` lets the server find out that someone took its -PLUS from the offer; `n` where we cannot bind or were told not to.
    const couldBind = binding !== undefined && !offered.some((each) => each.endsWith('-PLUS'));
    return { flag: couldBind ? 'y' : 'n', data: EMPTY };
  }
  for (const type of ['tls-exporter', 'tls-server-end-point'] as const) {
    const data = binding?.[type];
    if (data !== undefined) return { flag: `p=${type}`, data };
  }
  throw new SaslError('this connection has no channel binding, which -PLUS needs');
}

/**
 * RFC 4013, of which RFC 5802 5.1 makes the password: a password typed in another Unicode form, or
 * with another kind of blank, is the same password. The mechanisms that send it as it is leave it so.
 */
function prepared(text: string, prepare: Credentials['prepare']): string {
  // RFC 4013 2.3: of ASCII, all but the controls stays as it is.
  if (/^[ -~]+$/.test(text)) return text;
  if (prepare === undefined) throw new SaslError('user name or password is not ASCII, and there is no SASLprep');
  let result: string;
  try {
    result = prepare(text);
  } catch {
    throw new SaslError('user name or password holds characters that RFC 4013 does not allow');
  }
  if (result === '') throw new SaslError('user name or password is empty after RFC 4013');
  return result;
}

/** RFC 7677 4 asks for at least 4096. The upper bound keeps a server from making the client work without end. */
const FEWEST_ITERATIONS = 4096;
const MOST_ITERATIONS = 500_000;

function serverFirst(message: string, ours: string): { nonce: string; salt: Buffer; iterations: number } {
  const parts = /^r=([\x21-\x2b\x2d-\x7e]+),s=([A-Za-z0-9+/]+={0,2}),i=([1-9]\d{0,9})(?:,|$)/.exec(message);
  if (parts === null) throw new SaslError('the first message of the server is not one of SCRAM');
  const [, nonce = '', salt = '', count] = parts;
  if (!nonce.startsWith(ours) || nonce.length === ours.length)
    throw new SaslError('the nonce of the server does not continue ours');
  const iterations = Number(count);
  if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
    throw new SaslError(
      `an iteration count of ${iterations} is not between ${FEWEST_ITERATIONS} and ${MOST_ITERATIONS}`,
    );
  }
  return { nonce, salt: Buffer.from(salt, 'base64'), iterations };
}

/** Believes the server only for its signature. */
function* serverFinal(message: string, expected: Buffer): Answers {
  const reason = /^e=([\w-]{1,64})/.exec(message)?.[1];
  if (reason !== undefined && !reason.includes('channel-binding')) {
    // A refused password: an empty answer lets the server say so by its reply. Success is not believed after it.
    yield EMPTY;
    throw new SaslError(`the server ended SCRAM with ${reason}`);
  }
  if (reason !== undefined) throw new SaslError(`the server sees another channel than we do: ${reason}`);
  const signature = Buffer.from(/^v=([A-Za-z0-9+/]+={0,2})(?:,|$)/.exec(message)?.[1] ?? '', 'base64');
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new SaslError('the signature of the server is wrong or absent');
  }
  // RFC 4954 4: the outcome carries no data in SMTP, so the signature came as a challenge, which wants an answer.
  const further = yield EMPTY;
  if (further.length > 0) throw new SaslError('SCRAM has no answer to a further challenge');
}

function text(message: Uint8Array): string {
  return Buffer.from(message).toString('utf8');
}

function hmac(digest: string, key: Uint8Array, message: string): Buffer {
  return createHmac(digest, key).update(message).digest();
}
