import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

/** A secret that is in no other text, with characters that every encoding writes otherwise. */
export function canary(): string {
  const random = () => randomBytes(6).toString('base64url');
  return ['+', '/', '&', '=', '%'].reduce((text, special) => text + special + random(), random());
}

/** A secret is looked for in pieces of this length, so that 15 of its characters in a row are found anywhere. */
const PIECE = 8;

/**
 * Which of the secrets can be found in what a program might print or keep of a value: as they are, in base64
 * (also base64url) at any of the three offsets that they may have within a longer string, and percent-encoded;
 * whole or in part.
 */
export function leaks(value: unknown, secrets: readonly string[]): string[] {
  // The same lines come again and again; each is read once.
  const text = [...new Set(textsOf(value).flatMap((each) => each.split('\n')))].join('\n');
  return secrets.flatMap((secret) =>
    formsOf(secret).flatMap(([form, spelled]) => {
      const found = piecesOf(spelled).find((piece) => text.includes(piece));
      if (found === undefined) return [];
      const at = text.indexOf(found);
      return [`${form}: ${JSON.stringify(text.slice(Math.max(0, at - 60), at + 60))}`];
    }),
  );
}

function formsOf(secret: string): Array<[name: string, text: string]> {
  const octets = Buffer.from(secret);
  const forms: Array<[string, string]> = [
    ['as it is', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['as hexadecimal', octets.toString('hex')],
    ['backwards', [...secret].reverse().join('')],
  ];
  for (const offset of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(offset), octets]);
    // What stands at the ends depends on the neighbours.
    const inner = padded
      .subarray(0, padded.length - (padded.length % 3))
      .toString('base64')
      .slice(offset === 0 ? 0 : offset + 1);
    forms.push([`base64 at offset ${offset}`, inner]);
    forms.push([`base64url at offset ${offset}`, inner.replaceAll('+', '-').replaceAll('/', '_')]);
  }
  return forms;
}

function piecesOf(text: string): string[] {
  const count = Math.max(1, Math.floor(text.length / PIECE));
  return Array.from({ length: count }, (_, at) => text.slice(at * PIECE, (at + 1) * PIECE));
}

/** Everything that can be read of a value without its source: printed, serialised, and by walking it. */
function textsOf(value: unknown): string[] {
  const texts: string[] = [
    inspect(value, {
      depth: Number.POSITIVE_INFINITY,
      showHidden: true,
      getters: true,
      maxArrayLength: null,
      maxStringLength: null,
    }),
  ];
  try {
    texts.push(JSON.stringify(value) ?? '');
  } catch {
    // What holds itself cannot be serialised; it is walked all the same.
  }
  walk(value, texts);
  return texts;
}

function walk(root: unknown, texts: string[]): void {
  const seen = new Set<unknown>();
  const rest: unknown[] = [root];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value === 'string') texts.push(value);
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Uint8Array) {
      texts.push(Buffer.from(value).toString('latin1'));
      continue;
    }
    if (value instanceof Map || value instanceof Set) rest.push(...value.keys(), ...value.values());
    if (typeof value !== 'function') texts.push(attempt(() => String(value)));
    for (
      let level: object | null = value;
      level !== null && level !== Object.prototype;
      level = Object.getPrototypeOf(level)
    ) {
      for (const key of Reflect.ownKeys(level)) {
        if (typeof key === 'string') texts.push(key);
        // Through the value, so that getters of its class are asked too.
        rest.push(attempt(() => Reflect.get(level, key, value)));
      }
    }
  }
}

function attempt<T>(read: () => T): T | '' {
  try {
    return read();
  } catch {
    return '';
  }
}
