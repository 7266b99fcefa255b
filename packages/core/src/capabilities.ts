/**
 * What a server offers in its EHLO reply (RFC 5321 4.1.1.1). Read-only, and made anew after TLS
 * and after AUTH where the RFCs ask for it: what was offered in clear is forgotten (RFC 3207 4.2).
 */
export interface Capabilities {
  /** The name that the server gives itself: the first word of the reply. */
  readonly host: string;
  /** True when the reply came over TLS. */
  readonly secure: boolean;
  /** The keyword lines as sent, for showing. */
  readonly lines: readonly string[];
  /** SASL mechanisms of the AUTH line, upper case; `AUTH=` lines are merged. Empty when AUTH is not offered. */
  readonly mechanisms: readonly string[];
  /** Octets of the SIZE line (RFC 1870); undefined when absent or 0, which both mean "not told". */
  readonly maxSize: number | undefined;
  /** LIMITS of RFC 9422; unknown or malformed ones are left out. */
  readonly limits: {
    readonly MAILMAX?: number;
    readonly RCPTMAX?: number;
    readonly RCPTDOMAINMAX?: number;
  };
  /** Whether a keyword is offered. Case does not matter. */
  has(keyword: string): boolean;
  /** The words behind a keyword, empty when it has none or is not offered. */
  args(keyword: string): readonly string[];
}
