import type { AuthRow, LimitRow, Profile } from '@ehlo/core';
import { causes } from './causes.js';
import type { Preset } from './presets.js';
import { repliesOf, serverReplies } from './replies.js';

const rfc = (number: number, section?: string): string =>
  `https://www.rfc-editor.org/rfc/rfc${number}${section === undefined ? '' : `#section-${section}`}`;

/** What is done at a server of which nothing is known: the strongest mechanism first. */
const auth: readonly AuthRow[] = [
  {
    mechanism: 'SCRAM-SHA-256-PLUS',
    because: 'Keeps the password from the server and ties the login to this TLS channel.',
    source: rfc(7677),
  },
  {
    mechanism: 'SCRAM-SHA-1-PLUS',
    because: 'Channel binding counts for more than the hash, which is not broken for this use.',
    source: rfc(5802, '6'),
  },
  {
    mechanism: 'SCRAM-SHA-256',
    because: 'Keeps the password from the server, and the server proves that it knows it.',
    source: rfc(7677),
    transcript: 'dovecot-scram-sha-256',
  },
  { mechanism: 'SCRAM-SHA-1', because: 'The same with the older hash.', source: rfc(5802) },
  { mechanism: 'OAUTHBEARER', because: 'The standard way to log in with a token.', source: rfc(7628) },
  {
    mechanism: 'XOAUTH2',
    because: 'The older way to log in with a token, which more servers know.',
    source: 'https://developers.google.com/gmail/imap/xoauth2-protocol',
  },
  {
    mechanism: 'PLAIN',
    because: 'One step, any characters (UTF-8), safe inside TLS; every server that takes passwords takes it.',
    source: rfc(4616),
    transcript: 'postfix-plain-bdat',
  },
  {
    mechanism: 'LOGIN',
    because: 'Not a standard, for servers that know nothing else.',
    source: 'https://datatracker.ietf.org/doc/html/draft-murchison-sasl-login-00',
    transcript: 'login-only',
  },
  {
    mechanism: 'CRAM-MD5',
    because: 'Behind PLAIN: inside TLS it protects little, and servers offer it over stores with which it cannot work.',
    source: rfc(6331, '2'),
  },
  { mechanism: 'EXTERNAL', because: 'Only where a client certificate is the login.', source: rfc(4422, 'A') },
];

/** Any SMTP server. Host, port and security come from the options. */
export const genericProfile: Profile = {
  id: 'generic',
  name: 'SMTP server',
  domains: [],
  endpoints: [],
  auth,
  limits: [],
  replies: serverReplies,
  causes,
  see: [{ title: 'RFC 6409, Message Submission for Mail', url: rfc(6409) }],
};

/** A preset as a profile: its endpoints and mechanisms, the rows that read its replies, its notes for errors. */
export function profileOf(preset: Preset): Profile {
  const known = { because: `${preset.name}: published ${certainty[preset.confidence]}.`, source: preset.source };
  return {
    id: preset.id,
    name: preset.name,
    domains: preset.domains,
    endpoints: preset.endpoints.map((endpoint) => ({ ...endpoint, ...known })),
    auth: [
      ...preset.auth.map((mechanism) => ({ mechanism, ...known })),
      // Published lists are short; what the server offers beyond them is better than no login.
      ...auth.filter((row) => !preset.auth.includes(row.mechanism)),
    ],
    limits: limitsOf(preset.id),
    replies: [...repliesOf(preset.id), ...serverReplies],
    causes,
    ...(preset.notes.length === 0 ? {} : { notes: preset.notes }),
    see: preset.source
      .split('; ')
      .filter((each) => /^https:\/\/\S+$/.test(each))
      .map((url) => ({ title: preset.name, url })),
  };
}

const certainty: Record<Preset['confidence'], string> = {
  high: 'by itself or in a maintained list',
  medium: 'by one good third party',
  low: 'in one place only, or by analogy',
};

function limitsOf(presetId: string): readonly LimitRow[] {
  return limits.filter(([presets]) => presets.test(presetId)).map(([, row]) => row);
}

const limits: ReadonlyArray<readonly [presets: RegExp, row: LimitRow]> = [
  [
    /^sparkpost/,
    {
      limit: 'messages-per-connection',
      value: 100,
      because: 'SparkPost asks to reconnect after 100 messages.',
      source: 'https://developers.sparkpost.com/api/smtp/',
    },
  ],
  [
    /^sendgrid/,
    {
      limit: 'messages-per-connection',
      value: 5000,
      because: 'SendGrid takes at most 5,000 messages on a connection.',
      source: 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api',
    },
  ],
];
