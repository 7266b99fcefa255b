import type { Phrasing } from './phrasing.js';

/** As trackers have it: sessions, wrapped errors, stages left out, more than one refusal. */
export const reports: readonly Phrasing[] = [
  {
    means: 'ENVELOPE_INVALID',
    say: 'mail(): SMTP server response: 501 5.1.7 Bad sender address syntax in index.php on line 50',
  },
  { means: 'ENVELOPE_INVALID', say: 'MAIL FROM : name@example.com\n501 Error: Bad sender address syntax' },
  {
    means: 'ENVELOPE_INVALID',
    say: "SMTPSenderRefused: (552, b\"5.1.7 The sender's address was syntactically invalid.\", '=?utf-8?q?Janet?=')",
  },
  { means: 'ENVELOPE_INVALID', say: '501 Invalid MAIL FROM address provided' },
  { means: 'ENVELOPE_INVALID', say: '501 Invalid MAIL argument', with: { stage: 'mail' } },
  { means: 'ENVELOPE_INVALID', say: '553 <Shop <shop@example.com>> Invalid email address.', with: { stage: 'mail' } },
  {
    means: 'ENVELOPE_INVALID',
    say: 'MAIL FROM:<"Team" <a@example.com>> BODY=8BITMIME\n555 5.5.2 Syntax error, cannot decode response',
    with: { stage: 'mail' },
  },
  { means: 'ENVELOPE_INVALID', say: 'level=error msg="501 5.1.7 Invalid address" with a display name in SMTP From' },
  { means: 'MESSAGE_CONTENT_REJECTED', say: '550 header syntax', with: { stage: 'data' } },
  { means: 'SENDER_NOT_OWNED', say: '530 From/Sender name is not valid', with: { stage: 'data', provider: 'postal' } },
  {
    means: 'EHLO_NAME_REJECTED',
    say: 'Failed to send notification email:  504 5.5.2 <localHost>: Helo command rejected: need fully-qualified hostname',
  },
  {
    means: 'EHLO_NAME_REJECTED',
    say: 'SMTP>> EHLO 15b0717dc4c2\nSMTP<< 504 5.5.2 <15b0717dc4c2>: Helo command rejected: need fully-qualified hostname\nSMTP<< 554 5.5.1 Error: no valid recipients',
  },
  {
    means: 'EHLO_NAME_REJECTED',
    say: 'Failed to add recipient: a@example.com [SMTP: Invalid response code received from server (code: 550, response: Invalid HELO string (localhost))',
  },
  { means: 'EHLO_NAME_REJECTED', say: '501 HELO requires domain address' },
  { means: 'EHLO_NAME_REJECTED', say: '501 Invalid domain name', with: { stage: 'ehlo' } },
  {
    means: 'EHLO_NAME_REJECTED',
    say: 'rejected EHLO from my_machine: syntactically invalid argument(s): my_machine; underscores',
    with: { stage: 'ehlo' },
  },
  { means: 'AUTH_MECHANISM_MISMATCH', say: 'SMTPAuthenticationError 504 Unknown mechanism <PLAIN>' },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: 'AUTH cram-md5 not available: 535 5.7.8 Error: authentication failed: Invalid authentication mechanism',
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: "Server didn't like our AUTH LOGIN (504 5.3.3 AUTH mechanism LOGIN not available)",
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: 'server offers 250-AUTH GSSAPI NTLM, client knows PLAIN only',
    with: { stage: 'auth' },
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: '535 Denied',
    with: { stage: 'auth', config: { mechanism: 'CRAM-MD5', client: 'PEAR Mail' } },
  },
  { means: 'CREDENTIALS_REJECTED', say: 'Invalid login - 553 5.3.0 Auth failure', with: { stage: 'auth' } },
  {
    means: 'AUTH_NOT_OFFERED',
    say: 'C: AUTH PLAIN AHVzZXJuYW1lAHBhc3N3b3Jk\nS: 503 5.5.1 Error: authentication not enabled',
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    say: "AADSTS70011: The provided value for the input parameter 'scope' is not valid. One or more scopes in 'offline_access https://graph.microsoft.com/Mail.Read https://outlook.office.com/IMAP.AccessAsUser.All' are not compatible with each other.",
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    say: 'TokenStore::Refresh: code=400, response={"error":"invalid_request","error_description":"AADSTS900144: The request body must contain the following parameter: \'scope\'."}',
  },
  {
    means: 'OAUTH_CONSENT_REQUIRED',
    say: 'invalid_grant AADSTS65001: The user or administrator has not consented to use the application with ID',
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: '550 Your FROM address ( a@example.com ) must match your authenticated email user ( b@example.com ). Spoofing not allowed!',
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: 'SMTP Error: data not accepted. DATA END command failed Detail: 5.2.252 SendAsDenied; a@example.com not allowed to send as b@example.com SMTP code: 554',
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: '553 5.7.1 (from@example.com): Sender address rejected: not owned by user iot@example.com',
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'error:140770FC:SSL routines:SSL23_GET_SERVER_HELLO:unknown protocol',
    with: { config: { port: 587 } },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'SMTP -> ERROR: Password not accepted from server: 535 5.7.3 Authentication unsuccessful',
    with: { config: { auth: 'password', host: 'smtp.office365.com' } },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'ERROR: Invalid response code received from server (535)',
    with: { stage: 'auth', config: { auth: 'password' } },
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'Error: Connection timeout, 465 and 587, and the port test from outside works',
    with: { stage: 'connect', config: { host: 'smtp.strato.de', port: 465, secure: true } },
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: '550 5.7.1 Session encryption is required',
    with: { stage: 'mail', config: { secure: false, starttls: false } },
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: '530 5.7.7 Email sending without SSL/TLS encryption is not allowed',
    with: { stage: 'auth', config: { host: 'smtp.yandex.ru', port: 25 } },
  },
  { means: 'STARTTLS_REQUIRED', say: '538 5.7.11 Encryption required for requested authentication mechanism' },
  {
    means: 'STARTTLS_REQUIRED',
    say: '451 5.7.3 STARTTLS is required to send mail [PA7P264CA0250.FRAP264.PROD.OUTLOOK.COM]',
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: 'Server does not support TLS: STARTTLS missing from 250 list',
    with: { stage: 'starttls' },
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'javax.mail.MessagingException: Remote host closed connection during handshake',
    with: { stage: 'starttls', config: { client: 'JavaMail on Java 7', tls: 'TLSv1' } },
  },
  { means: 'TLS_PROTOCOL_TOO_OLD', say: 'error:1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version' },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    say: "AADSTS700016: Application with identifier 'x' was not found in the directory 'Microsoft Accounts'. This can happen if the application has not been installed by the administrator",
  },
  { means: 'OAUTH_CLIENT_UNKNOWN', say: 'Error 401: invalid_client. The OAuth client was not found.' },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    say: 'AADSTS50059: No tenant-identifying information found in either the request or implied by any provided credentials.',
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    say: 'AADSTS9002332: Application is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.',
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    say: 'AADSTS70008: The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request.',
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    say: 'AADSTS700084: The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00',
  },
  { means: 'OAUTH_GRANT_MALFORMED', say: 'AADSTS70000: Provided grant is invalid or malformed.' },
  {
    means: 'OAUTH_GRANT_MALFORMED',
    say: '400 Bad Request from the token endpoint, the body is not shown',
    with: { stage: 'token' },
  },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    say: '451 4.7.0 Temporary server error. Please try again later. PRX2 [AM0P.prod.outlook.com]',
    with: { stage: 'auth' },
  },
  { means: 'TEMPORARY_SERVER_ERROR', say: '421 4.3.2 The service is not available, closing transmission channel' },
  { means: 'QUOTA_EXHAUSTED', say: 'quota exceeded: 550 5.4.5 Daily sending quota exceeded' },
  {
    means: 'QUOTA_EXHAUSTED',
    say: "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
  },
  {
    means: 'LOGIN_RATE_LIMITED',
    say: '451 Requested mail action not taken: too much fail authentication',
    with: { config: { host: 'smtp.163.com' } },
  },
  {
    means: 'RATE_LIMITED',
    say: '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.',
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    say: "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos",
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    say: 'SMTP Error: The following recipients failed: nobody@example.net: No such user here',
  },
  {
    means: 'RELAY_DENIED',
    say: '550 5.7.1 relay not permitted, please authenticate your connection before sending',
    with: { stage: 'rcpt' },
  },
  { means: 'RELAY_DENIED', say: '554 5.7.1 : Relay access denied' },
  {
    means: 'CLIENT_REPLY_DESYNC',
    say: '503 5.5.1 Error: nested MAIL command after a refused recipient',
    with: { stage: 'mail' },
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'SSL_accept() failed: error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca: SSL alert number 48',
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "The host name did not match the name given in the server's SSL certificate.",
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: 'server certificate verification failed for mx.example.com[203.0.113.4]:25: num=62:hostname mismatch',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: 'Socket error code 10060: timeout error waiting for response',
    with: { config: { port: 587 } },
  },
  { means: 'OAUTH_REFRESH_TOKEN_EXPIRED', say: 'ERROR Failed generating new Access Token for a@example.com' },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    say: 'Uncaught League\\OAuth2\\Client\\Provider\\Exception\\IdentityProviderException: invalid_grant in Google.php:118',
  },
  {
    means: 'OAUTH_GRANT_MALFORMED',
    say: "{ Error: invalid_request at postRequest (nodemailer/lib/xoauth2/index.js:259:33) code: 'EAUTH', command: 'AUTH XOAUTH2' }",
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    say: 'Password command failed: 535 5.7.3 Authentication unsuccessful. Password is correct, username is correct.',
    with: { stage: 'auth', config: { host: 'smtp.office365.com', auth: 'password' } },
  },
];
