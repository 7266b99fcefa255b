import { type RequestOptions, request } from 'node:https';

/** An answer, as it came. */
export interface Page {
  readonly status: number;
  /** Of a redirect. */
  readonly location?: string;
  readonly body: string;
}

/** Gets a page over HTTPS and follows no redirect. Rejects with the errors of Node.js. */
export type Get = (url: string, signal: AbortSignal) => Promise<Page>;

/** No configuration of mail is longer. */
const MOST_OCTETS = 131_072;
const MOST_REDIRECTS = 3;

/** By node:https, the certificate verified. `how` is for servers that DNS and the public authorities do not know. */
export function getHttps(url: string, signal: AbortSignal, how: RequestOptions = {}): Promise<Page> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ...how, signal, agent: false, headers: { accept: 'text/xml, application/xml' } });
    asked.on('error', reject);
    asked.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      const pieces: Buffer[] = [];
      let octets = 0;
      response.on('error', reject);
      response.on('data', (piece: Buffer) => {
        octets += piece.length;
        if (octets > MOST_OCTETS) return void response.destroy(new Error(`more than ${MOST_OCTETS} octets`));
        pieces.push(piece);
      });
      response.on('end', () => {
        const { location } = headers;
        resolve({
          status,
          body: Buffer.concat(pieces).toString('utf8'),
          ...(location === undefined ? {} : { location }),
        });
      });
    });
    asked.end();
  });
}

/**
 * A page, through redirects that stay on HTTPS and, where `domain` is given, within it: what lies beyond is a third
 * party, which nobody has allowed. `body` is undefined where there is none.
 */
export async function getWithin(
  get: Get,
  url: string,
  signal: AbortSignal,
  domain?: string,
): Promise<{ readonly body?: string; readonly seen: readonly string[] }> {
  const seen: string[] = [];
  let at = url;
  for (let turn = 0; turn <= MOST_REDIRECTS; turn++) {
    const { status, location, body } = await get(at, signal);
    seen.push(`HTTP ${status}`);
    if (status === 200) return { body, seen };
    if (status < 300 || status > 399 || location === undefined) return { seen };
    const next = URL.canParse(location, at) ? new URL(location, at) : undefined;
    if (next?.protocol !== 'https:' || next.username !== '' || !isWithin(next.hostname, domain))
      return { seen: [...seen, `redirected to ${next?.origin ?? 'no URL'}, which is not followed`] };
    seen.push(`redirected to ${next.origin}`);
    at = next.href;
  }
  return { seen: [...seen, 'too many redirects'] };
}

function isWithin(host: string, domain: string | undefined): boolean {
  return domain === undefined || host === domain || host.endsWith(`.${domain}`);
}
