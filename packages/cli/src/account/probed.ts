import type { Target } from '@ehlo/doctor';
import { presetFor } from '@ehlo/generic';
import type { Session } from '../session.js';
import type { SettingsFlags } from '../settings/flags.js';
import type { SandboxDescription } from '../settings/sandbox.js';
import { appOf } from './app.js';
import { emulatedWeb } from './emulated.js';
import { type KeptAccount, Register } from './register.js';

/**
 * The target of a probe with a login that need not be asked for, where none is given: the sign-in that `ehlo login`
 * keeps for the address that is named, or for the only account where nothing is named at all; in a sandbox its token.
 */
export async function withOwnLogin(
  session: Session,
  flags: SettingsFlags,
  target: Target,
  sandbox?: SandboxDescription,
): Promise<Target> {
  const { auth, url, env } = target;
  // A password that the sandbox made up is none that was given.
  const password = flags.passwordFile ?? (session.terminal.env.EHLO_PASSWORD || undefined);
  if ([auth, url, env, password].some((each) => each !== undefined)) return target;
  return (await kept(session, target, sandbox)) ?? inSandbox(target, sandbox);
}

async function kept(session: Session, target: Target, sandbox?: SandboxDescription): Promise<Target | undefined> {
  const { address, user, host, provider } = target;
  const register = new Register(session.terminal);
  const named = [address, user, host, provider].some((each) => each !== undefined);
  const account = named ? await register.find(address ?? user ?? '') : onlyOf(await register.list());
  // Consent for an HTTP API alone gives no token for SMTP.
  if (account === undefined || account.via === 'graph' || account.via === 'gmail-api') return undefined;
  const clientSecret = await register.clientSecret(account.clientId);
  const web = sandbox?.web && emulatedWeb(sandbox);
  const { signedIn } = appOf({ account, clientSecret, store: register.store, web });
  const { password: _, ...rest } = target;
  return { ...providerOf(account), ...rest, user: account.address, auth: signedIn };
}

/** Emulated providers take the token of their description; Outlook.com takes nothing else. */
function inSandbox(target: Target, sandbox?: SandboxDescription): Target {
  if (sandbox === undefined || sandbox.provider === 'generic') return target;
  const { password: _, ...rest } = target;
  return { ...rest, auth: async () => sandbox.accessToken };
}

function onlyOf([only, second]: readonly KeptAccount[]): KeptAccount | undefined {
  return second === undefined ? only : undefined;
}

/** Whom a domain of one's own is served by: the address does not tell. */
function providerOf({ address, provider, tenant, cloud }: KeptAccount): Pick<Target, 'provider'> {
  if (cloud !== undefined) return { provider: `office365-${cloud}` };
  if (presetFor(address) !== undefined) return {};
  if (provider === 'google') return { provider: 'gmail' };
  return { provider: tenant === 'consumers' ? 'outlook' : 'microsoft365' };
}
