/** For adapters whose provider takes mail over an HTTP API beside SMTP. Names that a program sends with are in the root entry. */

export { unreadable } from './http/answer.js';
export type {
  AnswerRow,
  HttpAnswer,
  HttpApi,
  HttpLine,
  HttpMail,
  HttpRequest,
  Refused,
} from './http/api.js';
export { type ClosingRow, fallBack, type Roads } from './http/fall-back.js';
export { type Field, fieldsOf, headerOf } from './http/fields.js';
export { createHttpTransport, type HttpOptions } from './http/http-transport.js';
export { jsonIn } from './http/line.js';
export { type Mailbox, mailboxesOf } from './http/mailboxes.js';
export { decodedWords, textOf } from './http/words.js';
export type { Claims } from './jwt.js';
export { checkedTokens } from './token-check.js';
