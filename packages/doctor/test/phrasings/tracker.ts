import type { Phrasing } from './phrasing.js';

const clear = { secure: false, starttls: false };
const upgraded = { secure: false, starttls: true };

/** Reports with settings as a tracker's form asks for them, placeholders and all. */
export const tracker: readonly Phrasing[] = [
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'connect: connection timed out',
    with: {
      stage: 'connect',
      client_error: 'ETIMEDOUT',
      config: { host: 'smtp.mailgun.org', port: 587, ...upgraded, where: 'GCP Compute Engine' },
    },
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'Error: Greeting never received',
    with: {
      stage: 'greeting',
      client_error: 'ETIMEDOUT',
      config: { host: 'pop.gmail.com', port: 995, secure: true, auth: 'password' },
    },
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'SMTPServerDisconnected: Connection unexpectedly closed',
    with: { stage: 'greeting', config: { host: 'smtp.exmail.qq.com', port: 465, ...clear, client: 'python smtplib' } },
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: '[SSL: WRONG_VERSION_NUMBER]',
    with: { stage: 'tls', config: { host: '<own server>', port: 25, secure: true, client: 'Django' } },
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'Error: unable to verify the first certificate',
    with: {
      stage: 'starttls',
      client_error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      config: { host: 'mail.<domain>', port: 587, ...upgraded, client: 'nodemailer' },
    },
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: 'Hostname/IP does not match altnames',
    with: {
      stage: 'tls',
      client_error: 'ERR_TLS_CERT_ALTNAME_INVALID',
      config: { host: '<ip>', port: 465, secure: true },
    },
  },
  {
    means: 'TLS_CERT_EXPIRED',
    say: 'certificate verify failed: certificate has expired',
    with: {
      stage: 'starttls',
      config: { host: 'smtp.example.org', port: 587, ...upgraded, client: 'Ruby on an old Ubuntu' },
    },
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'SSLHandshakeException: No appropriate protocol (protocol is disabled or cipher suites are inappropriate)',
    with: { stage: 'starttls', config: { host: 'smtp.office365.com', port: 587, ...upgraded, client: 'JavaMail 1.4' } },
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'ssl3_check_cert_and_algorithm:dh key too small',
    with: { stage: 'tls', config: { host: '<own server>', port: 465, secure: true } },
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: '530 5.7.0 Must issue a STARTTLS command first',
    with: { stage: 'auth', config: { host: '<own Postfix>', port: 587, ...clear, auth: 'password', client: 'Go' } },
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: 'SMTP AUTH extension not supported by server',
    with: {
      stage: 'auth',
      client_error: 'SMTPNotSupportedError',
      config: { host: 'smtp.office365.com', port: 587, ...clear, auth: 'password', client: 'aiosmtplib' },
    },
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: '454 4.7.0 TLS not available due to local problem',
    with: { stage: 'starttls', client_error: 'ETLS', config: { host: '<own Postfix>', port: 587, ...upgraded } },
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: 'the server does not offer STARTTLS',
    with: { stage: 'starttls', config: { host: '<printer gateway>', port: 25, ...upgraded, client: 'MailKit' } },
  },
  {
    means: 'EHLO_NAME_REJECTED',
    say: "550 5.7.1 <localhost.localdomain>: Helo command rejected: Don't use my own hostname",
    with: { stage: 'rcpt', config: { host: '<own Postfix>', port: 25, ehlo: 'localhost.localdomain' } },
  },
  {
    means: 'EHLO_NAME_REJECTED',
    say: '501 Syntactically invalid HELO argument(s)',
    with: { stage: 'ehlo', config: { host: '<Exim>', ehlo: 'user_pc' } },
  },
  {
    means: 'AUTH_NOT_OFFERED',
    say: 'server does not support AUTH',
    with: { stage: 'auth', config: { host: '<relay>', port: 25, ...upgraded, auth: 'password' } },
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: '504 5.7.4 Unrecognized authentication type',
    with: {
      stage: 'auth',
      config: { host: '<on-premises Exchange>', port: 587, ...upgraded, auth: 'password', mechanism: 'PLAIN' },
    },
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: '535 5.7.8 authentication failed',
    with: {
      stage: 'auth',
      config: { host: '<Dovecot>', port: 587, ...upgraded, auth: 'password', mechanism: 'DIGEST-MD5' },
    },
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: '530 5.7.1 Authentication required',
    with: { stage: 'mail', config: { host: '<Exchange>', port: 587, ...upgraded, auth: 'none' } },
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'Missing credentials for "PLAIN"',
    with: {
      stage: 'auth',
      client_error: 'EAUTH',
      config: { host: 'smtp.gmail.com', port: 465, secure: true, auth: 'password', client: 'nodemailer' },
    },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6',
    with: {
      stage: 'auth',
      config: { host: '<Postfix with SASL>', port: 587, ...upgraded, auth: 'password', client: 'msmtp' },
    },
  },
  {
    means: 'CREDENTIALS_ENCODING',
    say: '535 5.7.8; the password has a backslash that the config parser strips',
    with: { stage: 'auth', config: { host: '<own server>', auth: 'password' } },
  },
  {
    means: 'CREDENTIALS_USERNAME_FORM',
    say: '535 Authentication failed; the login needs the full address and not the local part',
    with: { stage: 'auth', config: { host: '<hoster>', auth: 'password' } },
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: '535 Error: authentication failed',
    with: { stage: 'auth', config: { host: 'smtp.126.com', port: 25, ...clear, auth: 'password', client: 'JavaMail' } },
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: '535 5.7.0 (#AUTH005) Too many bad auth attempts.',
    with: { stage: 'auth', config: { host: 'smtp.mail.yahoo.com', port: 587, ...upgraded, auth: 'password' } },
  },
  {
    means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
    say: '535-5.7.8 Username and Password not accepted',
    with: {
      stage: 'auth',
      config: { host: 'smtp.gmail.com', port: 587, ...upgraded, auth: 'app-password', client: 'Jenkins' },
    },
  },
  {
    means: 'LOGIN_RATE_LIMITED',
    say: '454 4.7.0 Too many login attempts, please try again later',
    with: { stage: 'auth', config: { host: 'smtp.gmail.com', client: 'nodemailer', transports: 'one per mail' } },
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: '553 5.7.1 <noreply@example.com>: Sender address rejected: not owned by user info@example.com',
    with: { stage: 'rcpt', config: { host: '<mailcow>', port: 587, auth: 'password', from: 'noreply@example.com' } },
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: '501 mail from address must be same as authorization user',
    with: { stage: 'mail', config: { host: 'smtp.qq.com', port: 465, secure: true, auth: 'app-password' } },
  },
  {
    means: 'ENVELOPE_INVALID',
    say: '501 5.1.3 Bad recipient address syntax',
    with: { stage: 'rcpt', config: { host: '<own Postfix>', to: 'list in one string' } },
  },
  {
    means: 'ENVELOPE_INVALID',
    say: '555 5.5.2 Syntax error, goodbye',
    with: { stage: 'mail', config: { host: 'smtp.gmail.com', from: 'Name <address>' } },
  },
  {
    means: 'ENVELOPE_INVALID',
    say: 'No recipients defined',
    with: { stage: 'rcpt', client_error: 'EENVELOPE', config: { client: 'nodemailer' } },
  },
  {
    means: 'RELAY_DENIED',
    say: '454 4.7.1 Relay access denied',
    with: {
      stage: 'rcpt',
      config: { host: '<own Postfix>', port: 25, ...clear, auth: 'none', where: 'Docker network' },
    },
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    say: '550 5.1.1 User unknown in local recipient table',
    with: { stage: 'rcpt', config: { host: '<own Postfix>', port: 587, auth: 'password' } },
  },
  {
    means: 'GREYLISTED',
    say: '451 4.7.1 Greylisting in action, please come back later',
    with: { stage: 'rcpt', config: { host: '<MX>', port: 25, auth: 'none' } },
  },
  {
    means: 'RATE_LIMITED',
    say: '450 4.7.1 Error: too much mail from 203.0.113.4',
    with: { stage: 'rcpt', config: { host: '<own Postfix>', messages: 400 } },
  },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    say: '451 4.3.0 Error: queue file write error',
    with: { stage: 'data', config: { host: '<own Postfix>' } },
  },
  {
    means: 'MESSAGE_TOO_LARGE',
    say: '552 5.3.4 Message size exceeds fixed limit',
    with: { stage: 'mail', config: { host: '<own Postfix>', attachment_bytes: 12_000_000 } },
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    say: '550 5.7.1 Message contains bare LF',
    with: { stage: 'data', config: { host: '<own server>' } },
  },
  {
    means: 'DOMAIN_AUTH_FAILED',
    say: '550 5.7.1 SPF check failed for example.com',
    with: { stage: 'data', config: { host: '<MX>', port: 25, auth: 'none' } },
  },
  {
    means: 'OAUTH_CONSENT_REQUIRED',
    say: 'AADSTS65001',
    with: { stage: 'token', client_error: 'AADSTS65001', config: { auth: 'xoauth2', flow: 'refresh' } },
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    say: 'AADSTS90002: Tenant not found',
    with: { stage: 'token', config: { auth: 'xoauth2', authority: '/<placeholder>' } },
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    say: 'unauthorized_client',
    with: {
      stage: 'token',
      client_error: 'unauthorized_client',
      config: {
        host: 'smtp.gmail.com',
        auth: 'xoauth2',
        client: 'nodemailer',
        refresh_token: 'from the OAuth Playground',
      },
    },
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    say: 'invalid_grant',
    with: {
      stage: 'token',
      client_error: 'invalid_grant',
      config: { host: 'smtp.gmail.com', auth: 'xoauth2', publishing: 'Testing' },
    },
  },
  {
    means: 'XOAUTH2_TOKEN_REJECTED',
    say: '535 5.7.3 Authentication unsuccessful; it worked for an hour',
    with: { stage: 'auth', config: { host: 'smtp.office365.com', port: 587, ...upgraded, auth: 'xoauth2' } },
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'connect ECONNREFUSED 127.0.0.1:587',
    with: {
      stage: 'connect',
      client_error: 'ECONNREFUSED',
      config: { host: 'undefined', port: 587, client: 'nodemailer' },
    },
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'getaddrinfo ENOTFOUND',
    with: { stage: 'dns', client_error: 'EDNS', config: { host: "'smtp.example.com'", port: 587 } },
  },
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    say: 'Temporary failure in name resolution',
    with: { stage: 'dns', config: { host: 'smtp.example.com', where: 'Docker' } },
  },
  {
    means: 'CLIENT_REPLY_DESYNC',
    say: '503 5.5.1 Error: nested MAIL command',
    with: { stage: 'mail', config: { client: 'a pool' } },
  },
  {
    means: 'TOO_MANY_RECIPIENTS',
    say: '452 4.5.3 Error: too many recipients',
    with: { stage: 'rcpt', config: { recipients: 200 } },
  },
];
