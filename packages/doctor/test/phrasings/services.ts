import type { Phrasing } from './phrasing.js';

const exchange = { host: 'smtp.office365.com', port: 587, secure: false, starttls: true };
const google = { host: 'smtp.gmail.com', port: 465, secure: true };

/** What relay services and mailbox providers say in words of their own. */
export const services: readonly Phrasing[] = [
  {
    means: 'ACCOUNT_NOT_READY',
    say: '550 User has no permission',
    with: { config: { host: 'smtp.163.com' }, stage: 'auth' },
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: '535 Error: 请使用授权码登录。详情请看: http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256',
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    say: '535 Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy.',
    with: { config: { host: 'smtp.qq.com', port: 465, secure: true, auth: 'password' }, stage: 'auth' },
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: '553 authentication is required,126 smtp1',
    with: { stage: 'mail', config: { host: 'smtp.126.com' } },
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: '526 Authentication failure[0]',
    with: { stage: 'auth', config: { host: 'smtpdm.aliyun.com' } },
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: "440 mail from account doesn't conform with authentication (Auth Account:a@example.com|Mail Account:b@example.com)",
  },
  {
    means: 'ACCOUNT_SENDING_BLOCKED',
    say: '554 5.1.8 Email Outgoing Blocked',
    with: { stage: 'data', config: { host: 'smtp.zoho.com' } },
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: '550 5.7.0 From address is not one of your addresses.',
    with: { config: { host: 'smtp.mail.me.com' } },
  },
  {
    means: 'SENDING_IP_REJECTED',
    say: '525 5.7.1 Unauthorized IP address',
    with: { stage: 'auth', config: { host: 'smtp-relay.brevo.com' } },
  },
  {
    means: 'ACCOUNT_NOT_READY',
    say: '502 5.7.0 Your SMTP account is not yet activated. Please contact us at contact@example.com to request activation',
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    say: "550 The 'From' address you supplied (me@example.com) is not a Sender Signature on your account.",
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    say: '550 5.7.1 relaying denied (Unconfigured Sending Domain <example.com>)',
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    say: '554 5.7.1 Demo domains can only be used to send emails to account owners.',
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    say: '450 You can only send testing emails to your own email address. To send emails to other recipients, please verify a domain',
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    say: '550 The example.com domain is not verified. Please, add and verify your domain',
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: '535 Authentication failed: The provided authorization grant is invalid, expired, or revoked',
    with: { config: { host: 'smtp.sendgrid.net', user: 'apikey' } },
  },
  { means: 'CREDENTIALS_REJECTED', say: '535 Authentication failed: Bad username / password' },
  {
    means: 'CREDENTIALS_REJECTED',
    say: '535 5.7.0 Invalid login or password',
    with: { config: { host: 'smtp.mailgun.org' } },
  },
  { means: 'QUOTA_EXHAUSTED', say: '554 5.7.0 You have exceeded your monthly message limit. Upgrade your plan' },
  {
    means: 'QUOTA_EXHAUSTED',
    say: '454 Throttling failure: Daily message quota exceeded.',
    with: { config: { host: 'email-smtp.us-east-1.amazonaws.com' }, stage: 'data' },
  },
  {
    means: 'QUOTA_EXHAUSTED',
    say: '550 User a@example.com has exceeded its 24-hour sending limit. Messages to 250 recipients out of 250 allowed have been sent. Relay quota will reset in 3.25 hours.',
  },
  {
    means: 'RATE_LIMITED',
    say: '550 Ip frequency limited. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000725',
    with: { stage: 'data' },
  },
  {
    means: 'RATE_LIMITED',
    say: '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address.',
    with: { stage: 'data' },
  },
  { means: 'TEMPORARY_SERVER_ERROR', say: '451 Temporary local problem - please try later', with: { stage: 'rcpt' } },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    say: '454 4.7.0 Temporary authentication failure: Connection lost to authentication server',
    with: { stage: 'auth' },
  },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    say: '421 4.3.2 Service not available [AM0PR.outlook.com]',
    with: { config: exchange },
  },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    say: '452 4.3.1 Insufficient system resources (TotalSuperBlockSize)',
    with: { stage: 'mail' },
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: '421 4.4.1 Connection timed out. Total session duration: 00:05:00.7054661',
    with: { config: exchange },
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: '451 4.7.0 Timeout waiting for client input [AM0P.eurprd04.prod.outlook.com]',
    with: { config: exchange },
  },
  { means: 'RELAY_DENIED', say: '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain' },
  {
    means: 'RELAY_DENIED',
    say: '550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources',
  },
  { means: 'RELAY_DENIED', say: "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)" },
  {
    means: 'RECIPIENT_UNAVAILABLE',
    say: '452 4.2.2 The email account that you tried to reach is over quota',
    with: { stage: 'rcpt' },
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    say: '550 5.4.1 Recipient address rejected: Access denied. [AMS0EPF000001A2.eurprd05.prod.outlook.com]',
    with: { stage: 'rcpt' },
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    say: "553 5.1.2 We weren't able to find the recipient domain. Please check for any spelling errors",
    with: { stage: 'rcpt' },
  },
  { means: 'CREDENTIALS_MISSING', say: '503 5.5.4 Error: send AUTH command first' },
  { means: 'CREDENTIALS_MISSING', say: '550 5.7.1 Authentication Required', with: { stage: 'rcpt' } },
  { means: 'CLIENT_REPLY_DESYNC', say: '503 5.5.1 Bad sequence of commands', with: { stage: 'mail' } },
  { means: 'CLIENT_REPLY_DESYNC', say: '503 RCPT first', with: { stage: 'data' } },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    say: '554 DT:SPM 163 smtp10, please see http://mail.163.com/help/help_spam_16.htm',
    with: { stage: 'data' },
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    say: '550-5.7.1 [203.0.113.9] Messages missing a valid Message-ID header are not accepted.',
    with: { stage: 'data' },
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    say: '550 maximum allowed line length is 998 octets, got 1203',
    with: { stage: 'data' },
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    say: '554 5.6.0 Mail message is malformed. Not accepted.',
    with: { stage: 'data' },
  },
  { means: 'MESSAGE_TOO_LARGE', say: '552 5.3.4 Message too big for system', with: { stage: 'mail' } },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    say: '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
    with: { provider: 'outlook', config: { host: 'smtp.office365.com', port: 587 } },
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    say: '535 5.7.139 Authentication unsuccessful, basic authentication is disabled. (an outlook.com account)',
  },
  { means: 'TLS_INTERCEPTED', say: 'Error: unable to verify the first certificate', with: { config: google } },
  {
    means: 'TLS_INTERCEPTED',
    say: 'Error: self signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT), issuer O=Kaspersky Lab',
    with: { config: google },
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'The certificate chain was issued by an authority that is not trusted',
    with: { config: { host: 'mail.corp.example' } },
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'SEC_ERROR_UNKNOWN_ISSUER',
    with: { config: { host: 'mail.example.org', port: 465 } },
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "Hostname/IP doesn't match certificate's altnames: \"Host: localhost. is not in the cert's altnames: DNS:mail.example.com\"",
  },
  { means: 'CONFIG_VALUE_INVALID', say: 'Error: getaddrinfo ENOTFOUND undefined' },
  {
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    say: '334 {"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"} with a service account whose subject is not the user',
    with: { stage: 'auth', config: { ...google, auth: 'xoauth2' } },
  },
  {
    means: 'SENDING_IP_REJECTED',
    say: "550-5.7.1 [203.0.113.9] The IP you're using to send mail is not authorized to send email directly to our servers. Please use the SMTP relay at your service provider instead.",
    with: { stage: 'data' },
  },
  {
    means: 'SENDING_IP_REJECTED',
    say: '554 5.7.1 <unknown[203.0.113.9]>: Client host rejected: cannot find your hostname, [203.0.113.9]',
    with: { stage: 'rcpt' },
  },
  {
    means: 'SENDING_IP_REJECTED',
    say: '421 4.7.0 [TSS04] Messages from 203.0.113.9 temporarily deferred due to unexpected volume or user complaints',
    with: { stage: 'greeting' },
  },
  {
    means: 'SENDING_IP_REJECTED',
    say: '554 mx.gmx.net Nemesis ESMTP Service not available; No SMTP service; Bad DNS PTR resource record.',
    with: { stage: 'greeting' },
  },
  { means: 'GREYLISTED', say: '450 4.7.1 Greylisted, please try again in 300 seconds' },
  {
    means: 'ENVELOPE_INVALID',
    say: '550 5.1.0 <root@myhost>: Sender address rejected: User unknown',
    with: { stage: 'mail' },
  },
  {
    means: 'ENVELOPE_INVALID',
    say: '553 5.5.4 <noreply>... Domain name required for sender address noreply',
    with: { stage: 'mail' },
  },
  {
    means: 'ENVELOPE_INVALID',
    say: '504 5.5.2 <app@localhost>: Sender address rejected: need fully-qualified address',
    with: { stage: 'mail' },
  },
  {
    means: 'ENVELOPE_INVALID',
    say: '501 5.1.7 Invalid address [BL1PR13CA0001.namprd13.prod.outlook.com]',
    with: { stage: 'mail', config: exchange },
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    say: 'Password is right; it works after "Authenticated SMTP" was ticked for the mailbox',
    with: { stage: 'auth', config: { ...exchange, auth: 'password' } },
  },
  {
    means: 'ACCOUNT_NOT_READY',
    say: '535 5.7.8 Error: authentication failed: This user does not have access rights to this service',
    with: { stage: 'auth', config: { host: 'smtp.yandex.ru' } },
  },
  {
    means: 'ACCOUNT_NOT_READY',
    say: '535 5.7.8 Error: authentication failed: Please accept EULA first',
    with: { stage: 'auth', config: { host: 'smtp.yandex.com' } },
  },
  { means: 'APP_PASSWORD_REQUIRED', say: '535 Error: ÇëÊ¹ÓÃÊÚÈ¨ÂëµÇÂ¼¡£', with: { config: { host: 'smtp.qq.com' } } },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    say: '451 4.4.2 Timeout waiting for data from client.',
    with: { config: { host: 'email-smtp.us-east-1.amazonaws.com' } },
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: '530 Must issue a STARTTLS command first',
    with: { stage: 'mail', config: { host: 'email-smtp.us-east-1.amazonaws.com', port: 587, secure: false } },
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    say: '421 Domain sandbox0123.mailgun.org is not allowed to send: Free accounts are for test purposes only. Please upgrade',
  },
  {
    means: 'ENVELOPE_INVALID',
    say: '553 5.6.7 The recipient address <jürgen@example.com> requires SMTPUTF8',
    with: { stage: 'rcpt' },
  },
  {
    means: 'SENDING_IP_REJECTED',
    say: '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.',
    with: { stage: 'data', config: { host: 'smtp.office365.com' } },
  },
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    say: 'Error: getaddrinfo ENOTFOUND smtp.gmail.com',
    with: { stage: 'dns', config: { host: 'smtp.gmail.com', port: 465 } },
  },
];
