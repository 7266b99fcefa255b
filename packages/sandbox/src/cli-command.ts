import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { catalogue, type ProviderName, providerNames } from './catalogue.js';
import { startWeb, webDescription, webEventText, webHelp, webText } from './cli-web.js';
import { given, readFault, readSwitch, switchesText } from './cli-words.js';
import { faults, places, unknownWord } from './faults.js';
import type { WebSandbox } from './http/web-sandbox.js';
import type { Sandbox, SandboxEvent } from './sandbox.js';

const help = `Serves an emulated mail submission server on 127.0.0.1 until it is stopped.

  ehlo-sandbox <provider> [options]
  ehlo-sandbox web [options]

  provider            ${providerNames.join(', ')}
  web                 no mail submission, but the token endpoints and HTTP APIs of Microsoft and Google
  --port <n>          0, the default, takes a free one
  --security <word>   starttls, implicit or none, where the provider has a choice
  --user <name>       and --password <word>, --token <word>; made up where not given
  --set <name=value>  a switch of the provider; may be given often
  --fault <name>      name, name@place, name:kind or name:kind@place; may be given often
  --web               the web too, whose tokens the provider honours; its switches and faults are --set web.name=value
                      and --fault web.name
  --web-port <n>      the same on this port
  --refuse <error>    an error of the web, service:name or service:name@place, such as microsoft:50076
  --json              one line of JSON with everything a client needs, and nothing else
  --help              this text; behind a provider or web, with its switches

Faults: ${Object.keys(faults).join(', ')}
Places: ${places.join(', ')}
`;

/** Where the command prints, and what ends it. */
export interface SandboxTerminal {
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly errors: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the servers should stop. */
  readonly signal: AbortSignal;
}

/**
 * The program `ehlo-sandbox`, for programs that have it as a command of theirs: `args` are the words behind its name.
 * Serves until the signal, and resolves with the exit code: 0, or 2 for words that it does not know, which it has said.
 */
export async function sandboxCommand(args: readonly string[], terminal: SandboxTerminal): Promise<0 | 2> {
  try {
    await serve(args, terminal);
    return 0;
  } catch (error) {
    terminal.errors.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function serve(args: readonly string[], terminal: SandboxTerminal): Promise<void> {
  const print: Print = (text) => void terminal.output.write(text);
  const { values, positionals } = readWords(args);
  const [name, ...rest] = positionals;
  if (values.help && name === undefined) return print(help);
  if (values.help) return print(help + (name === 'web' ? webHelp() : helpOf(providerOf(name!))));
  if (name === undefined) throw new Error(help);
  if (rest.length > 0) throw new Error(`one provider at a time; ${JSON.stringify(rest[0])} is one too many`);
  const running = name === 'web' ? { web: await webAlone(values) } : await startBoth(providerOf(name), values);
  try {
    if (values.json) print(`${JSON.stringify(description(running))}\n`);
    else present(running, print, painter(terminal));
    await stopped(terminal.signal);
  } finally {
    await Promise.all([running.box?.close(), running.web?.close()]);
  }
}

type Print = (text: string) => void;

type Words = ReturnType<typeof readWords>['values'];

function readWords(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      security: { type: 'string' },
      user: { type: 'string' },
      password: { type: 'string' },
      token: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      fault: { type: 'string', multiple: true, default: [] },
      web: { type: 'boolean', default: false },
      'web-port': { type: 'string' },
      refuse: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
}

/** What runs: a provider, the web, or both. */
interface Running {
  readonly box?: Sandbox;
  readonly web?: WebSandbox;
}

function webAlone({ port, set, fault, refuse, user }: Words): Promise<WebSandbox> {
  return startWeb({ port: readPort(port), set, fault, refuse, user });
}

async function startBoth(provider: ProviderName, values: Words): Promise<Running> {
  const { user, password, token: accessToken, security } = values;
  const { securities, switches, start } = catalogue[provider];
  if (security !== undefined && !(securities as readonly string[]).includes(security)) {
    throw new Error(unknownWord(`security of ${provider}`, security, securities));
  }
  const wanted = values.web || values['web-port'] !== undefined;
  if (wanted && provider === 'generic') throw new Error('generic honours no token of the web');
  const [webSet, ownSet] = parted(wanted, values.set);
  const [webFault, ownFault] = parted(wanted, values.fault);
  const options = {
    ...given({ security, user, password, accessToken }),
    ...Object.fromEntries(ownSet.map((text) => readSwitch(provider, switches, text))),
    port: readPort(values.port),
    fault: ownFault.map(readFault),
  };
  if (!wanted) return { box: await start(options) };
  const port = readPort(values['web-port'] ?? '0');
  const web = await startWeb({ port, set: webSet, fault: webFault, refuse: values.refuse });
  try {
    return { web, box: await start({ ...options, web }) };
  } catch (error) {
    await web.close();
    throw error;
  }
}

/** Those that begin with `web.`, without it, and the others. */
function parted(wanted: boolean, words: readonly string[]): [web: string[], own: string[]] {
  const isWeb = (word: string): boolean => wanted && word.startsWith('web.');
  return [words.filter(isWeb).map((word) => word.slice(4)), words.filter((word) => !isWeb(word))];
}

function providerOf(name: string): ProviderName {
  const known = providerNames.find((one) => one === name);
  if (known === undefined) throw new Error(unknownWord('provider', name, [...providerNames, 'web']));
  return known;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--port wants 0 to 65535, not ${JSON.stringify(text)}`);
  return port;
}

function description({ box, web }: Running): object {
  if (box === undefined) return { provider: 'web', ...webDescription(web!) };
  const { provider, host, port, security, ca, user, password, accessToken, switches } = box;
  const own = { provider, host, port, security, ca, user, password, accessToken, switches };
  return web === undefined ? own : { ...own, web: webDescription(web) };
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function helpOf(provider: ProviderName): string {
  const { switches, defaults } = catalogue[provider];
  return switchesText(provider, switches, defaults);
}

/** A summary for a person, then what happens as it happens. */
function present({ box, web }: Running, print: Print, paint: Paint): void {
  if (box !== undefined) print(summary(box, paint));
  if (web !== undefined) print(webText(web));
  print(`${paint(2, 'Clients must trust the authority that --json prints as "ca". Stop with Ctrl-C.')}\n\n`);
  box?.watch((event) => print(`${eventText(event, paint)}\n`));
  web?.watch((event) => print(`${paint(event.kind === 'mail' ? 32 : 2, webEventText(event))}\n`));
}

function summary(box: Sandbox, paint: Paint): string {
  return [
    `${paint(1, box.provider)} on ${paint(1, `${box.host}:${box.port}`)}, security ${box.security}`,
    `user      ${box.user}`,
    `password  ${box.password}`,
    `token     ${box.accessToken.length > 60 ? `${box.accessToken.slice(0, 57)}... (whole with --json)` : box.accessToken}`,
    '',
  ].join('\n');
}

function eventText(event: SandboxEvent, paint: Paint): string {
  if (event.kind === 'mail') {
    const { envelope, raw } = event.mail;
    return paint(32, `== mail from ${envelope.from || '<>'} to ${envelope.to.join(', ')}, ${raw.length} octets`);
  }
  const { connection, direction, line, secure, time } = event.line;
  const mark = { client: paint(36, 'C:'), server: paint(33, 'S:'), note: paint(2, '--') }[direction];
  const head = paint(2, `${time.toISOString().slice(11, 23)} #${connection} ${secure ? 'tls  ' : 'clear'}`);
  return `${head} ${mark} ${direction === 'note' ? paint(2, line) : line}`;
}

type Paint = (code: number, text: string) => string;

function painter({ output, env }: SandboxTerminal): Paint {
  const colours = output.isTTY === true && !env.NO_COLOR;
  return (code, text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
}
