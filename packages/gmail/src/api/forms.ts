import { type HttpAnswer, type HttpLine, unreadable } from '@ehlo/core/http';

const SEND = '/gmail/v1/users/me/messages/send';
const UPLOAD = `/upload${SEND}`;
const RFC822 = { 'content-type': 'message/rfc822' } as const;

/** Pieces of a resumable upload: multiples of 256 KiB. */
const PIECE = 32 * 256 * 1024;
/** How often a piece that got no answer is asked after and sent again. */
const TRIES = 3;

/** A message within JSON. */
export async function sendRaw(octets: Uint8Array, line: HttpLine): Promise<void> {
  const raw = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64url');
  await line.ask({
    method: 'POST',
    path: SEND,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ raw }),
    message: octets.length,
    commits: true,
    expects: [200],
  });
}

/** A message as the body of one request. */
export async function sendMedia(octets: Uint8Array, line: HttpLine): Promise<void> {
  await line.ask({
    method: 'POST',
    path: `${UPLOAD}?uploadType=media`,
    headers: RFC822,
    body: octets,
    message: octets.length,
    commits: true,
    expects: [200],
  });
}

/**
 * A message in pieces (developers.google.com/workspace/gmail/api/guides/uploads). The session knows what it has, and
 * whether the message was taken, so that after a lost answer it is asked: only where it gives none either is the outcome
 * unknown.
 */
export async function sendResumable(octets: Uint8Array, line: HttpLine): Promise<void> {
  const session = await openSession(octets.length, line);
  let tries = TRIES;
  for (let from = 0; from < octets.length; ) {
    const answer = await put(octets, from, session, line).catch(async (error: unknown) => {
      const known = tries-- > 0 ? await askSession(octets.length, session, line) : undefined;
      if (known === undefined) throw error;
      return known;
    });
    if (answer.status !== 308) return;
    const next = receivedIn(answer);
    if (next <= from && tries-- <= 0) throw unreadable('the upload does not get on');
    from = next;
  }
  throw unreadable('all octets were uploaded, and the message was not sent');
}

async function openSession(size: number, line: HttpLine): Promise<string> {
  const { headers } = await line.ask({
    method: 'POST',
    path: `${UPLOAD}?uploadType=resumable`,
    headers: { 'x-upload-content-type': 'message/rfc822', 'x-upload-content-length': String(size) },
    expects: [200],
  });
  const session = headers.get('location');
  if (session === null) throw unreadable('the Gmail API gave no address for the upload');
  return session;
}

function put(octets: Uint8Array, from: number, session: string, line: HttpLine): Promise<HttpAnswer> {
  const piece = octets.subarray(from, from + PIECE);
  const last = from + piece.length === octets.length;
  return line.ask({
    method: 'PUT',
    path: session,
    headers: { ...RFC822, 'content-range': `bytes ${from}-${from + piece.length - 1}/${octets.length}` },
    body: piece,
    message: piece.length,
    // The piece that completes the message sends it.
    ...(last && { commits: true }),
    expects: last ? [200, 201, 308] : [308],
  });
}

/** What became of the upload; undefined where that is not told either. */
async function askSession(size: number, session: string, line: HttpLine): Promise<HttpAnswer | undefined> {
  const headers = { 'content-range': `bytes */${size}` };
  try {
    return await line.ask({ method: 'PUT', path: session, headers, expects: [200, 201, 308] });
  } catch {
    return undefined;
  }
}

/** `Range: bytes=0-99`: the octets that are there; none without it. */
function receivedIn({ headers }: HttpAnswer): number {
  const [, last] = /^bytes=0-(\d+)$/.exec(headers.get('range') ?? '') ?? [];
  return last === undefined ? 0 : Number(last) + 1;
}
