import type { CauseCode } from '../causes.js';
import type { ReplyRow } from '../profile.js';

/** A row of core means a cause of core. */
export type CoreReplyRow = ReplyRow & { readonly means: CauseCode };

const hundred = (first: number): readonly number[] => Array.from({ length: 100 }, (_, index) => first + index);

/** Transient negative completion (RFC 5321 4.2.1). The basic code decides, also over an enhanced code of another class. */
export const any4yz = hundred(400);
/** Permanent negative completion. */
export const any5yz = hundred(500);

/** Where a section, or an appendix, of an RFC stands. */
export const rfc = (number: number, section: string): string =>
  `https://www.rfc-editor.org/rfc/rfc${number}#${/^[A-Z]/.test(section) ? 'appendix' : 'section'}-${section}`;

/** The registry of enhanced status codes, which the RFCs behind it feed. */
export const ENHANCED_REGISTRY = 'https://www.iana.org/assignments/smtp-enhanced-status-codes';
