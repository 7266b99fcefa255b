import { domainToASCII } from 'node:url';

/**
 * What may be sent as: addresses, `@example.com` for all of a domain, `<>` for the null reverse-path. Addresses are
 * compared in the form that goes to the wire, domains as A-labels, and without regard to the case of ASCII letters.
 */
export class AllowedSenders {
  readonly #addresses: ReadonlySet<string>;

  constructor(entries: readonly string[]) {
    this.#addresses = new Set(entries.map((entry) => (entry === '<>' ? '' : (comparable(entry) ?? entry))));
  }

  /** The empty string is the null reverse-path. */
  allows(address: string): boolean {
    if (address === '') return this.#addresses.has('');
    const wanted = comparable(address);
    if (wanted === undefined || wanted.startsWith('@')) return false;
    return this.#addresses.has(wanted) || this.#addresses.has(wanted.slice(wanted.lastIndexOf('@')));
  }
}

/** An address, or `@` and a domain, in one form for all that mean the same; undefined for what is neither. */
export function comparable(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const domain = at === -1 ? '' : wireDomain(address.slice(at + 1));
  if (domain === '' || /[\s"\\<>(),:;[\]]|@.*@/.test(address.slice(0, at + 1))) return undefined;
  // ASCII letters only: toLowerCase makes a k of the Kelvin sign, and that is another mailbox.
  const local = address.slice(0, at).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return `${local}@${domain}`;
}

/** Only what is not ASCII goes to IDNA: for ASCII, domainToASCII reads "127.1" as an address and "a%41" as "aa". */
function wireDomain(domain: string): string {
  const ascii = /^[\0-\x7f]*$/.test(domain) ? domain.toLowerCase() : /[%/?#]/.test(domain) ? '' : domainToASCII(domain);
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(ascii) ? ascii : '';
}
