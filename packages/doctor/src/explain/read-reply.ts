/** A reply as a person pasted it: the code may be missing, or the enhanced one. */
export interface HeardReply {
  readonly code?: number;
  readonly enhanced?: string;
  readonly text: string;
}

/** Codes of SMTP that refuse (RFC 5321 4.2.3, RFC 4954 6, and what providers add). 465 and 587 are ports. */
const REFUSALS = '4(?:21|22|3[0-2]|4[0-2]|5[0-9]|7[01])|5(?:0[0-4]|1[0-59]|2[1-6]|3[0-8]|4[0-6]|5[0-9]|7[0-4])';
const ENHANCED = '#?(?<enhanced>[45]\\.\\d{1,3}\\.\\d{1,3})';

/**
 * A code at the head of a reply: before an enhanced code, or where replies begin. `(535, b'5.7.8 ...')` of
 * Python, `code "535", with message "535 5.7.8 ..."` of Symfony, `535-5.7.8 ...` of the wire.
 */
const WITH_ENHANCED = new RegExp(
  `(?<![\\w.])(?<code>${REFUSALS})(?:["')]?[\\s:,;-]{1,3}(?:b?["']|with message "|Msg: b')?\\s*(?:\\k<code>[ -])?)${ENHANCED}(?![\\d.])`,
  'g',
);
const ALONE = new RegExp(
  `(?:^|[\\n("'\\[>{=*]\\s*|\\b(?:said|server|returned|reply|response|code|with|got|error|failed|login|refused|message|S|SMTP|was|command|rejected|status|smtp)\\b["']?\\s*[:=(<>-]*\\s*["'(]?|: |<- |<< |-> )(?<code>${REFUSALS})(?=[\\s,:;)"'\\]-]|$)`,
  'gi',
);
/** Clients that leave the code out: `The server response was: 5.7.57 Client not authenticated`. */
const ENHANCED_ALONE = new RegExp(`(?<![\\w.]|[vV]|version |[A-Za-z]{3,} )${ENHANCED}(?=[ )]\\s*[(<A-Za-z#])`, 'g');
const NOT_SMTP = /(?:http(?:\/[\d.]+)?|status code|statuscode|https?:\/\/\S*)[\s:="']*$/i;

/** The refusing replies that stand in a pasted text, in their order. Lines of one reply are put together. */
export function readReplies(text: string): readonly HeardReply[] {
  const all = everyReply(text);
  const different = all.filter((one, at) => all.findIndex((other) => sameWords(one, other)) === at);
  // The first refusal is the one that counts; the last is what the program gave up on.
  return different.length <= MOST_REPLIES
    ? different
    : [...different.slice(0, MOST_REPLIES - 1), ...different.slice(-1)];
}

const MOST_REPLIES = 8;

function sameWords(one: HeardReply, other: HeardReply): boolean {
  return one.code === other.code && one.enhanced === other.enhanced && one.text === other.text;
}

function everyReply(text: string): HeardReply[] {
  const heads = [...headsIn(text, WITH_ENHANCED), ...headsIn(text, ALONE)].sort((a, b) => a.at - b.at);
  const replies: HeardReply[] = [];
  let end = -1;
  for (const head of heads) {
    if (head.at < end) continue;
    const body = bodyOf(text.slice(head.after), head.code, head.goesOn);
    end = head.after + body.length;
    replies.push({
      code: Number(head.code),
      text: clean(body, head.code),
      ...(head.enhanced === undefined ? enhancedIn(body) : { enhanced: head.enhanced }),
    });
  }
  return replies.length > 0 ? replies : headsIn(text, ENHANCED_ALONE).map(withoutCode(text));
}

/** A reply given by itself, as one line. */
export function parseReply(line: string): HeardReply | undefined {
  return readReplies(line)[0] ?? (line.trim() === '' ? undefined : { text: line.trim() });
}

interface Head {
  readonly at: number;
  readonly after: number;
  readonly code: string;
  readonly enhanced?: string;
  /** A hyphen behind the code: more lines follow (RFC 5321 4.2.1). */
  readonly goesOn: boolean;
}

function headsIn(text: string, pattern: RegExp): Head[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const { code = '', enhanced } = match.groups ?? {};
    const at = match.index + match[0].indexOf(code === '' ? (enhanced ?? '') : code);
    if (NOT_SMTP.test(text.slice(Math.max(0, at - 40), at))) return [];
    return [
      {
        at,
        after: match.index + match[0].length,
        code,
        goesOn: text[at + 3] === '-',
        ...(enhanced === undefined ? {} : { enhanced }),
      },
    ];
  });
}

/** Up to the end of the line; and on through further lines with the same code, while it is followed by a hyphen. */
function bodyOf(rest: string, code: string, goesOn: boolean): string {
  const further = new RegExp(`\\n[^\\n\\d]{0,30}${code || '$^'}(?<mark>[ -])[^\\n]*`, 'y');
  let end = rest.search(/\n|$/);
  for (let more = goesOn; more; ) {
    further.lastIndex = end;
    const line = further.exec(rest);
    more = line?.groups?.mark === '-';
    end += line?.[0].length ?? 0;
  }
  return rest.slice(0, Math.min(end, 2_000));
}

/** What a person reads: without the codes that stand at the head of each line. */
function clean(body: string, code: string): string {
  return body
    .replace(new RegExp(`(?:^|\\s)${code || '$^'}[ -]#?(?:[245]\\.\\d{1,3}\\.\\d{1,3}\\s?)?`, 'g'), ' ')
    .replace(/\s+/g, ' ')
    .replace(/^["'\s:,)-]+/, '')
    .trim();
}

function enhancedIn(body: string): { enhanced?: string } {
  const found = /^["'\s,:)b-]*#?([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(body)?.[1];
  return found === undefined ? {} : { enhanced: found };
}

function withoutCode(text: string): (head: Head) => HeardReply {
  return ({ after, enhanced }) => ({
    text: bodyOf(text.slice(after), '', false).trim(),
    ...(enhanced ? { enhanced } : {}),
  });
}
