import type { ClosingRow } from '@ehlo/core/http';

/** Causes that close SMTP to an account and not the Gmail API: with `via: 'auto'` its mail then goes over the API. */
export const closesSmtp: readonly ClosingRow[] = [
  {
    means: 'CONNECT_PORT_BLOCKED',
    phase: 'connect',
    because: 'The network lets nothing through to ports 465 and 587. The Gmail API is on port 443.',
    source: 'https://github.com/postalsys/emailengine/issues/508',
  },
];
