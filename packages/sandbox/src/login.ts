import { X509Certificate } from 'node:crypto';
import type { Answer } from './house.js';
import { offeredMechanisms } from './opening.js';
import { type Attempt, type Exchange, type Mechanism, mechanisms, SaslEnd } from './sasl.js';
import type { Session } from './session.js';

/** AUTH (RFC 4954): what forbids it, then the exchange and the verdict. */
export function auth(session: Session, argument: string, line: string): Answer {
  const { lines, house } = session;
  const [name = '', initial, ...more] = argument.split(' ');
  const mechanism = name.toUpperCase();
  const offered = offeredMechanisms(session);
  if (session.hello === undefined) return { words: lines.helloFirst };
  if (offered.length === 0 && house.security === 'starttls' && !session.secure) return { words: lines.needTlsForAuth };
  if (session.user !== undefined) return { words: lines.authAgain };
  if (session.transaction !== undefined) return { words: lines.authInTransaction };
  if (!session.offers('AUTH') || !offered.includes(mechanism)) return { words: lines.unknownMechanism };
  if (initial !== undefined && Buffer.byteLength(line) + 2 > house.dialect.authLineLimit)
    return { words: lines.authLineTooLong };
  if (initial !== undefined && mechanism === 'LOGIN' && lines.loginWithArgument)
    return { words: lines.loginWithArgument };
  // RFC 4954 4: `=` is an initial response of no octets.
  const response = initial === undefined ? undefined : initial === '=' ? Buffer.alloc(0) : decode(initial);
  if (response === null || more.length > 0) return { words: lines.badBase64 };
  const run = mechanisms[mechanism];
  if (run === undefined) {
    return { words: lines.withdrawnMechanism ?? lines.unknownMechanism, names: { mechanism } };
  }
  return { words: '334 ', silent: true, after: () => exchange(session, line, run, response) };
}

async function exchange(session: Session, line: string, run: Mechanism, initial: Buffer | undefined): Promise<void> {
  const { lines } = session;
  try {
    const attempt = await run(stage(session, line, initial));
    session.keepSecret(attempt.said);
    const bad = attempt.kind === 'token' ? lines.badToken : lines.badPassword;
    const words = attempt.ok ? lines.authenticated : bad;
    const commit = (): void => session.login(attempt.user, attempt.closed);
    await session.answer(['login', 'AUTH'], line, { words, commit }, attempt);
  } catch (end) {
    if (!(end instanceof SaslEnd)) throw end;
    const words = end.why === 'cancelled' ? lines.authCancelled : lines.badBase64;
    await session.answer(['login', 'AUTH'], line, { words });
  }
}

/** The exchange as the mechanism sees it. */
function stage(session: Session, line: string, initial: Buffer | undefined): Exchange {
  const { house, lines, wire } = session;
  return {
    initial,
    prompts: { user: unBase64(lines.userPrompt), password: unBase64(lines.passwordPrompt) },
    tokenChallenge: house.dialect.tokenChallenge,
    offered: offeredMechanisms(session),
    host: house.dialect.host,
    tls: wire.tls,
    clientName: clientName(session),
    account: (user) => house.account(user),
    judgeToken: (user, token) => house.judgeToken(user, token),
    challenge: async (challenge) => {
      await session.prompt(['AUTH'], `334 ${Buffer.from(challenge).toString('base64')}`);
      const response = await session.hearSecret();
      if (response.flaw === 'long') await session.refuseGroup(lines.authLineTooLong, 'AUTH', line);
      // RFC 4954 4: nothing may follow before the verdict.
      if (!(await wire.quiet())) await session.refuseGroup(lines.inGroup, 'AUTH', line);
      if (response.text === '*') throw new SaslEnd('cancelled');
      const octets = response.flaw ? null : decode(response.text);
      if (octets === null) throw new SaslEnd('malformed');
      return octets;
    },
  };
}

/** Strict base64: RFC 4954 4 wants nothing beside the alphabet, and the padding in place. */
function decode(text: string): Buffer | null {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Buffer.from(text, 'base64')
    : null;
}

function unBase64(prompt: string): string {
  return Buffer.from(prompt, 'base64').toString('utf8');
}

/** The common name of a client certificate that our own authority has issued. */
function clientName(session: Session): string | undefined {
  const peer = session.wire.tls?.getPeerX509Certificate();
  if (peer === undefined) return undefined;
  const authority = new X509Certificate(session.house.authority.ca);
  return peer.verify(authority.publicKey) ? /^CN=(.*)$/m.exec(peer.subject)?.[1] : undefined;
}

export type { Attempt };
