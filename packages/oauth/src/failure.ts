import { MailError } from '@ehlo/core';
import { causes, type OAuthCauseCode } from './causes.js';
import type { Verdict } from './judge.js';

const BRAND = Symbol.for('ehlo.SignInNeeded');

/** Nothing goes on before the owner of the mailbox signs in (again). `code` says why. */
export class SignInNeeded extends MailError {
  /** The account of the store, or the provider where there is no store. */
  readonly account: string;

  constructor(account: string, init: ConstructorParameters<typeof MailError>[0]) {
    super(init);
    this.account = account;
    Object.defineProperty(this, BRAND, { value: true });
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), signInNeeded: this.account };
  }
}

/** Knows a SignInNeeded of any copy of this package, such as the `error` of a receipt. */
export function isSignInNeeded(value: unknown): value is SignInNeeded {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/** A new error of each verdict: errors carry the trace of one mail. */
export function errorOf(verdict: Verdict, account: string): MailError {
  const { means: code, detail, row } = verdict;
  const init = {
    code,
    means: causes[code],
    phase: 'auth' as const,
    detail,
    ...(row && { rule: row }),
    ...(row?.note && { notes: [row.note] }),
  };
  return verdict.signIn ? new SignInNeeded(account, init) : new MailError(init);
}

/** The error for what went wrong here, without the endpoint. `detail` holds no secret. */
export function failure(code: OAuthCauseCode, detail: string): MailError {
  return new MailError({ code, means: causes[code], phase: 'auth', detail });
}
