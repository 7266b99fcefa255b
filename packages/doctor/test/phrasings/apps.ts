import type { Phrasing } from './phrasing.js';

/** What applications show: WordPress, Odoo, Jenkins, Grafana, GitLab, Keycloak, Vaultwarden, PowerShell, printers. */
export const apps: readonly Phrasing[] = [
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'SMTP Error: Could not connect to SMTP host. Failed to connect to server. Additional SMTP info: php_network_getaddresses: getaddrinfo failed: Name or service not known',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'SMTP Error: Could not connect to SMTP host. Failed to connect to server SMTP code: 110 Additional SMTP info: Connection timed out',
    with: { config: { host: 'smtp.gmail.com', port: 587, client: 'WordPress' } },
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'Failed to send out e-mail\njavax.mail.MessagingException: Could not connect to SMTP host: localhost, port: 25;\n  nested exception is:\n\tjava.net.ConnectException: Connection refused',
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'Failed to send notification email: x509: certificate signed by unknown authority',
    with: { config: { host: 'mail.corp.example', port: 25, client: 'Grafana' } },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: '*email.loginAuth auth: 535 5.7.8 Error: authentication failed: authentication failure',
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: '\'require_tls\' is true (default), but "mail.example.com:25" does not advertise the STARTTLS extension',
  },
  { means: 'STARTTLS_REQUIRED', say: '*smtp.plainAuth auth: unencrypted connection' },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: 'Failed to authenticate SMTP: 504 5.7.4 Unrecognized authentication type',
    with: { config: { client: 'Gitea', host: 'smtp.office365.com', port: 587, starttls: true } },
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'Connection Test Failed! Here is what we got instead:\n [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:997)',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'No response received. Check server address and port number.\n timed out',
    with: { stage: 'connect', config: { client: 'Odoo', port: 587 } },
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: 'An option is not supported by the server:\n STARTTLS extension not supported by server.',
  },
  { means: 'WRONG_HOST_OR_PORT', say: 'Invalid server name!\n [Errno 8] nodename nor servname provided, or not known' },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'Connection could not be established with host "ssl://smtp.gmail.com:465": stream_socket_client(): Unable to connect to ssl://smtp.gmail.com:465 (Connection refused)',
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0 state=error: wrong version number',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'Net::OpenTimeout: execution expired',
    with: { config: { host: 'smtp.gmail.com', port: 587, client: 'GitLab' } },
  },
  { means: 'EHLO_NAME_REJECTED', say: 'Net::SMTPSyntaxError (501 5.5.4 Invalid EHLO domain)' },
  {
    means: 'GREYLISTED',
    say: 'Net::SMTPServerBusy (450 4.2.0 <a@example.net>: Recipient address rejected: Greylisted)',
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'Connection error: failed to lookup address information: Name or service not known',
    with: { config: { client: 'lettre' } },
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'Connection error: Connection refused (os error 111)',
    with: { config: { host: 'localhost', port: 25 } },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'SMTP error: permanent error (535): 5.7.8 Error: authentication failed: (reason unavailable)',
  },
  { means: 'AUTH_MECHANISM_MISMATCH', say: 'internal client error: No compatible authentication mechanism was found' },
  { means: 'STARTTLS_UNAVAILABLE', say: 'internal client error: STARTTLS is not supported on this server' },
  { means: 'TLS_CERT_HOSTNAME_MISMATCH', say: 'Connection error: invalid peer certificate: NotValidForName' },
  { means: 'TLS_CERT_EXPIRED', say: 'Connection error: invalid peer certificate: Expired' },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: '{:error, :retries_exceeded, {:network_failure, "smtp.gmail.com", {:error, :timeout}}}',
  },
  {
    means: 'AUTH_NOT_OFFERED',
    say: '{:error, :no_more_hosts, {:missing_requirement, "mail.example.com", :auth}}',
    with: { config: { port: 25, starttls: true } },
  },
  { means: 'STARTTLS_UNAVAILABLE', say: '{:missing_requirement, "mail.example.com", :tls}' },
  {
    means: 'CREDENTIALS_REJECTED',
    say: '{:error, :no_more_hosts, {:permanent_failure, "mail.example.com", :auth_failed}}',
  },
  { means: 'WRONG_HOST_OR_PORT', say: "Send-MailMessage : The remote name could not be resolved: 'smtp.exmaple.com'" },
  { means: 'RELAY_DENIED', say: 'Mailbox unavailable. The server response was: 5.7.1 Unable to relay' },
  {
    means: 'SENDER_NOT_OWNED',
    say: 'Mailbox name not allowed. The server response was: 5.7.60 SMTP; Client does not have permissions to send as this sender',
  },
  {
    means: 'MESSAGE_TOO_LARGE',
    say: 'Exceeded storage allocation. The server response was: 5.3.4 Message size exceeds fixed maximum message size',
  },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    say: 'Insufficient system storage. The server response was: 4.3.1 Insufficient system resources',
  },
  {
    means: 'EHLO_NAME_REJECTED',
    say: 'Command parameter not implemented. The server response was: 5.5.2 <DESKTOP>: Helo command rejected: need fully-qualified hostname',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: 'Service not available, closing transmission channel. The server response was: 4.4.2 Timeout while waiting for command.',
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'No connection could be made because the target machine actively refused it 127.0.0.1:25',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'System.Net.Mail.SmtpException: The operation has timed out.',
    with: { stage: 'connect', config: { port: 587, host: 'smtp.gmail.com', client: '.NET' } },
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'System.Net.Mail.SmtpException: The operation has timed out.',
    with: {
      config: { port: 465, host: 'smtp.example.com', client: '.NET SmtpClient', starttls: true },
      stage: 'greeting',
    },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'Login to server smtp.example.com with username me failed',
    with: { stage: 'auth' },
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'Scanner: SSL/TLS negotiation failed, device supports TLS 1.0 only',
    with: { stage: 'tls' },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: '由于连接方在一段时间后没有正确答复或连接的主机没有反应，连接尝试失败。',
    with: { config: { host: 'smtp.gmail.com', port: 465 } },
  },
  { means: 'HOST_MISSING_LOCALHOST', say: '由于目标计算机积极拒绝，无法连接。 127.0.0.1:25' },
  { means: 'CONNECT_PORT_BLOCKED', say: 'ssmtp: Unable to connect to "smtp.gmail.com" port 465.' },
  {
    means: 'AUTH_NOT_OFFERED',
    say: 'aiosmtplib.errors.SMTPException: SMTP AUTH extension not supported by server.',
    with: { config: { port: 25, starttls: true, host: 'mail.example.com' } },
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: 'fastapi_mail.errors.ConnectionErrors: Exception raised SMTP AUTH extension not supported by server., check your credentials or email service configuration',
    with: { config: { host: 'smtp.office365.com', port: 587, MAIL_STARTTLS: false, MAIL_SSL_TLS: false } },
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: '[SSL: WRONG_VERSION_NUMBER] wrong version number',
    with: { config: { host: 'smtp.office365.com', port: 587, MAIL_SSL: true, MAIL_STARTTLS: true } },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'Password command failed: 535 Incorrect authentication data',
    with: { config: { host: 'mail.example.com' } },
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    say: 'The message was rejected: 552 5.7.0 This message was blocked because its content presents a potential security issue (attachment .exe)',
  },
  { means: 'DOMAIN_AUTH_FAILED', say: '550 5.7.1 Email rejected per DMARC policy for example.com' },
  {
    means: 'SENDING_IP_REJECTED',
    say: '554 5.7.1 Service unavailable; Client host [203.0.113.4] blocked using bl.spamcop.net; Blocked - see https://www.spamcop.net/bl.shtml?203.0.113.4',
  },
  { means: 'RECIPIENT_UNKNOWN', say: '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found' },
  {
    means: 'TOO_MANY_CONNECTIONS',
    say: '421 4.7.0 Too many concurrent SMTP connections from this IP address; please try again later.',
  },
  { means: 'TOO_MANY_CONNECTIONS', say: '421 Too many connections from your host' },
  {
    means: 'LOGIN_RATE_LIMITED',
    say: '421 4.7.0 Too many failed login attempts, try again later',
    with: { stage: 'auth' },
  },
];
