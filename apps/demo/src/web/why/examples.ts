import type { Known } from '../../api-why.js';
import type { Words } from '../words/index.js';

export type ExampleId = keyof Words['why']['examples']['items'];

/** A failure as people paste it. */
export interface Example {
  readonly id: ExampleId;
  readonly text: string;
  readonly known: Known;
  /** Code of the cause behind it. */
  readonly means: string;
}

/** The secrets in it are made up, and stand there to be seen taken out. */
const PHPMAILER_LOG = `SERVER -> CLIENT: 220 smtp.gmail.com ESMTP
CLIENT -> SERVER: EHLO web.example.com
CLIENT -> SERVER: AUTH LOGIN
SERVER -> CLIENT: 334 VXNlcm5hbWU6
CLIENT -> SERVER: c29tZW9uZUBnbWFpbC5jb20=
SERVER -> CLIENT: 334 UGFzc3dvcmQ6
CLIENT -> SERVER: Y29ycmVjdC1ob3JzZQ==
SERVER -> CLIENT: 535-5.7.8 Username and Password not accepted. For more information, go to
535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1 - gsmtp
SMTP Error: Could not authenticate.`;

export const EXAMPLES: readonly Example[] = [
  {
    id: 'qd',
    text: '[E 250110 08:00:13 mail:62] SMTP AUTH extension not supported by server.',
    known: { host: 'smtp.office365.com', port: 587, client: 'QD' },
    means: 'STARTTLS_REQUIRED',
  },
  {
    id: 'mode',
    text: `Error: write EPROTO 00D8E1F4:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:354:
    at WriteWrap.onWriteComplete [as oncomplete] (node:internal/stream_base_commons:94:16) {
  errno: -71,
  code: 'ESOCKET',
  syscall: 'write',
  command: 'CONN'
}`,
    known: { port: 587, tls: 'implicit', client: 'nodemailer' },
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
  },
  {
    id: 'tenant',
    text: "smtplib.SMTPAuthenticationError: (535, b'5.7.139 Authentication unsuccessful, basic authentication is disabled. [FR0P281CA0101.DEUP281.PROD.OUTLOOK.COM]')",
    known: { host: 'smtp.office365.com', port: 587 },
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
  },
  { id: 'log', text: PHPMAILER_LOG, known: {}, means: 'GMAIL_PASSWORD_NOT_ACCEPTED' },
  {
    id: 'qq',
    text: `jakarta.mail.AuthenticationFailedException: 535 Login Fail. Please enter your authorization code to login. More information in https://service.mail.qq.com/detail/0/53
	at org.eclipse.angus.mail.smtp.SMTPTransport$Authenticator.authenticate(SMTPTransport.java:947)`,
    known: { host: 'smtp.qq.com' },
    means: 'APP_PASSWORD_REQUIRED',
  },
  {
    id: 'token',
    text: 'AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2024-03-01T09:12:44Z and was inactive for 90.00:00:00.',
    known: { login: 'xoauth2' },
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
  },
];
