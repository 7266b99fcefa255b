import type { Message } from '@ehlo/core';
import { bareAddress } from '../account/address.js';
import type { OpenAccount } from '../account/open.js';
import { askLine, askLines } from '../ask.js';
import type { Session } from '../session.js';
import { Misuse } from '../trouble.js';
import { sendWords } from '../words/send.js';
import type { Content } from './content.js';
import type { MailFlags } from './flags.js';

/** Whether sender and recipients are addresses is seen when it is composed. Asks at a terminal for what is missing. */
export async function messageOf(
  session: Session,
  flags: MailFlags,
  content: Content,
  account: Pick<OpenAccount, 'from'>,
): Promise<Message> {
  const words = sendWords[session.language];
  if ('raw' in content) return rawOf(flags, content, account);
  const from = flags.from ?? account.from ?? (await line(session, words.from, noFrom));
  const named = flags.to !== undefined || flags.cc !== undefined || flags.bcc !== undefined;
  const to = flags.to ?? (named ? undefined : [await line(session, words.to, noRecipients)]);
  const asksAll = session.interactive && content.text === undefined && content.html === undefined;
  const subject = flags.subject ?? (asksAll ? await askLine(session, words.subject, () => undefined) : undefined);
  const text = content.text ?? (content.html === undefined ? await lines(session) : undefined);
  return {
    from,
    ...(to !== undefined && { to: [...to] }),
    ...(flags.cc !== undefined && { cc: [...flags.cc] }),
    ...(flags.bcc !== undefined && { bcc: [...flags.bcc] }),
    ...(flags.replyTo !== undefined && { replyTo: flags.replyTo }),
    ...(subject !== undefined && subject !== '' && { subject }),
    ...content,
    ...(text !== undefined && { text }),
  };
}

/** The envelope of the options, else of the headers. */
function rawOf(
  flags: MailFlags,
  raw: Content & { readonly raw: Uint8Array },
  account: Pick<OpenAccount, 'from'>,
): Message {
  const { from: sender, to: recipients } = raw as Extract<Content, { readonly raw: Uint8Array }>;
  const told = [...(flags.to ?? []), ...(flags.cc ?? []), ...(flags.bcc ?? [])];
  const to = told.length > 0 ? told : recipients;
  const from = flags.from ?? sender ?? account.from;
  if (from === undefined) throw new Misuse(noFrom);
  if (to.length === 0) throw new Misuse(noRecipients);
  return { envelope: { from, to }, raw: raw.raw };
}

async function line(session: Session, message: string, missing: Misuse['words']): Promise<string> {
  if (!session.interactive) throw new Misuse(missing);
  const { noAddress } = sendWords[session.language];
  const isAddress = (each: string) => bareAddress(each) !== undefined;
  return askLine(session, message, (given) => (given.split(',').every(isAddress) ? undefined : noAddress));
}

async function lines(session: Session): Promise<string | undefined> {
  return session.interactive ? askLines(session, sendWords[session.language].text) : undefined;
}

const noFrom = {
  en: 'the mail has no sender: give --from',
  'zh-CN': '邮件没有发件人：请给出 --from',
};

const noRecipients = {
  en: 'the mail has no recipient: give --to, --cc or --bcc',
  'zh-CN': '邮件没有收件人：请给出 --to、--cc 或 --bcc',
};
