import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, HOSTERS, IPV4_FAILS, IPV6, NO_SUCH_NAME, NO_WAY, near } from './wordings.js';

/** DNS, and which way leads to an address. */
export const networkRules: readonly Rule[] = [
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    strength: 'proves',
    when: {
      text: /\bEAI_AGAIN\b|\bESERVFAIL\b|\bSERVFAIL\b|query\w* (?:EREFUSED|ETIMEOUT|ESERVFAIL|ECONNREFUSED)|\bEREFUSED\b|\bETIMEOUT\b|temporary failure in name resolution|\[Errno -3\]|\bgaierror\(-3|server misbehaving|lookup \S+(?: on \S+)?: (?!no such host)[^\n]*(?:timeout|refused|misbehaving|busy|unreachable|denied|not permitted|cannot unmarshal)|WSATRY_AGAIN|\b11002\b|resolving timed out|(?:DNS|name)[ -](?:server|query|lookup|request|resolution)[^.\n]{0,30}(?:timed? ?out|timeout|unavailable|not (?:available|respond|reachable))|temporarily unable to resolve|name server .{0,20}unreachable|non-recoverable failure in name resolution|could not contact DNS|\b(?:no|any|all|every|other)\b[\w\s]{0,12}names? (?:can be )?(?:resolves?|resolved)|DNS (?:is )?(?:broken|down|not working|does ?n['o]t work)|(?:cannot|can't|fails? to) resolve any/i,
    },
    over: ['WRONG_HOST_OR_PORT', 'CONNECT_PORT_BLOCKED', 'HOST_MISSING_LOCALHOST', 'CONFIG_URL_NOT_ENCODED'],
    because: 'The resolver gave no answer. A name that does not exist is told otherwise (ENOTFOUND).',
    source: sources.nodeDns,
  },
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    strength: 'points',
    when: {
      text: /\bENOTFOUND\b|getaddrinfo|name or service not known|no such host|could not resolve|UnknownHost|nodename nor servname|Errno (?:-2|8|11001)|\b11001\b/i,
      endpoint: 'published',
    },
    unless: [{ text: /ENOTFOUND +["'`]|;|,"/ }],
    over: ['WRONG_HOST_OR_PORT'],
    because: 'The host is spelled as its provider publishes it, so the name exists and the lookup failed here.',
    source: sources.nodeDns,
  },
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    strength: 'points',
    when: { text: NO_SUCH_NAME, words: /\bdocker|container|kubernetes|\bk8s\b|\bpods?\b|\bjail\b|chroot|\bcompose\b/i },
    unless: [{ host: /^(?!<)[\w-]+\.[\w.-]+$/, endpoint: 'unknown' }, { text: /ENOTFOUND +["'`]|;|,"/ }],
    over: ['WRONG_HOST_OR_PORT'],
    because: 'Inside of a container names are resolved by its own settings, which often do not work.',
    source: 'https://docs.docker.com/engine/network/#dns-services',
  },
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    strength: 'strong',
    when: {
      text: near(
        /\bIP(?: address)?\b|\b(?:\d{1,3}\.){3}\d{1,3}\b|\/etc\/hosts/,
        /works?\b|working|\bfine\b|succeeds?|no problem/,
        40,
      ),
      stage: ['dns'],
    },
    over: ['WRONG_HOST_OR_PORT'],
    because: 'By its address the server is reached: what fails is the lookup.',
    source: sources.nodeDns,
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    strength: 'points',
    when: {
      text: NO_SUCH_NAME,
    },
    unless: [{ text: /550|450|Helo|sender/i, reply: true }],
    because: 'DNS knows no such host.',
    source: sources.nodeDns,
  },
  // ---- Addresses ----------------------------------------------------------------------------
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'points',
    when: { text: NO_WAY },
    because: 'There is no way to an address of this family (IPv4 or IPv6).',
    source: sources.errno,
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'strong',
    when: { text: NO_WAY },
    unless: [{ text: IPV4_FAILS }, { words: HOSTERS }],
    because:
      'There is no way to an address of this family (IPv4 or IPv6), and no address of the other is known to fail.',
    source: sources.errno,
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'strong',
    when: {
      words: IPV6,
      stage: ['connect'],
      text: any(NO_WAY, /unreach|EADDR|timeout|timed out|refused|fail|switched off|disabled|used first|tried first/),
    },
    unless: [{ text: IPV4_FAILS }],
    over: ['CONNECT_PORT_BLOCKED'],
    because: 'The failing address is of one family, and the other may work.',
    source: 'https://www.rfc-editor.org/rfc/rfc8305',
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'strong',
    when: {
      text: /(?:connect|dial|connecting to|ETIMEDOUT|timed out|timeout)[^\n]{0,40}\[?[\da-f]{1,4}:(?:[\da-f]{0,4}:){2,}[\da-f]{0,4}/i,
    },
    unless: [{ reply: true }, { text: /ECONNREFUSED ::1|refused/i }, { text: IPV4_FAILS }],
    over: ['CONNECT_PORT_BLOCKED'],
    because: 'The address that gives no answer is one of IPv6.',
    source: 'https://www.rfc-editor.org/rfc/rfc8305',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    strength: 'strong',
    when: { text: NO_WAY, also: IPV4_FAILS },
    unless: [{ reply: true }],
    over: ['CONNECT_ADDRESS_FAMILY'],
    because: 'An address of IPv4 gives no answer either, so it is not the family.',
    source: 'https://www.rfc-editor.org/rfc/rfc8305',
  },
];
