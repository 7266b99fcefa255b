import type { Target } from '@ehlo/doctor';
import type { Terminal } from '../terminal.js';
import { Misuse, textOfFile } from '../trouble.js';

/** What `ehlo sandbox --json` prints, as far as it matters here. */
export interface SandboxDescription {
  readonly provider: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'implicit' | 'none';
  readonly ca: string;
  readonly user: string;
  readonly password: string;
  readonly accessToken: string;
  /** The token endpoints and HTTP APIs, where they run beside it. */
  readonly web?: {
    readonly urls: Readonly<Record<string, string>>;
    readonly ca: string;
    readonly microsoft: { readonly tenantId: string; readonly clientId: string };
    readonly google: { readonly clientId: string; readonly clientSecret: string };
  };
}

/** The account of an emulated server, with its login; what the command line says counts for more. */
export async function targetInSandbox(
  file: string,
  terminal: Terminal,
): Promise<{ target: Target; description: SandboxDescription }> {
  const description = await readSandbox(file, terminal);
  const { provider, host, port, security, ca, user, password } = description;
  const known = provider === 'generic' ? {} : { provider: names[provider] ?? provider };
  const channel = security === 'none' ? 'none-on-loopback' : security;
  return { description, target: { ...known, host, port, security: channel, tls: { ca }, user, password } };
}

/** Where an emulated server is called otherwise than the profile that speaks to it. */
const names: Readonly<Record<string, string>> = { 'workspace-relay': 'google-workspace-relay' };

export async function readSandbox(file: string, terminal: Terminal): Promise<SandboxDescription> {
  const text = await textOfFile(file, terminal);
  try {
    const value = JSON.parse(text) as Partial<SandboxDescription>;
    if (typeof value.host === 'string' && typeof value.port === 'number') return value as SandboxDescription;
  } catch {
    // Said below.
  }
  throw new Misuse({
    en: `${file} is not what "ehlo sandbox --json" printed`,
    'zh-CN': `${file} 不是 "ehlo sandbox --json" 的输出`,
  });
}
