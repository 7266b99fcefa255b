import type { Phase } from '../trace.js';
import { any4yz, any5yz, type CoreReplyRow, rfc } from './replies-terms.js';

/** Where a server speaks to a stranger as such: before the mail, and at each of its commands. */
const TO_STRANGERS: readonly Phase[] = ['greeting', 'hello', 'envelope', 'data', 'sent'];

/** What the server says of the connection and of the client as a host, whatever it was asked. */
export const connectionReplies: readonly CoreReplyRow[] = [
  {
    at: ['greeting', 'hello', 'tls', 'auth', 'ready', 'envelope', 'data', 'sent'],
    code: any4yz,
    text: /too many (?:concurrent |simultaneous )?(?:SMTP )?connections|concurrent connections limit/i,
    means: 'TOO_MANY_CONNECTIONS',
    because: 'The text counts connections. It says so wherever the server notices.',
    source: 'https://github.com/in2code-de/luxletter/issues/247',
  },
  {
    at: ['envelope', 'data', 'sent'],
    code: 432,
    enhanced: '4.3.2',
    means: 'TOO_MANY_CONNECTIONS',
    because: '432 is defined for AUTH only; servers that say it with 4.3.2 behind a message mean parallel submissions.',
    source: 'https://github.com/sabuhish/fastapi-mail/issues/75',
  },
  {
    at: TO_STRANGERS,
    code: any5yz,
    text: /blocked using |banned sending IP/i,
    means: 'SENDING_IP_REJECTED',
    because: 'The text names the blocklist that the address of this machine is on.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1089',
  },
  {
    at: TO_STRANGERS,
    code: any4yz,
    text: /blocked using |banned sending IP/i,
    means: 'SENDING_IP_REJECTED',
    outcome: 'deferred',
    because: 'The same, by a server that lets the client try again.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1089',
  },
  {
    at: TO_STRANGERS,
    code: any5yz,
    enhanced: '5.7.25',
    means: 'SENDING_IP_REJECTED',
    because: 'X.7.25: reverse DNS validation of the client failed.',
    source: rfc(7372, '3.3'),
  },
  {
    at: TO_STRANGERS,
    code: any4yz,
    enhanced: '4.7.25',
    means: 'SENDING_IP_REJECTED',
    outcome: 'deferred',
    because: 'X.7.25 behind 4yz: the name of the client may only be slow to resolve.',
    source: rfc(7372, '3.3'),
  },
  {
    at: TO_STRANGERS,
    code: any5yz,
    text: /cannot find your (?:reverse )?hostname/i,
    means: 'SENDING_IP_REJECTED',
    because: 'The same with 5.7.1, as servers from before RFC 7372 say it.',
    source: 'https://github.com/omega8cc/boa/issues/532',
  },
  {
    at: TO_STRANGERS,
    code: any4yz,
    text: /cannot find your (?:reverse )?hostname/i,
    means: 'SENDING_IP_REJECTED',
    outcome: 'deferred',
    because: 'The same with 4.7.1.',
    source: 'https://github.com/mailcow/mailcow-dockerized/issues/85',
  },
];

/** Greeting, EHLO and STARTTLS. */
export const sessionReplies: readonly CoreReplyRow[] = [
  {
    at: 'tls',
    code: any4yz.filter((code) => code !== 421),
    means: 'STARTTLS_UNAVAILABLE',
    outcome: 'deferred',
    because: '454 to STARTTLS: TLS is not available for a temporary reason.',
    source: rfc(3207, '4'),
  },
  {
    at: 'tls',
    code: any5yz,
    means: 'STARTTLS_UNAVAILABLE',
    because:
      '500, 501, 502 and 503 to STARTTLS: the server does not know it here, or something in between took it out.',
    source: rfc(3207, '4'),
  },
  {
    at: ['greeting', 'hello', 'auth', 'ready', 'envelope', 'data'],
    when: { tls: false },
    code: 530,
    text: /STARTTLS/i,
    means: 'STARTTLS_REQUIRED',
    because:
      '530 Must issue a STARTTLS command first. The text is the RFC\'s own; the code is shared with "authentication required".',
    source: rfc(3207, '4'),
  },
  {
    at: ['envelope', 'data', 'sent'],
    when: { tls: false },
    code: any5yz,
    text: /session encryption is required/i,
    means: 'STARTTLS_REQUIRED',
    because: '550 5.7.1 has many meanings; this text has one.',
    source: 'https://github.com/mailcow/mailcow-dockerized/issues/42',
  },
  {
    at: 'greeting',
    code: [550, 554],
    means: 'SENDING_IP_REJECTED',
    because: '554 in place of 220 rejects the session of this client, whoever logs in later.',
    source: rfc(5321, '3.1'),
  },
  {
    at: 'greeting',
    code: any5yz,
    enhanced: /^5\.7\./,
    means: 'SENDING_IP_REJECTED',
    because: 'X.7 is security or policy; before any command there is nothing to judge but the address.',
    source: rfc(3463, '3.8'),
  },
  {
    at: 'greeting',
    code: any5yz,
    means: 'WRONG_HOST_OR_PORT',
    because: '521 and the like: the host never accepts mail.',
    source: rfc(7504, '3'),
  },
  {
    at: 'greeting',
    code: any4yz,
    enhanced: /^4\.7\./,
    means: 'SENDING_IP_REJECTED',
    outcome: 'deferred',
    because: 'X.7 is security or policy; before any command there is nothing to judge but the address.',
    source: rfc(3463, '3.8'),
  },
  {
    at: ['hello', 'envelope', 'data', 'sent'],
    code: any5yz,
    text: /HELO command rejected|HELO\/EHLO argument|invalid HELO|HELO argument/i,
    means: 'EHLO_NAME_REJECTED',
    because: 'Many servers judge the name of EHLO only at RCPT.',
    source: 'https://github.com/Foundry376/Mailspring/issues/1054',
  },
  {
    at: ['hello', 'envelope', 'data', 'sent'],
    code: any4yz,
    text: /HELO command rejected/i,
    means: 'EHLO_NAME_REJECTED',
    outcome: 'deferred',
    because: '450 4.7.1: the name could not be looked up, which DNS may cure, or a better name.',
    source: 'https://github.com/chatmail/core/issues/1847',
  },
  {
    at: 'hello',
    code: [500, 502],
    means: 'WRONG_HOST_OR_PORT',
    because: 'Neither EHLO nor HELO is known: this is no SMTP server.',
    source: rfc(5321, '4.1.1.1'),
  },
  {
    at: 'hello',
    code: 503,
    means: 'CLIENT_REPLY_DESYNC',
    because: 'EHLO may be said at any time in a session; 503 shows that the server is somewhere else.',
    source: rfc(5321, '4.1.4'),
  },
  {
    at: 'hello',
    code: any5yz,
    means: 'EHLO_NAME_REJECTED',
    because: '501, 504 and 550 to EHLO: the argument is not acceptable.',
    source: rfc(5321, '4.3.2'),
  },
];

/** What no other row knew: the first digit alone. Between them these rows know every reply. */
export const lastReplies: readonly CoreReplyRow[] = [
  {
    at: ['greeting', 'hello', 'auth', 'ready', 'envelope', 'data', 'sent'],
    code: 421,
    enhanced: /^4\.4\./,
    means: 'TEMPORARY_SERVER_ERROR',
    because: 'X.4: the connection was idle for too long or has grown too old, which has nothing to do with the pace.',
    source: rfc(3463, '3.5'),
  },
  {
    at: ['greeting', 'hello', 'auth', 'ready', 'envelope', 'data', 'sent'],
    code: 421,
    means: 'TEMPORARY_SERVER_ERROR',
    slows: 'connections',
    because: '421: the server closes a channel that it would rather not have now; with fewer it may get on.',
    source: rfc(5321, '3.8'),
  },
  {
    at: ['greeting', 'hello', 'tls', 'auth', 'ready', 'envelope', 'data', 'sent', 'quit'],
    code: any4yz,
    means: 'TEMPORARY_SERVER_ERROR',
    because:
      'A first digit of 4: the condition is temporary and the action may be asked for again. 421 may come at any time.',
    source: rfc(5321, '4.2.1'),
  },
  {
    at: ['greeting', 'hello', 'tls', 'auth', 'ready', 'envelope', 'data', 'sent', 'quit'],
    code: any5yz,
    means: 'REFUSED_BY_SERVER',
    because: 'A first digit of 5: the client should not repeat the same request.',
    source: rfc(5321, '4.2.1'),
  },
  {
    at: ['greeting', 'hello', 'tls', 'auth', 'ready', 'envelope', 'data', 'sent', 'quit'],
    means: 'SERVER_PROTOCOL_VIOLATION',
    because: 'A code that is no answer to this command, such as 250 to DATA.',
    source: rfc(5321, '4.3.2'),
  },
];
