import type { Phrasing } from './phrasing.js';

/** smtplib, aiosmtplib, Django, Odoo and what is built on them. */
export const python: readonly Phrasing[] = [
  { means: 'DNS_RESOLVER_UNAVAILABLE', say: 'socket.gaierror: [Errno -3] Temporary failure in name resolution' },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'socket.gaierror: [Errno -2] Name or service not known',
    with: { config: { host: 'smtp.exmaple.com', port: 587, client: 'python smtplib' } },
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'socket.gaierror: [Errno 11001] getaddrinfo failed',
    with: { config: { host: 'smpt.example.org' } },
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'ConnectionRefusedError: [Errno 111] Connection refused',
    with: { config: { client: 'Django', host: 'localhost', port: 25 } },
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'ConnectionRefusedError: [WinError 10061] No connection could be made because the target machine actively refused it',
    with: { config: { host: '127.0.0.1', port: 1025 } },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'TimeoutError: [Errno 110] Connection timed out',
    with: { stage: 'connect', config: { host: 'smtp.gmail.com', port: 587, where: 'EC2' } },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'TimeoutError: [WinError 10060] A connection attempt failed because the connected party did not properly respond after a period of time',
    with: { config: { port: 465, host: 'smtp.example.com' } },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'aiosmtplib.errors.SMTPConnectTimeoutError: Timed out connecting to smtp.gmail.com on port 587',
  },
  { means: 'CONNECT_ADDRESS_FAMILY', say: 'OSError: [Errno 101] Network is unreachable' },
  { means: 'CONNECT_ADDRESS_FAMILY', say: 'OSError: [Errno 99] Cannot assign requested address' },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'smtplib.SMTPServerDisconnected: Connection unexpectedly closed: timed out',
    with: { stage: 'greeting', config: { host: 'smtp.qq.com', port: 465, secure: false, starttls: true } },
  },
  { means: 'CONNECTION_STALLED_OR_DROPPED', say: 'smtplib.SMTPServerDisconnected: Connection unexpectedly closed' },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: 'ConnectionResetError: [Errno 104] Connection reset by peer',
    with: { stage: 'greeting' },
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1129)',
    with: { config: { port: 587, client: 'smtplib.SMTP_SSL' } },
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1007)',
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)',
    with: { config: { host: '192.0.2.10', port: 587 } },
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'mail.example.com'. (_ssl.c:1129)",
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "certificate verify failed: IP address mismatch, certificate is not valid for '203.0.113.4'. (_ssl.c:997)",
  },
  {
    means: 'TLS_CERT_EXPIRED',
    say: 'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1129)',
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'ssl.SSLError: [SSL: UNSUPPORTED_PROTOCOL] unsupported protocol (_ssl.c:1129)',
  },
  { means: 'TLS_PROTOCOL_TOO_OLD', say: 'ssl.SSLError: [SSL: DH_KEY_TOO_SMALL] dh key too small (_ssl.c:1131)' },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'ssl.SSLError: [SSL: UNSAFE_LEGACY_RENEGOTIATION_DISABLED] unsafe legacy renegotiation disabled',
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: 'smtplib.SMTPNotSupportedError: SMTP AUTH extension not supported by server.',
    with: { config: { host: 'smtp.office365.com', port: 587, secure: false, starttls: false } },
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: 'SMTP AUTH extension not supported by server.',
    with: { config: { host: 'smtp-mail.outlook.com', port: 587 } },
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: "smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first. x16 - gsmtp', 'me@gmail.com')",
  },
  { means: 'STARTTLS_UNAVAILABLE', say: 'smtplib.SMTPNotSupportedError: STARTTLS extension not supported by server.' },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: 'aiosmtplib.errors.SMTPException: SMTP STARTTLS extension not supported by server.',
  },
  {
    means: 'AUTH_NOT_OFFERED',
    say: 'smtplib.SMTPNotSupportedError: SMTP AUTH extension not supported by server.',
    with: { config: { host: 'mail.example.org', port: 25, secure: false, starttls: true, auth: 'password' } },
  },
  { means: 'AUTH_MECHANISM_MISMATCH', say: 'smtplib.SMTPException: No suitable authentication method found.' },
  {
    means: 'CREDENTIALS_MISSING',
    say: "smtplib.SMTPSenderRefused: (530, b'5.7.0 Authentication Required. Learn more at\\n5.7.0  https://support.google.com/mail/?p=WantAuthError - gsmtp', 'webmaster@localhost')",
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: "smtplib.SMTPSenderRefused: (530, b'5.7.57 Client not authenticated to send mail. [FR0P281CA0101.DEUP281.PROD.OUTLOOK.COM]', 'a@contoso.com')",
    with: { stage: 'mail' },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed: UGFzc3dvcmQ6')",
  },
  { means: 'CREDENTIALS_REJECTED', say: "smtplib.SMTPAuthenticationError: (535, b'Incorrect authentication data')" },
  {
    means: 'CREDENTIALS_REJECTED',
    say: "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Bad username or password (Authentication failed).')",
  },
  {
    means: 'CREDENTIALS_ENCODING',
    say: "UnicodeEncodeError: 'ascii' codec can't encode character '\\xe4' in position 5: ordinal not in range(128)",
    with: { stage: 'auth' },
  },
  {
    means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
    say: "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted. For more information, go to\\n5.7.8  https://support.google.com/mail/?p=BadCredentials a1 - gsmtp')",
  },
  {
    means: 'GMAIL_WEB_LOGIN_REQUIRED',
    say: "smtplib.SMTPAuthenticationError: (534, b'5.7.14 <https://accounts.google.com/signin/continue?sarp=1> Please log in via\\n5.7.14 your web browser and then try again.')",
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: "smtplib.SMTPAuthenticationError: (535, b'Login fail. Please enter your authorization code to login.')",
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: "smtplib.SMTPAuthenticationError: (535, b'Error: authentication failed')",
    with: { provider: '163' },
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: "smtplib.SMTPAuthenticationError: (535, b'5.7.0 (#AUTH005) Too many bad auth attempts.')",
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
    say: "smtplib.SMTPAuthenticationError: (535, b'5.7.139 Authentication unsuccessful, basic authentication is disabled. [BL0PR0102CA0037.prod.exchangelabs.com]')",
    with: { config: { host: 'smtp.office365.com', user: 'alice@contoso.com' } },
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    say: "smtplib.SMTPAuthenticationError: (535, b'5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.')",
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    say: "(535, b'5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator. [XX.prod.outlook.com]')",
  },
  {
    means: 'MS_SECURITY_DEFAULTS',
    say: '(535, b"5.7.139 Authentication unsuccessful, user is locked by your organization\'s security defaults policy. Contact your administrator.")',
  },
  {
    means: 'LOGIN_RATE_LIMITED',
    say: "smtplib.SMTPAuthenticationError: (454, b'4.7.0 Too many login attempts, please try again later. - gsmtp')",
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: "smtplib.SMTPSenderRefused: (501, b'Mail from address must be same as authorization user.', 'x@example.com')",
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: "smtplib.SMTPDataError: (554, b'5.2.252 SendAsDenied; a@contoso.com not allowed to send as b@contoso.com')",
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    say: "smtplib.SMTPRecipientsRefused: {'nobody@example.net': (550, b'5.1.1 <nobody@example.net>: Recipient address rejected: User unknown in local recipient table')}",
  },
  {
    means: 'RELAY_DENIED',
    say: "smtplib.SMTPRecipientsRefused: {'x@example.net': (454, b'4.7.1 <x@example.net>: Relay access denied')}",
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    say: "smtplib.SMTPDataError: (552, b'5.7.0 This message was blocked because its content presents a potential\\n5.7.0 security issue.')",
  },
  { means: 'EHLO_NAME_REJECTED', say: "smtplib.SMTPHeloError: (501, b'Syntactically invalid EHLO argument(s)')" },
  {
    means: 'EHLO_NAME_REJECTED',
    say: "smtplib.SMTPRecipientsRefused: {'x@example.net': (450, b'4.7.1 <DESKTOP-1>: Helo command rejected: Host not found')}",
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'ValueError: EMAIL_USE_TLS/EMAIL_USE_SSL are mutually exclusive, so only set one of those settings to True.',
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: "ValueError: invalid literal for int() with base 10: '587;'",
    with: { stage: 'config' },
  },
  {
    means: 'ENVELOPE_INVALID',
    say: "smtplib.SMTPSenderRefused: (555, b'5.5.2 Syntax error. n3-20 - gsmtp', 'My Shop <shop@example.com')",
  },
  {
    means: 'ENVELOPE_INVALID',
    say: 'smtplib.SMTPNotSupportedError: One or more source or delivery addresses require internationalized email support, but the server does not advertise the required SMTPUTF8 capability',
  },
];
