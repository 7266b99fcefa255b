import { fetchTrusting, type Provider } from '@ehlo/oauth';
import type { SandboxDescription } from '../settings/sandbox.js';
import { Misuse } from '../trouble.js';

/** The token endpoints and HTTP APIs of Microsoft and Google on this machine, in place of the real ones. */
export interface EmulatedWeb {
  readonly fetch: typeof fetch;
  readonly microsoft: { readonly clientId: string };
  readonly google: { readonly clientId: string; readonly clientSecret: string };
  /** Where a page or an API of a real host is found here. */
  at(address: string): string;
  /** The same provider with its endpoints here. */
  provider(real: Provider): Provider;
}

/** What `ehlo sandbox web` and `--web` serve. Throws a Misuse where the sandbox runs without. */
export function emulatedWeb(description: SandboxDescription): EmulatedWeb {
  const web = description.web ?? (description.provider === 'web' ? (description as unknown as Web) : undefined);
  if (web === undefined) throw new Misuse(noWeb);
  const at = (address: string): string => {
    const { origin, hostname } = new URL(address);
    const here = web.urls[hostname];
    return here === undefined ? address : here + address.slice(origin.length);
  };
  return {
    fetch: fetchTrusting(web.ca),
    microsoft: web.microsoft,
    google: web.google,
    at,
    provider: (real) => {
      const { authorization, token, deviceAuthorization } = real.endpoints ?? { authorization: '', token: '' };
      const endpoints = { authorization: at(authorization), token: at(token) };
      return {
        ...real,
        endpoints: { ...endpoints, ...(deviceAuthorization && { deviceAuthorization: at(deviceAuthorization) }) },
      };
    },
  };
}

type Web = NonNullable<SandboxDescription['web']>;

const noWeb = {
  en: 'the sandbox runs without sign-in and HTTP APIs: start it with --web',
  'zh-CN': '沙盒未提供登录和 HTTP API：请加 --web 启动它',
};
