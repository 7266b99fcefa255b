import { isIPv6 } from 'node:net';

/**
 * Whom an address stands for where somebody is counted: an IPv4 address itself, the first 64 bits of an IPv6 address. A
 * subnet has no less (RFC 4291 2.5.1), and whoever has one speaks from any address in it.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  const groups = [...head, ...zeros, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
