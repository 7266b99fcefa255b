import type { OAuthCauseCode } from './causes.js';
import { asksForSignIn } from './causes.js';
import type { ClientProof, ErrorRow, GrantType } from './error-rows.js';
import { noOAuth, standardErrors, unknownError } from './error-rows-standard.js';

/** What was asked, as far as the meaning of a refusal hangs on it. */
export interface Asked {
  readonly grant: GrantType;
  readonly client: ClientProof;
}

/** A refusal as the endpoint put it. */
export interface Refusal {
  /** HTTP status; undefined for an answer that came through the browser. */
  readonly status?: number;
  readonly error?: string;
  /** `error_description`, already without secrets. */
  readonly description?: string;
  /** The provider's numbers, from `error_codes` or out of the description. */
  readonly codes: readonly number[];
  /** Milliseconds, from Retry-After. */
  readonly retryAfter?: number;
}

/** What became of a request that gave no token. */
export interface Verdict {
  readonly means: OAuthCauseCode;
  /** What was seen this time. Holds no secret. */
  readonly detail: string;
  readonly retry: boolean;
  readonly signIn: boolean;
  readonly row?: ErrorRow;
  /** The `error` of the answer, for flows that go on after some of them. */
  readonly error?: string;
  readonly retryAfter?: number;
}

/** Finds the row that fits, the provider's before those of the RFCs. */
export function judge(refusal: Refusal, asked: Asked, rows: readonly ErrorRow[]): Verdict {
  const fallback = refusal.error === undefined ? noOAuth : unknownError;
  const row = [...rows, ...standardErrors].find((each) => fits(each, refusal, asked)) ?? fallback;
  return {
    means: row.means,
    detail: detailOf(refusal),
    retry: row.retry === true,
    signIn: row.signIn === true || asksForSignIn(row.means),
    row,
    ...(refusal.error !== undefined && { error: refusal.error }),
    ...(refusal.retryAfter !== undefined && { retryAfter: refusal.retryAfter }),
  };
}

function fits(row: ErrorRow, refusal: Refusal, asked: Asked): boolean {
  return (
    (row.error === undefined || (refusal.error !== undefined && row.error.includes(refusal.error))) &&
    (row.codes === undefined || row.codes.some((code) => refusal.codes.includes(code))) &&
    (row.description === undefined || row.description.test(refusal.description ?? '')) &&
    (row.status === undefined || within(row.status, refusal.status)) &&
    (row.grant === undefined || row.grant.includes(asked.grant)) &&
    (row.client === undefined || row.client.includes(asked.client))
  );
}

function within({ from, to }: { from: number; to: number }, status: number | undefined): boolean {
  return status !== undefined && status >= from && status <= to;
}

function detailOf({ status, error, description }: Refusal): string {
  const said = [error ?? (status === undefined ? 'no answer' : `HTTP ${status}`), description];
  return said.filter((part) => part !== undefined && part !== '').join(': ');
}
