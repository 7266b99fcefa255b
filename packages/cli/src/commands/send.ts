import type { Message, Receipt } from '@ehlo/core';
import { accountHelp, accountOptions } from '../account/flags.js';
import { type OpenAccount, openAccount } from '../account/open.js';
import { type Exit, exit, exitOfReceipt } from '../exit.js';
import { composed } from '../mail/compose.js';
import { contentOf } from '../mail/content.js';
import { type MailFlags, mailOptions } from '../mail/flags.js';
import { messageOf } from '../mail/message.js';
import type { Session } from '../session.js';
import { dryRunText, dryRunValue } from '../show/dry-run.js';
import { ladderText } from '../show/ladder.js';
import { ProgressLine } from '../show/progress.js';
import { receiptText, receiptValue } from '../show/receipt.js';
import { row } from '../show/rows.js';
import { wordingIn } from '../show/wording.js';
import { sendWords } from '../words/send.js';
import type { Define } from './index.js';

interface SendFlags extends MailFlags {
  readonly dryRun?: boolean;
  readonly verbose?: boolean;
}

export const define: Define = (command, action) => {
  accountOptions(mailOptions(command))
    .option('--dry-run', 'show where the mail would go and the mail itself; dial nothing')
    .option('--verbose', 'the conversation with the server')
    .addHelpText('after', examples)
    .action(action(send));
};

const examples = `
Examples:
  ehlo send --account me@outlook.com --to you@example.net --text Hello --attach report.pdf
  date | ehlo send --to you@example.net --subject "The date"
  ehlo send --host smtp.example.com --user me --password-file secret --from me@example.com --to you@example.net --text Hi
  ehlo send --from me@gmail.com --to you@example.net --html-file news.html --dry-run > mail.eml
  ehlo send --raw mail.eml --json

At a terminal it asks for what is missing; otherwise it names the option. Nothing is ever sent twice: where no answer
came to the end of a mail, it says so and leaves the decision to you.
${accountHelp}

Exits with 0 where all recipients were accepted, 65 for a message that cannot be sent, 66 for a file that cannot be read,
67 for an unknown recipient, 69 refused, 74 unknown, 75 deferred, 77 login or sender refused, 78 settings (sysexits.h).`;

async function send(session: Session, flags: SendFlags): Promise<Exit> {
  // What can be wrong here is said before a password is asked for.
  const content = await contentOf(session, flags);
  const account = await openAccount(session, flags);
  await using transport = account.transport;
  const message = await messageOf(session, flags, content, account);
  if (flags.dryRun) return showOnly(session, account, message);
  note(session, account.how[session.language]);
  const progress = new ProgressLine(session);
  const { signal } = session.terminal;
  try {
    const receipt = await transport.send(message, { signal, observe: (event) => progress.see(event) });
    progress.clear();
    return await tell(session, receipt, account, flags.verbose === true);
  } catch (error) {
    progress.clear();
    // Once the end of the message has left there is a receipt in any case.
    if (signal.aborted) return calledOff(session);
    throw error;
  }
}

async function showOnly(session: Session, account: OpenAccount, message: Message): Promise<Exit> {
  const mail = await composed(message, account.roads[0]);
  if (session.json) {
    session.printJson(dryRunValue(account, mail, session));
    return exit.ok;
  }
  session.note(`${dryRunText(account, mail, session, await wordingIn(session.language))}\n`);
  session.terminal.output.write(mail.octets);
  return exit.ok;
}

async function tell(session: Session, receipt: Receipt, { login }: OpenAccount, verbose: boolean): Promise<Exit> {
  if (session.json) {
    session.printJson(receiptValue(receipt, session, verbose));
    return exitOfReceipt(receipt);
  }
  const words = sendWords[session.language];
  const wording = await wordingIn(session.language);
  session.print(receiptText(receipt, session, wording, login));
  for (const { message } of receipt.warnings)
    session.note(row(words.warning, wording.said(message), session.paintNote, width(session)));
  if (verbose) {
    session.print(`\n${session.paint('bold', words.conversation)}`);
    for (const line of ladderText(receipt.trace.events, session)) session.print(line);
  }
  return exitOfReceipt(receipt);
}

function calledOff(session: Session): Exit {
  if (session.json) session.printJson({ outcome: 'called-off', sent: false });
  else session.note(sendWords[session.language].calledOff);
  return exit.interrupted;
}

function note(session: Session, text: string): void {
  if (!session.json) session.note(session.paintNote('dim', text));
}

function width({ terminal }: Session): number {
  return terminal.errors.columns ?? 100;
}
