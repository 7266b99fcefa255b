import { randomInt, randomUUID } from 'node:crypto';

export type WebProvider = 'microsoft' | 'google';

/** Somebody who can sign in and has a mailbox. */
export interface WebAccount {
  readonly provider: WebProvider;
  readonly user: string;
  /** `personal`: an Outlook.com or Gmail account; `work`: one of an organisation. By the domain of the address. */
  readonly kind: 'personal' | 'work';
  /** Microsoft's object id. */
  readonly id: string;
}

/** An app registration of Microsoft Entra. */
export interface MicrosoftApp {
  readonly clientId: string;
  readonly name: string;
  /** "Allow public client flows": device code and native redirects, without a secret. */
  readonly publicClient: boolean;
  /** Which accounts it is for. Default: `all`. */
  readonly accounts?: 'tenant' | 'organizations' | 'consumers' | 'all';
  readonly clientSecret?: string;
  /** The secret is the right one, and expired. */
  readonly secretExpired?: boolean;
  /** PEM; what signs a client assertion. */
  readonly certificates?: readonly string[];
  /** Trust in tokens of another identity provider: their `iss` and `sub`, and the PEM of the key that signs them. */
  readonly federated?: { readonly issuer: string; readonly subject: string; readonly publicKey: string };
  /** As registered. Addresses of this machine stand for any port. */
  readonly redirectUris?: readonly string[];
  /** Application permissions that an administrator consented to, such as `SMTP.SendAsApp` and `Mail.Send`. */
  readonly roles?: readonly string[];
  /**
   * The mailboxes that an app-only token may use. Default: all of the tenant. Others are ErrorAccessDenied at Graph, and
   * over SMTP a login that succeeds and a message that is answered 430 4.2.0 STOREDRV; mailbox logon failure.
   */
  readonly mailboxes?: readonly string[];
  readonly disabled?: boolean;
}

/** An OAuth client of a Google Cloud project. */
export interface GoogleClient {
  readonly clientId: string;
  /** Google wants it of desktop apps too, where it is no secret. */
  readonly clientSecret: string;
  readonly name: string;
  /** Loopback addresses are always good. */
  readonly redirectUris?: readonly string[];
}

/** A service account with domain-wide delegation. */
export interface ServiceAccount {
  readonly email: string;
  /** PEM of what signs its assertions. */
  readonly publicKey: string;
  /** The scopes that the Admin console authorises it for. */
  readonly scopes: readonly string[];
}

/** Microsoft's own tenant of personal accounts. */
export const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad';

export type Tenant = 'common' | 'organizations' | 'consumers' | 'tenant';

/** Who and what is registered: accounts, apps, clients and one Entra tenant. */
export class Directory {
  readonly tenantId = randomUUID();
  readonly accounts: WebAccount[] = [];
  readonly apps: MicrosoftApp[] = [];
  readonly clients: GoogleClient[] = [];
  readonly serviceAccounts: ServiceAccount[] = [];

  /** Adds the account where it is not there yet. */
  add(provider: WebProvider, user: string): WebAccount {
    const known = this.account(provider, user);
    if (known !== undefined) return known;
    const account = { provider, user, kind: kindOf(provider, user), id: randomUUID() };
    this.accounts.push(account);
    return account;
  }

  /** Adds the account, and puts it before the others: it is the one that signs in where nobody is named. */
  prefer(provider: WebProvider, user: string): void {
    const account = this.add(provider, user);
    this.accounts.sort((one, other) => Number(other === account) - Number(one === account));
  }

  /** By address, in any case of letters, or by Microsoft's object id. */
  account(provider: WebProvider, user: string): WebAccount | undefined {
    const sought = user.toLowerCase();
    return this.accounts.find((one) => one.provider === provider && (same(one.user, sought) || one.id === sought));
  }

  /** Who can sign in at an endpoint: at Google everybody, at Microsoft those that the first part of its path is for. */
  signIns(provider: WebProvider, tenant: string): readonly WebAccount[] {
    const which = provider === 'google' ? 'common' : this.tenant(tenant);
    return this.accounts.filter((one) => {
      if (one.provider !== provider) return false;
      return which === 'common' || (one.kind === 'personal') === (which === 'consumers');
    });
  }

  app(clientId: string): MicrosoftApp | undefined {
    return this.apps.find((one) => same(one.clientId, clientId));
  }

  client(clientId: string): GoogleClient | undefined {
    return this.clients.find((one) => one.clientId === clientId);
  }

  /** What the first part of the path of Microsoft's endpoints means; undefined where there is no such tenant. */
  tenant(word: string): Tenant | undefined {
    const name = word.toLowerCase();
    if (name === 'common' || name === 'organizations' || name === 'consumers') return name;
    if (name === CONSUMERS) return 'consumers';
    const domains = this.accounts.filter(({ provider, kind }) => provider === 'microsoft' && kind === 'work');
    return name === this.tenantId || domains.some(({ user }) => domainOf(user) === name) ? 'tenant' : undefined;
  }
}

/**
 * Whether a redirect address is one of those registered. A loopback address may have any port (RFC 8252 7.3;
 * learn.microsoft.com/entra/identity-platform/reply-url); the path must be the same.
 */
export function isRegistered(uri: string, registered: readonly string[]): boolean {
  const asked = parse(uri);
  if (asked === undefined) return false;
  return registered.some((text) => {
    const one = parse(text);
    if (one?.protocol !== asked.protocol || one.hostname !== asked.hostname || one.pathname !== asked.pathname)
      return false;
    return one.port === asked.port || isLoopback(uri);
  });
}

/** `http` on this machine. */
export function isLoopback(uri: string): boolean {
  const asked = parse(uri);
  return asked?.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(asked.hostname);
}

export function createMicrosoftApps(): MicrosoftApp[] {
  return [
    { clientId: randomUUID(), name: 'Sandbox app', publicClient: true, redirectUris: ['http://localhost'] },
    {
      clientId: randomUUID(),
      name: 'Sandbox daemon',
      publicClient: false,
      accounts: 'organizations',
      clientSecret: `${randomInt(10)}${word(2)}8Q~${word(34)}`,
      certificates: [],
      redirectUris: ['http://localhost'],
      roles: ['SMTP.SendAsApp', 'Mail.Send', 'Mail.ReadWrite'],
    },
  ];
}

export function createGoogleClient(): GoogleClient {
  const clientId = `${randomInt(1e11, 2e11)}-${word(32).toLowerCase()}.apps.googleusercontent.com`;
  return { clientId, clientSecret: `GOCSPX-${word(28)}`, name: 'Sandbox app' };
}

export function word(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}

function kindOf(provider: WebProvider, user: string): WebAccount['kind'] {
  const consumer = provider === 'google' ? /^(gmail|googlemail)\.com$/ : /^(outlook|hotmail|live|msn)\./;
  return consumer.test(domainOf(user)) ? 'personal' : 'work';
}

function domainOf(user: string): string {
  return user.slice(user.lastIndexOf('@') + 1).toLowerCase();
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function parse(uri: string): URL | undefined {
  return URL.canParse(uri) ? new URL(uri) : undefined;
}
