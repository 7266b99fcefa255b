import { describe, expect, it } from 'vitest';
import { type CauseCode, causes } from '../causes.js';
import type { Profile, ReplyState } from '../profile.js';
import type { Phase } from '../trace.js';
import { replyRows } from './replies.js';
import { judge } from './verdict.js';

const unknownServer: Profile = {
  id: 'any',
  name: 'Any server',
  domains: [],
  endpoints: [],
  auth: [],
  limits: [],
  replies: [],
  causes: {},
  see: [],
};

/** Over TLS, logging in with a password; what a line of the table does not say is as here. */
const usual: ReplyState = { tls: true, authOffered: true, authenticated: false, login: 'password' };
const sending = { authenticated: true };
const asked = { login: 'none' } as const;
const inClear = { tls: false, authOffered: false };
const token = { login: 'token', mechanism: 'XOAUTH2' } as const;

function judged(phase: Phase, line: string, state: Partial<ReplyState>) {
  const [, code, enhanced, text] = /^(\d{3}) ?([245]\.\d+\.\d+)? ?(.*)$/.exec(line) as RegExpExecArray;
  const words = [enhanced, text].filter(Boolean).join(' ');
  const reply = { code: Number(code), lines: [words], ...(enhanced === undefined ? {} : { enhanced }) };
  return judge(reply, phase, { ...usual, ...state }, unknownServer);
}

type Line = readonly [Phase, string, Partial<ReplyState>, CauseCode, ('rejected' | 'deferred' | 'next mechanism')?];

const table: readonly Line[] = [
  ['greeting', '554 No SMTP service here', {}, 'SENDING_IP_REJECTED'],
  ['greeting', '550 5.7.1 go away', {}, 'SENDING_IP_REJECTED'],
  ['greeting', '521 Server does not accept mail', {}, 'WRONG_HOST_OR_PORT'],
  ['greeting', '521 5.7.1 refused', {}, 'SENDING_IP_REJECTED'],
  ['greeting', '421 Too many concurrent SMTP connections', {}, 'TOO_MANY_CONNECTIONS'],
  ['greeting', '421 4.7.0 host Error: too many connections from 192.0.2.1', {}, 'TOO_MANY_CONNECTIONS'],
  ['greeting', '421 4.7.0 not now', {}, 'SENDING_IP_REJECTED', 'deferred'],
  ['greeting', '421 4.3.2 Service not available', {}, 'TEMPORARY_SERVER_ERROR'],

  ['hello', '501 Syntactically invalid HELO argument(s)', {}, 'EHLO_NAME_REJECTED'],
  ['hello', '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname', {}, 'EHLO_NAME_REJECTED'],
  ['hello', '550 Invalid HELO', {}, 'EHLO_NAME_REJECTED'],
  ['hello', '450 4.7.1 <a.b>: Helo command rejected: Host not found', {}, 'EHLO_NAME_REJECTED', 'deferred'],
  ['hello', '501 5.5.4 Invalid domain name', {}, 'EHLO_NAME_REJECTED'],
  ['hello', '500 unknown command', {}, 'WRONG_HOST_OR_PORT'],
  ['hello', '503 no', {}, 'CLIENT_REPLY_DESYNC'],
  ['hello', '554 5.7.1 Service unavailable; client [192.0.2.1] blocked using a.list', {}, 'SENDING_IP_REJECTED'],
  ['hello', '421 closing', {}, 'TEMPORARY_SERVER_ERROR'],

  ['tls', '454 4.7.0 TLS not available due to local problem', inClear, 'STARTTLS_UNAVAILABLE', 'deferred'],
  ['tls', '500 5.3.3 Unrecognized command', inClear, 'STARTTLS_UNAVAILABLE', 'rejected'],
  ['tls', '502 5.5.1 no', inClear, 'STARTTLS_UNAVAILABLE'],
  ['tls', '503 5.5.1 no', inClear, 'STARTTLS_UNAVAILABLE'],
  ['tls', '421 closing', inClear, 'TEMPORARY_SERVER_ERROR'],
  ['tls', '250 ok', inClear, 'SERVER_PROTOCOL_VIOLATION'],

  ['auth', '530 5.7.0 Must issue a STARTTLS command first', inClear, 'STARTTLS_REQUIRED'],
  ['auth', '530 5.7.0 Must issue a STARTTLS command first', { tls: false }, 'STARTTLS_REQUIRED'],
  ['auth', '538 5.7.11 Encryption required', { tls: false }, 'STARTTLS_REQUIRED'],
  ['auth', '538 5.7.11 Encryption required', {}, 'AUTH_MECHANISM_MISMATCH', 'next mechanism'],
  ['auth', '504 5.7.4 Unrecognized authentication type', inClear, 'STARTTLS_REQUIRED'],
  ['auth', '504 5.7.4 Unrecognized authentication type', {}, 'AUTH_MECHANISM_MISMATCH', 'next mechanism'],
  ['auth', '504 5.5.4 no', { tls: false }, 'AUTH_MECHANISM_MISMATCH', 'next mechanism'],
  ['auth', '503 AUTH command used when not advertised', { authOffered: false }, 'AUTH_NOT_OFFERED'],
  ['auth', '503 5.5.1 Error: authentication not enabled', {}, 'AUTH_NOT_OFFERED'],
  ['auth', '503 5.5.1 already authenticated', sending, 'CLIENT_REPLY_DESYNC'],
  ['auth', '502 Command not implemented', {}, 'AUTH_NOT_OFFERED'],
  ['auth', '502 Command not implemented', inClear, 'STARTTLS_REQUIRED'],
  ['auth', '454 4.7.0 Temporary authentication failure', {}, 'TEMPORARY_SERVER_ERROR'],
  ['auth', '454 4.7.0 Too many login attempts, please try again later.', {}, 'LOGIN_RATE_LIMITED'],
  ['auth', '451 Authentication failed: Maximum credits exceeded', {}, 'QUOTA_EXHAUSTED'],
  ['auth', '421 4.3.2 Service not active', {}, 'TEMPORARY_SERVER_ERROR'],
  ['auth', '432 4.7.12 A password transition is needed', {}, 'AUTH_MECHANISM_MISMATCH', 'next mechanism'],
  ['auth', '534 5.7.9 Authentication mechanism is too weak', {}, 'AUTH_MECHANISM_MISMATCH', 'next mechanism'],
  ['auth', '534 5.7.9 Application-specific password required', {}, 'APP_PASSWORD_REQUIRED', 'rejected'],
  ['auth', '535 Login Fail. Please enter your authorization code to login.', {}, 'APP_PASSWORD_REQUIRED'],
  ['auth', '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6', {}, 'CREDENTIALS_REJECTED', 'rejected'],
  ['auth', '535 Incorrect authentication data', { mechanism: 'PLAIN' }, 'CREDENTIALS_REJECTED', 'rejected'],
  ['auth', '535 5.7.8 no', { mechanism: 'CRAM-MD5' }, 'CREDENTIALS_REJECTED', 'next mechanism'],
  ['auth', '535 5.7.8 no', { mechanism: 'SCRAM-SHA-256' }, 'CREDENTIALS_REJECTED', 'rejected'],
  [
    'auth',
    '535 5.7.8 Error: authentication failed: Invalid authentication mechanism',
    {},
    'AUTH_MECHANISM_MISMATCH',
    'next mechanism',
  ],
  ['auth', '554 5.7.8 no', {}, 'CREDENTIALS_REJECTED'],
  ['auth', '525 5.7.13 disabled', {}, 'ACCOUNT_NOT_READY'],
  ['auth', '535 5.7.8 no', token, 'XOAUTH2_TOKEN_REJECTED', 'deferred'],
  ['auth', '501 5.5.2 Cannot Decode response', token, 'XOAUTH2_TOKEN_REJECTED'],
  ['auth', '501 5.5.2 Cannot Decode response', {}, 'CREDENTIALS_ENCODING'],
  ['auth', '500 5.5.6 line of the authentication is too long', token, 'AUTH_LINE_TOO_LONG'],
  ['auth', '500 5.5.2 Line too long', token, 'AUTH_LINE_TOO_LONG'],
  ['auth', '500 5.5.2 Syntax error', {}, 'AUTH_NOT_OFFERED'],
  ['auth', '530 5.5.1 Authentication Required', {}, 'CREDENTIALS_MISSING'],
  ['auth', '550 policy', {}, 'REFUSED_BY_SERVER'],

  ['envelope', '530 5.7.0 Must issue a STARTTLS command first', { ...asked, ...inClear }, 'STARTTLS_REQUIRED'],
  ['envelope', '530 5.7.0 Authentication required', { ...asked, ...inClear }, 'STARTTLS_REQUIRED'],
  ['envelope', '530 5.7.0 Authentication required', { ...asked, tls: false }, 'CREDENTIALS_MISSING'],
  ['envelope', '530 5.7.0 Authentication required', asked, 'CREDENTIALS_MISSING'],
  ['envelope', '530 5.7.0 Authentication required', { ...asked, authOffered: false }, 'AUTH_NOT_OFFERED'],
  ['envelope', '530 5.7.0 Authentication required', sending, 'REFUSED_BY_SERVER'],
  ['data', '530 5.7.1 Client was not authenticated', asked, 'CREDENTIALS_MISSING'],
  ['envelope', '503 5.5.4 Error: send AUTH command first.', asked, 'CREDENTIALS_MISSING'],
  ['envelope', '550 smtp auth required', asked, 'CREDENTIALS_MISSING'],
  ['envelope', '550 5.7.1 Session encryption is required', inClear, 'STARTTLS_REQUIRED'],
  ['envelope', '523 5.7.10 Encryption needed', { tls: false }, 'STARTTLS_REQUIRED'],
  ['envelope', '550 5.7.30 REQUIRETLS support required', sending, 'REQUIRETLS_NOT_OFFERED'],
  ['sent', '550 5.7.10 no way on with TLS', sending, 'REQUIRETLS_NOT_OFFERED'],

  ['envelope', '501 5.1.3 Bad recipient address syntax', sending, 'ENVELOPE_INVALID'],
  ['envelope', '553 5.1.7 Bad sender', sending, 'ENVELOPE_INVALID'],
  ['envelope', '501 Error: Bad sender address syntax', sending, 'ENVELOPE_INVALID'],
  ['envelope', '555 5.5.4 Unsupported option', sending, 'ENVELOPE_INVALID'],
  ['envelope', '553 mailbox name not allowed', sending, 'ENVELOPE_INVALID'],
  ['envelope', '550 Verification failed for <a@b> Unrouteable address', sending, 'ENVELOPE_INVALID'],
  ['envelope', '553 5.7.1 <a@b>: Sender address rejected: not owned by user c@b', sending, 'SENDER_NOT_OWNED'],
  ['envelope', '553 5.7.1 no', sending, 'SENDER_NOT_OWNED'],
  ['sent', '553 Relaying disallowed as a@b', sending, 'SENDER_NOT_OWNED'],
  ['envelope', '550 5.7.1 Client does not have permissions to send as this sender', sending, 'SENDER_NOT_OWNED'],
  ['envelope', '554 5.7.1 <a@b>: Relay access denied', asked, 'RELAY_DENIED'],
  ['envelope', '550 relay not permitted', sending, 'RELAY_DENIED'],
  ['envelope', '550 5.7.1 Unable to relay for a@b', sending, 'RELAY_DENIED'],
  ['envelope', '554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied', asked, 'RELAY_DENIED'],
  ['envelope', '550 5.7.1 no', asked, 'RELAY_DENIED'],
  ['envelope', '550 5.7.1 no', sending, 'REFUSED_BY_SERVER'],
  [
    'envelope',
    '550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.example',
    sending,
    'SENDING_IP_REJECTED',
    'rejected',
  ],
  [
    'envelope',
    '450 4.7.1 Client host rejected: cannot find your reverse hostname',
    sending,
    'SENDING_IP_REJECTED',
    'deferred',
  ],
  ['envelope', '451 client [192.0.2.1] blocked using zen.example', sending, 'SENDING_IP_REJECTED', 'deferred'],
  ['envelope', '550 5.7.1 Client host rejected: cannot find your hostname', sending, 'SENDING_IP_REJECTED', 'rejected'],
  ['envelope', '450 4.7.25 no PTR', sending, 'SENDING_IP_REJECTED', 'deferred'],
  ['envelope', '550 5.7.25 no PTR', sending, 'SENDING_IP_REJECTED'],
  [
    'envelope',
    '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname',
    sending,
    'EHLO_NAME_REJECTED',
  ],
  ['envelope', '550 5.1.1 no such user', sending, 'RECIPIENT_UNKNOWN'],
  ['envelope', '556 5.1.10 Recipient address has null MX', sending, 'RECIPIENT_UNKNOWN'],
  ['envelope', '550 No such user here', sending, 'RECIPIENT_UNKNOWN'],
  ['envelope', '551 User not local', sending, 'RECIPIENT_UNKNOWN'],
  ['envelope', '450 4.1.1 unverified address', sending, 'TEMPORARY_SERVER_ERROR'],
  ['envelope', '550 mailbox unavailable', sending, 'REFUSED_BY_SERVER'],
  ['envelope', '550 5.2.1 disabled', sending, 'RECIPIENT_UNAVAILABLE', 'rejected'],
  ['envelope', '552 5.2.2 mailbox full', sending, 'RECIPIENT_UNAVAILABLE', 'rejected'],
  ['envelope', '452 4.2.2 mailbox full', sending, 'RECIPIENT_UNAVAILABLE', 'deferred'],
  ['envelope', '552 exceeded storage allocation', sending, 'RECIPIENT_UNAVAILABLE'],
  ['envelope', '450 4.2.0 <a@b>: Recipient address rejected: Greylisted', sending, 'GREYLISTED'],
  ['envelope', '451 4.7.1 Try again later', sending, 'GREYLISTED'],
  ['sent', '451 graylisted', sending, 'GREYLISTED'],
  ['envelope', '452 #4.5.3 Too many recipients.', sending, 'TOO_MANY_RECIPIENTS'],
  ['envelope', '452 4.5.3 no more', sending, 'TOO_MANY_RECIPIENTS', 'deferred'],
  ['envelope', '550 5.5.3 no more', sending, 'TOO_MANY_RECIPIENTS'],
  ['envelope', '552 too many recipients', sending, 'TOO_MANY_RECIPIENTS'],
  ['envelope', '452 4.3.1 Insufficient system storage', sending, 'TEMPORARY_SERVER_ERROR'],
  ['envelope', '552 message size exceeds fixed maximum message size', sending, 'MESSAGE_TOO_LARGE'],
  ['envelope', '552 5.3.4 too big', sending, 'MESSAGE_TOO_LARGE'],
  ['envelope', '552 5.2.3 too big', sending, 'MESSAGE_TOO_LARGE'],
  ['envelope', '550 5.6.7 Non-ASCII addresses not permitted', sending, 'SMTPUTF8_NOT_OFFERED'],
  ['sent', '554 5.6.9 UTF-8 header', sending, 'SMTPUTF8_NOT_OFFERED'],
  ['envelope', '554 5.6.3 conversion required but not supported', sending, 'EIGHTBITMIME_NOT_OFFERED'],
  ['envelope', '503 5.5.1 Error: nested MAIL command', sending, 'CLIENT_REPLY_DESYNC'],
  ['envelope', '550 5.7.28 flood', sending, 'RATE_LIMITED', 'deferred'],
  ['envelope', '550 5.7.13 disabled', sending, 'ACCOUNT_NOT_READY'],

  ['data', '354 fine', sending, 'SERVER_PROTOCOL_VIOLATION'],
  ['data', '250 ok', sending, 'SERVER_PROTOCOL_VIOLATION'],
  ['data', '554 5.5.1 Error: no valid recipients', sending, 'ENVELOPE_INVALID'],
  ['data', '503 RCPT first', sending, 'CLIENT_REPLY_DESYNC'],
  ['data', '421 4.3.0 no', sending, 'TEMPORARY_SERVER_ERROR'],

  ['sent', '552 5.3.4 too big', sending, 'MESSAGE_TOO_LARGE'],
  ['sent', '552 too much mail data', sending, 'MESSAGE_TOO_LARGE'],
  ['sent', '552 5.7.0 potential security issue', sending, 'MESSAGE_CONTENT_REJECTED'],
  ['sent', '551 5.7.1 Multiple addresses in a From header is not allowed', sending, 'MESSAGE_CONTENT_REJECTED'],
  ['sent', '552 message line is too long', sending, 'MESSAGE_CONTENT_REJECTED'],
  [
    'sent',
    '552 5.2.0 Message contains bare CR and is violating 822.bis section 2.3',
    sending,
    'MESSAGE_CONTENT_REJECTED',
  ],
  ['sent', '451 See http://pobox.com/~djb/docs/smtplf.html.', sending, 'MESSAGE_CONTENT_REJECTED', 'rejected'],
  ['sent', '521 5.5.2 mail.example Error: bare <LF> received', sending, 'MESSAGE_CONTENT_REJECTED'],
  ['sent', '550 5.6.11 Invalid characters', sending, 'MESSAGE_CONTENT_REJECTED'],
  ['sent', '554 5.7.1 Spam message rejected', sending, 'MESSAGE_CONTENT_REJECTED'],
  ['sent', '550 5.7.26 unauthenticated', sending, 'DOMAIN_AUTH_FAILED', 'rejected'],
  ['sent', '421 4.7.26 unauthenticated', sending, 'DOMAIN_AUTH_FAILED', 'deferred'],
  [
    'sent',
    '421 4.7.0 This message does not pass authentication checks (SPF and DKIM both do not pass).',
    sending,
    'DOMAIN_AUTH_FAILED',
    'rejected',
  ],
  ['sent', '432 4.3.2 Concurrent connections limit exceeded.', sending, 'TOO_MANY_CONNECTIONS', 'deferred'],
  ['sent', '432 4.3.2 sender thread limit exceeded', sending, 'TOO_MANY_CONNECTIONS'],
  ['sent', '550 5.3.1 disk full', sending, 'TEMPORARY_SERVER_ERROR', 'deferred'],
  ['sent', '452 4.3.1 disk full', sending, 'TEMPORARY_SERVER_ERROR'],
  ['sent', '451 4.7.0 Temporary server error', sending, 'TEMPORARY_SERVER_ERROR'],
  ['sent', '554 Transaction failed', sending, 'REFUSED_BY_SERVER', 'rejected'],
  // The basic code decides, whatever class the enhanced code has (RFC 5321 4.2.1).
  ['sent', '451 5.7.3 not now', sending, 'TEMPORARY_SERVER_ERROR', 'deferred'],
  ['ready', '421 4.4.2 Timeout', sending, 'TEMPORARY_SERVER_ERROR'],
  ['quit', '500 what', sending, 'REFUSED_BY_SERVER'],
];

describe('the reading of replies', () => {
  const lines = table.map(([phase, line, state, code, outcome]) => ({ phase, line, state, code, outcome }));
  it.each(lines)('$phase: $line $state is $code', ({ phase, line, state, code, outcome }) => {
    const { error, nextMechanism } = judged(phase, line, state);
    expect(error.code).toBe(code);
    expect(nextMechanism).toBe(outcome === 'next mechanism');
    if (outcome === 'rejected' || outcome === 'deferred') expect(error.outcome).toBe(outcome);
    expect(error.rule?.source).toMatch(/^https:\/\//);
  });

  it('has a reason, a source and a known cause in every row', () => {
    for (const row of replyRows) {
      expect(Object.keys(causes)).toContain(row.means);
      expect(row.because).toMatch(/^\S.*\.$/);
      expect(row.source).toMatch(
        /^https:\/\/(?:www\.rfc-editor\.org\/rfc\/rfc\d+#(?:section|appendix)-|www\.iana\.org\/|github\.com\/[^/]+\/[^/]+\/(?:issues|pull)\/\d+$)/,
      );
      if (row.text !== undefined) expect(row.text.flags).not.toMatch(/[gy]/);
    }
  });

  it('has no row that another one hides: each decides a line of the table', () => {
    const deciding = new Set(table.map(([phase, line, state]) => judged(phase, line, state).error.rule));
    expect(replyRows.filter((row) => !deciding.has(row)).map((row) => `${row.means}: ${row.because}`)).toEqual([]);
  });

  it('knows every reply at every phase that can hear one', () => {
    const phases: Phase[] = ['greeting', 'hello', 'tls', 'auth', 'ready', 'envelope', 'data', 'sent', 'quit'];
    for (const phase of phases) {
      for (let code = 200; code < 600; code++) expect(judged(phase, `${code} words`, {}).error.rule).toBeDefined();
    }
  });
});
