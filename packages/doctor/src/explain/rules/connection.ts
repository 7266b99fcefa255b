import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, CUT, GREETING_NEVER, IMPLICIT_PORTS, TIMED_OUT } from './wordings.js';

/** A connection that came about, and stalled, was cut, or was one too many. */
export const connectionRules: readonly Rule[] = [
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    strength: 'strong',
    when: { port: IMPLICIT_PORTS, mode: ['clear', 'starttls', 'not implicit'] },
    unless: [
      { reply: true },
      { text: /wrong version number|certificate|packet length|refused|ENOTFOUND|EAI_AGAIN/i },
      { stage: ['token', 'dns', 'auth', 'mail', 'rcpt', 'data'] },
      { endpoint: 'other port' },
    ],
    over: ['CONNECTION_STALLED_OR_DROPPED', 'CONNECT_PORT_BLOCKED', 'STARTTLS_UNAVAILABLE'],
    because: 'This port speaks TLS from the first byte; client and server wait for each other.',
    source: 'https://github.com/nodemailer/nodemailer/issues/441',
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    strength: 'points',
    when: { port: IMPLICIT_PORTS, text: GREETING_NEVER },
    unless: [{ mode: ['implicit'] }, { endpoint: 'other port' }],
    over: ['CONNECT_PORT_BLOCKED', 'CONNECTION_STALLED_OR_DROPPED'],
    because: 'Silence on a port that speaks TLS from the first byte.',
    source: 'https://www.rfc-editor.org/rfc/rfc8314#section-7.3',
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    strength: 'strong',
    when: { port: IMPLICIT_PORTS, text: /bad greeting|response: (?:-1|\[EOF\])|Exception reading response/i },
    unless: [{ mode: ['implicit'] }, { endpoint: 'other port' }],
    over: ['CONNECT_PORT_BLOCKED', 'CONNECTION_STALLED_OR_DROPPED'],
    because: 'The connection ended in place of a greeting, on a port that speaks TLS from the first byte.',
    source: 'https://github.com/eclipse-ee4j/angus-mail/issues/134',
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    strength: 'strong',
    when: {
      text: any(GREETING_NEVER, CUT),
      words:
        /secure ?smtp|\bsmtps\b|secure: ?true|implicit TLS|SSL-?only|ssl(?:\/tls)? port|listens? (?:for|with) (?:TLS|SSL)/i,
      mode: ['clear', 'not implicit', 'starttls'],
      stage: ['greeting', 'connect'],
    },
    unless: [{ reply: true }],
    over: ['CONNECTION_STALLED_OR_DROPPED', 'CONNECT_PORT_BLOCKED'],
    because: 'The server is told to speak TLS from the first byte, and the client waits for it in clear.',
    source: 'https://www.rfc-editor.org/rfc/rfc8314#section-7.3',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'points',
    when: { text: GREETING_NEVER, stage: ['greeting', 'connect'] },
    because: 'TCP was connected, and no greeting came.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1099',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'strong',
    when: {
      stage: ['greeting', 'connect'],
      words:
        /some of the (?:resolved )?address|only (?:for )?some|intermittent|sometimes|random(?:ly)?|occasional|comes and goes|once in a while|flak|sporadic|every (?:few|other)|not always|works? (?:again|on retry|after)|retry (?:works|succeeds)/i,
    },
    unless: [{ reply: true }],
    over: ['CONNECT_PORT_BLOCKED', 'TLS_PROTOCOL_TOO_OLD'],
    because: 'It differs by address or comes and goes: the settings are right.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1099',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'points',
    when: { text: CUT },
    unless: [{ reply: true }, { stage: ['token', 'dns', 'config'] }],
    because: 'The connection was cut.',
    source: sources.errno,
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'strong',
    when: {
      enhanced: /^4\.(?:4\.[12]|7\.0)$/,
      text: /connection timed out|timeout (?:while )?(?:waiting|exceeded|-)|idle|connection (?:expired|dropped)|timed out waiting|session duration/i,
    },
    over: ['TEMPORARY_SERVER_ERROR', 'SENDING_IP_REJECTED', 'GREYLISTED'],
    because: 'The server ended a connection that was idle, or that had grown old.',
    source: 'https://github.com/zone-eu/zone-mta/issues/161',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'points',
    when: {
      text: any(
        TIMED_OUT,
        CUT,
        /time-?outs?\b|timed out|stall\w*|\bhangs?\b|no (?:answer|response|reply)|never (?:returns|answers)/,
      ),
      stage: ['ehlo', 'mail', 'rcpt', 'data'],
    },
    unless: [{ reply: true }],
    because: 'The session was under way, and then nothing came, or its end.',
    source: sources.errno,
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'hints',
    when: { stage: ['greeting', 'connect'] },
    unless: [{ reply: true }],
    because: 'It failed before the server said anything.',
    source: sources.smtp,
  },
  {
    means: 'TOO_MANY_CONNECTIONS',
    strength: 'strong',
    when: {
      text: /too many (?:concurrent |simultaneous |open |smtp |parallel |active )*(?:connections?|sessions)|(?:concurrent|simultaneous|maximum|max|parallel)[\w\s]{0,20}(?:connections?|sessions)[\w\s]{0,20}(?:limit|exceed|reached)|connections? (?:limit|rate|count)[\w\s]{0,12}(?:exceed|reached)|(?:sender|client|connection) thread limit exceeded|exceeded the (?:maximum )?number of (?:concurrent )?connections|HL:ICC|smtp_accept_max/i,
    },
    unless: [{ text: /recipient thread limit/i }, { text: /max(?:imum)? connection attempts/i }],
    over: ['TEMPORARY_SERVER_ERROR', 'RATE_LIMITED', 'SENDING_IP_REJECTED', 'REFUSED_BY_SERVER', 'LOGIN_RATE_LIMITED'],
    because: 'The words count connections.',
    source: 'https://github.com/in2code-de/luxletter/issues/247',
  },
];
