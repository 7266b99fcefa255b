import type { Session } from '../session.js';
import { Misuse, textOfFile } from '../trouble.js';
import type { EmulatedWeb } from './emulated.js';
import type { KeptAccount, Register } from './register.js';

/** What says at which app one signs in. */
export interface ClientFlags {
  readonly clientId?: string;
  readonly clientSecretFile?: string;
}

export interface Client {
  readonly clientId: string;
  readonly clientSecret?: string;
}

/**
 * The app registration: of the options, the sandbox, the environment, else the one that the account was kept with.
 * Desktop clients of Google have a secret; a Misuse names the guide where there is none, or no client ID.
 */
export async function clientOf(
  { terminal }: Session,
  provider: KeptAccount['provider'],
  flags: ClientFlags,
  known: {
    readonly web?: EmulatedWeb | undefined;
    readonly kept?: KeptAccount | undefined;
    readonly register: Register;
  },
): Promise<Client> {
  const { env } = terminal;
  const [idName, secretName] = variables[provider];
  const file =
    flags.clientSecretFile === undefined ? {} : readClient(await textOfFile(flags.clientSecretFile, terminal));
  const emulated: Client | undefined = flags.clientId === undefined ? known.web?.[provider] : undefined;
  const clientId = flags.clientId ?? file.clientId ?? emulated?.clientId ?? (env[idName] || known.kept?.clientId);
  if (clientId === undefined) throw new Misuse(noClient(provider));
  const own = file.clientSecret ?? emulated?.clientSecret ?? env[secretName];
  const clientSecret = own || (await known.register.clientSecret(clientId));
  if (clientSecret === undefined && provider === 'google') throw new Misuse(noSecret);
  return { clientId, ...(clientSecret !== undefined && { clientSecret }) };
}

const variables = {
  microsoft: ['EHLO_MICROSOFT_CLIENT_ID', 'EHLO_MICROSOFT_CLIENT_SECRET'],
  google: ['EHLO_GOOGLE_CLIENT_ID', 'EHLO_GOOGLE_CLIENT_SECRET'],
} as const;

/** The secret by itself, or the JSON that Google's console gives for download. */
function readClient(text: string): Partial<Client> {
  try {
    const { installed } = JSON.parse(text) as { installed?: { client_id?: string; client_secret?: string } };
    const { client_id: clientId, client_secret: clientSecret } = installed ?? {};
    if (typeof clientId === 'string' && typeof clientSecret === 'string') return { clientId, clientSecret };
  } catch {
    // A secret is no JSON.
  }
  return { clientSecret: text.trim() };
}

const guides = 'https://github.com/ehlo-mail/ehlo/blob/main/docs/guides';

function noClient(provider: KeptAccount['provider']): Misuse['words'] {
  const name = variables[provider][0];
  const guide = `${guides}/register-app-${provider}.md`;
  return {
    en: `no client ID: people sign in at an app that you register, once and for free, in ten minutes (${guide}). Then set ${name} or give --client-id`,
    'zh-CN': `缺少客户端 ID：登录需要您注册一个应用，免费，约十分钟，只需一次（${guide}）。然后设置 ${name} 或给出 --client-id`,
  };
}

const noSecret = {
  en: `no client secret: Google's desktop clients have one (${guides}/register-app-google.md). Give the JSON that its console lets you download as --client-secret-file, or set EHLO_GOOGLE_CLIENT_SECRET`,
  'zh-CN': `缺少客户端密钥：Google 的桌面客户端带有密钥（${guides}/register-app-google.md）。请用 --client-secret-file 给出从控制台下载的 JSON 文件，或设置 EHLO_GOOGLE_CLIENT_SECRET`,
};
