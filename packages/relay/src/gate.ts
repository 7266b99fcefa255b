import { type MailError, misuse } from '@ehlo/core';
import type { SMTPServerAddress, SMTPServerAuthentication, SMTPServerSession } from 'smtp-server';
import { answerAtRcpt, answerWith } from './answer.js';
import type { RelayReply } from './event.js';
import { Logins } from './logins.js';
import type { RelayUser } from './options.js';
import { refusal } from './refusal.js';
import type { Refusals } from './refusals.js';
import { AllowedSenders } from './senders.js';
import type { Settings } from './settings.js';

/** A command that is refused: what the client hears, and why. */
export interface Denial {
  readonly reply: RelayReply;
  readonly error: MailError;
}

type Credentials = Partial<Pick<SMTPServerAuthentication, 'username' | 'password' | 'authzid'>>;

/** Parameters of MAIL that are understood (RFC 1870, RFC 6152, RFC 6531; AUTH of RFC 4954 5 is taken and not passed on). */
const MAIL_PARAMETERS = ['SIZE', 'BODY', 'SMTPUTF8', 'AUTH'];

/** Who may log in, and who may name which senders and recipients. */
export class Gate {
  readonly #settings: Settings;
  readonly #refusals: Refusals;
  readonly #logins: Logins;
  readonly #allowed = new Map<string | undefined, AllowedSenders>();

  constructor(settings: Settings, refusals: Refusals) {
    this.#settings = settings;
    this.#refusals = refusals;
    this.#logins = new Logins(settings.users);
    this.#allowed.set(undefined, new AllowedSenders(settings.from));
    for (const { name, from } of settings.users) this.#allowed.set(name, new AllowedSenders(from ?? settings.from));
  }

  knows(name: string | undefined): boolean {
    return name !== undefined && this.#logins.knows(name);
  }

  /** What this user, or without users everybody, may send as. */
  allowedTo(user: RelayUser | undefined): AllowedSenders {
    return this.#allowed.get(user?.name) as AllowedSenders;
  }

  async login({ username = '', password, authzid }: Credentials, address: string): Promise<RelayUser | Denial> {
    // RFC 4616 2: to act as another is a right that nobody has here.
    if (authzid !== undefined && authzid !== '' && authzid !== username) return loginRefused();
    const user = await this.#logins.check(username, password ?? '', address);
    if (user === 'paused') return denial(refusal('RELAY_LOGIN_PAUSED', 'auth'), 454, '4.7.0');
    return user === 'wrong' ? loginRefused() : user;
  }

  sender({ address, args }: SMTPServerAddress, session: SMTPServerSession): Denial | undefined {
    const user: RelayUser | undefined = session.user || undefined;
    // smtp-server asks for it where it offers AUTH. Beyond loopback that is over TLS only, and this is in clear.
    if (this.#settings.users.length > 0 && user === undefined) return loginNeeded();
    const unknown = notOffered(address, Object.keys(args || {}), MAIL_PARAMETERS, session);
    if (unknown !== undefined || this.allowedTo(user).allows(address)) return unknown;
    const detail = `MAIL FROM:<${address}>`;
    return denial(refusal('RELAY_SENDER_NOT_ALLOWED', 'envelope', { detail }), 550, '5.7.1');
  }

  recipient({ address, args }: SMTPServerAddress, from: string, session: SMTPServerSession): Denial | undefined {
    const unknown = notOffered(address, Object.keys(args || {}), [], session);
    if (unknown !== undefined) return unknown;
    const refused = this.#refusals.find(from, address);
    if (refused !== undefined) return answerAtRcpt(refused);
    const { rcptTo } = session.envelope;
    const { maxRecipients } = this.#settings;
    if (rcptTo.length < maxRecipients || rcptTo.some((each) => each.address === address)) return undefined;
    // RFC 5321 4.5.3.1.10.
    return denial(misuse('TOO_MANY_RECIPIENTS', 'to', `has more than ${maxRecipients}`), 452, '4.5.3');
  }
}

export function denial(error: MailError, code: number, enhanced: string): Denial {
  return { error, reply: answerWith(error, code, enhanced).reply };
}

export function loginNeeded(): Denial {
  return denial(refusal('RELAY_LOGIN_NEEDED', 'envelope'), 530, '5.7.0');
}

function loginRefused(): Denial {
  return denial(refusal('RELAY_LOGIN_REFUSED', 'auth'), 535, '5.7.8');
}

/** Why a parameter, or an address beyond ASCII, cannot be taken (RFC 5321 4.1.1.11, RFC 6531 3.4). */
function notOffered(
  address: string,
  given: readonly string[],
  known: readonly string[],
  { envelope }: SMTPServerSession,
): Denial | undefined {
  const no = (detail: string) => refusal('RELAY_PARAMETER_NOT_OFFERED', 'envelope', { detail });
  const strange = given.find((keyword) => !known.includes(keyword));
  if (strange !== undefined) return denial(no(strange), 555, '5.5.4');
  // Domains are shown as U-labels by smtp-server, and go out as A-labels: they need no SMTPUTF8.
  const local = address.slice(0, address.lastIndexOf('@'));
  const needsUtf8 = /[^\0-\x7f]/.test(local) && envelope.smtpUtf8 !== true;
  return needsUtf8 ? denial(no('SMTPUTF8'), 553, '5.6.7') : undefined;
}
