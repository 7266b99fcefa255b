import { fetchTrusting } from '@ehlo/oauth';
import type { SandboxDescription } from '../settings/sandbox.js';
import { Misuse } from '../trouble.js';

/** The token endpoints and HTTP APIs of Microsoft and Google on this machine, in place of the real ones. */
export interface EmulatedWeb {
  /** Asks the real hosts here, under their own names. What is emulated nowhere is not asked. */
  readonly fetch: typeof fetch;
  readonly microsoft: { readonly clientId: string };
  readonly google: { readonly clientId: string; readonly clientSecret: string };
  /** Where a browser finds a page of a real host here. */
  at(address: string): string;
}

/** What `ehlo sandbox web` and `--web` serve. Throws a Misuse where the sandbox runs without. */
export function emulatedWeb(description: SandboxDescription): EmulatedWeb {
  const web = description.web ?? (description.provider === 'web' ? (description as unknown as Web) : undefined);
  if (web === undefined) throw new Misuse(noWeb);
  const { urls, ca, microsoft, google } = web;
  return {
    microsoft,
    google,
    fetch: fetchFrom(urls, fetchTrusting(ca)),
    at: (address) => {
      const { origin, hostname } = new URL(address);
      const here = urls[hostname];
      return here === undefined ? address : here + address.slice(origin.length);
    },
  };
}

function fetchFrom(urls: Web['urls'], trusting: typeof fetch): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const { hostname, pathname, search } = new URL(asked.url);
    const here = urls[hostname];
    if (here === undefined) throw new TypeError(`the sandbox does not emulate ${hostname}`);
    const headers = new Headers(asked.headers);
    // By its name a host answers as the real one would: issuers and addresses have the names that clients check.
    headers.set('host', hostname);
    const { method, signal } = asked;
    const body = method === 'GET' || method === 'HEAD' ? null : await asked.arrayBuffer();
    return trusting(`${new URL(here).origin}${pathname}${search}`, { method, headers, body, signal });
  };
}

type Web = NonNullable<SandboxDescription['web']>;

const noWeb = {
  en: 'the sandbox runs without sign-in and HTTP APIs: start it with --web',
  'zh-CN': '沙盒未提供登录和 HTTP API：请加 --web 启动它',
};
