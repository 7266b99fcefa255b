import type { AccountOptions } from '@ehlo/core';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';
import type { SettingsRead } from '../settings/read.js';
import { Misuse } from '../trouble.js';
import { appOf, serviceOf } from './app.js';
import { type EmulatedWeb, emulatedWeb } from './emulated.js';
import type { AccountFlags, More, OpenAccount } from './open.js';
import type { KeptAccount, Register, Via } from './register.js';
import { roadsOf } from './roads.js';

export interface KeptOptions {
  readonly kept: KeptAccount;
  readonly register: Register;
  readonly flags: AccountFlags;
  readonly settings: SettingsRead;
  readonly more: More;
}

/** An account that somebody signed in to: its adapter, with the grant that is kept as its login. */
export async function openKept({ kept, register, flags, settings, more }: KeptOptions): Promise<OpenAccount> {
  const via = flags.via ?? kept.via;
  if (!covers(kept, via)) throw new Misuse(otherRoad(kept, via));
  const web = settings.sandbox && emulatedWeb(settings.sandbox);
  const clientSecret = await register.clientSecret(kept.clientId);
  const app = appOf({ account: kept, clientSecret, store: register.store, web });
  const { host, port, security, tls } = settings.target;
  const aim = present({ host, port, security, tls });
  const at = { user: kept.address, ...more };
  const transport =
    app.provider === 'google'
      ? gmail({ ...at, auth: app.auth, ...googleRoad(via, aim, web) })
      : outlook({ ...at, auth: app.auth, ...account(kept), ...microsoftRoad(via, aim, web) });
  return {
    transport,
    from: kept.address,
    how: {
      en: `${kept.address}, signed in at ${names[kept.provider]}, ${viaWords.en[via]}`,
      'zh-CN': `${kept.address}，已在 ${names[kept.provider]} 登录，${viaWords['zh-CN'][via]}`,
    },
    login: (road = kept.via) => loginCommand(kept, road),
    roads: roadsOf(transport, aim, via),
    warnings: transport.warnings,
  };
}

/** Of the providers that people sign in to. */
export const names = { microsoft: 'Microsoft', google: 'Google' } as const;

export const viaWords = {
  en: {
    smtp: 'over SMTP',
    graph: 'over Microsoft Graph',
    'gmail-api': 'over the Gmail API',
    auto: "over SMTP, or the provider's API where SMTP is closed",
  },
  'zh-CN': {
    smtp: '经由 SMTP',
    graph: '经由 Microsoft Graph',
    'gmail-api': '经由 Gmail API',
    auto: '经由 SMTP，SMTP 不可用时改用服务商的 API',
  },
} as const satisfies Record<string, Record<Via, string>>;

/** Whether the consent that was given opens a road. Google's for SMTP opens all of its own. */
function covers({ provider, via: consented }: KeptAccount, via: Via): boolean {
  if (via === consented) return true;
  if (provider === 'google') return via !== 'graph' && consented !== 'gmail-api';
  return via !== 'gmail-api' && consented === 'auto';
}

function otherRoad(kept: KeptAccount, via: Via): Misuse['words'] {
  const { address, provider, via: consented } = kept;
  const own = { microsoft: ['smtp', 'graph', 'auto'], google: ['smtp', 'gmail-api', 'auto'] }[provider];
  if (!own.includes(via)) {
    return {
      en: `--via ${via} is no road of ${names[provider]}: it has ${own.join(', ')}`,
      'zh-CN': `${names[provider]} 没有 --via ${via}，可用的是 ${own.join('、')}`,
    };
  }
  const again = loginCommand(kept, via);
  return {
    en: `${address} is signed in for --via ${consented}; for ${via} sign in again: ${again}`,
    'zh-CN': `${address} 登录时授权的是 --via ${consented}；要用 ${via} 请重新登录：${again}`,
  };
}

function loginCommand({ provider, address }: Pick<KeptAccount, 'provider' | 'address'>, via: Via): string {
  // A device code is for one service.
  const browser = provider === 'microsoft' && via === 'auto' ? ' --browser' : '';
  return `ehlo login ${provider} ${address}${via === 'smtp' ? '' : ` --via ${via}`}${browser}`;
}

type Aim = Pick<AccountOptions, 'host' | 'port' | 'security' | 'tls'>;

function microsoftRoad(via: Via, aim: Aim, web: EmulatedWeb | undefined) {
  const graph = web && { graph: { fetch: web.fetch } };
  if (via === 'graph') return { via, ...(web === undefined && aim), ...graph } as const;
  return via === 'auto' ? ({ via, ...aim, ...graph } as const) : aim;
}

function googleRoad(via: Via, aim: Aim, web: EmulatedWeb | undefined) {
  const gmailApi = web && { gmailApi: { fetch: web.fetch } };
  if (via === 'gmail-api') return { via, ...(web === undefined && aim), ...gmailApi } as const;
  return via === 'auto' ? ({ via, ...aim, ...gmailApi } as const) : aim;
}

function account(kept: KeptAccount) {
  const service = serviceOf(kept);
  return service === undefined ? {} : { account: service };
}

/** Adapters tell a key that is undefined from one that is not there. */
export function present<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
