import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

/** Who may log in. */
export interface Account {
  readonly user: string;
  readonly password?: string;
  readonly accessToken?: string;
}

/** The exchange ended without a verdict on the login. */
export class SaslEnd extends Error {
  readonly why: 'cancelled' | 'malformed';
  constructor(why: SaslEnd['why']) {
    super(why);
    this.why = why;
  }
}

/** `no-right`: a login is granted, and the mailbox stays closed to it. */
export type TokenVerdict = 'good' | 'no-right' | 'bad';

/** One AUTH exchange, as a mechanism sees it. */
export interface Exchange {
  /** The initial response, decoded; undefined when there was none. */
  readonly initial: Buffer | undefined;
  readonly prompts: { readonly user: string; readonly password: string };
  /** JSON to be said before a token is refused; none at servers that refuse at once. */
  readonly tokenChallenge: string | undefined;
  /** Mechanisms on offer: SCRAM must know whether its -PLUS form was among them. */
  readonly offered: readonly string[];
  readonly host: string;
  readonly tls: TLSSocket | undefined;
  /** Common name of the client certificate, where it is one of ours. */
  readonly clientName: string | undefined;
  account(user: string): Account | undefined;
  judgeToken(user: string, token: string): TokenVerdict;
  /** Says a challenge, gives the response; throws SaslEnd for `*` and for what is no base64. */
  challenge(data: string | Buffer): Promise<Buffer>;
}

/** What came out: who tried to log in how, and whether with success. */
export interface Attempt {
  readonly kind: 'password' | 'token' | 'external';
  readonly user: string;
  readonly ok: boolean;
  /** The login is granted and gives no right on the mailbox. */
  readonly closed?: boolean;
  /** What was said to prove it, in readable form. Only for the fault that echoes secrets. */
  readonly said: string;
}

export type Mechanism = (exchange: Exchange) => Promise<Attempt>;

/** The server side of the mechanisms, by name. */
export const mechanisms: Readonly<Record<string, Mechanism>> = {
  PLAIN: plain,
  LOGIN: login,
  'CRAM-MD5': cramMd5,
  'SCRAM-SHA-1': scram('sha1', 'SCRAM-SHA-1'),
  'SCRAM-SHA-1-PLUS': scram('sha1', 'SCRAM-SHA-1-PLUS'),
  'SCRAM-SHA-256': scram('sha256', 'SCRAM-SHA-256'),
  'SCRAM-SHA-256-PLUS': scram('sha256', 'SCRAM-SHA-256-PLUS'),
  XOAUTH2: xoauth2,
  OAUTHBEARER: oauthBearer,
  EXTERNAL: external,
};

/** RFC 4616. */
async function plain(exchange: Exchange): Promise<Attempt> {
  const response = exchange.initial ?? (await exchange.challenge(''));
  const parts = response.toString('utf8').split('\0');
  const [authzid = '', user = '', password = ''] = parts;
  if (parts.length !== 3 || user === '' || password === '') throw new SaslEnd('malformed');
  const ok = passwordIsGood(exchange, user, password) && (authzid === '' || authzid === user);
  return { kind: 'password', user, ok, said: parts.join(' ') };
}

/** draft-murchison-sasl-login: two prompts. Microsoft and others take the user as initial response. */
async function login(exchange: Exchange): Promise<Attempt> {
  const user = (exchange.initial ?? (await exchange.challenge(exchange.prompts.user))).toString('utf8');
  const password = (await exchange.challenge(exchange.prompts.password)).toString('utf8');
  return { kind: 'password', user, ok: passwordIsGood(exchange, user, password), said: `${user} ${password}` };
}

/** RFC 2195. */
async function cramMd5(exchange: Exchange): Promise<Attempt> {
  if (exchange.initial !== undefined) throw new SaslEnd('malformed');
  const challenge = `<${randomBytes(8).toString('hex')}.${Math.floor(Date.now() / 1000)}@${exchange.host}>`;
  const response = (await exchange.challenge(challenge)).toString('utf8');
  const blank = response.lastIndexOf(' ');
  const user = response.slice(0, blank);
  const password = exchange.account(user)?.password;
  const digest = password === undefined ? '' : createHmac('md5', password).update(challenge).digest('hex');
  return { kind: 'password', user, ok: blank > 0 && same(response.slice(blank + 1), digest), said: response };
}

/** Google's and Microsoft's form of a bearer token: `user=` and `auth=Bearer`, each ended by ^A. */
async function xoauth2(exchange: Exchange): Promise<Attempt> {
  const response = (exchange.initial ?? (await exchange.challenge(''))).toString('utf8');
  const [, user, token] = /^user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$/.exec(response) ?? [];
  if (user === undefined || token === undefined) throw new SaslEnd('malformed');
  return tokenAttempt(exchange, user, token, '');
}

/** RFC 7628 3.1. */
async function oauthBearer(exchange: Exchange): Promise<Attempt> {
  const response = (exchange.initial ?? (await exchange.challenge(''))).toString('utf8');
  const [, user, pairs] = /^[ny],(?:a=([^,]*))?,\x01((?:[A-Za-z]+=[^\x01]*\x01)*)\x01$/.exec(response) ?? [];
  const token = /(?:^|\x01)auth=Bearer ([^\x01]*)\x01/i.exec(pairs ?? '')?.[1];
  if (user === undefined || token === undefined) throw new SaslEnd('malformed');
  return tokenAttempt(exchange, user.replaceAll('=2C', ',').replaceAll('=3D', '='), token, '\x01');
}

async function tokenAttempt(exchange: Exchange, user: string, token: string, farewell: string): Promise<Attempt> {
  const verdict = exchange.judgeToken(user, token);
  const ok = verdict !== 'bad';
  if (!ok && exchange.tokenChallenge !== undefined) {
    // The client must answer the error: XOAUTH2 with nothing, OAUTHBEARER with one ^A (RFC 7628 3.2.3).
    const answer = await exchange.challenge(exchange.tokenChallenge);
    if (answer.toString('latin1') !== farewell) throw new SaslEnd('malformed');
  }
  return { kind: 'token', user, ok, closed: verdict === 'no-right', said: `${user} ${token}` };
}

/** RFC 4422 appendix A: the TLS client certificate is the login. */
async function external(exchange: Exchange): Promise<Attempt> {
  const authzid = (exchange.initial ?? (await exchange.challenge(''))).toString('utf8');
  const user = exchange.clientName ?? authzid;
  const ok = exchange.clientName !== undefined && (authzid === '' || authzid === exchange.clientName);
  return { kind: 'external', user, ok, said: '' };
}

/** RFC 5802, RFC 7677; channel binding by RFC 5929 and RFC 9266. */
function scram(hash: 'sha1' | 'sha256', name: string): Mechanism {
  const plus = name.endsWith('-PLUS');
  return async (exchange) => {
    const first = (exchange.initial ?? (await exchange.challenge(''))).toString('utf8');
    const [, header, binding, bare, escaped, clientNonce] =
      /^((n|y|p=[A-Za-z0-9.-]+),(?:a=[^,]*)?,)(n=([^,]*),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/.exec(first) ?? [];
    if (header === undefined || bare === undefined || escaped === undefined) throw new SaslEnd('malformed');
    const user = escaped.replaceAll('=2C', ',').replaceAll('=3D', '=');
    const failed: Attempt = { kind: 'password', user, ok: false, said: '' };
    if (plus !== binding!.startsWith('p=')) return failed;
    // RFC 5802 6: a client that thinks no -PLUS was offered, where it was, has been lied to.
    if (binding === 'y' && exchange.offered.includes(`${name}-PLUS`)) return failed;

    const nonce = clientNonce + randomBytes(18).toString('base64').replaceAll('=', '');
    const salt = randomBytes(16);
    const iterations = 4096;
    const serverFirst = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`;
    const final = (await exchange.challenge(serverFirst)).toString('utf8');
    const [, withoutProof, channel, sentNonce, proof] =
      /^(c=([^,]+),r=([^,]+)(?:,[^p].*)?),p=([^,]+)$/.exec(final) ?? [];
    if (withoutProof === undefined || proof === undefined) throw new SaslEnd('malformed');

    const password = exchange.account(user)?.password;
    const expected = Buffer.concat([Buffer.from(header), channelBinding(binding!, exchange.tls)]).toString('base64');
    if (password === undefined || channel !== expected || sentNonce !== nonce) return failed;
    const length = hash === 'sha1' ? 20 : 32;
    const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, length, hash);
    const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
    const message = `${bare},${serverFirst},${withoutProof}`;
    const clientKey = hmac(salted, 'Client Key');
    const signature = hmac(createHash(hash).update(clientKey).digest(), message);
    if (!same(proof, Buffer.from(clientKey.map((octet, at) => octet ^ signature[at]!)).toString('base64')))
      return failed;
    const verifier = hmac(hmac(salted, 'Server Key'), message).toString('base64');
    await exchange.challenge(`v=${verifier}`);
    return { ...failed, ok: true };
  };
}

function channelBinding(flag: string, tls: TLSSocket | undefined): Buffer {
  if (!flag.startsWith('p=')) return Buffer.alloc(0);
  if (tls === undefined) throw new SaslEnd('malformed');
  switch (flag.slice(2)) {
    case 'tls-exporter':
      return tls.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
    case 'tls-server-end-point': {
      const certificate = tls.getCertificate() as { readonly raw?: Buffer } | null;
      // The certificates here are signed with SHA-256, so that is the hash of RFC 5929 4.1.
      return createHash('sha256')
        .update(certificate?.raw ?? '')
        .digest();
    }
    default:
      throw new SaslEnd('malformed');
  }
}

function passwordIsGood(exchange: Exchange, user: string, password: string): boolean {
  const expected = exchange.account(user)?.password;
  return expected !== undefined && same(password, expected);
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
