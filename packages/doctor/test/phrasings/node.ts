import type { Phrasing } from './phrasing.js';

/** Node.js, nodemailer, and what is built on them. */
export const node: readonly Phrasing[] = [
  {
    means: 'CONFIG_VALUE_INVALID',
    say: "Error: getaddrinfo ENOTFOUND 'smtp.example.com'\n    at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:108:26) { errno: -3008, code: 'EDNS', syscall: 'getaddrinfo', hostname: \"'smtp.example.com'\", command: 'CONN' }",
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'Error: getaddrinfo ENOTFOUND smtp.example.com,',
    with: { config: { host: 'smtp.example.com,', port: 587 } },
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'getaddrinfo ENOTFOUND https://smtp.example.com',
    with: { config: { host: 'https://smtp.example.com', port: 587 } },
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'RangeError [ERR_SOCKET_BAD_PORT]: options.port should be >= 0 and < 65536. Received type number (NaN).',
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'RangeError [ERR_SOCKET_BAD_PORT]: Port should be >= 0 and < 65536. Received 5870000.',
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    say: "TypeError [ERR_INVALID_URL]: Invalid URL\n    at new URL (node:internal/url:775:36) { code: 'ERR_INVALID_URL', input: 'smtp://user:pa#ss@smtp.example.com:587' }",
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    say: 'URIError: URI malformed\n    at decodeURIComponent (<anonymous>)\n    at parseConnectionUrl (nodemailer/lib/shared/index.js)',
  },
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    say: "Error: getaddrinfo EAI_AGAIN smtp.example.com { errno: -3001, code: 'EDNS', syscall: 'getaddrinfo', hostname: 'smtp.example.com' }",
  },
  { means: 'DNS_RESOLVER_UNAVAILABLE', say: 'Error: queryA ETIMEOUT smtp.gmail.com' },
  { means: 'DNS_RESOLVER_UNAVAILABLE', say: 'queryA ESERVFAIL mail.example.org' },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: "Error: getaddrinfo ENOTFOUND smtp.exampel.con { code: 'EDNS', hostname: 'smtp.exampel.con' }",
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'Error: connect ECONNREFUSED 203.0.113.7:587',
    with: { config: { host: 'mail.example.org', port: 587, secure: false } },
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'Invalid greeting. response=* OK IMAP4rev1 Service Ready',
    with: { config: { port: 993, secure: true } },
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'Error: Invalid greeting. response=HTTP/1.1 400 Bad Request: HTTP/1.1 400 Bad Request',
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'Error: Connection timeout',
    with: {
      client_error: 'ETIMEDOUT',
      stage: 'connect',
      config: { host: 'smtp.office365.com', port: 465, secure: true },
    },
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'Error: Greeting never received',
    with: { config: { host: 'imap.gmail.com', port: 993, secure: true }, stage: 'greeting' },
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: "Error: connect ECONNREFUSED ::1:587\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) { errno: -111, code: 'ESOCKET', syscall: 'connect', address: '::1', port: 587, command: 'CONN' }",
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'Error: connect ECONNREFUSED 127.0.0.1:587',
    with: { config: { client: 'nodemailer', host: null } },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: "Error: connect ETIMEDOUT 142.250.4.108:587 { errno: -110, code: 'ESOCKET', syscall: 'connect', address: '142.250.4.108', port: 587, command: 'CONN' }",
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: "Error: Connection timeout\n    at SMTPConnection._formatError (nodemailer/lib/smtp-connection/index.js:809:19) { code: 'ETIMEDOUT', command: 'CONN' }",
    with: { config: { host: 'smtp.gmail.com', port: 465, secure: true } },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'Connection timeout ETIMEDOUT, works on my laptop, fails on the droplet',
    with: { config: { host: 'smtp.gmail.com', port: 587 } },
  },
  { means: 'CONNECT_ADDRESS_FAMILY', say: 'Error: connect ENETUNREACH 2a00:1450:4025:401::6d:587 - Local (:::0)' },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    say: "connect EHOSTUNREACH 2607:f8b0:4023:c06::6c:465 { code: 'ESOCKET', errno: -113 }",
  },
  { means: 'CONNECT_ADDRESS_FAMILY', say: 'Error: connect EADDRNOTAVAIL 2404:6800:4008:c06::6d:465 - Local (:::0)' },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: "Error: read ECONNRESET\n    at TCP.onStreamRead (node:internal/stream_base_commons:218:20) { code: 'ECONNECTION', errno: -104, syscall: 'read' }",
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: "Error: Unexpected socket close { code: 'ECONNECTION', command: 'CONN' }",
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: 'Error: Greeting never received',
    with: { stage: 'greeting', config: { host: 'smtp.example.org', port: 587, secure: false, starttls: true } },
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: "Error: 140735:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:332:\n{ code: 'ESOCKET', command: 'CONN' }",
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: '[Error: C0B7B2E0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:354:]',
    with: { config: { port: 587, secure: true } },
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: "Error: Greeting never received { code: 'ETIMEDOUT', command: 'CONN' }",
    with: { config: { host: 'smtp.example.com', port: 465, secure: false } },
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: mail.example.com. is not in the cert's altnames: DNS:*.hosting.example.net, DNS:hosting.example.net",
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "Hostname/IP does not match certificate's altnames: IP: 203.0.113.9 is not in the cert's list: ",
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: "Error: self signed certificate { code: 'ESOCKET', command: 'CONN' }",
    with: { config: { host: 'mail.internal.example', port: 587 } },
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: "Error: unable to verify the first certificate\n    at TLSSocket.onConnectSecure (node:_tls_wrap:1540:34) { code: 'ESOCKET' }",
    with: { config: { host: 'mail.example.org', port: 465, secure: true } },
  },
  {
    means: 'TLS_INTERCEPTED',
    say: "Error: self-signed certificate in certificate chain { code: 'ESOCKET', command: 'CONN' }",
    with: { config: { host: 'smtp.gmail.com', port: 465, secure: true } },
  },
  { means: 'TLS_CERT_EXPIRED', say: "Error: certificate has expired { code: 'CERT_HAS_EXPIRED' }" },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: "Error: 4452:error:141A318A:SSL routines:tls_process_ske_dhe:dh key too small:../deps/openssl/openssl/ssl/statem/statem_clnt.c:2157: { code: 'ESOCKET' }",
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: '[Error: 20C0:error:1425F102:SSL routines:ssl_choose_client_version:unsupported protocol:../ssl/statem/statem_lib.c:1994:]',
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'write EPROTO error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure',
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: "Error: Mail command failed: 530 5.7.0 Must issue a STARTTLS command first. 5b1f17b1804b1-4316 - gsmtp { code: 'EENVELOPE', response: '530 5.7.0 Must issue a STARTTLS command first', responseCode: 530, command: 'MAIL FROM' }",
  },
  { means: 'STARTTLS_REQUIRED', say: 'Invalid login: 538 Error: Must issue a STARTTLS command first' },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: "Error: Error upgrading connection with STARTTLS: 502 5.5.1 Command not implemented { code: 'ETLS', command: 'STARTTLS' }",
  },
  { means: 'STARTTLS_UNAVAILABLE', say: 'Error upgrading connection with STARTTLS: 454 TLS currently unavailable' },
  {
    means: 'AUTH_NOT_OFFERED',
    say: 'Invalid login: 503 AUTH command used when not advertised',
    with: { stage: 'auth', config: { port: 25, secure: false, starttls: true, auth: 'password' } },
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: "Error: Missing credentials for \"PLAIN\"\n    at SMTPConnection._formatError { code: 'EAUTH', command: 'API' }",
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'Error: Mail command failed: 530-5.7.0 Authentication Required. For more information, go to\n530 5.7.0  https://support.google.com/mail/?p=WantAuthError 5b1f17b1804b1-43 - gsmtp',
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: "Error: Invalid login: 535 5.7.8 Error: authentication failed: (reason unavailable) { code: 'EAUTH', response: '535 5.7.8 Error: authentication failed', responseCode: 535, command: 'AUTH PLAIN' }",
  },
  { means: 'CREDENTIALS_REJECTED', say: 'Error: Invalid login: 535 Incorrect authentication data' },
  {
    means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
    say: "Error: Invalid login: 535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials d2e1a72fcca58-81fa - gsmtp { code: 'EAUTH', command: 'AUTH PLAIN' }",
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: 'Error: Invalid login: 534-5.7.9 Application-specific password required. For more information, go to\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor d2e1a72 - gsmtp',
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: 'Error: Invalid login: 535 Error: authentication failed',
    with: { config: { host: 'smtp.163.com', port: 465, secure: true, auth: 'password' }, stage: 'auth' },
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: 'Error: Invalid login: 535 Login Fail. Please enter your authorization code to login. More information in http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256',
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    say: 'Error: Invalid login: 535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [AM0PR02CA0194.eurprd02.prod.outlook.com 2025-01-05T10:00:00.000Z 08DD2B]',
    with: { config: { host: 'smtp-mail.outlook.com', user: 'somebody@hotmail.com' } },
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    say: 'Error: Invalid login: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.',
  },
  {
    means: 'SES_CREDENTIALS_INVALID',
    say: 'Error: Invalid login: 535 Authentication Credentials Invalid',
    with: { config: { host: 'email-smtp.us-east-1.amazonaws.com', port: 587 } },
  },
  {
    means: 'XOAUTH2_TOKEN_REJECTED',
    say: 'Invalid login: 535-5.7.8 Username and Password not accepted. command: AUTH XOAUTH2, "status":"400","schemes":"Bearer","scope":"https://mail.google.com/"',
    with: { config: { host: 'smtp.gmail.com', auth: 'xoauth2' }, stage: 'auth' },
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    say: "Error: invalid_grant: Token has been expired or revoked.\n    at Gaxios._request { response: { data: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, status: 400 } }",
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    say: 'Error: unauthorized_client: Unauthorized, the refresh token is from the OAuth Playground',
  },
  { means: 'ENVELOPE_INVALID', say: "Error: No recipients defined { code: 'EENVELOPE', command: 'API' }" },
  {
    means: 'ENVELOPE_INVALID',
    say: "Can't send mail - all recipients were rejected: 501 5.1.3 Invalid address",
    with: { client_error: 'EENVELOPE', stage: 'rcpt' },
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    say: "Error: Can't send mail - all recipients were rejected: 550 5.1.1 <nobody@example.net>: Recipient address rejected: User unknown in virtual mailbox table",
  },
  {
    means: 'RELAY_DENIED',
    say: "Error: Can't send mail - all recipients were rejected: 554 5.7.1 <you@example.net>: Relay access denied",
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: 'Error: Mail command failed: 553 5.7.1 <other@example.com>: Sender address rejected: not owned by user me@example.com',
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: "Message failed: 553 Relaying disallowed as other@example.com { code: 'EENVELOPE' }",
  },
  {
    means: 'MESSAGE_TOO_LARGE',
    say: "Error: Message failed: 552-5.3.4 Your message exceeded Google's message size limits. { code: 'EMESSAGE', responseCode: 552 }",
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    say: 'Error: Message failed: 554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: me@example.com',
  },
  {
    means: 'QUOTA_EXHAUSTED',
    say: 'Error: Message failed: 550-5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to https://support.google.com/a/answer/166852',
  },
  {
    means: 'TOO_MANY_CONNECTIONS',
    say: 'Message failed: 432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information.',
  },
  {
    means: 'DOMAIN_AUTH_FAILED',
    say: 'Message failed: 550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM.',
  },
];
