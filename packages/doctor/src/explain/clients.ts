import type { Facts } from './facts.js';

/** A program or library, and how it spells what a fix asks for. */
interface Client {
  readonly name: string;
  /** In the name of the client, the settings or the words of the failure. */
  readonly known: RegExp;
  /** Port 587: clear at first, then STARTTLS, which must not be left out. */
  readonly starttls: string;
  /** Port 465: TLS from the first byte. */
  readonly implicit: string;
  /** The name for EHLO. */
  readonly hello?: string;
  readonly source: string;
}

/** The more special name comes first: fastapi-mail prints words of aiosmtplib, which prints words of smtplib. */
const clients: readonly Client[] = [
  {
    name: 'fastapi-mail',
    known: /fastapi[-_]mail|MAIL_SSL_TLS/i,
    starttls: 'MAIL_PORT=587, MAIL_STARTTLS=True, MAIL_SSL_TLS=False',
    implicit: 'MAIL_PORT=465, MAIL_STARTTLS=False, MAIL_SSL_TLS=True',
    source: 'https://sabuhish.github.io/fastapi-mail/getting-started/',
  },
  {
    name: 'QD',
    known: /\bqd(?:-today)?\b|MAIL_SSL\b/i,
    starttls: 'MAIL_PORT=587, MAIL_STARTTLS=True, MAIL_SSL=False',
    implicit: 'MAIL_PORT=465, MAIL_STARTTLS=False, MAIL_SSL=True',
    source: 'https://github.com/qd-today/qd/blob/master/config.py',
  },
  {
    name: 'Django',
    known: /django|EMAIL_USE_(?:TLS|SSL)|EMAIL_HOST/i,
    starttls: 'EMAIL_PORT = 587, EMAIL_USE_TLS = True, EMAIL_USE_SSL = False',
    implicit: 'EMAIL_PORT = 465, EMAIL_USE_SSL = True, EMAIL_USE_TLS = False',
    source: 'https://docs.djangoproject.com/en/stable/ref/settings/#email-use-ssl',
  },
  {
    name: 'aiosmtplib',
    known: /aiosmtplib/i,
    starttls: 'SMTP(hostname=host, port=587, start_tls=True)',
    implicit: 'SMTP(hostname=host, port=465, use_tls=True)',
    hello: "SMTP(..., local_hostname='mail.example.com')",
    source: 'https://aiosmtplib.readthedocs.io/en/stable/encryption.html',
  },
  {
    name: 'smtplib',
    known: /smtplib|\bSMTP\w*(?:Error|Disconnected|Refused)\b|\(_ssl\.c:\d+\)|python/i,
    starttls: 'smtplib.SMTP(host, 587), then starttls(context=ssl.create_default_context()), then login()',
    implicit: 'smtplib.SMTP_SSL(host, 465, context=ssl.create_default_context())',
    hello: "smtplib.SMTP(host, 587, local_hostname='mail.example.com')",
    source: 'https://docs.python.org/3/library/smtplib.html',
  },
  {
    name: 'nodemailer',
    known:
      /nodemailer|command: ?'(?:CONN|API|STARTTLS|AUTH \w+|MAIL FROM|RCPT TO|DATA)'|\b(?:EAUTH|EDNS|EENVELOPE|EMESSAGE)\b/,
    starttls: 'port: 587, secure: false, requireTLS: true',
    implicit: 'port: 465, secure: true',
    hello: "name: 'mail.example.com'",
    source: 'https://nodemailer.com/smtp',
  },
  {
    name: 'Jakarta Mail',
    known: /(?:javax|jakarta)\.mail|com\.sun\.mail|angus|java ?mail|spring/i,
    starttls:
      'mail.smtp.port=587, mail.smtp.starttls.enable=true, mail.smtp.starttls.required=true, mail.smtp.ssl.enable=false',
    implicit: 'mail.smtp.port=465, mail.smtp.ssl.enable=true',
    hello: 'mail.smtp.localhost=mail.example.com',
    source:
      'https://eclipse-ee4j.github.io/angus-mail/docs/api/org.eclipse.angus.mail/org/eclipse/angus/mail/smtp/package-summary.html',
  },
  {
    name: 'PHPMailer',
    known: /phpmailer|SMTP ERROR: |SMTP connect\(\) failed|wp[- ]mail|wordpress/i,
    starttls: '$mail->Port = 587; $mail->SMTPSecure = PHPMailer::ENCRYPTION_STARTTLS;',
    implicit: '$mail->Port = 465; $mail->SMTPSecure = PHPMailer::ENCRYPTION_SMTPS;',
    hello: "$mail->Helo = 'mail.example.com';",
    source: 'https://github.com/PHPMailer/PHPMailer/wiki/Troubleshooting',
  },
  {
    name: 'Symfony Mailer',
    known: /symfony|laravel|MAILER_DSN|Expected response code|swift_?mailer/i,
    starttls: 'smtp://user:password@host:587 (Laravel: MAIL_PORT=587, MAIL_SCHEME=smtp)',
    implicit: 'smtps://user:password@host:465 (Laravel: MAIL_PORT=465, MAIL_SCHEME=smtps)',
    hello: 'smtp://...?local_domain=mail.example.com',
    source: 'https://symfony.com/doc/current/mailer.html',
  },
  {
    name: 'MailKit',
    known: /mailkit/i,
    starttls: 'client.Connect(host, 587, SecureSocketOptions.StartTls)',
    implicit: 'client.Connect(host, 465, SecureSocketOptions.SslOnConnect)',
    hello: 'client.LocalDomain = "mail.example.com"',
    source: 'https://mimekit.net/docs/html/T_MailKit_Security_SecureSocketOptions.htm',
  },
  {
    name: '.NET SmtpClient',
    known: /System\.Net\.Mail|(?:^|\s)\.NET\b|Send-MailMessage|The server response was/,
    starttls: 'new SmtpClient(host, 587) { EnableSsl = true }',
    implicit: 'SmtpClient has no TLS from the first byte: use port 587 with EnableSsl = true',
    source: 'https://learn.microsoft.com/dotnet/api/system.net.mail.smtpclient.enablessl',
  },
  {
    name: 'Go net/smtp',
    known: /^Go\b|client: Go\b|net\/smtp|golang|dial tcp|gomail|x509: /,
    starttls: 'smtp.Dial(host + ":587"), then StartTLS(&tls.Config{ServerName: host}), then Auth',
    implicit: 'tls.Dial("tcp", host + ":465", config), then smtp.NewClient(conn, host)',
    hello: 'client.Hello("mail.example.com")',
    source: 'https://pkg.go.dev/net/smtp',
  },
  {
    name: 'curl',
    known: /\bcurl\b/i,
    starttls: 'curl --url smtp://host:587 --ssl-reqd',
    implicit: 'curl --url smtps://host:465',
    hello: 'curl --url smtp://host:587/mail.example.com',
    source: 'https://everything.curl.dev/usingcurl/smtp.html',
  },
  {
    name: 'msmtp',
    known: /msmtp/i,
    starttls: 'port 587, tls on, tls_starttls on',
    implicit: 'port 465, tls on, tls_starttls off',
    hello: 'domain mail.example.com',
    source: 'https://marlam.de/msmtp/msmtp.html',
  },
  {
    name: 'swaks',
    known: /swaks/i,
    starttls: 'swaks --server host:587 --tls',
    implicit: 'swaks --server host:465 --tls-on-connect',
    hello: 'swaks --ehlo mail.example.com',
    source: 'https://jetmore.org/john/code/swaks/latest/doc/ref.txt',
  },
];

/** Causes that are mended by one setting, and which. */
const SETTING: Readonly<Record<string, 'starttls' | 'implicit' | 'hello'>> = {
  TLS_IMPLICIT_ON_STARTTLS_PORT: 'starttls',
  STARTTLS_REQUIRED: 'starttls',
  TLS_PLAIN_ON_IMPLICIT_PORT: 'implicit',
  EHLO_NAME_REJECTED: 'hello',
};

/** The fix of a cause as the client of the failure spells it: `nodemailer: port: 465, secure: true`. */
export function settingFor(code: string, { client, text, settings }: Facts): string | undefined {
  const wanted = SETTING[code];
  if (wanted === undefined) return undefined;
  const named = clients.find(({ known }) => client !== undefined && known.test(client));
  const found = named ?? clients.find(({ known }) => known.test(`${settings}\n${text}`));
  const setting = found?.[wanted];
  return found === undefined || setting === undefined ? undefined : `${found.name}: ${setting}`;
}
