import type { Phrasing } from './phrasing.js';

/** PHPMailer, Symfony Mailer, SwiftMailer, Laravel, WordPress. */
export const php: readonly Phrasing[] = [
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'SMTP ERROR: Failed to connect to server: Connection timed out (110)\nSMTP connect() failed. https://github.com/PHPMailer/PHPMailer/wiki/Troubleshooting',
    with: { config: { port: 587, host: 'smtp.gmail.com' } },
  },
  { means: 'CONNECT_PORT_BLOCKED', say: 'SMTP -> ERROR: Failed to connect to server: Permission denied (13)' },
  { means: 'CONNECT_ADDRESS_FAMILY', say: 'SMTP ERROR: Failed to connect to server: Network is unreachable (101)' },
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    say: 'php_network_getaddresses: getaddrinfo failed: Temporary failure in name resolution',
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'stream_socket_client(): php_network_getaddresses: getaddrinfo for smtp.mailtrp.io failed: Name or service not known',
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'Warning: mail(): Failed to connect to mailserver at "localhost" port 25, verify your "SMTP" and "smtp_port" setting in php.ini',
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'Connection could not be established with host "127.0.0.1:2525": stream_socket_client(): Unable to connect to 127.0.0.1:2525 (Connection refused)',
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'Connection could not be established with host "ssl://smtp.office365.com:587": stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages: error:1408F10B:SSL routines:ssl3_get_record:wrong version number',
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'stream_socket_enable_crypto(): SSL operation failed with code 1. OpenSSL Error messages: error:0A00010B:SSL routines::wrong version number',
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'stream_socket_enable_crypto(): SSL operation failed with code 1. OpenSSL Error messages: error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed',
    with: { config: { host: 'mail.example.org', port: 587, starttls: true } },
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "stream_socket_enable_crypto(): Peer certificate CN=`*.hoster.example' did not match expected CN=`mail.example.com'",
  },
  { means: 'STARTTLS_REQUIRED', say: 'SMTP Error: 530 5.7.0 Must issue a STARTTLS command first' },
  {
    means: 'STARTTLS_REQUIRED',
    say: 'SERVER -> CLIENT: 504 5.7.4 Unrecognized authentication type [AM6P.eurprd08.prod.outlook.com]\nSMTP ERROR: AUTH command failed',
    with: {
      config: { host: 'smtp.office365.com', port: 587, secure: false, starttls: false, auth: 'password' },
      stage: 'auth',
    },
  },
  {
    means: 'AUTH_NOT_OFFERED',
    say: 'SMTP ERROR: Authentication is not allowed before HELO/EHLO\n503 5.5.1 Error: authentication not enabled',
    with: { stage: 'auth', config: { port: 25 } },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'SMTP ERROR: Password command failed: 535 Incorrect authentication data\nSMTP Error: Could not authenticate.',
  },
  { means: 'CREDENTIALS_REJECTED', say: 'SMTP Error: Could not authenticate.' },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'Failed to authenticate on SMTP server with username "me@example.com" using the following authenticators: "LOGIN", "PLAIN". Authenticator "LOGIN" returned "Expected response code "235" but got code "535", with message "535 5.7.8 Error: authentication failed: authentication failure".".',
  },
  {
    means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
    say: 'Failed to authenticate on SMTP server with username "me@gmail.com" using 3 possible authenticators. Authenticator LOGIN returned Expected response code 235 but got code "535", with message "535-5.7.8 Username and Password not accepted. Learn more at\r\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials - gsmtp".',
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'Expected response code "250" but got code "530", with message "530 5.7.1 Authentication required".',
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'Expected response code 250 but got code "530", with message "530-5.5.1 Authentication Required. Learn more at 530 5.5.1 https://support.google.com/mail/?p=WantAuthError"',
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'The "starttls" scheme is not supported; supported schemes for mailer "smtp" are: "smtp", "smtps".',
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'stream_socket_client(): Unable to find the socket transport "null" - did you forget to enable it when you configured PHP?',
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    say: 'The mailer DSN is invalid.',
    with: { config: { client: 'Symfony Mailer' } },
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: 'Connection to "ssl://smtp.example.com:465" timed out.',
    with: { stage: 'greeting' },
  },
  { means: 'CONNECTION_STALLED_OR_DROPPED', say: 'Connection to "smtp.example.com:587" has been closed unexpectedly.' },
  {
    means: 'ENVELOPE_INVALID',
    say: 'SMTP Error: The following recipients failed: foo@: 501 5.1.3 Bad recipient address syntax',
  },
  { means: 'ENVELOPE_INVALID', say: 'PHPMailer: Invalid address:  (From): root@localhost', with: { stage: 'mail' } },
  {
    means: 'SENDER_NOT_OWNED',
    say: 'Expected response code "250/251/252" but got code "550", with message "550 5.7.60 SMTP; Client does not have permissions to send as this sender".',
  },
  {
    means: 'TOO_MANY_RECIPIENTS',
    say: 'Expected response code "250/251/252" but got code "452", with message "452 4.5.3 Error: too many recipients".',
  },
  {
    means: 'RATE_LIMITED',
    say: 'Expected response code "354" but got code "550", with message "550 5.7.0 Requested action not taken: too many emails per second".',
  },
  {
    means: 'QUOTA_EXHAUSTED',
    say: 'Expected response code 235 but got code "451", with message "451 Authentication failed: Maximum credits exceeded"',
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    say: 'Expected response code 250 but got code "550", with message "550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved."',
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: 'SMTP Error: data not accepted. SMTP server error: DATA END command failed Detail: STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied SMTP code: 554 Additional SMTP info: 5.2.252',
  },
];
