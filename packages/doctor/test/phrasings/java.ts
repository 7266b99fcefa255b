import type { Phrasing } from './phrasing.js';

/** Jakarta Mail (JavaMail, Angus), Spring, Jenkins, Android. */
export const java: readonly Phrasing[] = [
  {
    means: 'WRONG_HOST_OR_PORT',
    say: 'com.sun.mail.util.MailConnectException: Unknown SMTP host: smtp.exmple.org;\n  nested exception is:\n\tjava.net.UnknownHostException: smtp.exmple.org',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: "org.eclipse.angus.mail.util.MailConnectException: Couldn't connect to host, port: smtp.gmail.com, 587; timeout -1;\n  nested exception is:\n\tjava.net.ConnectException: Connection timed out: connect",
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    say: "com.sun.mail.util.MailConnectException: Couldn't connect to host, port: smtp.gmail.com, 465; timeout 5000; nested exception is: java.net.SocketTimeoutException: connect timed out",
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    say: "com.sun.mail.util.MailConnectException: Couldn't connect to host, port: localhost, 25; timeout -1;\n  nested exception is:\n\tjava.net.ConnectException: Connection refused (Connection refused)",
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'javax.mail.MessagingException: Could not connect to SMTP host: smtp.example.com, port: 465, response: -1',
    with: { config: { host: 'smtp.example.com', port: 465, secure: false }, stage: 'greeting' },
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    say: 'javax.mail.MessagingException: Exception reading response; nested exception is: java.net.SocketTimeoutException: Read timed out',
    with: { config: { port: 465, secure: false }, stage: 'greeting' },
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'javax.mail.MessagingException: Could not connect to SMTP host: smtp.office365.com, port: 587;\n  nested exception is:\n\tjavax.net.ssl.SSLException: Unrecognized SSL message, plaintext connection?',
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    say: 'javax.net.ssl.SSLException: Unsupported or unrecognized SSL message',
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    say: 'javax.mail.MessagingException: Could not convert socket to TLS;\n  nested exception is:\n\tjavax.net.ssl.SSLHandshakeException: sun.security.validator.ValidatorException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
    with: { config: { host: 'mail.corp.example', port: 587, starttls: true } },
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: 'javax.net.ssl.SSLHandshakeException: java.security.cert.CertificateException: No subject alternative DNS name matching mail.example.com found.',
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    say: "java.io.IOException: Can't verify identity of server: mail.example.com; No name matching mail.example.com found",
  },
  {
    means: 'TLS_CERT_EXPIRED',
    say: 'PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed; NotAfter: Tue Mar 05 12:00:00 UTC 2024',
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'javax.mail.MessagingException: Could not convert socket to TLS; nested exception is: javax.net.ssl.SSLHandshakeException: No appropriate protocol (protocol is disabled or cipher suites are inappropriate)',
  },
  { means: 'TLS_PROTOCOL_TOO_OLD', say: 'javax.net.ssl.SSLHandshakeException: Received fatal alert: protocol_version' },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    say: 'javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure',
  },
  {
    means: 'STARTTLS_REQUIRED',
    say: 'com.sun.mail.smtp.SMTPSendFailedException: 530 5.7.0 Must issue a STARTTLS command first. c1 - gsmtp',
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    say: 'javax.mail.MessagingException: STARTTLS is required but host does not support STARTTLS',
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    say: 'javax.mail.AuthenticationFailedException: No authentication mechanisms supported by both server and client',
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'com.sun.mail.smtp.SMTPSendFailedException: 530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM [AM0PR01CA0123.eurprd01.prod.exchangelabs.com]',
  },
  {
    means: 'CREDENTIALS_MISSING',
    say: 'javax.mail.AuthenticationFailedException: failed to connect, no password specified?',
  },
  {
    means: 'CREDENTIALS_REJECTED',
    say: 'javax.mail.AuthenticationFailedException: 535 5.7.3 Authentication unsuccessful [VI1PR0102CA0082.eurprd01.prod.exchangelabs.com]',
    with: { config: { auth: 'password', host: 'smtp.office365.com' } },
  },
  {
    means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
    say: 'org.springframework.mail.MailAuthenticationException: Authentication failed; nested exception is javax.mail.AuthenticationFailedException: 535-5.7.8 Username and Password not accepted. Learn more at\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials - gsmtp',
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
    say: 'jakarta.mail.AuthenticationFailedException: 535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [BN9P.prod.outlook.com]',
    with: { config: { host: 'smtp.office365.com' } },
  },
  {
    means: 'ENVELOPE_INVALID',
    say: "javax.mail.internet.AddressException: Illegal semicolon, not in group in string ``a@example.com;b@example.com'' at position 13",
    with: { stage: 'rcpt' },
  },
  {
    means: 'ENVELOPE_INVALID',
    say: 'com.sun.mail.smtp.SMTPAddressFailedException: 501 5.1.3 Bad recipient address syntax',
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    say: 'javax.mail.SendFailedException: Invalid Addresses;\n  nested exception is:\n\tcom.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 The email account that you tried to reach does not exist.',
  },
  { means: 'RELAY_DENIED', say: 'com.sun.mail.smtp.SMTPAddressFailedException: 550 5.7.1 Unable to relay' },
  {
    means: 'SENDER_NOT_OWNED',
    say: 'com.sun.mail.smtp.SMTPSendFailedException: 553 Mail from must equal authorized user',
  },
  {
    means: 'MESSAGE_TOO_LARGE',
    say: 'com.sun.mail.smtp.SMTPSenderFailedException: 552 5.3.4 Message size exceeds fixed maximum message size',
  },
  {
    means: 'GREYLISTED',
    say: 'com.sun.mail.smtp.SMTPAddressFailedException: 451 4.7.1 Greylisting in action, please come back later',
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: 'jakarta.mail.MessagingException: 554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception',
  },
];
