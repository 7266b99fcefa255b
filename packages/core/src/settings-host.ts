import { hasControl, misuse, shown } from './misuse.js';
import type { AccountOptions } from './options.js';
import type { Profile } from './profile.js';

/** Shows nothing of the value: whole URLs are pasted here, passwords and all. */
export function checkHost(field: string, host: unknown): void {
  const bad = (why: string) => misuse('CONFIG_VALUE_INVALID', field, why);
  if (typeof host !== 'string') throw bad('is not a string');
  if (host === '') throw bad('is empty');
  if (host === 'undefined' || host === 'null') throw bad(`is the word ${host}: a variable was not set`);
  if (hasControl(host)) throw bad('holds a control character');
  if (/["'`,;]/.test(host)) throw bad('holds quotes or separators');
  if (/\s/.test(host)) throw bad('holds blanks');
  if (host.includes('://')) throw bad('holds a scheme: write the name alone');
  if (host.includes('@')) throw bad('holds an @: write the name alone; user and password have options of their own');
  if (host.startsWith('[')) throw bad('holds brackets: write the address alone');
  if (/^[0-9a-f:.]+$/i.test(host) && host.split(':').length > 2) return;
  if (/:\d*$/.test(host)) throw bad('holds a port: set port');
  if (host.length > 253 || !/^(?:[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?(?:\.|$))+$/u.test(host))
    throw bad('is not a host name');
}

/** The name for EHLO that was set, or that the provider's row takes from the user. */
export function checkHelloNames(profile: Profile, { helloName, user }: AccountOptions): void {
  if (helloName !== undefined) {
    const why = faultOfHelloName(helloName);
    if (why !== undefined) throw misuse('CONFIG_VALUE_INVALID', 'helloName', why);
  } else if (profile.hello?.name === 'domain of the user') {
    const domain = user?.split('@')[1];
    const why = domain === undefined ? undefined : faultOfHelloName(domain);
    if (why !== undefined)
      throw misuse(
        'CONFIG_VALUE_INVALID',
        'helloName',
        `is not set, and the domain of user cannot take its place: it ${why}`,
      );
  }
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

/** RFC 5321 4.1.1.1: a fully qualified domain name or an address literal; RFC 6531 3.3: A-labels only. */
function faultOfHelloName(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'is not a string';
  if (name === '') return 'is empty';
  if (hasControl(name)) return 'holds a control character';
  if (name.startsWith('[')) {
    const inside = name.slice(1, -1);
    const good =
      name.endsWith(']') && (IPV4.test(inside) || /^IPv6:(?=.*:.*:)(?!.*:::)[0-9a-f:.]{2,45}$/i.test(inside));
    return good
      ? undefined
      : `is ${shown(name)}, which is no address literal such as [192.0.2.1] or [IPv6:2001:db8::1]`;
  }
  if (/^[\d.]+$|:/.test(name)) return `is ${shown(name)}: an address stands in brackets, such as [192.0.2.1]`;
  if (/[^\0-\x7f]/.test(name)) return `is ${shown(name)}: a name beyond ASCII is written in its xn-- form`;
  const labels = name.split('.');
  if (labels.length < 2)
    return `is ${shown(name)}, a bare name that servers refuse: give the fully qualified one, or an address literal`;
  if (name.length > 255 || !labels.every((label) => LABEL.test(label)))
    return `is ${shown(name)}, which is no domain name`;
  return /^\d+$/.test(labels[labels.length - 1] as string) ? `is ${shown(name)}, which is no domain name` : undefined;
}
