/** What a variable is for. */
export type Role =
  | 'url'
  | 'host'
  | 'port'
  | 'user'
  | 'password'
  /** On: TLS from the first byte; or a word, as frameworks have it: ssl, tls, starttls, none, smtps. */
  | 'secure'
  /** A switch: TLS from the first byte. */
  | 'ssl'
  /** A switch: STARTTLS. */
  | 'starttls'
  | 'from'
  | 'fromName';

/** Variables that belong together. The first name of a role is the one that errors ask for. */
export interface Family {
  readonly name: string;
  readonly variables: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** Words that stand for "not set". */
  readonly unset?: readonly string[];
}

/** The families, as programs in the wild spell them. */
export const families: readonly Family[] = [
  {
    name: 'SMTP_*',
    variables: {
      url: ['SMTP_URL'],
      host: ['SMTP_HOST', 'SMTP_SERVER'],
      port: ['SMTP_PORT'],
      user: ['SMTP_USER', 'SMTP_USERNAME'],
      password: ['SMTP_PASS', 'SMTP_PASSWORD'],
      secure: ['SMTP_SECURE'],
      ssl: ['SMTP_SSL'],
      starttls: ['SMTP_STARTTLS'],
      from: ['SMTP_FROM'],
    },
  },
  {
    // Auth.js: one URL, or its parts.
    name: 'EMAIL_SERVER',
    variables: {
      url: ['EMAIL_SERVER'],
      host: ['EMAIL_SERVER_HOST'],
      port: ['EMAIL_SERVER_PORT'],
      user: ['EMAIL_SERVER_USER'],
      password: ['EMAIL_SERVER_PASSWORD'],
      secure: ['EMAIL_SERVER_SECURE'],
      from: ['EMAIL_FROM'],
    },
  },
  {
    // Django's EMAIL_USE_TLS is STARTTLS, EMAIL_USE_SSL is TLS from the first byte.
    name: 'EMAIL_*',
    variables: {
      url: ['EMAIL_URL'],
      host: ['EMAIL_HOST'],
      port: ['EMAIL_PORT'],
      user: ['EMAIL_USER', 'EMAIL_USERNAME', 'EMAIL_HOST_USER'],
      password: ['EMAIL_PASS', 'EMAIL_PASSWORD', 'EMAIL_HOST_PASSWORD'],
      secure: ['EMAIL_SECURE'],
      ssl: ['EMAIL_USE_SSL'],
      starttls: ['EMAIL_USE_TLS'],
      from: ['EMAIL_FROM', 'DEFAULT_FROM_EMAIL'],
    },
  },
  {
    // Laravel (MAIL_HOST, MAIL_USERNAME, MAIL_ENCRYPTION, MAIL_SCHEME), Flask-Mail (MAIL_SERVER, MAIL_USE_TLS) and QD (MAIL_SMTP, MAIL_SSL, MAIL_STARTTLS).
    name: 'MAIL_*',
    variables: {
      url: ['MAIL_URL'],
      host: ['MAIL_HOST', 'MAIL_SMTP', 'MAIL_SERVER'],
      port: ['MAIL_PORT'],
      user: ['MAIL_USER', 'MAIL_USERNAME'],
      password: ['MAIL_PASSWORD', 'MAIL_PASS'],
      secure: ['MAIL_SECURE', 'MAIL_ENCRYPTION', 'MAIL_SCHEME'],
      ssl: ['MAIL_SSL', 'MAIL_USE_SSL'],
      starttls: ['MAIL_STARTTLS', 'MAIL_USE_TLS'],
      from: ['MAIL_FROM', 'MAIL_FROM_ADDRESS'],
      fromName: ['MAIL_FROM_NAME'],
    },
    // As Laravel's own .env.example writes it.
    unset: ['null', '(null)'],
  },
];
