import { lookup, Resolver as NodeResolver } from 'node:dns/promises';

/** RFC 2782. */
export interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** RFC 1035 3.3.9. */
export interface MxRecord {
  readonly exchange: string;
  readonly priority: number;
}

/** What is asked of DNS. Errors are those of Node.js: `code` is ENOTFOUND, EAI_AGAIN, ESERVFAIL and so on. */
export interface Resolver {
  /** As a program on this machine finds a host, files and caches of the system included. */
  lookup(host: string): Promise<ReadonlyArray<{ readonly address: string; readonly family: number }>>;
  srv(name: string): Promise<readonly SrvRecord[]>;
  mx(domain: string): Promise<readonly MxRecord[]>;
}

const dns = new NodeResolver({ timeout: 2_000, tries: 2 });

/** The resolver of this machine. */
export const systemResolver: Resolver = {
  lookup: (host) => lookup(host, { all: true }),
  srv: (name) => dns.resolveSrv(name),
  mx: (domain) => dns.resolveMx(domain),
};

/** There is no such record, as opposed to no answer. */
export function isNothing(error: unknown): boolean {
  return /^(?:ENOTFOUND|ENODATA|NOTFOUND|NODATA)$/.test(codeOf(error));
}

/** The system's word for what went wrong. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && code !== '' ? code : 'no answer';
}
