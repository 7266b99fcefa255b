import type { Mode } from './facts.js';
import type { Settings, Stage } from './observation.js';

/** What EHLO listed last, as far as it was told. */
export interface Offer {
  /** SASL mechanisms; empty where a list was told and AUTH does not stand in it. */
  readonly auth?: readonly string[];
  readonly starttls?: boolean;
}

/** How logs mark what the client said: `C:`, `CLIENT -> SERVER:`, `send:`, `>>`, ` ->`, `> `. */
const CLIENT_SAYS = `^.{0,60}?(?:C:|CLIENT -> SERVER:|Client:|send:|SMTP>>|>>>?|~>|->|>|Sent:)[ \\t]*["']?`;

function said(command: string, text: string): string | undefined {
  return new RegExp(`${CLIENT_SAYS}${command}`, 'im').exec(text)?.[0];
}

/** A session tells by itself: STARTTLS was said, or AUTH was, although STARTTLS was offered. */
export function modeOfDialogue(text: string): Mode | undefined {
  if (said('STARTTLS', text) !== undefined) return 'starttls';
  const begun = said('AUTH ', text) ?? said('MAIL FROM', text);
  return begun !== undefined && /^.{0,60}250[ -]STARTTLS/m.test(text) ? 'clear' : undefined;
}

/** The mechanism that the client asked for, in the session that was pasted. */
export function mechanismSaid(text: string): string | undefined {
  return said('AUTH[ ]+([\\w-]+)', text)
    ?.match(/AUTH +([\w-]+)$/i)?.[1]
    ?.toUpperCase();
}

const COMMANDS: Readonly<Record<string, Stage>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  STARTTLS: 'starttls',
  AUTH: 'auth',
  'MAIL FROM': 'mail',
  'RCPT TO': 'rcpt',
  DATA: 'data',
  BDAT: 'data',
};
const COMMAND = new RegExp(`${CLIENT_SAYS}(${Object.keys(COMMANDS).join('|')})\\b`, 'i');
const REFUSAL = /^.{0,60}?(?:S:|<-|<<<?|<\*\*|Got:|reply:|SERVER -> CLIENT:|SMTP<<|<)[ \t]*(?:b?["'])?[45]\d\d[ -]/i;

/** The command that a log shows as refused: the last that was said before the first refusal. */
export function stageOfDialogue(text: string): Stage | undefined {
  let last: Stage | undefined;
  for (const line of text.split('\n')) {
    const said = COMMAND.exec(line)?.[1]?.toUpperCase();
    if (said !== undefined) last = COMMANDS[said];
    else if (last !== undefined && REFUSAL.test(line)) return last;
  }
  return undefined;
}

/** Names of SASL mechanisms that servers of mail offer (IANA registry), and older ones. */
const MECHANISMS =
  /\b(?:PLAIN(?:-CLIENTTOKEN)?|LOGIN|CRAM-MD5|DIGEST-MD5|NTLM|GSSAPI|XOAUTH2?|OAUTHBEARER|SCRAM-SHA-\d+(?:-PLUS)?|EXTERNAL|ANONYMOUS)\b/gi;
const AUTH_LINE = /250[ -]AUTH[ =]([^\n]*)|extension "AUTH", arg "([^"]*)"/gi;
const STARTTLS_LINE = /250[ -]STARTTLS\b|extension "STARTTLS"/i;
const A_LIST = /250[ -](?:SIZE|PIPELINING|8BITMIME|ENHANCEDSTATUSCODES|STARTTLS|AUTH|DSN|HELP)\b|Found extension "/i;

/** The lists of EHLO that stand in a log; else what the settings say of them: `ehlo_auth: LOGIN XOAUTH2`. */
export function offerOf(config: Settings, log: string): Offer {
  if (A_LIST.test(log)) {
    const lines = [...log.matchAll(AUTH_LINE)].map(([, wire, java]) => named(wire ?? java ?? ''));
    return { auth: lines.at(-1) ?? [], starttls: STARTTLS_LINE.test(log) };
  }
  const told = ['ehlo_auth', 'ehlo', 'ehlo_lists', 'capabilities', 'auth_offered', 'offers']
    .map((name) => config[name])
    .filter((value) => typeof value === 'string' || Array.isArray(value))
    .map(String)
    .join('\n');
  const auth = named(told);
  const none = /\bno AUTH\b|without AUTH|AUTH (?:missing|absent)/i.test(told);
  return {
    ...(auth.length > 0 || none ? { auth } : {}),
    ...(/STARTTLS/i.test(told) ? { starttls: !/(?:no|without|lacks?) STARTTLS/i.test(told) } : {}),
  };
}

function named(list: string): string[] {
  return [...list.matchAll(MECHANISMS)].map(([name]) => name.toUpperCase());
}

/** The list of mechanisms is what a server can do: no login was tried by standing in it. */
export function withoutMechanismLists(text: string): string {
  return text.replace(AUTH_LINE, '250 AUTH');
}

const HOST_NAME = /(?:\*\.)?(?:[a-z0-9][\w-]*\.)+[a-z]{2,}/gi;
/** Where clients print whose certificate it is, and where a server greets by its name (RFC 5321 4.2). */
const SERVER_NAMES: readonly RegExp[] = [
  /CN ?= ?[`'"]?([\w.*-]+)['"`]? did not match/gi,
  /subject[^\n]{0,40}?CN ?= ?([\w.*-]+)/gi,
  /(?:altnames?|cert's list|names?):[^\n]*?((?:DNS:[\w.*-]+(?:, ?)?)+)/gi,
  /certificate (?:is |was )?(?:only )?(?:valid|issued) for ([\w.*, -]+?)(?:, not| instead|$)/gim,
  /certificate (?:is |was )?for ([\w.*-]+\.[a-z]{2,})/gi,
  /(?:^|[^\d])220[ -]([\w-]+(?:\.[\w-]+)+)/gm,
];

/** The names under which the server that answered showed itself: in its certificate and in its greeting. */
export function namesOfServer(text: string): readonly string[] {
  return SERVER_NAMES.flatMap((pattern) => [...text.matchAll(pattern)])
    .flatMap(([, names = '']) => names.match(HOST_NAME) ?? [])
    .map((name) => name.toLowerCase().replace(/^\*\./, ''));
}
