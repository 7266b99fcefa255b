import { refuse } from './refuse.js';

const ON = new Set(['true', '1', 'yes', 'on']);
const OFF = new Set(['false', '0', 'no', 'off']);

/** On or off in the spellings that people use; undefined for an empty one, which is as good as not there. */
export function readSwitch(value: string, field: string): boolean | undefined {
  const word = value.toLowerCase();
  if (word === '') return undefined;
  if (ON.has(word)) return true;
  if (OFF.has(word)) return false;
  throw refuse('CONFIG_VALUE_INVALID', field, `${field} is neither on (true, 1, yes, on) nor off (false, 0, no, off)`);
}

/** A whole number from `least` to `most`. */
export function readNumber(value: string, field: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw refuse('CONFIG_VALUE_INVALID', field, `${field} is not a whole number from ${least} to ${most}`);
}

export function readPort(value: string, field: string): number {
  return readNumber(value, field, 1, 65_535);
}

/** A bare host name or address. `port` says where the port belongs. IPv6 in brackets loses them. */
export function readHost(value: string, field: string, port: string): string {
  const bad = (why: string) => refuse('CONFIG_VALUE_INVALID', field, `${field} ${why}`);
  if (/["'`]/.test(value)) throw bad('holds a quotation mark: write the name without quotes');
  if (/\s/.test(value)) throw bad('holds a blank');
  if (value.includes('://')) throw bad('holds a scheme such as smtp://: write the name alone');
  if (value.includes('@')) throw bad('holds an @: write the host, not an address');
  const literal = /^\[([0-9a-f:.]+)\]$/i.exec(value)?.[1] ?? value;
  if (/^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(literal)) return literal;
  if (value.includes(':')) throw bad(`holds a colon: the port belongs into ${port}`);
  if (!/^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?$/i.test(value)) {
    throw bad('is not a host name of letters, digits, hyphens and dots (names beyond ASCII in their xn-- form)');
  }
  return value;
}
