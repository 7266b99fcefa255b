/** A body that is not what the API takes. Names the field and never says its value. */
export class BadRequest extends Error {
  constructor(field: string, wanted: string) {
    super(`${field}: ${wanted}`);
  }
}

export function record(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadRequest(field, 'an object');
  return value as Record<string, unknown>;
}

/** A record that has these fields and no others. */
export function fields(value: unknown, field: string, names: readonly string[]): Record<string, unknown> {
  const found = record(value, field);
  if (Object.keys(found).some((name) => !names.includes(name))) throw new BadRequest(field, `has ${names.join(', ')}`);
  return found;
}

export function text(value: unknown, field: string): string {
  if (typeof value !== 'string') throw new BadRequest(field, 'a string');
  return value;
}

export function oneOf<T extends string>(value: unknown, field: string, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new BadRequest(field, `one of ${words.join(', ')}`);
  return found;
}

/** A port of TCP. */
export function port(value: unknown, field: string): number {
  if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > 65_535)
    throw new BadRequest(field, '1 to 65535');
  return Number(value);
}
