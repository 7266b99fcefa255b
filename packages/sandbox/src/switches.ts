import type { SwitchValues } from './dialect.js';
import { unknownWord } from './faults.js';

/** The switches that are given, those without a value left out. Throws a TypeError for a name or a value that is not known. */
export function checkSwitches<Switches extends object>(
  known: { readonly [Name in keyof Switches]: SwitchValues },
  given: Partial<Switches>,
): Partial<Switches> {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of set) {
    if (!Object.hasOwn(known, name)) throw new TypeError(unknownWord('switch', name, Object.keys(known)));
    const values = known[name as keyof Switches];
    if (values === 'number') {
      if (typeof value !== 'number' || !(value >= 0)) throw new TypeError(`${name} is a number, 0 or more`);
    } else if (!values.includes(String(value))) {
      throw new TypeError(unknownWord(`value of ${name}`, String(value), values));
    }
  }
  return Object.fromEntries(set) as Partial<Switches>;
}
