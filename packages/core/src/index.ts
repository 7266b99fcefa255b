/** The public names of @ehlo/core. A test pins this list; what is not here is not promised. */
export type { Capabilities } from './capabilities.js';
export { type Cause, type Causes, type Language, pageOf, type Who } from './cause.js';
export { type CauseCode, causes } from './causes.js';
export { isMailError, MailError } from './error.js';
export type { AccessToken, Login, TokenRequest, TokenSource } from './login.js';
export type { Delivery, DeliveryStatus, Envelope, MailMessage, Message, RawMessage } from './message.js';
export { misuse } from './misuse.js';
export type { AccountOptions, Logger, TlsOptions } from './options.js';
export type { Policy, Security, Timeouts } from './policy.js';
export {
  type AuthRow,
  type EndpointRow,
  type HelloRow,
  type LimitName,
  type LimitRow,
  limitOf,
  type PasswordRow,
  type Profile,
  type RefusedLoginRow,
  type ReplyRow,
  type ReplyState,
  type Row,
  type TokenRow,
  type TransferRow,
} from './profile.js';
export type { Outcome, Receipt, Refusal, Warning } from './receipt.js';
export { type Reply, replyLine, replyText } from './reply.js';
export { diagnose as judgeFault, type Fault } from './smtp/faults.js';
export { type Route, routes } from './smtp/plan.js';
export { replyRows } from './smtp/replies.js';
export { createSmtpTransport } from './smtp/smtp-transport.js';
export { type Observer, type Phase, type Progress, Trace, type TraceEvent, type Watcher } from './trace.js';
export type { CallOptions, CheckOptions, CheckReport, ManyOptions, Transport } from './transport.js';
