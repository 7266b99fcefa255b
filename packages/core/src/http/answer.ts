import type { Cause } from '../cause.js';
import { type CauseCode, causes } from '../causes.js';
import { MailError } from '../error.js';
import { type Reply, replyLine } from '../reply.js';
import { failure } from '../smtp/verdict.js';
import type { Phase } from '../trace.js';
import { answerRows } from './answer-rows.js';
import type { AnswerRow, HttpApi, HttpRequest, Refused } from './api.js';
import { phaseOf } from './api.js';

/** A request that did not come to what was expected, and what that makes of the message. */
export class HttpFailure extends Error {
  constructor(
    readonly error: MailError,
    readonly outcome: 'rejected' | 'deferred' | 'unknown',
  ) {
    super(error.message);
  }
}

/** Reads a refusing answer: the rows of the API come first, then those of HTTP; the first that holds decides. */
export function judgeAnswer(api: HttpApi, request: HttpRequest, reply: Reply, refused: Refused): HttpFailure {
  const { code: status } = reply;
  const row = [...api.answers, ...answerRows].find((each) => holds(each, status, refused));
  const code = row?.means ?? (status < 400 || status >= 500 ? 'API_ANSWER_INVALID' : 'REFUSED_BY_SERVER');
  const means = api.causes[code] ?? causes[code as CauseCode];
  if (means === undefined) throw new TypeError(`a rule of ${api.id} means ${code}, which is no cause`);
  const outcome = outcomeOf(row, means, status, request);
  const phase = status === 401 ? 'auth' : phaseOf(request);
  const error = new MailError({
    code,
    means: outcome === 'unknown' ? means : { ...means, outcome },
    phase,
    reply,
    detail: `${api.name} said: ${replyLine(reply)}`,
    ...(row === undefined ? {} : { rule: row }),
    ...(status === 401 && api.notes !== undefined ? { notes: api.notes } : {}),
  });
  return new HttpFailure(error, outcome);
}

/** A request that commits nothing leaves nothing behind that counts, whatever became of it. */
function outcomeOf(
  row: AnswerRow | undefined,
  means: Cause,
  status: number,
  { commits }: HttpRequest,
): HttpFailure['outcome'] {
  // A success that is not the one that was promised, or an error of the server that is not known.
  const told = row?.outcome ?? (row === undefined && (status < 300 || status >= 500) ? 'unknown' : means.outcome);
  return told === 'unknown' && !commits ? 'deferred' : told;
}

/** What is known where no answer came. */
export interface Silence {
  readonly request: HttpRequest;
  readonly host: string;
  readonly error: unknown;
  readonly timedOut?: number;
}

/** Why there is no answer, by the names that Node.js, undici and OpenSSL give to faults. */
export function judgeSilence({ request, host, error, timedOut }: Silence): HttpFailure {
  const codes = codesOf(error);
  // On a connection that was up, a fault of the network says nothing of what had left.
  const early = codes.filter(({ syscall }) => syscall !== 'read' && syscall !== 'write');
  const row =
    timedOut === undefined ? silences.find((each) => early.some(({ code }) => each.code.test(code))) : undefined;
  const dialling = codes.some(({ syscall }) => syscall === 'connect' || syscall === 'getaddrinfo');
  const seen = timedOut === undefined ? (codes[0]?.code ?? 'no answer came') : `no answer in ${timedOut} ms`;
  const detail = `${host}: ${seen}${row === undefined ? '' : `; ${row.because}`}`;
  const cause =
    codes[0] === undefined ? {} : { cause: Object.assign(new Error(codes[0].code), { code: codes[0].code }) };
  if (row === undefined && !dialling && request.commits)
    return new HttpFailure(failure('REPLY_LOST', 'sent', { detail, ...cause }), 'unknown');
  const means = row?.means ?? (dialling ? 'CONNECT_PORT_BLOCKED' : 'CONNECTION_STALLED_OR_DROPPED');
  const fault = failure(means, row?.phase ?? (dialling ? 'connect' : phaseOf(request)), { detail, ...cause });
  return new HttpFailure(fault, fault.outcome);
}

/** Aborting does not unsend, and nobody waits for the answer any more. */
export function aborted(): HttpFailure {
  const detail = 'the send was aborted before the answer came';
  return new HttpFailure(failure('REPLY_LOST', 'sent', { detail }), 'unknown');
}

/** An answer with the right status that lacks what was promised, to a request that committed nothing. */
export function unreadable(detail: string): MailError {
  return failure('API_ANSWER_INVALID', 'data', { detail });
}

interface SilenceRow {
  readonly code: RegExp;
  readonly means: CauseCode;
  readonly phase: Phase;
  readonly because: string;
}

/** Each is proof that the request did not leave: the connection or its TLS never came up. */
const silences: readonly SilenceRow[] = [
  {
    code: /^(EAI_AGAIN|ESERVFAIL|EREFUSED|ETIMEOUT)$/,
    means: 'DNS_RESOLVER_UNAVAILABLE',
    phase: 'connect',
    because: 'the resolver gave no answer',
  },
  { code: /^(ENOTFOUND|ENODATA)$/, means: 'WRONG_HOST_OR_PORT', phase: 'connect', because: 'DNS knows no such host' },
  { code: /^ECONNREFUSED$/, means: 'WRONG_HOST_OR_PORT', phase: 'connect', because: 'nothing listens on that port' },
  {
    code: /^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EAFNOSUPPORT)$/,
    means: 'CONNECT_ADDRESS_FAMILY',
    phase: 'connect',
    because: 'there is no way to the address',
  },
  {
    code: /^UND_ERR_CONNECT_TIMEOUT$/,
    means: 'CONNECT_PORT_BLOCKED',
    phase: 'connect',
    because: 'no answer to TCP',
  },
  {
    code: /ALTNAME_INVALID/,
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    phase: 'tls',
    because: 'the certificate is for other names',
  },
  {
    code: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    means: 'TLS_CERT_EXPIRED',
    phase: 'tls',
    because: 'the certificate is outside its dates',
  },
  {
    code: /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_.*|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/,
    means: 'TLS_CERT_UNTRUSTED',
    phase: 'tls',
    because: 'no trusted authority signed the certificate',
  },
  {
    code: /^ERR_SSL_(?:WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|PACKET_LENGTH_TOO_LONG|NO_\w+|\w*HANDSHAKE_FAILURE|\w*PROTOCOL_VERSION)$/,
    means: 'TLS_HANDSHAKE_FAILED',
    phase: 'tls',
    because: 'TLS did not come up',
  },
];

interface Code {
  readonly code: string;
  readonly syscall?: string;
}

/** `fetch` wraps the error of the socket, and Happy Eyeballs wraps several. Their messages are not shown. */
function codesOf(error: unknown, depth = 0): Code[] {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const { code, syscall, cause, errors } = error as Record<string, unknown>;
  const own =
    typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)
      ? [{ code, ...(typeof syscall === 'string' && { syscall }) }]
      : [];
  const inner = Array.isArray(errors) ? errors.flatMap((each) => codesOf(each, depth + 1)) : [];
  return [...own, ...codesOf(cause, depth + 1), ...inner];
}

function holds(row: AnswerRow, status: number, { code, text = '' }: Refused): boolean {
  return (
    (row.status === undefined || [row.status].flat().includes(status)) &&
    (row.code === undefined || (code !== undefined && [row.code].flat().includes(code))) &&
    (row.text === undefined || row.text.test(text))
  );
}
