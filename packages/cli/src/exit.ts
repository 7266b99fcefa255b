import { constants } from 'node:os';
import type { MailError, Receipt } from '@ehlo/core';

/** Exit codes as sysexits.h has them, so that scripts and mail programs can tell one failure from another. */
export const exit = {
  ok: 0,
  /** The command line is wrong. */
  usage: 64,
  /** What was given to read cannot be used, or nothing is known of it. */
  data: 65,
  /** A file cannot be read. */
  noInput: 66,
  /** A recipient does not exist. */
  noUser: 67,
  /** The host is not known. */
  noHost: 68,
  /** Refused for good, for another reason than those here. */
  unavailable: 69,
  /** A fault of this program. */
  software: 70,
  /** A file cannot be written. */
  cannotCreate: 73,
  /** The end of a message left and no answer came: it may have been sent. Not to be repeated unasked. */
  unknown: 74,
  /** Not now: the same may succeed later. */
  later: 75,
  /** What answered does not speak as the RFCs say. */
  protocol: 76,
  /** Login, token or sender was refused. */
  noPermission: 77,
  /** A setting cannot be used. */
  config: 78,
  /** Ended by Ctrl-C, as a shell has it. */
  interrupted: 128 + constants.signals.SIGINT,
} as const;

export type Exit = (typeof exit)[keyof typeof exit];

export function exitOfReceipt(receipt: Receipt): Exit {
  switch (receipt.outcome) {
    case 'accepted':
      return receipt.refused.length === 0 ? exit.ok : exitOfError(receipt.refused[0]!.error);
    case 'unknown':
      return exit.unknown;
    default:
      return exitOfError(receipt.error);
  }
}

export function exitOfError({ code, phase, outcome }: Pick<MailError, 'code' | 'phase' | 'outcome'>): Exit {
  return exitOfCause(code, outcome === 'deferred') ?? (phase === 'settings' ? exit.config : exit.unavailable);
}

/** Undefined where the cause alone tells nothing that a script could act on. */
export function exitOfCause(code: string, deferred: boolean): Exit | undefined {
  if (code === 'REPLY_LOST') return exit.unknown;
  return deferred ? exit.later : families.find(([pattern]) => pattern.test(code))?.[1];
}

/** By how the codes of causes begin; the first that fits decides. */
const families: ReadonlyArray<readonly [RegExp, Exit]> = [
  [/^RECIPIENT_/, exit.noUser],
  [/^MESSAGE_SOURCE_/, exit.noInput],
  [/^(MESSAGE|ENVELOPE)_/, exit.data],
  [/^(CONFIG|CREDENTIALS_MISSING|SECURITY|PROVIDER|TLS_(IMPLICIT|PLAIN)_ON|STARTTLS_REQUIRED)/, exit.config],
  [/^(HOST|WRONG_HOST)_/, exit.noHost],
  [/^(SERVER_PROTOCOL|CLIENT_REPLY|STARTTLS_INJECTION|API_ANSWER)/, exit.protocol],
  [
    /^(AUTH|CREDENTIALS|APP_PASSWORD|LOGIN|ACCOUNT|TOKEN|XOAUTH2|OAUTH|SIGN_IN|SENDER|MS|GMAIL|GOOGLE|SES)_/,
    exit.noPermission,
  ],
];
