import { type MailError, type Receipt, type Refusal, replyLine } from '@ehlo/core';
import { isSignInNeeded } from '@ehlo/oauth';
import type { OpenAccount } from '../account/open.js';
import type { Session } from '../session.js';
import { sendWords } from '../words/send.js';
import { failureText } from './failure.js';
import { plain } from './plain.js';
import { row, wrapped } from './rows.js';
import { dateText } from './when.js';
import type { Wording } from './wording.js';

/**
 * What became of a mail, for a person: the outcome in a word and in truth, then who was refused and why. `login` is the
 * command that signs in to the account.
 */
export function receiptText(
  receipt: Receipt,
  session: Session,
  wording: Wording,
  login?: OpenAccount['login'],
): string {
  const { language, paint, terminal } = session;
  const words = sendWords[language];
  const columns = terminal.output.columns ?? 100;
  const [word, truth] = words.outcomes[receipt.outcome];
  const { envelope, refused } = receipt;
  const all = envelope.to.length;
  const said = receipt.outcome === 'accepted' && refused.length > 0 ? words.partly(all - refused.length, all) : truth;
  const [mark, colour] = marks[receipt.outcome];
  const names = refused.map(({ recipient }) => recipient);
  const taken = envelope.to.filter((address) => !names.includes(address));
  const rows: Array<readonly [string, string]> = [
    [words.recipients, receipt.outcome === 'accepted' ? taken.join(', ') : ''],
    [words.server, receipt.outcome === 'accepted' ? plain(replyLine(receipt.reply)) : ''],
    [words.road, receipt.transport],
    [words.id, receipt.messageId],
  ];
  const told = rows.filter(([, text]) => text !== '').map(([name, text]) => row(name, text, paint, columns));
  const colon = language === 'en' ? ': ' : '：';
  const head = wrapped(`${paint(['bold', colour], word)}${colon}${said}`, columns, 2);
  const next = nextOf(receipt, login);
  return [
    `${paint(colour, mark)} ${head}`,
    ...told,
    ...failuresOf(receipt, session, wording, columns),
    ...(next === undefined ? [] : [row(words.next, next, paint, columns)]),
  ].join('\n');
}

/** The command that mends it, where a sign-in does: a new one, or one for the road that is open. */
function nextOf(receipt: Receipt, login: OpenAccount['login']): string | undefined {
  if (receipt.outcome === 'accepted' || login === undefined) return undefined;
  if (isSignInNeeded(receipt.error)) return login();
  return receipt.error.code === 'MS_SMTP_AUTH_DISABLED' ? login('graph') : undefined;
}

const marks = {
  accepted: ['✓', 'green'],
  rejected: ['✗', 'red'],
  deferred: ['…', 'yellow'],
  unknown: ['?', 'magenta'],
} as const;

/** The failure of the whole, else those of single recipients, one paragraph a cause. */
function failuresOf(receipt: Receipt, { language, paint }: Session, wording: Wording, columns: number): string[] {
  if (receipt.outcome !== 'accepted' && receipt.refused.length === 0) {
    const later = receipt.outcome === 'deferred' && receipt.notBefore;
    const wait = later ? [row('', sendWords[language].notBefore(dateText(later, language)), paint, columns)] : [];
    return [...wait, '', failureText(receipt.error, wording, paint, columns)];
  }
  return byCause(receipt.refused).flatMap(([error, recipients]) => [
    '',
    failureText(error, wording, paint, columns),
    row(sendWords[language].recipients, recipients.join(', '), paint, columns),
  ]);
}

function byCause(refused: readonly Refusal[]): ReadonlyArray<readonly [MailError, readonly string[]]> {
  const groups = new Map<string, readonly [MailError, readonly string[]]>();
  for (const { recipient, error } of refused) {
    const key = `${error.code} ${error.reply === undefined ? '' : replyLine(error.reply)}`;
    const [first, others] = groups.get(key) ?? [error, []];
    groups.set(key, [first, [...others, recipient]]);
  }
  return [...groups.values()];
}

/** The same for a program, on one line. */
export function receiptValue(receipt: Receipt, { language }: Session, verbose: boolean): object {
  const { outcome, transport, envelope, messageId, startedAt, warnings, refused } = receipt;
  return {
    outcome,
    transport,
    messageId,
    envelope,
    startedAt,
    ...(outcome === 'accepted'
      ? { reply: { code: receipt.reply.code, enhanced: receipt.reply.enhanced, line: replyLine(receipt.reply) } }
      : { error: told(receipt.error) }),
    ...(outcome === 'deferred' && receipt.notBefore !== undefined && { notBefore: receipt.notBefore }),
    refused: refused.map(({ recipient, error }) => ({ recipient, error: told(error) })),
    warnings,
    ...(verbose && { trace: receipt.trace }),
  };

  function told(error: MailError): object {
    return { ...error.toJSON(), ...error.words(language), page: error.page };
  }
}
