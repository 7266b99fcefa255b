/** What the scopes that were asked for, or that a token holds, come to where it is shown to an SMTP server. */
export type Grant = 'for SMTP' | 'not for SMTP' | 'of another service' | 'of several services';

/** Whose scope it is, and whether it lets mail be submitted. The first row that fits decides. */
const KINDS: ReadonlyArray<readonly [scope: RegExp, kind: 'smtp' | 'mail' | 'graph' | 'gmail api' | 'no matter']> = [
  [/^(?:offline_access|openid|profile|email)$/i, 'no matter'],
  [/graph\.microsoft|00000003-0000-0000-c000/i, 'graph'],
  [/mail\.google\.com|^(?:MailGoogleCom|MAIL_GOOGLE_COM)$/i, 'smtp'],
  [/googleapis\.com\/auth\/|^gmail[._]?\w+/i, 'gmail api'],
  [/SMTP\.Send|outlook\.office(?:365)?\.(?:com|us)\/+\.default|partner\.outlook\.cn\/+\.default/i, 'smtp'],
  [/outlook\.office|office365|(?:IMAP|POP)\.(?:AccessAsUser|AccessAsApp)/i, 'mail'],
  // A name by itself is one of Microsoft Graph.
  [/^(?:User|Mail|Contacts|Calendars?|Files|EWS|Directory|MailboxSettings|Group)\.\w/i, 'graph'],
];

/** Undefined where nothing was told that is known as a scope. */
export function grantOf(told: string): Grant | undefined {
  const scopes = told.split(/[\s,;+'"[\]()]+/).filter((scope) => scope !== '');
  const kinds = new Set(scopes.map((scope) => KINDS.find(([pattern]) => pattern.test(scope))?.[1]));
  if (kinds.has('graph')) return kinds.has('smtp') || kinds.has('mail') ? 'of several services' : 'of another service';
  if (kinds.has('smtp')) return 'for SMTP';
  return kinds.has('mail') || kinds.has('gmail api') ? 'not for SMTP' : undefined;
}
