/**
 * Throws when a delivered message is not, octet for octet, what was sent behind the header fields that the
 * server puts in front. Says where the first difference is.
 */
export function compare(delivered: Buffer, sent: Buffer, added: ReadonlySet<string>): void {
  const message = delivered.subarray(endOfAdded(delivered, added));
  if (message.equals(sent)) return;
  const at = firstDifference(message, sent);
  throw new Error(
    `The delivered message differs from octet ${at} on (${message.length} octets, ${sent.length} were sent): ` +
      `${excerpt(message, at)} in place of ${excerpt(sent, at)}`,
  );
}

/** Behind the fields of these names that stand at the top, with their continuation lines. */
function endOfAdded(message: Buffer, added: ReadonlySet<string>): number {
  let end = 0;
  let inside = false;
  while (end < message.length) {
    const lineEnd = message.indexOf('\r\n', end);
    if (lineEnd === -1) return end;
    const line = message.toString('latin1', end, lineEnd);
    const name = /^([!-9;-~]+):/.exec(line)?.[1];
    inside = name === undefined ? inside && /^[ \t]/.test(line) : added.has(name.toLowerCase());
    if (!inside) return end;
    end = lineEnd + 2;
  }
  return end;
}

function firstDifference(left: Buffer, right: Buffer): number {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) if (left[at] !== right[at]) return at;
  return shorter;
}

function excerpt(bytes: Buffer, at: number): string {
  return JSON.stringify(bytes.toString('latin1', Math.max(0, at - 10), at + 30));
}
