import type { Phrasing } from './phrasing.js';

const exchange = { host: 'smtp.office365.com', port: 587, secure: false, starttls: true };
const google = { host: 'smtp.gmail.com', port: 587, secure: false, starttls: true };

/** Told by people rather than printed by programs: half a sentence, and some settings. */
export const situations: readonly Phrasing[] = [
  { means: 'CONFIG_VALUE_INVALID', say: 'getaddrinfo ENOTFOUND smtp.example.com;', with: { stage: 'dns' } },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'EBADNAME when resolving the host',
    with: { stage: 'dns', config: { host: 'smtp.example.com ', port: 587 } },
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'Unsupported SMTP encryption value: STARTTLS. Allowed: ssl, tls',
    with: { stage: 'config' },
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    say: 'the option tls: true is ignored, it is called secure',
    with: { stage: 'config', config: { client: 'nodemailer' } },
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    say: 'getaddrinfo ENOTFOUND mailuser mailuser:587',
    with: { stage: 'dns', config: { url: 'smtp://user:pass/word@host:587' } },
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    say: '535 Authentication Credentials Invalid, only for passwords with a slash or plus in the connection URL',
    with: { stage: 'auth', config: { host: 'email-smtp.us-east-1.amazonaws.com', form: 'smtp:// URL' } },
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    say: 'Failed to authenticate on SMTP server: the password in MAILER_DSN contains + and is not urlencoded',
    with: { stage: 'auth', config: { client: 'Symfony' } },
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'connect ETIMEDOUT',
    with: { stage: 'connect', config: { host: 'smtp.office365.com', port: 465, secure: true } },
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'TLS comes up, then nothing',
    with: { stage: 'greeting', config: { host: 'outlook.office365.com', port: 993, secure: true } },
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: '535 5.7.3 Authentication unsuccessful',
    with: { stage: 'auth', config: { host: 'smtp-legacy.office365.com', port: 587, auth: 'password' } },
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'Greeting: * OK [CAPABILITY IMAP4rev1] Dovecot ready.',
    with: { stage: 'greeting', config: { port: 143 } },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'all SMTP ports time out, HTTPS works',
    with: { stage: 'connect', config: { port: 587, where: 'DigitalOcean droplet' } },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'Connection timeout',
    with: { stage: 'connect', config: { host: 'smtp.sendgrid.net', port: 587, where: 'Hetzner cloud server' } },
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    say: 'connect ENETUNREACH, the resolver gives the AAAA record first',
    with: { stage: 'connect' },
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: 'ECONNRESET now and then, works on retry',
    with: { stage: 'greeting', config: { ...google } },
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'Got bad greeting from SMTP host: mail.example.com, port: 465, response: [EOF]',
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'hangs until the timeout, no bytes from the server',
    with: { stage: 'greeting', config: { port: 465, starttls: true } },
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'script hangs at get_lines()',
    with: { stage: 'greeting', config: { port: 465, secure: false, client: 'PHPMailer' } },
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: 'wrong version number after the 220 to STARTTLS',
    with: { stage: 'starttls', config: { port: 25, secure: false, starttls: true } },
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: 'EHLO shows 250-XXXXXXXA behind the firewall',
    with: { stage: 'starttls', config: { port: 25 } },
  },
  { means: 'STARTTLS_UNAVAILABLE', say: '502 5.5.1 Unrecognized command to STARTTLS', with: { stage: 'starttls' } },
  {
    means: 'TLS_CERT_EXPIRED',
    say: 'certificate has expired, only on old clients: the chain ends in DST Root CA X3',
    with: { stage: 'tls' },
  },
  {
    means: 'TLS_INTERCEPTED',
    say: 'self signed certificate in certificate chain',
    with: { stage: 'tls', config: { host: 'smtp.sendgrid.net', port: 465, secure: true } },
  },
  {
    means: 'TLS_INTERCEPTED',
    say: 'unable to get local issuer certificate, issuer: Avast Web/Mail Shield Root',
    with: { stage: 'tls', config: { host: 'smtp.gmail.com', port: 465 } },
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'read ECONNRESET',
    with: { stage: 'tls', config: { ...exchange, tls: "ciphers: 'SSLv3'" } },
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'no protocols available',
    with: { stage: 'tls', config: { minVersion: 'TLSv1' } },
  },
  {
    means: 'EHLO_NAME_REJECTED',
    say: '550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)',
    with: { stage: 'rcpt' },
  },
  {
    means: 'EHLO_NAME_REJECTED',
    say: '501 Syntactically invalid EHLO argument(s)',
    with: { stage: 'ehlo', config: { ehlo: 'my_host' } },
  },
  {
    means: 'EHLO_NAME_REJECTED',
    say: '421-4.7.0 Try again later, closing connection. (EHLO)',
    with: { stage: 'ehlo', config: { host: 'smtp-relay.gmail.com' } },
  },
  {
    means: 'EHLO_NAME_REJECTED',
    say: '501 5.5.4 Invalid domain name',
    with: { stage: 'ehlo', config: { ...exchange } },
  },
  {
    means: 'AUTH_NOT_OFFERED',
    say: 'EHLO after TLS lists no AUTH',
    with: { stage: 'auth', config: { port: 25, secure: false, starttls: true, auth: 'password' } },
  },
  {
    means: 'AUTH_NOT_OFFERED',
    say: '503 5.5.1 Error: authentication not enabled',
    with: { stage: 'auth', config: { host: 'postfix', port: 25 } },
  },
  {
    means: 'AUTH_NOT_OFFERED',
    say: '502 5.5.2 Error: command not recognized',
    with: { stage: 'auth', config: { port: 25, auth: 'password', starttls: true } },
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: '535 5.7.8 Error: authentication failed: Invalid authentication mechanism',
    with: { stage: 'auth' },
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: '535 5.7.8 Error: authentication failed',
    with: { stage: 'auth', config: { mechanism: 'CRAM-MD5' } },
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: '504 5.7.4 Unrecognized authentication type',
    with: { stage: 'auth', config: { host: 'exchange.corp.example', port: 587, starttls: true, ehlo_auth: 'NTLM' } },
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: '550 5.7.1 Unauthenticated senders not allowed',
    with: { stage: 'mail', config: { host: 'smtp.sendgrid.net' } },
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: '504 5.7.4 Unrecognized authentication type',
    with: { stage: 'auth', config: { ...exchange, user: 'undefined' } },
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'no AUTH in the log before MAIL: 530 5.7.57',
    with: { stage: 'mail', config: { ...exchange, auth: 'password' } },
  },
  {
    means: 'CREDENTIALS_ENCODING',
    say: '535 Authentication failed with a password that has an umlaut',
    with: { stage: 'auth' },
  },
  { means: 'CREDENTIALS_ENCODING', say: '535; the settings page trims the password', with: { stage: 'auth' } },
  {
    means: 'CREDENTIALS_USERNAME_FORM',
    say: '535 Authentication failed',
    with: { stage: 'auth', config: { host: 'smtp.sendgrid.net', user: 'me@example.com' } },
  },
  {
    means: 'CREDENTIALS_USERNAME_FORM',
    say: '535 with the alias as login, works with the main address',
    with: { stage: 'auth', config: { host: 'smtp.mailbox.org' } },
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: '535 5.7.8 Error: authentication failed',
    with: { stage: 'auth', config: { host: 'smtp.mail.me.com', port: 587, auth: 'password' } },
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: '535 5.7.0 NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external / Application password is REQUIRED',
    with: { stage: 'auth' },
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: "(535, b'\\xc7\\xeb\\xca\\xb9\\xd3\\xc3\\xca\\xda\\xc8\\xa8\\xc2\\xeb\\xb5\\xc7\\xc2\\xbc\\xa1\\xa3')",
    with: { stage: 'auth', config: { host: 'smtp.qq.com' } },
  },
  {
    means: 'LOGIN_RATE_LIMITED',
    say: '454 4.7.0 Too many login attempts',
    with: { stage: 'auth', config: { ...google } },
  },
  {
    means: 'ACCOUNT_NOT_READY',
    say: '421 Please activate your Mailgun account. Check your inbox or log in to your control panel to resend the activation email.',
    with: { stage: 'data', config: { host: 'smtp.mailgun.org' } },
  },
  { means: 'ACCOUNT_NOT_READY', say: '550 Mailbox cannot be accessed', with: { stage: 'auth' } },
  {
    means: 'ACCOUNT_SENDING_BLOCKED',
    say: '535 5.7.8 Error: authentication failed: Your message looks like spam. You need to use SMTP over SSL; prove you are not a robot',
    with: { stage: 'auth', config: { host: 'smtp.yandex.ru' } },
  },
  {
    means: 'ACCOUNT_SENDING_BLOCKED',
    say: '550 5.1.8 Access denied, bad outbound sender',
    with: { stage: 'data', config: { ...exchange } },
  },
  {
    means: 'SES_CREDENTIALS_INVALID',
    say: '535 Authentication Credentials Invalid',
    with: {
      stage: 'auth',
      config: { host: 'email-smtp.eu-west-1.amazonaws.com', note: 'IAM secret key, 40 characters' },
    },
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    say: '530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox',
    with: { stage: 'mail' },
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
    say: '550 5.7.30 Basic authentication is not supported for Client Submission.',
    with: { stage: 'auth', config: { ...exchange } },
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    say: 'Autenticação malsucedida, a solicitação não atendeu aos critérios para ser autenticada com sucesso. 535 5.7.139',
  },
  {
    means: 'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
    say: '430 4.2.0 STOREDRV; mailbox logon failure; failed to process message due to a transient exception',
    with: { stage: 'data', config: { ...exchange, auth: 'xoauth2' } },
  },
  {
    means: 'XOAUTH2_WRONG_AUDIENCE',
    say: '535 5.7.3 Authentication unsuccessful',
    with: { stage: 'auth', config: { ...exchange, auth: 'xoauth2', scopes: 'https://graph.microsoft.com/SMTP.Send' } },
  },
  {
    means: 'XOAUTH2_SCOPE_MISSING',
    say: '535 5.7.3 Authentication unsuccessful',
    with: {
      stage: 'auth',
      config: {
        ...exchange,
        auth: 'xoauth2',
        scopes: 'https://outlook.office365.com/IMAP.AccessAsUser.All offline_access',
      },
    },
  },
  {
    means: 'XOAUTH2_SCOPE_MISSING',
    say: '535-5.7.8 Username and Password not accepted',
    with: {
      stage: 'auth',
      config: { ...google, auth: 'xoauth2', scopes: 'https://www.googleapis.com/auth/gmail.send' },
    },
  },
  {
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    say: '535 5.7.3 Authentication unsuccessful when sending from the shared mailbox',
    with: { stage: 'auth', config: { ...exchange, auth: 'xoauth2' } },
  },
  {
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    say: '334 {"status":"400","schemes":"Bearer"} while the token belongs to another account than user',
    with: { stage: 'auth', config: { ...google, auth: 'xoauth2' } },
  },
  {
    means: 'XOAUTH2_TOKEN_REJECTED',
    say: '501 5.5.2 Cannot Decode response',
    with: { stage: 'auth', config: { ...google, auth: 'xoauth2' } },
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    say: "AADSTS900144: The request body must contain the following parameter: 'scope'.",
    with: { stage: 'token' },
  },
  { means: 'OAUTH_SCOPE_INVALID', say: 'AADSTS65006: the resource is not known', with: { stage: 'token' } },
  {
    means: 'OAUTH_MFA_REQUIRED',
    say: 'AADSTS50126: Error validating credentials due to invalid username or password (an app password was used)',
    with: { stage: 'token' },
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    say: 'invalid_grant after seven days, the app is in testing',
    with: { stage: 'token' },
  },
  {
    means: 'OAUTH_GRANT_MALFORMED',
    say: 'invalid_grant; the refresh token in the database is cut off at 255 characters',
    with: { stage: 'token' },
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    say: '401 invalid_client',
    with: { stage: 'token', config: { client_id: 'service account e-mail, not *.apps.googleusercontent.com' } },
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    say: 'AADSTS900023: Specified tenant identifier is neither a valid DNS name, nor a valid external domain.',
    with: { stage: 'token' },
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    say: 'AADSTS90130: Application is not supported over the /common or /consumers endpoints.',
    with: { stage: 'token' },
  },
  {
    means: 'GOOGLE_DELEGATION_MISSING',
    say: 'unauthorized_client for a jwt-bearer request of a service account',
    with: { stage: 'token' },
  },
  {
    means: 'GOOGLE_RELAY_NOT_REGISTERED',
    say: "550-5.7.1 Invalid credentials for relay [203.0.113.9]. The IP address you've registered in your Workspace SMTP Relay service doesn't match",
    with: { stage: 'mail' },
  },
  { means: 'SENDER_NOT_OWNED', say: '553 5.7.1 Sender address rejected: not owned by user', with: { stage: 'rcpt' } },
  {
    means: 'SENDER_NOT_OWNED',
    say: '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    with: { stage: 'mail' },
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    say: '554 Free accounts are for test purposes only. Please upgrade or add the address to authorized recipients in Account Settings.',
    with: { stage: 'data', config: { host: 'smtp.mailgun.org' } },
  },
  { means: 'ENVELOPE_INVALID', say: 'MAIL FROM:<> was sent since the from setting was empty', with: { stage: 'mail' } },
  { means: 'ENVELOPE_INVALID', say: '501 5.1.7 Bad sender address syntax', with: { stage: 'mail' } },
  {
    means: 'ENVELOPE_INVALID',
    say: '553 5.1.3 The recipient address <"a" b@example.com> is not a valid RFC 5321 address',
    with: { stage: 'rcpt' },
  },
  { means: 'ENVELOPE_INVALID', say: '550 Sender verify failed', with: { stage: 'rcpt' } },
  {
    means: 'ENVELOPE_INVALID',
    say: '550 5.1.8 <app@localhost>: Sender address rejected: Domain not found',
    with: { stage: 'rcpt' },
  },
  { means: 'RELAY_DENIED', say: '550 5.7.1 Relaying denied', with: { stage: 'rcpt', config: { auth: 'none' } } },
  {
    means: 'RECIPIENT_UNKNOWN',
    say: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    with: { stage: 'rcpt' },
  },
  { means: 'GREYLISTED', say: '451 4.7.1 Try again later', with: { stage: 'rcpt' } },
  { means: 'TOO_MANY_RECIPIENTS', say: '550 5.5.3 Too many recipients', with: { stage: 'rcpt' } },
  {
    means: 'RATE_LIMITED',
    say: '454 Throttling failure: Maximum sending rate exceeded.',
    with: { stage: 'data', config: { host: 'email-smtp.us-east-1.amazonaws.com' } },
  },
  { means: 'RATE_LIMITED', say: '450 4.7.1 Too many recipient attempts', with: { stage: 'rcpt' } },
  {
    means: 'QUOTA_EXHAUSTED',
    say: '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; the message recipients limit',
    with: { stage: 'data' },
  },
  { means: 'TEMPORARY_SERVER_ERROR', say: '452 4.3.1 Insufficient system storage', with: { stage: 'mail' } },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    say: '535 5.7.3 for everybody during an incident of the provider, works again without any change',
    with: { stage: 'auth', config: { ...exchange, auth: 'password' } },
  },
  { means: 'MESSAGE_TOO_LARGE', say: '554 Stream is more than 10485760 bytes', with: { stage: 'data' } },
  { means: 'MESSAGE_CONTENT_REJECTED', say: '552 line is too long', with: { stage: 'data' } },
  { means: 'MESSAGE_CONTENT_REJECTED', say: '521 5.5.2 Error: bare <LF> received', with: { stage: 'data' } },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    say: '551 5.7.1 Multiple addresses in a From header are not accepted',
    with: { stage: 'data' },
  },
  { means: 'DOMAIN_AUTH_FAILED', say: '550 5.7.9 Message not accepted due to failed DMARC', with: { stage: 'data' } },
  {
    means: 'CLIENT_REPLY_DESYNC',
    say: 'the client reads 250-SIZE as the answer to MAIL: replies shifted by one line',
    with: { stage: 'auth' },
  },
  { means: 'SENDING_IP_REJECTED', say: '421 4.7.0 Try again later', with: { stage: 'greeting' } },
  {
    means: 'SENDING_IP_REJECTED',
    say: '550 5.7.606 Access denied, banned sending IP [203.0.113.9]',
    with: { stage: 'rcpt' },
  },
  {
    means: 'TOO_MANY_CONNECTIONS',
    say: '421 4.7.0 mail.example.com Error: too many connections from 203.0.113.9',
    with: { stage: 'greeting' },
  },
  {
    means: 'TOO_MANY_CONNECTIONS',
    say: '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded',
    with: { stage: 'data' },
  },
  { means: 'DNS_RESOLVER_UNAVAILABLE', say: 'getaddrinfo EAI_AGAIN in the container', with: { stage: 'dns' } },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: 'connect ECONNREFUSED 127.0.0.1:25',
    with: { stage: 'connect', config: { service: 'an unknown name', host: null } },
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    say: 'connect ETIMEDOUT 2a00:1450:4013:c01::6d:587, while curl -4 works',
    with: { stage: 'connect', config: { ...google } },
  },
  { means: 'CONNECT_ADDRESS_FAMILY', say: 'dial tcp [2607:f8b0:4004:c09::6c]:465: i/o timeout' },
  {
    means: 'SENDER_NOT_OWNED',
    say: '501 Sender is not same as SMTP authenticate username',
    with: { stage: 'mail', config: { host: 'smtp.qiye.aliyun.com' } },
  },
  { means: 'RELAY_DENIED', say: '550 Relaying mail to someone@example.net is not allowed', with: { stage: 'rcpt' } },
  {
    means: 'XOAUTH2_WRONG_AUDIENCE',
    say: '535 5.7.3 Authentication unsuccessful',
    with: {
      stage: 'auth',
      config: { ...exchange, auth: 'xoauth2', token_aud: '00000003-0000-0000-c000-000000000000' },
    },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'Greeting never received',
    with: {
      stage: 'greeting',
      config: { host: 'smtp.gmail.com', port: 587, secure: false, where: 'DigitalOcean droplet' },
    },
  },
];
