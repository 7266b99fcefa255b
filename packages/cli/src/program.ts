import { readFileSync } from 'node:fs';
import { isMailError } from '@ehlo/core';
import { Command, CommanderError, Option } from 'commander';
import { commands } from './commands/index.js';
import { type Exit, exit, exitOfError } from './exit.js';
import { languages } from './language.js';
import { type CommonFlags, Session } from './session.js';
import { failureText, failureValue } from './show/failure.js';
import { wrapped } from './show/rows.js';
import { wordingIn } from './show/wording.js';
import type { Terminal } from './terminal.js';
import { FileTrouble, Misuse } from './trouble.js';

/** Does what the command line asks for, and gives the exit code. Never rejects. */
export async function run(args: readonly string[], terminal: Terminal): Promise<Exit> {
  const state: { session: Session; ended: Exit } = { session: new Session(terminal, flagsSeen(args)), ended: exit.ok };
  try {
    const program = await programFor(args, terminal, (session, ended) => Object.assign(state, { session, ended }));
    await program.parseAsync([...args], { from: 'user' });
    return state.ended;
  } catch (error) {
    return await failed(error, state.session);
  }
}

/** Called when a command ended. */
type Ended = (session: Session, ended: Exit) => void;

/** Only the command that is asked for is loaded; of the others the summary is enough. */
async function programFor(args: readonly string[], terminal: Terminal, ended: Ended): Promise<Command> {
  const program = quiet(new Command('ehlo'), terminal)
    .description('Mail from the mailbox you have: says why it was not sent, sends it, and relays for other programs.')
    .version(versionHere(), '-V, --version')
    .addHelpText('after', `\nEach command has examples: ehlo help doctor`);
  const wanted = args.filter((arg) => !arg.startsWith('-') && arg !== 'help')[0];
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = quiet(program.command(name), terminal).summary(summary).description(summary);
    if (name !== wanted) continue;
    const { define } = await load();
    define(command, (act) => async (...given) => {
      // Behind the arguments commander hands over the options and the command itself.
      const flags = given[command.registeredArguments.length] as CommonFlags;
      const session = new Session(terminal, flags);
      ended(session, exit.ok);
      ended(session, await act(session, ...(given as never[])));
    });
    command
      .addOption(new Option('--json', 'one JSON value a line on stdout, and no prompts'))
      .addOption(new Option('--lang <language>', 'default: from the locale').choices([...languages]))
      .addOption(new Option('--no-color', 'no colours; the variable NO_COLOR does the same'));
  }
  return program;
}

function quiet(command: Command, { output, errors }: Terminal): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => output.write(text),
    writeErr: (text) => errors.write(text),
    getOutHelpWidth: () => output.columns ?? 100,
  });
}

/** Before the command line is understood, for the errors that say why it was not. */
function flagsSeen(args: readonly string[]): CommonFlags {
  const lang = languages.find((one) => args.includes(`--lang=${one}`) || args[args.indexOf('--lang') + 1] === one);
  return { json: args.includes('--json'), ...(lang !== undefined && { lang }) };
}

async function failed(error: unknown, session: Session): Promise<Exit> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage;
  if (session.terminal.signal.aborted) return exit.interrupted;
  if (isMailError(error)) {
    if (session.json) session.printJson(failureValue(error, session.language));
    else {
      const wording = await wordingIn(session.language);
      session.note(failureText(error, wording, session.paintNote, session.terminal.errors.columns));
    }
    return exitOfError(error);
  }
  const known = error instanceof Misuse || error instanceof FileTrouble;
  const message = known ? session.in(error.words) : String(error instanceof Error ? (error.stack ?? error) : error);
  if (session.json) session.printJson({ error: { message } });
  else session.note(`${session.paintNote('red', 'ehlo:')} ${known ? fitted(message, session) : message}`);
  return known ? error.exit : exit.software;
}

/** In lines of a terminal's width; whatever else reads it has the line whole. */
function fitted(message: string, { terminal }: Session): string {
  const { columns } = terminal.errors;
  return columns === undefined ? message : wrapped(message, columns, 'ehlo: '.length);
}

function versionHere(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
