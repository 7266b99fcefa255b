import type { Rule } from '../rule.js';
import { sources } from './sources.js';

/** DNS, and which way leads to an address. */
export const networkRules: readonly Rule[] = [
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    strength: 'proves',
    when: {
      text: /\bEAI_AGAIN\b|\bESERVFAIL\b|\bSERVFAIL\b|query\w* (?:EREFUSED|ETIMEOUT|ESERVFAIL|ECONNREFUSED)|\bEREFUSED\b|\bETIMEOUT\b|temporary failure in name resolution|\[Errno -3\]|\bgaierror\(-3|server misbehaving|lookup \S+ (?:on|:) .{0,60}(?:i\/o timeout|connection refused|server misbehaving)|WSATRY_AGAIN|\b11002\b|resolving timed out|DNS (?:server|query|lookup|request|resolution)[^.\n]{0,30}(?:timed? ?out|timeout|unavailable|not (?:available|respond|reachable))|temporarily unable to resolve|name server .{0,20}unreachable|non-recoverable failure in name resolution|could not contact DNS|\b(?:no|any|all|every|other)\b[\w\s]{0,12}names? (?:can be )?(?:resolves?|resolved)|DNS (?:is )?(?:broken|down|not working|does ?n['o]t work)|(?:cannot|can't|fails? to) resolve any/i,
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
    means: 'WRONG_HOST_OR_PORT',
    strength: 'points',
    when: {
      text: /\bENOTFOUND\b|\bENODATA\b|EAI_NONAME|name or service not known|no such host|could not resolve host|UnknownHostException|Unknown SMTP host|nodename nor servname|Errno (?:-2|8|11001)\b|\b11001\b|no address associated|getaddrinfo failed|NXDOMAIN|name could not be resolved|failed to lookup address|host (?:not found|unknown)/i,
    },
    unless: [{ text: /550|450|Helo|sender/i, reply: true }],
    because: 'DNS knows no such host.',
    source: sources.nodeDns,
  },
  // ---- Addresses ----------------------------------------------------------------------------
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'strong',
    when: {
      text: /\bENETUNREACH\b|\bEHOSTUNREACH\b|\bEADDRNOTAVAIL\b|\bEAFNOSUPPORT\b|network (?:is )?(?:unreachable|unavailable|down)|no route to host|cannot assign requested address|can't assign requested address|address family not supported|Errno (?:101|113|99|97|51|65|49|47)\]|WinError 100(?:51|65|49|47)|\b10051\b|\b10065\b/i,
    },
    because: 'There is no way to an address of this family (IPv4 or IPv6).',
    source: sources.errno,
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'strong',
    when: {
      words:
        /\bIPv6\b|\bAAAA\b|(?:[\da-f]{1,4}:){3,}[\da-f:]*|Local \(:::0\)|happy eyeballs|prefer(?:s|red)? ipv[46]|family: [046]/i,
      stage: ['connect'],
      text: /unreach|ENET|EHOST|EADDR|timeout|timed out|no route|cannot assign|ETIMEDOUT|refused|fail/i,
    },
    unless: [{ text: /<ipv4>[^;]*timed out;/i }],
    because: 'The failing address is of one family, and the other may work.',
    source: 'https://www.rfc-editor.org/rfc/rfc8305',
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'strong',
    when: {
      text: /(?:connect|dial|connecting to|ETIMEDOUT|timed out|timeout)[^\n]{0,40}\[?[\da-f]{1,4}:(?:[\da-f]{0,4}:){2,}[\da-f]{0,4}/i,
    },
    unless: [
      { reply: true },
      { text: /ECONNREFUSED ::1|refused/i },
      { text: /(?:\d{1,3}\.){3}\d{1,3}[^;\n]*(?:timed out|timeout|ETIMEDOUT)/ },
    ],
    over: ['CONNECT_PORT_BLOCKED'],
    because: 'The address that gives no answer is one of IPv6.',
    source: 'https://www.rfc-editor.org/rfc/rfc8305',
  },
];
