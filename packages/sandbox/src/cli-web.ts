import { readFault, readSwitch, switchesText } from './cli-words.js';
import type { WebService } from './http/places.js';
import { webErrors } from './http/refusals.js';
import { web } from './http/web.js';
import { webFaults } from './http/web-faults.js';
import type { WebEvent, WebSandbox } from './http/web-sandbox.js';
import { webDefaults, webSwitches } from './http/web-switches.js';

/** What the command line says of the web. */
export interface WebWords {
  readonly port: number;
  readonly set: readonly string[];
  readonly fault: readonly string[];
  readonly refuse: readonly string[];
  /** An account to add. */
  readonly user?: string;
}

export async function startWeb({ port, set, fault, refuse, user }: WebWords): Promise<WebSandbox> {
  const accounts = user === undefined ? undefined : { microsoft: [user], google: [user] };
  const switches = Object.fromEntries(set.map((text) => readSwitch('web', webSwitches, text)));
  const box = await web({ ...switches, port, accounts });
  try {
    for (const text of fault) {
      const { name, ...args } = readFault(text);
      // What is not known is refused there, with the list of what is.
      box.fault(name as never, args as never);
    }
    for (const text of refuse) {
      const [, service = '', error = '', at] = /^([^:]*):([^@]*)(?:@(.*))?$/.exec(text) ?? [];
      box.refuse(service as WebService, error as never, at === undefined ? {} : { at: at as never });
    }
  } catch (error) {
    await box.close();
    throw error;
  }
  return box;
}

/** Everything that a client needs. */
export function webDescription(box: WebSandbox): object {
  const { host, port, url, urls, ca, accounts, microsoft, google, switches } = box;
  const users = accounts.map(({ provider, user }) => ({ provider, user }));
  return { host, port, url, urls, ca, accounts: users, microsoft, google, switches };
}

/** The same for a person. */
export function webText(box: WebSandbox): string {
  const width = Math.max(...Object.keys(box.urls).map((host) => host.length)) + 2;
  const { microsoft, google } = box;
  const rows = [
    ...Object.entries(box.urls).map(([host, url]) => [host, url]),
    ['tenant', microsoft.tenantId],
    ['client id', microsoft.clientId],
    ['  daemon', `${microsoft.daemon.clientId}, secret ${microsoft.daemon.clientSecret}`],
    ['  Google', `${google.clientId}, secret ${google.clientSecret}`],
    ['accounts', box.accounts.map(({ provider, user }) => `${user} (${provider})`).join(', ')],
  ];
  return rows.map(([name = '', value]) => `${name.padEnd(width)}${value}\n`).join('');
}

export function webEventText(event: WebEvent): string {
  if (event.kind === 'mail') {
    const { envelope, raw, form, user } = event.mail;
    return `== mail of ${user} to ${envelope.to.join(', ')}, ${raw.length} octets, ${form}`;
  }
  const { time, number, method, path, grant, user, status, error } = event.request;
  const more = [grant, user, error].filter((word) => word !== undefined).join(' ');
  return `${time.toISOString().slice(11, 23)} #${number} ${method} ${path} ${status ?? 'no answer'} ${more}`.trimEnd();
}

export function webHelp(): string {
  const errors = Object.entries(webErrors).map(([service, names]) => `  ${service}: ${names.join(', ')}`);
  const faults = `\nFaults of web: ${Object.keys(webFaults).join(', ')}\n`;
  return `${switchesText('web', webSwitches, webDefaults)}${faults}\nErrors for --refuse:\n${errors.join('\n')}\n`;
}
