import { decodedWords, type Field, fieldsOf, headerOf, textOf } from '@ehlo/core/http';

/** A part of a message (RFC 2045), and where it stands in it. */
export interface Part {
  readonly fields: readonly Field[];
  /** Lower case: `text/plain`. */
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** `attachment`, `inline`, or empty. */
  readonly disposition: string;
  /** File name, where there is one. */
  readonly name?: string;
  /** Without angle brackets. */
  readonly contentId?: string;
  /** Where the body begins and ends in the message. */
  readonly body: { readonly from: number; readonly to: number };
  /** Of a multipart: its parts, each from its delimiter to the next one's. */
  readonly parts: readonly Nested[];
}

export interface Nested {
  readonly part: Part;
  /** From the two hyphens of its delimiter line to those of the next. */
  readonly from: number;
  readonly to: number;
}

/** Deeper than any program nests; what lies beneath is one part. */
const DEEPEST = 20;

/** Reads the structure of a message. Lines must end with CRLF. */
export function readPart(octets: Buffer, from = 0, to = octets.length, depth = 0): Part {
  const own = octets.subarray(from, to);
  const fields = fieldsOf(own);
  const [type, parameters] = parametersOf(fields, 'content-type');
  const [disposition, more] = parametersOf(fields, 'content-disposition');
  const name = more.filename ?? parameters.name;
  const contentId = valueIn(fields, 'content-id')?.replace(/^<|>$/g, '');
  const body = { from: Math.min(to, from + headerOf(own).length + 2), to };
  const boundary = type.startsWith('multipart/') && depth < DEEPEST ? parameters.boundary : undefined;
  return {
    fields,
    type: type || 'text/plain',
    parameters,
    disposition,
    ...(name !== undefined && { name }),
    ...(contentId !== undefined && { contentId }),
    body,
    parts: boundary === undefined ? [] : nested(octets, body, boundary, depth),
  };
}

/** The octets of a body, its transfer encoding undone (RFC 2045 6). */
export function contentOf(octets: Buffer, { fields, body }: Part): Buffer {
  const raw = octets.subarray(body.from, body.to);
  switch (valueIn(fields, 'content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(raw.toString('latin1'), 'base64');
    case 'quoted-printable':
      return quotedPrintable(raw.toString('latin1'));
    default:
      return raw;
  }
}

/** A text body as text; undefined for a charset that is not known. */
export function textIn(octets: Buffer, part: Part): string | undefined {
  return textOf(contentOf(octets, part), part.parameters.charset ?? 'utf-8');
}

export function valueIn(fields: readonly Field[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.value;
}

/** RFC 2046 5.1.1: the CRLF before a delimiter belongs to it. */
function nested(octets: Buffer, { from, to }: Part['body'], boundary: string, depth: number): Nested[] {
  const delimiters: Array<{ readonly at: number; readonly after: number }> = [];
  const wanted = `--${boundary}`;
  for (let at = octets.indexOf(wanted, from); at !== -1 && at < to; at = octets.indexOf(wanted, at + 1)) {
    if (at !== from && octets[at - 1] !== 0x0a) continue;
    const end = octets.indexOf('\r\n', at);
    const line = octets.toString('latin1', at + wanted.length, end === -1 ? to : end);
    if (!/^(?:--)?[ \t]*$/.test(line)) continue;
    delimiters.push({ at, after: end === -1 ? to : end + 2 });
    if (line.startsWith('--')) break;
  }
  return delimiters.slice(0, -1).map(({ at, after }, index) => {
    const next = (delimiters[index + 1] as { at: number }).at;
    return { part: readPart(octets, after, Math.max(after, next - 2), depth + 1), from: at, to: next };
  });
}

/** The value of a field and its parameters, those of RFC 2231 put together and decoded. */
function parametersOf(fields: readonly Field[], name: string): [value: string, parameters: Record<string, string>] {
  const text = valueIn(fields, name) ?? '';
  const value = /^[^;]*/.exec(text)?.[0].trim().toLowerCase() ?? '';
  const pieces = new Map<string, Array<{ readonly at: number; readonly text: string; readonly coded: boolean }>>();
  for (const [, key = '', at, star, quoted, bare = ''] of text.matchAll(PARAMETER)) {
    const list = pieces.get(key.toLowerCase()) ?? [];
    list.push({ at: Number(at ?? 0), text: quoted?.replace(/\\(.)/g, '$1') ?? bare, coded: star !== undefined });
    pieces.set(key.toLowerCase(), list);
  }
  const whole = [...pieces].map(([key, list]) => [key, joined(list.sort((a, b) => a.at - b.at))] as const);
  return [value, Object.fromEntries(whole)];
}

const PARAMETER = /;\s*([^\s=*;"]+)(?:\*(\d+))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g;

function joined(list: ReadonlyArray<{ readonly text: string; readonly coded: boolean }>): string {
  if (!list.some(({ coded }) => coded)) return decodedWords(list.map(({ text }) => text).join(''));
  const [, charset = 'utf-8', first] = /^([^']*)'[^']*'(.*)$/s.exec(list[0]?.text ?? '') ?? [];
  const texts = list.map(({ text, coded }, at) => ({ coded, text: at === 0 ? (first ?? text) : text }));
  const octets = texts.map(({ text, coded }) => (coded ? percent(text) : Buffer.from(text)));
  return textOf(Buffer.concat(octets), charset || 'utf-8') ?? texts.map(({ text }) => text).join('');
}

function percent(text: string): Buffer {
  return Buffer.from(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => byte(hex)),
    'latin1',
  );
}

function quotedPrintable(text: string): Buffer {
  const soft = text.replace(/[ \t]+(?=\r\n|$)/g, '').replace(/=\r\n/g, '');
  return Buffer.from(
    soft.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => byte(hex)),
    'latin1',
  );
}

function byte(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}
