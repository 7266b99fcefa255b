import { claims, decoded, scopesIn } from './decode.js';
import type { Observation, ObservedReply, Stage } from './observation.js';
import { isStranger, type Provider, providerOf } from './providers.js';
import { type HeardReply, parseReply, readReplies } from './read-reply.js';
import { type Grant, grantOf } from './scopes.js';
import { mechanismSaid, modeOfDialogue, namesOfServer, type Offer, offerOf, withoutMechanismLists } from './session.js';
import { stageOf } from './stages.js';
import { inEnglish } from './tongues.js';

export type Mode = 'implicit' | 'starttls' | 'clear' | 'not implicit';
export type LoginKind = 'password' | 'app-password' | 'token' | 'none';

/** What an observation comes to, once it is read. All that rules may ask for. */
export interface Facts {
  /** All words of the failure: what was pasted, the reply, the name of the error, decoded base64. */
  readonly text: string;
  /** All words of the settings, a line each: `scopes: User.Read`. */
  readonly settings: string;
  readonly stage?: Stage;
  /** Refusing replies, the one that counts first. */
  readonly replies: readonly HeardReply[];
  readonly host?: string;
  readonly port?: number;
  readonly mode?: Mode;
  readonly login?: LoginKind;
  readonly mechanism?: string;
  /** The name that was looked up, where it is not the host that was set. */
  readonly lookedUp?: string;
  /** What EHLO listed. */
  readonly offer: Offer;
  /** What the scopes that were told come to. */
  readonly grant?: Grant;
  readonly user?: string;
  /** The address of MAIL, or of From. */
  readonly sender?: string;
  readonly client?: string;
  readonly provider?: Provider;
  /** The host is a provider's, and the server that answered has names of somebody else. */
  readonly stranger?: string;
}

export function factsOf(observation: Observation): Facts {
  const config = observation.config ?? {};
  const symptom = withoutAdvice(ends(word(observation.symptom) ?? ''));
  const given = replyOf(observation.reply);
  const told = [symptom, lineOf(given), word(observation.client_error)].filter(
    (part) => part !== undefined && part !== '',
  );
  const log = told.join('\n');
  const text = withoutOffers([...told, ...decoded(log), ...claims(log), ...inEnglish(log)].join('\n'));
  const settings = linesOf(config);
  const { host, port } = whereOf(config, text);
  const user =
    word(config.user) ??
    addressIn(log, /\b(?:log(?:ged )?in (?:is|as|with|user)|authenticated as|user ?name(?: is)?)[ :="'<]{1,4}/);
  const provider = providerOf(
    defined({
      host,
      name: word(observation.provider) ?? word(config.provider) ?? word(config.service),
      user,
      text: `${text}\n${word(config.client) ?? ''}`,
    }),
  );
  const heard = readReplies(symptom).filter((one) => given === undefined || one.code !== given.code);
  const replies = withoutEchoes(given === undefined ? heard : [completed(given, symptom), ...heard]);
  return {
    text,
    settings,
    replies,
    offer: offerOf(config, log),
    ...defined({
      stage: stageOf(observation.stage, text, replies.length > 0),
      host,
      port,
      mode: modeOf(config, `${settings}\n${text}`),
      login: loginOf(config, text, settings),
      mechanism: mechanismOf(config, text),
      grant: grantOf([config.scopes, config.scope, config.oauth_scope, ...scopesIn(log)].filter(Boolean).join(' ')),
      user,
      sender: addressIn(word(config.from) ?? '', /^\W*/) ?? addressIn(log, /MAIL FROM: ?</),
      client: word(config.client),
      provider,
      stranger: strangerAt(host, provider, log),
      lookedUp: otherName(host, log),
    }),
  };
}

/** Enough of a log for its causes to stand in it: the beginning, and what came last. */
const MOST_CHARACTERS = 100_000;

function ends(text: string): string {
  return text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS / 2)}\n${text.slice(-MOST_CHARACTERS / 2)}`;
}

/** What clients print under every failure of a kind: all that it might be (MailKit's SslHandshakeException). */
const ADVICE =
  /One possibility is that you are trying to connect to a port which does not support SSL\/TLS\.?|(?:The other possibility is|This usually means) that the SSL certificate presented by the server is not trusted by the system for one or more of the following reasons:|\d\. (?:The server is using a self-signed certificate|The local system is missing a Root|A Certificate Authority CRL server|The certificate presented by the server is expired or invalid|The set of SSL\/TLS protocols supported by the client and server do not match|You are trying to connect to a port which does not support SSL)[^\n]*|Possible solutions? (?:can be|are)[^\n]*/g;

function withoutAdvice(text: string): string {
  const cut = text.replace(ADVICE, '');
  return cut.trim() === '' ? text : cut;
}

/** What EHLO lists is no failure: the names of extensions would be taken for words of one. */
function withoutOffers(text: string): string {
  return text.replace(
    /250[ -](?:SIZE(?: \d+)?|PIPELINING|DSN|ENHANCEDSTATUSCODES|8BITMIME|BINARYMIME|CHUNKING|SMTPUTF8|VRFY|ETRN|HELP|DELIVERBY\S*)\b/g,
    '250',
  );
}

// ---- The reply -------------------------------------------------------------------------------

function replyOf(reply: Observation['reply']): HeardReply | undefined {
  if (typeof reply === 'string') return parseReply(reply);
  if (reply === null || reply === undefined || typeof reply !== 'object') return undefined;
  const { code, enhanced, text }: ObservedReply = reply;
  if (code == null && enhanced == null && text == null) return undefined;
  return { text: word(text) ?? '', ...defined({ code: number(code), enhanced: word(enhanced) }) };
}

/** A 503 behind another refusal only says that the command before it was refused (RFC 2920 3.1). */
function withoutEchoes(replies: readonly HeardReply[]): readonly HeardReply[] {
  return replies.filter(({ code }, at) => at === 0 || code !== 503 || replies[0]?.code === 503);
}

/** The reply with the words that stand beside it in the log, where it was given without. */
function completed(reply: HeardReply, symptom: string): HeardReply {
  return reply.text === '' ? { ...reply, text: symptom } : reply;
}

function lineOf(reply: HeardReply | undefined): string | undefined {
  return reply === undefined ? undefined : [reply.code, reply.enhanced, reply.text].filter(Boolean).join(' ');
}

// ---- Where, and how it was secured -----------------------------------------------------------

/** Host names as they stand in logs; a port may follow. */
const HOST_IN_TEXT =
  /(?<![\w.-])((?:[a-z0-9][\w-]{0,62}\.){1,6}(?:com|net|org|cn|ru|jp|de|uk|fr|me|in|eu|io|ch|local|email|co|kr|it)(?:\.[a-z]{2})?)(?::(\d{2,5}))?\b/gi;
const MAIL_HOST =
  /^(?:smtp|mail|mx|gmail-smtp-in|aspmx|alt\d|email-smtp|in-v3|outbound|securesmtp|imap|pop)[\w-]*\.|office365\.com$|protection\.outlook\.com$/i;
const PORT_IN_TEXT =
  /(?:(?:\b|_)port["']?\s*[:=]?\s*["']?|(?:\d{1,3}\.){3}\d{1,3}\]?:|localhost:|::1:|\]:|127\.0\.0\.1:|\w\.[a-z]{2,6}:)(25|465|587|2525|2465|2587|8465|1025|993|995|143|110|443|80)\b/i;

function whereOf(config: NonNullable<Observation['config']>, text: string): { host?: string; port?: number } {
  const given = word(config.host);
  const [, scheme, bare, behind] =
    /^(?:(\w[\w+.-]*):\/\/)?(?:[^@/\s]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?/.exec(given ?? '') ?? [];
  const named = [...text.matchAll(HOST_IN_TEXT)].find(([, host]) => MAIL_HOST.test(host ?? ''));
  const host = given === undefined ? named?.[1]?.toLowerCase() : scheme === undefined && !behind ? given : bare;
  const port = number(config.port) ?? number(behind) ?? number(named?.[2]) ?? number(PORT_IN_TEXT.exec(text)?.[1]);
  // People say in brackets what it is for: `smtp.example.com (direct send)`.
  return defined({
    host: host
      ?.toLowerCase()
      .replace(/ \([^)]*\)?$/, '')
      .trim(),
    port,
  });
}

function modeOf(config: NonNullable<Observation['config']>, text: string): Mode | undefined {
  const { secure, starttls } = config;
  if (secure === true) return 'implicit';
  if (starttls === true) return 'starttls';
  if (secure === false) return starttls === false ? 'clear' : 'not implicit';
  if (/smtps:\/\/|\bssl:\/\/|SMTP_SSL\(|smtplib\.SMTP_SSL|\bSSL(?:\/TLS)? selected|ENCRYPTION\W+ssl\b/i.test(text))
    return 'implicit';
  const ssl = flag('(?:use_?)?ssl(?:_tls|\\.enable)?|secure', text);
  const upgrade = flag('start_?tls(?:\\.enable)?|use_?tls|requireTLS', text);
  if (ssl === true) return 'implicit';
  if (upgrade === true || /\bstarttls\(|ENCRYPTION\W+(?:tls|starttls)\b/i.test(text)) return 'starttls';
  if (ssl === false) return upgrade === false ? 'clear' : 'not implicit';
  return modeOfDialogue(text) ?? CLIENT_MODES.find(([client]) => client.test(word(config.client) ?? ''))?.[1];
}

function otherName(host: string | undefined, log: string): string | undefined {
  const looked = /(?:\bENOTFOUND|\bEAI_AGAIN|\blookup|could not resolve host:?) ["']?([\w.-]+)/i.exec(log)?.[1];
  const known = host !== undefined && /^[\w-]+(?:\.[\w-]+)+$/.test(host);
  return known && looked !== undefined && looked.toLowerCase() !== host && looked !== 'placeholder'
    ? looked
    : undefined;
}

function strangerAt(host: string | undefined, provider: Provider | undefined, log: string): string | undefined {
  if (host === undefined || provider?.profile.endpoints.every((one) => one.host !== host) !== false) return undefined;
  const names = namesOfServer(log);
  return names.every((name) => isStranger(name, provider, host)) ? names[0] : undefined;
}

/** Programs that secure the connection in one way only, or in this way unless they are told another. */
const CLIENT_MODES: ReadonlyArray<readonly [client: RegExp, mode: Mode]> = [
  [/SMTP_SSL\b/, 'implicit'],
  [/smtplib\.SMTP\b|smtp\.SMTP\(/, 'not implicit'],
  // Go's net/smtp and .NET's SmtpClient know STARTTLS and no TLS from the first byte.
  [/net\/smtp|smtp\.SendMail|System\.Net\.Mail|\.NET SmtpClient|Send-MailMessage/i, 'not implicit'],
  [/starttls_relay/, 'starttls'],
  [/SmtpTransport::relay/, 'implicit'],
];

/** A setting that was pasted along: `MAIL_SSL=True`, `"secure": false`, `mail.smtp.starttls.enable=true`. */
function flag(name: string, text: string): boolean | undefined {
  const value = new RegExp(
    `(?:^|[\\s{,"'._])(?:${name})["']?\\s*(?:=>|[:=])\\s*["']?(true|false|yes|no|on|off|1|0)\\b`,
    'im',
  );
  const found = value.exec(text)?.[1]?.toLowerCase();
  return found === undefined ? undefined : ['true', 'yes', 'on', '1'].includes(found);
}

// ---- The login -------------------------------------------------------------------------------

function loginOf(config: NonNullable<Observation['config']>, text: string, settings: string): LoginKind | undefined {
  const auth = word(config.auth)?.toLowerCase();
  const asked = mechanismSaid(text) ?? word(config.mechanism)?.toUpperCase();
  if (auth !== undefined) {
    if (/^(?:PLAIN|LOGIN|CRAM-MD5)$/.test(asked ?? '') && /oauth/.test(auth)) return 'password';
    if (/oauth|bearer|token/.test(auth) && !/api/.test(auth)) return 'token';
    if (/none|anonymous|^no$/.test(auth)) return 'none';
    return /app|authori[sz]ation/.test(auth) ? 'app-password' : 'password';
  }
  if (asked !== undefined) return /OAUTH/.test(asked) ? 'token' : 'password';
  if (
    /\bXOAUTH2\b|\bOAUTHBEARER\b|\boauth2?\b|access.?token|googleapis\.com\/auth\/|(?<!API |SMTP |CLIENT)\btokens?\b(?! of the packet)/i.test(
      withoutMechanismLists(`${text}\n${settings}`),
    )
  )
    return 'token';
  if (/\bAUTH (?:LOGIN|PLAIN|CRAM-MD5)\b|Authenticator (?:LOGIN|PLAIN|CRAM-MD5)/i.test(text)) return 'password';
  return undefined;
}

function mechanismOf(config: NonNullable<Observation['config']>, text: string): string | undefined {
  const named =
    word(config.mechanism) ??
    mechanismSaid(text) ??
    /\b(?:AUTH|Authenticator|mechanism)[ :"']+(PLAIN|LOGIN|CRAM-MD5|DIGEST-MD5|NTLM|XOAUTH2|OAUTHBEARER|SCRAM-[\w-]+)\b/i.exec(
      withoutMechanismLists(text),
    )?.[1];
  return named?.toUpperCase();
}

// ---- Words -----------------------------------------------------------------------------------

function addressIn(text: string, behind: RegExp): string | undefined {
  return new RegExp(`${behind.source}([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)`, 'i').exec(text)?.[1]?.toLowerCase();
}

/** Settings as lines, so that rules can ask for what no field stands for. */
function linesOf(config: NonNullable<Observation['config']>): string {
  return Object.entries(config)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join('\n');
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  const found = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** Without the fields that are not known. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}
