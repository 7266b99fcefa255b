#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { catalogue, type ProviderName, providerNames } from './catalogue.js';
import { type FaultOption, faults, places, unknownWord } from './faults.js';
import type { Sandbox, SandboxEvent } from './sandbox.js';

const help = `Serves an emulated mail submission server on 127.0.0.1 until it is stopped.

  ehlo-sandbox <provider> [options]

  provider            ${providerNames.join(', ')}
  --port <n>          0, the default, takes a free one
  --security <word>   starttls, implicit or none, where the provider has a choice
  --user <name>       and --password <word>, --token <word>; made up where not given
  --set <name=value>  a switch of the provider; may be given often
  --fault <name>      name, name@place, name:kind or name:kind@place; may be given often
  --json              one line of JSON with everything a client needs, and nothing else
  --help              this text; behind a provider, with its switches

Faults: ${Object.keys(faults).join(', ')}
Places: ${places.join(', ')}
`;

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      security: { type: 'string' },
      user: { type: 'string' },
      password: { type: 'string' },
      token: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      fault: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [name, ...rest] = positionals;
  if (values.help) return print(help + (name === undefined ? '' : switchesText(providerOf(name))));
  if (name === undefined) throw new Error(help);
  if (rest.length > 0) throw new Error(`one provider at a time; ${JSON.stringify(rest[0])} is one too many`);
  const provider = providerOf(name);
  const { securities } = catalogue[provider];
  if (values.security !== undefined && !(securities as readonly string[]).includes(values.security)) {
    throw new Error(unknownWord(`security of ${provider}`, values.security, securities));
  }
  const box = await catalogue[provider].start({
    ...given({ security: values.security, user: values.user, password: values.password, accessToken: values.token }),
    ...Object.fromEntries(values.set.map((text) => readSwitch(provider, text))),
    port: readPort(values.port),
    fault: values.fault.map(readFault),
  });
  if (values.json) print(`${JSON.stringify(description(box))}\n`);
  else present(box);
  await stopSignal();
  await box.close();
}

function providerOf(name: string): ProviderName {
  const known = providerNames.find((one) => one === name);
  if (known === undefined) throw new Error(unknownWord('provider', name, providerNames));
  return known;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--port wants 0 to 65535, not ${JSON.stringify(text)}`);
  return port;
}

function readSwitch(provider: ProviderName, text: string): [name: string, value: string | number] {
  const [, name = text, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const { switches } = catalogue[provider];
  const known = Object.hasOwn(switches, name) ? switches[name]! : undefined;
  if (known === undefined) throw new Error(unknownWord(`switch of ${provider}`, name, Object.keys(switches)));
  if (value === undefined) throw new Error(`--set wants ${name}=value`);
  if (known !== 'number') return [name, value];
  if (!/^\d+(\.\d+)?$/.test(value)) throw new Error(`${name} wants a number, not ${JSON.stringify(value)}`);
  return [name, Number(value)];
}

function readFault(text: string): FaultOption {
  const [, name = '', kind, at] = /^([^:@]*)(?::([^@]*))?(?:@(.*))?$/s.exec(text) ?? [];
  // What is not known is refused where the server is made, with the list of what is.
  return { name, ...given({ kind, at }) } as unknown as FaultOption;
}

function given(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function description(box: Sandbox): object {
  const { provider, host, port, security, ca, user, password, accessToken, switches } = box;
  return { provider, host, port, security, ca, user, password, accessToken, switches };
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

/** A summary for a person, then the conversation as it happens. */
function present(box: Sandbox): void {
  const paint = painter();
  print(
    [
      `${paint(1, box.provider)} on ${paint(1, `${box.host}:${box.port}`)}, security ${box.security}`,
      `user      ${box.user}`,
      `password  ${box.password}`,
      `token     ${box.accessToken.length > 60 ? `${box.accessToken.slice(0, 57)}... (whole with --json)` : box.accessToken}`,
      paint(2, 'Clients must trust the authority that --json prints as "ca". Stop with Ctrl-C.'),
      '',
      '',
    ].join('\n'),
  );
  box.watch((event) => print(`${eventText(event, paint)}\n`));
}

function eventText(event: SandboxEvent, paint: (code: number, text: string) => string): string {
  if (event.kind === 'mail') {
    const { envelope, raw } = event.mail;
    return paint(32, `== mail from ${envelope.from || '<>'} to ${envelope.to.join(', ')}, ${raw.length} octets`);
  }
  const { connection, direction, line, secure, time } = event.line;
  const mark = { client: paint(36, 'C:'), server: paint(33, 'S:'), note: paint(2, '--') }[direction];
  const head = paint(2, `${time.toISOString().slice(11, 23)} #${connection} ${secure ? 'tls  ' : 'clear'}`);
  return `${head} ${mark} ${direction === 'note' ? paint(2, line) : line}`;
}

function painter(): (code: number, text: string) => string {
  const colours = process.stdout.isTTY && !process.env.NO_COLOR;
  return (code, text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
}

function switchesText(provider: ProviderName): string {
  const { switches, defaults } = catalogue[provider];
  const rows = Object.entries(switches).map(([name, values]) => {
    const words = values === 'number' ? 'a number' : values.join(' | ');
    return `  ${name.padEnd(20)}${words}  (default ${defaults[name]})`;
  });
  return `\nSwitches of ${provider}:\n${rows.join('\n')}\n`;
}

function print(text: string): void {
  process.stdout.write(text);
}
