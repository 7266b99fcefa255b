/** One reply of the server: the code, and all lines of it (RFC 5321 4.2). */
export interface Reply {
  /** The three digits, 200 to 599. */
  readonly code: number;
  /** The enhanced status code, such as `5.7.8`, where the reply begins with one (RFC 2034, RFC 3463). */
  readonly enhanced?: string;
  /** The text of each line behind code and separator, the enhanced status code included. */
  readonly lines: readonly string[];
}

/** The text of a reply in one piece, without the enhanced status codes: what a person reads. */
export function replyText(reply: Reply): string {
  return reply.lines
    .map((line) => line.replace(/^[245]\.\d{1,3}\.\d{1,3}(?: |$)/, ''))
    .join(' ')
    .trim();
}

/** A reply as it stood on the wire, lines joined by a blank, the code once: `535 5.7.8 Not accepted`. */
export function replyLine(reply: Reply): string {
  const head = reply.enhanced === undefined ? `${reply.code}` : `${reply.code} ${reply.enhanced}`;
  return `${head} ${replyText(reply)}`.trim();
}
