/** A dialogue as the RFCs write them: both voices interleaved, then what it must come to. */
export interface Transcript {
  readonly headers: Readonly<Record<string, string>>;
  readonly lines: readonly TranscriptLine[];
  /** What stands behind the last `=`: outcome, and cause and phase where it is not accepted. */
  readonly verdict: TranscriptVerdict;
}

export type TranscriptLine =
  | { readonly voice: 'client' | 'server'; readonly text: string; readonly number: number }
  | { readonly voice: 'event'; readonly text: 'tls' | 'closed' | 'stalled'; readonly number: number };

export interface TranscriptVerdict {
  readonly outcome: string;
  readonly cause?: string;
  readonly phase?: string;
  /** Recipient and cause of each refusal: `a@x.example CODE`. */
  readonly refused: readonly string[];
}

/** Reads a transcript. Throws with the line number where it is not well formed. */
export function parseTranscript(text: string): Transcript {
  const headers: Record<string, string> = {};
  const lines: TranscriptLine[] = [];
  let verdict: TranscriptVerdict | undefined;
  for (const [at, raw] of text.replace(/\r\n/g, '\n').split('\n').entries()) {
    const number = at + 1;
    if (raw.trim() === '') continue;
    const bad = (why: string) => new SyntaxError(`transcript line ${number}: ${why}: ${JSON.stringify(raw)}`);
    if (verdict !== undefined) throw bad('something behind the verdict');
    const [, key, value] = /^# ([a-z-]+): ?(.*)$/.exec(raw) ?? [];
    if (key !== undefined) headers[key] = value as string;
    else if (raw.startsWith('#')) continue;
    else if (/^[CS]:/.test(raw))
      lines.push({ voice: raw[0] === 'C' ? 'client' : 'server', text: raw.slice(raw[2] === ' ' ? 3 : 2), number });
    else if (/^= outcome: /.test(raw)) verdict = readVerdict(raw.slice(2));
    else if (/^= (tls|closed|stalled)$/.test(raw)) lines.push({ voice: 'event', text: raw.slice(2) as 'tls', number });
    else throw bad('not a header, a voice, an event or a verdict');
  }
  if (verdict === undefined) throw new SyntaxError('transcript without a verdict');
  return { headers, lines, verdict };
}

function readVerdict(text: string): TranscriptVerdict {
  const parts: Record<string, string> = {};
  for (const [, key, value] of text.matchAll(/(\w+): +(.*?)(?= {2,}\w+:|$)/g))
    parts[key as string] = (value as string).trim();
  return {
    outcome: parts.outcome as string,
    refused: parts.refused === undefined ? [] : parts.refused.split(/, */),
    ...(parts.cause === undefined ? {} : { cause: parts.cause }),
    ...(parts.phase === undefined ? {} : { phase: parts.phase }),
  };
}
