import { BodyReader } from './body.js';
import type { Words } from './dialect.js';
import { domainOf, readPath } from './envelope.js';
import type { Answer } from './house.js';
import type { Parameters } from './inbox.js';
import type { Session } from './session.js';

/** From MAIL to the end of the message. */
export interface Transaction {
  readonly from: string;
  readonly to: string[];
  readonly mailParameters: Parameters;
  readonly rcptParameters: Parameters[];
  /** What has come of the message; with BDAT it grows from chunk to chunk. */
  body?: BodyReader;
  /** A chunk was refused: only RSET helps (RFC 3030 2). */
  failed?: true;
}

const PIECE = 65_536;

export function mail(session: Session, argument: string): Answer {
  const { lines, house } = session;
  const path = argument.replace(/^FROM:/i, '');
  if (session.hello === undefined) return { words: lines.helloFirst };
  if (house.security === 'starttls' && !session.secure && !house.dialect.anonymous)
    return { words: lines.needTlsForMail };
  if (session.user === undefined && !house.dialect.anonymous) return { words: lines.needAuth };
  if (session.transaction !== undefined) return { words: lines.mailAgain };
  if (path === argument) return { words: lines.badSyntax };
  const read = readPath(path, (keyword) => session.offers(keyword), 'MAIL');
  if (!read.ok) return { words: read.why === 'syntax' ? lines.badSyntax : lines.badParameter };
  const { address, parameters } = read;
  if (/[^\x00-\x7f]/.test(address) && !parameters.SMTPUTF8) return { words: lines.needSmtpUtf8 };
  if (parameters.BODY === 'BINARYMIME' && !session.offers('BINARYMIME')) return { words: lines.badParameter };
  if (Number(parameters.SIZE ?? 0) > session.limit('SIZE')) return { words: lines.tooBig };
  // RFC 9422 4: MAILMAX counts the MAIL commands of the session.
  session.mails += 1;
  if (session.mails > session.limit('LIMITS', 'MAILMAX')) return { words: lines.tooManyMails, close: true };
  return {
    words: lines.mailOk,
    commit: () => {
      session.transaction = { from: address, to: [], mailParameters: parameters, rcptParameters: [] };
    },
  };
}

export function rcpt(session: Session, argument: string): Answer {
  const { lines, transaction } = session;
  const path = argument.replace(/^TO:/i, '');
  if (transaction === undefined) return { words: session.hello === undefined ? lines.helloFirst : lines.mailFirst };
  if (path === argument || transaction.body !== undefined) return { words: lines.badSyntax };
  const read = readPath(path, (keyword) => session.offers(keyword), 'RCPT');
  if (!read.ok) return { words: read.why === 'syntax' ? lines.badSyntax : lines.badParameter };
  const { address, parameters } = read;
  if (/[^\x00-\x7f]/.test(address) && !transaction.mailParameters.SMTPUTF8) return { words: lines.needSmtpUtf8 };
  const maximum = Math.min(Number(session.house.switches.maxRecipients), session.limit('LIMITS', 'RCPTMAX'));
  if (transaction.to.length >= maximum) return { words: lines.tooManyRecipients };
  session.domains.add(domainOf(address));
  if (session.domains.size > session.limit('LIMITS', 'RCPTDOMAINMAX')) return { words: lines.tooManyRecipients };
  return {
    words: lines.rcptOk,
    commit: () => {
      transaction.to.push(address);
      transaction.rcptParameters.push(parameters);
    },
  };
}

export function data(session: Session, argument: string): Answer {
  const { lines, transaction } = session;
  if (argument !== '') return { words: lines.badSyntax };
  if (transaction === undefined) return { words: session.hello === undefined ? lines.helloFirst : lines.mailFirst };
  // RFC 3030 2: DATA and BDAT are not mixed, and binary octets cannot go over DATA.
  if (transaction.body !== undefined) return { words: lines.dataAfterBdat };
  if (transaction.mailParameters.BODY === 'BINARYMIME') return { words: lines.dataForBinary };
  if (transaction.to.length === 0) return { words: lines.rcptFirst };
  return { words: lines.startData, after: () => readMessage(session, transaction) };
}

export async function bdat(session: Session, argument: string, line: string): Promise<Answer> {
  const { lines, transaction } = session;
  const [, digits, last] = /^(\d{1,12})( LAST)?$/i.exec(argument) ?? [];
  // Without a count nobody knows where the chunk ends.
  if (digits === undefined) return { words: lines.badSyntax, close: true };
  const chunk = transaction && (transaction.body ?? new BodyReader('bdat', keep(session)));
  await readOctets(session, Number(digits), (octets) => chunk?.push(octets));
  if (!session.offers('CHUNKING')) return { words: lines.unknown, names: { word: 'BDAT' } };
  if (transaction === undefined || chunk === undefined) return { words: lines.mailFirst };
  if (transaction.failed) return { words: lines.dataAfterBdat };
  if (transaction.to.length === 0) return fail(transaction, lines.rcptFirst);
  transaction.body = chunk;
  if (chunk.octets > session.limit('SIZE')) return fail(transaction, lines.tooBig);
  if (!last) return { words: lines.chunkOk, names: { octets: digits } };
  const { groupsBehindLast } = session.house.dialect;
  if (!(groupsBehindLast && session.offers('PIPELINING')) && !(await session.wire.quiet())) {
    await session.refuseGroup(lines.inGroup, 'BDAT', line);
  }
  return { words: lines.taken, silent: true, after: () => endMessage(session, transaction, 'bdat') };
}

export function reset(session: Session): Answer {
  return {
    words: session.lines.reset,
    commit: () => {
      session.transaction = undefined;
    },
  };
}

function fail(transaction: Transaction, words: Words): Answer {
  transaction.failed = true;
  return { words };
}

/** Octets beyond the server's limit are counted and not kept. */
function keep(session: Session): number {
  return Math.min(session.limit('SIZE'), 1e9);
}

/** RFC 5321 4.1.1.4: everything up to CRLF.CRLF. */
async function readMessage(session: Session, transaction: Transaction): Promise<void> {
  const body = new BodyReader('data', keep(session));
  transaction.body = body;
  for (;;) {
    const rest = body.push(await readPiece(session, PIECE));
    if (rest === undefined) continue;
    session.wire.unread(rest);
    break;
  }
  session.record(`(message of ${body.octets} octets)`);
  if (!session.offers('PIPELINING') && !(await session.wire.quiet())) {
    await session.refuseGroup(session.lines.inGroup, 'DATA', '');
  }
  await endMessage(session, transaction, 'data');
}

async function readOctets(session: Session, count: number, each: (octets: Buffer) => void): Promise<void> {
  for (let left = count; left > 0; ) {
    const octets = await readPiece(session, Math.min(left, PIECE));
    left -= octets.length;
    each(octets);
  }
  session.record(`(chunk of ${count} octets)`);
}

async function readPiece(session: Session, most: number): Promise<Buffer> {
  const { faults } = session.house;
  if (faults.take('stall', 'message')) await session.wire.hush();
  if (faults.take('cut', 'message')) session.cut('a fault: cut in the middle of a message');
  return session.octets(most);
}

/** The verdict on a message. Whatever it is, the transaction is over. */
async function endMessage(session: Session, transaction: Transaction, form: 'data' | 'bdat'): Promise<void> {
  const { house, lines, wire } = session;
  const body = transaction.body!;
  const { raw, flaw } = body.end(form === 'bdat' && transaction.mailParameters.BODY === 'BINARYMIME');
  const usual = (): Words => {
    if (body.octets > session.limit('SIZE')) return lines.tooBig;
    switch (flaw) {
      case undefined:
        return lines.taken;
      case 'bare line end':
        return lines.bareLineEnd;
      case 'bad octet':
        return lines.badOctet;
      case 'long line':
        return lines.longTextLine;
      case 'bad dot':
        return lines.badDot;
      default:
        return flaw satisfies never;
    }
  };
  const take = (): void => {
    const { from, to, mailParameters, rcptParameters } = transaction;
    house.take({
      envelope: { from, to, mailParameters, rcptParameters },
      raw,
      form,
      receivedAt: new Date(),
      tls: wire.tls && { protocol: wire.tls.getProtocol() ?? '', cipher: wire.tls.getCipher().name },
      user: session.user,
      connection: session.id,
    });
  };
  const messageId = /^message-id:\s*(<[^>\r\n]*>)/im.exec(raw.subarray(0, 16_384).toString('latin1'))?.[1];
  const names = { messageId: messageId ?? `<${session.id}@${house.dialect.host}>`, octets: body.octets };
  const places = form === 'bdat' ? (['end-of-data', 'BDAT'] as const) : (['end-of-data'] as const);
  try {
    await session.answer(places, '.', { words: usual(), names, commit: take }, undefined, raw);
  } finally {
    session.transaction = undefined;
  }
}
