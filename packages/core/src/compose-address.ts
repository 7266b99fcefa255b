import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { isPlainAddress } from './address.js';
import { hasControl, misuse, shown } from './misuse.js';

/**
 * The addresses of a From, To, Cc ... value in their wire form: an address list (RFC 5322 3.4), `{ name, address }`,
 * or arrays of these. What does not parse is refused, never repaired. Time is linear, and the stack does not grow
 * with the input: groups do not nest in RFC 5322, and arrays are walked with a stack of our own.
 *
 * @throws MailError ENVELOPE_INVALID that names the field.
 */
export function addressesOf(value: unknown, field: string): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const rest: { value: unknown; field: string }[] = [{ value, field }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { value: entry, field: name } = next;
    if (Array.isArray(entry)) {
      if (seen.has(entry)) throw misuse('ENVELOPE_INVALID', name, 'holds the same array twice');
      seen.add(entry);
      for (let i = entry.length - 1; i >= 0; i--) rest.push({ value: entry[i], field: `${name}[${i}]` });
    } else if (typeof entry === 'string') {
      if (isPlainAddress(entry)) found.push(entry);
      else parseList(entry, name, found);
    } else if (isMailbox(entry)) {
      if (entry.name !== undefined && entry.name !== null) plainText(entry.name, `${name}.name`);
      found.push(wireAddress(entry.address, `${name}.address`));
    } else if (entry !== undefined && entry !== null && entry !== false) {
      throw misuse('ENVELOPE_INVALID', name, 'is neither an address, { name, address } nor a list of these');
    }
  }
  return found;
}

/**
 * The wire form of one bare address: domains as A-labels in lower case, a quoted local part only where it needs the
 * quotes.
 *
 * @throws MailError ENVELOPE_INVALID that names the field.
 */
export function wireAddress(value: unknown, field: string): string {
  if (typeof value !== 'string') throw misuse('ENVELOPE_INVALID', field, `is not an address but ${shown(value)}`);
  if (isPlainAddress(value)) return value;
  if (hasControl(value)) throw misuse('ENVELOPE_INVALID', field, `holds a control character: ${shown(value)}`);
  // 64 octets, the at sign, 255 octets; UTF-8 and U-labels can only be shorter in UTF-16 units. Bounds what the pattern reads.
  const parts = value.length > 1024 ? null : ADDR_SPEC.exec(value);
  const domain = parts && wireDomain(parts[2]!);
  if (!domain || /\p{Surrogate}/u.test(value)) throw notAnAddress(value, field);
  const address = `${wireLocalPart(parts[1]!)}@${domain}`;
  const octets = Buffer.byteLength(address);
  // RFC 5321 4.5.3.1: local part 64, domain 255, path 256 octets, and the path has its angle brackets.
  if (octets - domain.length - 1 > 64) throw misuse('ENVELOPE_INVALID', field, 'has a local part of over 64 octets');
  if (domain.length > 255) throw misuse('ENVELOPE_INVALID', field, 'has a domain of over 255 octets');
  if (octets > 254) throw misuse('ENVELOPE_INVALID', field, 'makes a path of over 256 octets');
  return address;
}

// From U+00A0: what lies between ASCII and there are controls. No-break spaces and their like belong to no atom.
const ATEXT = "(?:[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~]|(?!\\s)[\\u00a0-\\uffff])";
const DOT_ATOM = new RegExp(`^${ATEXT}+(?:\\.${ATEXT}+)*$`);
// RFC 5321 4.1.2 with RFC 6531 3.3: dot-string or quoted-string, "@", domain or address literal.
const ADDR_SPEC = new RegExp(
  `^(${ATEXT}+(?:\\.${ATEXT}+)*|"(?:[ !#-\\[\\]-~\\u00a0-\\uffff]|\\\\[ -~])+")@([^\\s@"\\\\<>(),;:\\[\\]]+|\\[[0-9A-Za-z:.]+\\])$`,
);
const LABELS = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

function notAnAddress(value: string, field: string) {
  return misuse('ENVELOPE_INVALID', field, `is not an address: ${shown(value)}`);
}

function plainText(value: unknown, field: string): void {
  if (typeof value !== 'string') throw misuse('ENVELOPE_INVALID', field, `is not a string but ${shown(value)}`);
  if (hasControl(value)) throw misuse('ENVELOPE_INVALID', field, `holds a control character: ${shown(value)}`);
}

function isMailbox(value: unknown): value is { name?: unknown; address: unknown } {
  return typeof value === 'object' && value !== null && 'address' in value && !('group' in value);
}

/** A quoted local part means the same as the unquoted one (RFC 5321 4.1.2), so only what needs quotes keeps them. */
function wireLocalPart(local: string): string {
  if (!local.startsWith('"')) return local;
  const plain = local.slice(1, -1).replace(/\\(.)/g, '$1');
  return DOT_ATOM.test(plain) ? plain : `"${plain.replace(/["\\]/g, '\\$&')}"`;
}

/** The domain as it goes to the wire, or undefined where it is none. */
function wireDomain(domain: string): string | undefined {
  if (domain.startsWith('[')) return wireLiteral(domain.slice(1, -1));
  // Only what is not ASCII goes to IDNA: for ASCII, domainToASCII reads "127.1" as an address and "a%41" as "aa".
  const ascii = /^[\0-\x7f]*$/.test(domain) ? domain.toLowerCase() : internationalDomain(domain);
  return ascii !== undefined && LABELS.test(ascii) ? ascii : undefined;
}

function internationalDomain(domain: string): string | undefined {
  if (/[%/?#]/.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  return isIP(ascii) ? undefined : ascii;
}

/** RFC 5321 4.1.3. */
function wireLiteral(text: string): string | undefined {
  const six = /^IPv6:(.+)$/i.exec(text)?.[1];
  if (six !== undefined) return isIP(six) === 6 ? `[IPv6:${six.toLowerCase()}]` : undefined;
  return isIP(text) === 4 ? `[${text}]` : undefined;
}

/** One pass over an address list; each mailbox ends at a comma, at the `;` of its group, or at the end. */
function parseList(text: string, field: string, found: string[]): void {
  if (hasControl(text)) throw misuse('ENVELOPE_INVALID', field, `holds a control character: ${shown(text)}`);
  const wrong = (why: string) => misuse('ENVELOPE_INVALID', field, `${why}: ${shown(text)}`);
  let inGroup = false;
  let afterGroup = false;
  // Of the mailbox that is being read: its text without comments, and what stands in angle brackets.
  let plain = '';
  let from = 0;
  let commented = false;
  let angle: string | undefined;

  const endMailbox = (at: number): void => {
    const rest = (plain + text.slice(from, at)).trim();
    if (angle !== undefined) {
      if (rest !== '') throw wrong('has text behind an address in angle brackets');
      found.push(wireAddress(angle, field));
    } else if (rest !== '') {
      if (afterGroup) throw wrong('has text behind a group');
      found.push(wireAddress(rest, field));
    } else if (commented) {
      throw wrong('has a comment in place of an address');
    }
    beginMailbox(at + 1);
  };
  const beginMailbox = (at: number): void => {
    plain = '';
    from = at;
    commented = false;
    angle = undefined;
    afterGroup = false;
  };

  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: // "
        i = endOfQuoted(text, i);
        if (i < 0) throw wrong('has a quote that does not end');
        break;
      case 0x28: // (
        plain += `${text.slice(from, i)} `;
        i = endOfComment(text, i);
        if (i < 0) throw wrong('has a comment that does not end');
        from = i + 1;
        commented = true;
        break;
      case 0x3c: {
        // <
        const end = endOfAngle(text, i);
        if (end < 0 || angle !== undefined || afterGroup) throw wrong('has angle brackets that do not pair');
        angle = text.slice(i + 1, end).trim();
        plain = '';
        i = end;
        from = end + 1;
        break;
      }
      case 0x2c: // ,
        endMailbox(i);
        break;
      case 0x5b: // [
        i = text.indexOf(']', i);
        if (i < 0) throw wrong('has a bracket that does not end');
        break;
      case 0x3a: // :
        if (inGroup || angle !== undefined || afterGroup) throw wrong('has a group in a group, or a stray colon');
        inGroup = true;
        beginMailbox(i + 1);
        break;
      case 0x3b: // ;
        if (!inGroup) throw wrong('has a semicolon outside a group; addresses are separated by commas');
        endMailbox(i);
        inGroup = false;
        afterGroup = true;
        break;
      case 0x3e: // >
      case 0x29: // )
      case 0x5c: // \
        throw wrong('does not parse');
    }
  }
  if (inGroup) throw wrong('has a group that does not end');
  endMailbox(text.length);
}

function endOfQuoted(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) return i;
    if (unit === 0x5c) i++;
  }
  return -1;
}

function endOfComment(text: string, start: number): number {
  for (let i = start, depth = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x28) depth++;
    else if (unit === 0x29 && --depth === 0) return i;
    else if (unit === 0x5c) i++;
  }
  return -1;
}

function endOfAngle(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x3e) return i;
    if (unit === 0x3c) return -1;
    if (unit === 0x22) {
      i = endOfQuoted(text, i);
      if (i < 0) return -1;
    }
  }
  return -1;
}
