import type { Profile } from '@ehlo/core';
import { genericProfile, type Preset, presetFor, presetNamed, presetOfHost, presets, profileOf } from '@ehlo/generic';
import { profiles as gmailProfiles } from '@ehlo/gmail';
import { profiles as outlookProfiles } from '@ehlo/outlook';

/** Whose server it is, as far as that is known. */
export interface Provider {
  /** `outlook`, `microsoft365`, `gmail`, `google-workspace`, or the name of a preset. */
  readonly id: string;
  readonly profile: Profile;
  readonly preset?: Preset;
  /** The provider is known by the words of the failure only. */
  readonly guessed: boolean;
}

const nativeProfiles = [...outlookProfiles, ...gmailProfiles];

/** Hosts that lead to a service without being its submission host: IMAP, MX, web, older names. */
const HOSTS: ReadonlyArray<readonly [host: RegExp, id: string]> = [
  [/^smtp-mail\.outlook\.com$|(?:^|\.)(?:hotmail|live)\.com$|olc\.protection\.outlook\.com$/, 'outlook'],
  [/(?:^|\.)(?:office365|outlook)\.com$|(?:^|\.)outlook\.office\.com$|protection\.outlook\.com$/, 'microsoft365'],
  [/^smtp-relay\.(?:gmail|google)\.com$/, 'google-workspace-relay'],
  [/(?:^|\.)(?:gmail|googlemail|google)\.com$/, 'gmail'],
  [/^email-smtp\.[\w-]+\.amazonaws\.com(?:\.cn)?$|^email-smtp\..*amazonaws\.com$/, 'ses-us-east-1'],
  [/(?:^|\.)me\.com$|(?:^|\.)icloud\.com$/, 'icloud'],
  [/(?:^|\.)exmail\.qq\.com$/, 'qq-exmail'],
  [/(?:^|\.)qq\.com$/, 'qq'],
  [/(?:^|\.)163\.com$/, 'netease-163'],
  [/(?:^|\.)126\.com$/, 'netease-126'],
  [/(?:^|\.)yeah\.net$/, 'netease-yeah'],
  [/(?:^|\.)yahoo\.[a-z.]+$|yahoodns\.net$/, 'yahoo'],
  [/(?:^|\.)aol\.com$/, 'aol'],
  [/(?:^|\.)yandex\.(?:ru|com|net|kz|by)$/, 'yandex'],
  [/(?:^|\.)mail\.ru$/, 'mailru'],
  [/(?:^|\.)zoho(?:cloud)?\.[a-z.]+$|(?:^|\.)zohomail\.com$/, 'zoho-com'],
  [/(?:^|\.)fastmail\.com$|(?:^|\.)messagingengine\.com$/, 'fastmail'],
  [/(?:^|\.)sendgrid\.net$/, 'sendgrid'],
  [/(?:^|\.)mailgun\.org$/, 'mailgun'],
  [/(?:^|\.)resend\.com$/, 'resend'],
];

/** Words in a failure that only one service says. */
const WORDS: ReadonlyArray<readonly [text: RegExp, id: string]> = [
  [/\bgsmtp\b|support\.google\.com\/mail|mail\.google\.com|accounts\.google\.com/, 'gmail'],
  [
    /prod\.(?:outlook|exchangelabs)\.com|aka\.ms\/smtp|SmtpClientAuthentication|\b5\.7\.139\b|\b5\.7\.57\b|AADSTS\d/i,
    'microsoft365',
  ],
  [/\(#(?:AUTH\d{3}|MBR\d{4})\)/, 'yahoo'],
  [/email-smtp\.[\w-]+\.amazonaws|Amazon SES/i, 'ses-us-east-1'],
  [/service\.mail\.qq\.com|\bno=1001256/i, 'qq'],
  [/\bresend\b.*api key/i, 'resend'],
];

/** Services by the names that people call them, where no host is told. */
const CALLED: ReadonlyArray<readonly [text: RegExp, id: string]> = [
  [/\bhotmail\b|\boutlook\.com\b|\blive\.com\b/i, 'outlook'],
  [/(?:office|microsoft) ?365|\bO365\b|exchange online/i, 'microsoft365'],
  [/\bgmail\b|\bgoogle mail\b/i, 'gmail'],
  [/QQ ?邮箱|\bQQ mail\b/i, 'qq'],
  [/163 ?邮箱|网易邮箱/, 'netease-163'],
  [/126 ?邮箱/, 'netease-126'],
  [/\bicloud\b/i, 'icloud'],
  [/\byahoo\b/i, 'yahoo'],
  [/\byandex\b/i, 'yandex'],
  [/\bzoho\b/i, 'zoho-com'],
  [/\bsendgrid\b/i, 'sendgrid'],
  [/\bmailgun\b/i, 'mailgun'],
];

/** Names that people give to providers, beside those of the presets. */
const NAMES: Readonly<Record<string, string>> = {
  outlook: 'outlook',
  hotmail: 'outlook',
  live: 'outlook',
  microsoft365: 'microsoft365',
  office365: 'microsoft365',
  exchange: 'microsoft365',
  exchangeonline: 'microsoft365',
  gmail: 'gmail',
  google: 'gmail',
  workspace: 'google-workspace',
  gsuite: 'google-workspace',
  ses: 'ses-us-east-1',
  amazonses: 'ses-us-east-1',
  '163': 'netease-163',
  '126': 'netease-126',
  netease: 'netease-163',
  zoho: 'zoho-com',
};

/** Who serves, by host, by the name given, by the domain of the user, else by what the words betray. */
export function providerOf(known: { host?: string; name?: string; user?: string; text: string }): Provider | undefined {
  const named = known.name === undefined ? undefined : byName(known.name);
  const hosted = known.host === undefined ? undefined : byHost(known.host, known.user);
  // A host serves several kinds of account; the name that was given says which.
  if (named !== undefined && hosted !== undefined && KIN[named.id] === hosted.id) return named;
  const told =
    hosted ?? named ?? (known.user === undefined ? undefined : byUser(known.user)) ?? byWords(known.text, WORDS);
  return told ?? (known.host === undefined ? byWords(known.text, CALLED) : undefined);
}

/** Whether a server of that name is none of this provider's, as far as names tell. */
export function isStranger(name: string, provider: Provider, host: string): boolean {
  const domain = (of: string): string => of.split('.').slice(-2).join('.');
  const other = byHost(name, undefined);
  const same =
    other !== undefined && [other.id, KIN[other.id]].some((id) => id === provider.id || id === KIN[provider.id]);
  return !same && domain(name) !== domain(host);
}

/** Every profile that has rows of its own, for replies of a server nobody named. */
export const allProfiles: readonly Profile[] = [
  ...nativeProfiles,
  ...presets.filter((preset) => !preset.package).map(profileOf),
  genericProfile,
];

function byHost(host: string, user: string | undefined): Provider | undefined {
  const preset = presetOfHost(host);
  const id = HOSTS.find(([pattern]) => pattern.test(host))?.[1] ?? preset?.id;
  if (id === undefined) return undefined;
  // Personal accounts are served by the host of the organisations as well.
  if (id === 'microsoft365' && user !== undefined && presetFor(user)?.id === 'outlook') return withId('outlook', false);
  return withId(id, false, preset);
}

function byName(name: string): Provider | undefined {
  const word = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return withId(NAMES[word] ?? presetNamed(name)?.id ?? '', false);
}

function byUser(user: string): Provider | undefined {
  const preset = user.includes('@') ? presetFor(user) : undefined;
  return preset === undefined ? undefined : withId(preset.id, false, preset);
}

function byWords(text: string, rows: typeof WORDS): Provider | undefined {
  const id = rows.find(([pattern]) => pattern.test(text))?.[1];
  return id === undefined ? undefined : withId(id, true);
}

function withId(id: string, guessed: boolean, given?: Preset): Provider | undefined {
  const preset = given ?? presets.find((one) => one.id === id);
  const native = nativeProfiles.find((one) => one.id === id || one.id === NATIVE_BY_PRESET[id]);
  const profile = native ?? (preset === undefined ? undefined : profileOf(preset));
  if (profile === undefined) return undefined;
  return { id: native?.id ?? id, profile, guessed, ...(preset === undefined ? {} : { preset }) };
}

/** A service whose accounts are served under the host of another. */
const KIN: Readonly<Record<string, string>> = { outlook: 'microsoft365', 'google-workspace': 'gmail' };

/** Presets that lead to a package of their own, by the profile in it. */
const NATIVE_BY_PRESET: Readonly<Record<string, string>> = {
  outlook: 'outlook',
  microsoft365: 'microsoft365',
  gmail: 'gmail',
  workspace: 'google-workspace',
};
