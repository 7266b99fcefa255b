import type { Phrasing } from './phrasing.js';

/** Go, .NET, MailKit, Rust, Ruby, curl, swaks, msmtp, Postfix as a client, printers. */
export const others: readonly Phrasing[] = [
  // ---- Go -----------------------------------------------------------------------------------
  { means: 'CONNECT_PORT_BLOCKED', say: 'dial tcp 142.250.102.108:587: i/o timeout' },
  { means: 'CONNECT_PORT_BLOCKED', say: 'dial tcp 64.233.184.108:465: connect: connection timed out' },
  { means: 'HOST_MISSING_LOCALHOST', say: 'dial tcp [::1]:25: connect: connection refused' },
  { means: 'DNS_RESOLVER_UNAVAILABLE', say: 'dial tcp: lookup smtp.example.com on 127.0.0.11:53: server misbehaving' },
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    say: 'dial tcp: lookup smtp.gmail.com on 10.96.0.10:53: read udp 10.1.2.3:4567->10.96.0.10:53: i/o timeout',
  },
  { means: 'WRONG_HOST_OR_PORT', say: 'dial tcp: lookup smtp.exmaple.org on 1.1.1.1:53: no such host' },
  { means: 'CONFIG_VALUE_INVALID', say: 'dial tcp: lookup "smtp.example.com": no such host' },
  { means: 'CONFIG_URL_NOT_ENCODED', say: 'parse "smtp://user:p%ss@smtp.example.com:587": invalid URL escape "%ss"' },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    say: 'parse "smtp://user:pa#ss@smtp.example.com:587": invalid port ":pa" after host',
  },
  { means: 'TLS_IMPLICIT_ON_STARTTLS_PORT', say: 'tls: first record does not look like a TLS handshake' },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'x509: certificate signed by unknown authority',
    with: { config: { host: 'mail.lan.example', port: 587 } },
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: 'x509: certificate is valid for *.hoster.example, hoster.example, not mail.example.com',
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "x509: cannot validate certificate for 192.0.2.5 because it doesn't contain any IP SANs",
  },
  {
    means: 'TLS_CERT_EXPIRED',
    say: 'x509: certificate has expired or is not yet valid: current time 2024-05-05T10:00:00Z is after 2024-05-01T00:00:00Z',
  },
  { means: 'TLS_PROTOCOL_TOO_OLD', say: 'tls: server selected unsupported protocol version 301' },
  { means: 'TLS_PROTOCOL_TOO_OLD', say: 'remote error: tls: protocol version not supported' },
  { means: 'TLS_PROTOCOL_TOO_OLD', say: 'remote error: tls: handshake failure' },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: 'unencrypted connection',
    with: { config: { client: 'Go net/smtp' }, stage: 'auth' },
  },
  { means: 'AUTH_MECHANISM_MISMATCH', say: 'unexpected server challenge', with: { stage: 'auth' } },
  {
    means: 'AUTH_NOT_OFFERED',
    say: "smtp: server doesn't support AUTH",
    with: { config: { port: 25, starttls: true } },
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'EOF',
    with: { stage: 'greeting', config: { port: 465, secure: false, client: 'Go' } },
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: '504 5.7.4 Unrecognized authentication type',
    with: { stage: 'auth', config: { host: 'smtp.office365.com', port: 587, starttls: true, client: 'Grafana' } },
  },
  // ---- .NET and MailKit ---------------------------------------------------------------------
  {
    means: 'STARTTLS_REQUIRED',
    say: 'System.Net.Mail.SmtpException: The SMTP server requires a secure connection or the client was not authenticated. The server response was: 5.7.0 Must issue a STARTTLS command first. h1 - gsmtp',
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'The SMTP server requires a secure connection or the client was not authenticated. The server response was: 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM [LO4P123CA0001.GBRP123.PROD.OUTLOOK.COM]',
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'The SMTP server requires a secure connection or the client was not authenticated. The server response was: 5.5.1 Authentication Required. Learn more at',
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    say: 'The SMTP server requires a secure connection or the client was not authenticated. The server response was: 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'The server response was: 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful [DB8P191CA0010.EURP191.PROD.OUTLOOK.COM]',
  },
  { means: 'STARTTLS_UNAVAILABLE', say: 'System.Net.Mail.SmtpException: Server does not support secure connections.' },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'System.IO.IOException: The handshake failed due to an unexpected packet format.',
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'MailKit.Security.SslHandshakeException: An error occurred while attempting to establish an SSL or TLS connection. When connecting to an SMTP service, port 587 is typically reserved for plain-text connections. ---> System.Security.Authentication.AuthenticationException: Cannot determine the frame size or a corrupted frame was received.',
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot',
    with: { config: { host: 'exchange.corp.example', port: 25 } },
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: 'The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch',
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: 'System.NotSupportedException: The SMTP server does not support the STARTTLS extension.',
  },
  {
    means: 'AUTH_NOT_OFFERED',
    say: 'System.NotSupportedException: The SMTP server does not support authentication.',
    with: { config: { port: 25, starttls: true, client: 'MailKit' } },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'System.Net.Sockets.SocketException (10013): An attempt was made to access a socket in a way forbidden by its access permissions',
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'MailKit.Security.AuthenticationException: 535: 5.7.8 Error: authentication failed:',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: 'MailKit.Net.Smtp.SmtpProtocolException: The SMTP server has unexpectedly disconnected.',
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: 'MailKit.Net.Smtp.SmtpCommandException: 5.2.252 SendAsDenied; app@contoso.com not allowed to send as info@contoso.com; STOREDRV.Submission.Exception:SendAsDeniedException',
  },
  // ---- curl, msmtp, swaks, OpenSSL, Postfix ---------------------------------------------------
  { means: 'WRONG_HOST_OR_PORT', say: 'curl: (6) Could not resolve host: smtp.exmaple.org' },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'curl: (28) Failed to connect to smtp.example.com port 25 after 130000 ms: Connection timed out',
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'curl: (60) SSL certificate problem: unable to get local issuer certificate',
    with: { config: { host: 'mail.example.org' } },
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "curl: (60) SSL: no alternative certificate subject name matches target host name 'mail.example.com'",
  },
  { means: 'CREDENTIALS_REJECTED', say: 'curl: (67) Login denied' },
  { means: 'STARTTLS_UNAVAILABLE', say: 'curl: (64) Requested SSL level failed' },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'curl: (35) error:1408F10B:SSL routines:ssl3_get_record:wrong version number',
  },
  { means: 'STARTTLS_UNAVAILABLE', say: 'msmtp: the server does not support TLS via the STARTTLS command' },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'msmtp: TLS certificate verification failed: the certificate has not been signed by a trusted authority',
    with: { config: { host: 'mail.example.org' } },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'msmtp: authentication failed (method PLAIN)\nmsmtp: server message: 535 5.7.8 Error: authentication failed:',
  },
  { means: 'AUTH_MECHANISM_MISMATCH', say: 'msmtp: cannot find a usable authentication method' },
  {
    means: 'AUTH_NOT_OFFERED',
    say: 'msmtp: the server does not support authentication',
    with: { config: { port: 25, starttls: true } },
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'msmtp: TLS handshake failed: An unexpected TLS packet was received.',
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: '*** No authentication type succeeded\n<** 535 5.7.8 Error: authentication failed',
    with: { config: { client: 'swaks' } },
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: '*** Error connecting to localhost:25:\n*** \tIO::Socket::INET6: connect: Connection refused',
  },
  { means: 'TLS_PROTOCOL_TOO_OLD', say: 'error:0A00018A:SSL routines::dh key too small' },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:SSL alert number 70',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'status=deferred (connect to smtp.gmail.com[142.250.102.108]:587: Connection timed out)',
  },
  { means: 'AUTH_MECHANISM_MISMATCH', say: 'warning: SASL authentication failure: No worthy mechs found' },
  { means: 'CREDENTIALS_MISSING', say: 'said: 530 5.7.0 Authentication required (in reply to MAIL FROM command)' },
  {
    means: 'SENDING_IP_REJECTED',
    say: 'status=bounced (host mx.example.net said: 554 5.7.1 Service unavailable; Client host [203.0.113.5] blocked using zen.spamhaus.org (in reply to RCPT TO command))',
  },
  {
    means: 'SENDING_IP_REJECTED',
    say: '550 5.7.1 Service unavailable, Client host [203.0.113.5] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/203.0.113.5 (AS16012611)',
  },
  {
    means: 'SENDING_IP_REJECTED',
    say: '550 5.7.25 [2001:db8::1] The IP address sending this message does not have a PTR record setup',
  },
  {
    means: 'SENDING_IP_REJECTED',
    say: "550 SC-001 (BAY004-MC1F12) Unfortunately, messages from 203.0.113.5 weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).",
  },
  {
    means: 'DOMAIN_AUTH_FAILED',
    say: '550 5.7.515 Access denied, sending domain EXAMPLE.COM does not meet the required authentication level.',
  },
  {
    means: 'DOMAIN_AUTH_FAILED',
    say: '554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes',
    with: { provider: 'yahoo', stage: 'data' },
  },
  // ---- Rust, Ruby, printers -------------------------------------------------------------------
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'Connection error: received corrupt message of type InvalidContentType',
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'Connection error: invalid peer certificate: UnknownIssuer',
    with: { config: { host: 'mail.home.example', port: 465, secure: true } },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'Net::SMTPAuthenticationError (535 5.7.8 Error: authentication failed: authentication failure)',
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: 'OpenSSL::SSL::SSLError: hostname "localhost" does not match the server certificate',
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'OpenSSL::SSL::SSLError (SSL_connect returned=1 errno=0 state=error: certificate verify failed (self signed certificate))',
    with: { config: { host: 'mail.example.org' } },
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'Net::ReadTimeout',
    with: { config: { port: 465, secure: false }, stage: 'greeting' },
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: '421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2.',
    with: { config: { client: 'scanner' } },
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: '220 ****************************************************\nEHLO scanner\n250-XXXXXXXA',
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'Scan to email fails: 530 5.7.57 Client not authenticated to send mail',
    with: { stage: 'mail', config: { client: 'printer', auth: 'none' } },
  },
];
