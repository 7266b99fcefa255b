import type { ClosingRow } from '@ehlo/core/http';
import { pages } from './sources.js';

/** Causes that close SMTP to an account and not Graph: with `via: 'auto'` its mail then goes over Graph. */
export const closesSmtp: readonly ClosingRow[] = [
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    because: 'SMTP AUTH is switched off for the organisation or the mailbox. The switch does not concern Graph.',
    source: pages.smtpAuth,
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
    because: 'The organisation takes no logins of this kind over SMTP.',
    source: pages.basicAuth,
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    because: 'Personal accounts take no logins of this kind over SMTP.',
    source: pages.basicAuth,
  },
  {
    means: 'MS_SECURITY_DEFAULTS',
    because: 'The security defaults of the organisation block the login over SMTP.',
    source: pages.smtpAuth,
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    phase: 'auth',
    because: 'A policy refuses "Authenticated SMTP" as a client app; the token itself was given.',
    source: pages.deviceFaults,
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    phase: 'connect',
    because: 'The network lets nothing through to port 587. Graph is on port 443.',
    source: pages.deviceFaults,
  },
];
