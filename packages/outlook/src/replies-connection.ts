import type { ReplyRow } from '@ehlo/core';
import { anywhere, transaction } from './phases.js';
import { pages } from './sources.js';

/** What happens to the connection, before and beside any login or message. */
export const connectionReplies: readonly ReplyRow[] = [
  {
    at: anywhere,
    code: 421,
    enhanced: '4.3.2',
    means: 'TEMPORARY_SERVER_ERROR',
    slows: 'connections',
    because: 'The front end is busy, drained or restarted; the next connection meets another one.',
    source: 'https://github.com/jstedfast/MailKit/issues/1106',
    transcript: 'service-not-available',
  },
  {
    at: anywhere,
    code: 421,
    enhanced: /^4\.4\.[12]$/,
    means: 'CONNECTION_STALLED_OR_DROPPED',
    because: 'The server ends a connection that was idle for five minutes, or that has grown old.',
    source: 'https://github.com/zone-eu/zone-mta/issues/161',
    transcript: 'idle-closed',
  },
  {
    at: anywhere,
    code: 451,
    enhanced: '4.7.0',
    text: /Timeout waiting for client input/,
    means: 'CONNECTION_STALLED_OR_DROPPED',
    because: 'Another wording for a connection that was idle too long.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1205',
    transcript: 'idle-timeout',
  },
  {
    at: anywhere,
    enhanced: /^[45]\.7\.6[67]$/,
    text: /TLS 1\.0 and 1\.1 are not supported/,
    means: 'TLS_PROTOCOL_TOO_OLD',
    outcome: 'rejected',
    because: 'Said as 421, though no retry helps: something between here and Microsoft holds TLS at 1.0 or 1.1.',
    source: 'https://github.com/DSpace/DSpace/issues/8123',
    transcript: 'tls-too-old',
  },
  {
    at: 'hello',
    code: 501,
    enhanced: '5.5.4',
    means: 'EHLO_NAME_REJECTED',
    because: '"Invalid domain name": EHLO wants a qualified name or an address literal.',
    source: pages.sisimai,
    transcript: 'hello-name-invalid',
  },
  {
    at: ['auth', ...transaction],
    code: 451,
    enhanced: '5.7.3',
    means: 'STARTTLS_REQUIRED',
    outcome: 'rejected',
    because: 'MAIL before STARTTLS. Said as 451, though it never clears by itself.',
    source: 'recorded submission log, 2026-03-05',
    transcript: 'starttls-required',
  },
  {
    at: anywhere,
    code: 500,
    enhanced: '5.3.3',
    means: 'CLIENT_REPLY_DESYNC',
    because: 'A line arrived where the server wanted a command: the two sides have lost each other.',
    source: 'https://github.com/simonrob/email-oauth2-proxy/issues/251',
    transcript: 'command-unrecognized',
  },
];
