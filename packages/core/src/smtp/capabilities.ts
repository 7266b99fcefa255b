import type { Capabilities } from '../capabilities.js';
import type { Reply } from '../reply.js';

/** Reads an EHLO reply. `secure` tells whether it came over TLS. */
export function readCapabilities(reply: Reply, secure: boolean): Capabilities {
  return new Offer(reply.lines, secure);
}

/** What a server offers that answered HELO only: nothing. */
export function noCapabilities(reply: Reply, secure: boolean): Capabilities {
  return new Offer(reply.lines.slice(0, 1), secure);
}

class Offer implements Capabilities {
  readonly host: string;
  readonly secure: boolean;
  readonly lines: readonly string[];
  readonly mechanisms: readonly string[];
  readonly maxSize: number | undefined;
  readonly limits: Capabilities['limits'];
  readonly #keywords = new Map<string, string[]>();

  constructor(lines: readonly string[], secure: boolean) {
    this.host = lines[0]?.split(' ')[0] ?? '';
    this.secure = secure;
    this.lines = lines.slice(1);
    for (const line of this.lines) this.#read(line);
    // RFC 4954 3: SASL mechanism names are upper case; servers are not always.
    this.mechanisms = [...new Set(this.args('AUTH').map((name) => name.toUpperCase()))];
    this.maxSize = readSize(this.args('SIZE')[0]);
    this.limits = readLimits(this.args('LIMITS'));
  }

  has(keyword: string): boolean {
    return this.#keywords.has(keyword.toUpperCase());
  }

  args(keyword: string): readonly string[] {
    return this.#keywords.get(keyword.toUpperCase()) ?? [];
  }

  #read(line: string): void {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    let keyword = words.shift()?.toUpperCase();
    if (keyword === undefined) return;
    // Servers from before RFC 4954 write "AUTH=LOGIN PLAIN", often beside the right form; both are merged.
    if (keyword.startsWith('AUTH=')) {
      words.unshift(keyword.slice('AUTH='.length));
      keyword = 'AUTH';
    }
    const known = this.#keywords.get(keyword);
    if (known === undefined) this.#keywords.set(keyword, words);
    else if (keyword === 'AUTH') known.push(...words);
  }
}

/** RFC 1870 3: 0 and no value both mean that no fixed maximum is told. */
function readSize(word: string | undefined): number | undefined {
  if (word === undefined || !/^\d{1,20}$/.test(word)) return undefined;
  const octets = Number(word);
  return octets === 0 || !Number.isSafeInteger(octets) ? undefined : octets;
}

/** RFC 9422 3: what is unknown or malformed is ignored. */
function readLimits(words: readonly string[]): Capabilities['limits'] {
  const limits: { MAILMAX?: number; RCPTMAX?: number; RCPTDOMAINMAX?: number } = {};
  for (const word of words) {
    const [, name, value] = /^(MAILMAX|RCPTMAX|RCPTDOMAINMAX)=([1-9]\d{0,5})$/i.exec(word) ?? [];
    if (name !== undefined) limits[name.toUpperCase() as keyof typeof limits] = Number(value);
  }
  return limits;
}
