import type { SwitchValues } from './dialect.js';
import { unknownWord } from './faults.js';

type Switches = Readonly<Record<string, SwitchValues>>;

/** `name=value`. Throws what is to be said to who typed it. */
export function readSwitch(of: string, switches: Switches, text: string): [name: string, value: string | number] {
  const [, name = text, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const known = Object.hasOwn(switches, name) ? switches[name]! : undefined;
  if (known === undefined) throw new Error(unknownWord(`switch of ${of}`, name, Object.keys(switches)));
  if (value === undefined) throw new Error(`--set wants ${name}=value`);
  if (known !== 'number') return [name, value];
  if (!/^\d+(\.\d+)?$/.test(value)) throw new Error(`${name} wants a number, not ${JSON.stringify(value)}`);
  return [name, Number(value)];
}

/** `name`, `name@place`, `name:kind` or `name:kind@place`; whether they are known is seen where they are used. */
export function readFault(text: string): { readonly name: string; readonly kind?: string; readonly at?: string } {
  const [, name = '', kind, at] = /^([^:@]*)(?::([^@]*))?(?:@(.*))?$/s.exec(text) ?? [];
  return { name, ...given({ kind, at }) };
}

export function given(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

export function switchesText(of: string, switches: Switches, defaults: object): string {
  const rows = Object.entries(switches).map(([name, values]) => {
    const words = values === 'number' ? 'a number' : values.join(' | ');
    return `  ${name.padEnd(20)}${words}  (default ${defaults[name as keyof typeof defaults]})`;
  });
  return `\nSwitches of ${of}:\n${rows.join('\n')}\n`;
}
