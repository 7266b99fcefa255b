import { causes, MailError } from '@ehlo/core';
import { type HttpLine, type HttpMail, jsonIn, unreadable } from '@ehlo/core/http';
import { type Attachment, cutFiles } from './cut.js';
import { type Mailbox, mailboxPath } from './mailbox.js';
import { MIME_OCTETS, mimeBody } from './mime-form.js';

/** Files below this go up in one request, those from here on in an upload session. */
const SESSION_FROM = 3 * 1024 * 1024;
/** Each range but the last: below 4 MB, in steps of 320 KiB. */
const RANGE = 12 * 320 * 1024;

/**
 * A message that is too large for one request: a draft of MIME, which keeps all its headers and texts, then its largest
 * files one by one, then the word to send it. Until that word nothing was taken, and what fails takes the draft away.
 */
export async function sendDraft(mail: HttpMail, mailbox: Mailbox, line: HttpLine): Promise<void> {
  const cut = cutFiles(mail.octets, MIME_OCTETS);
  if (cut === undefined) throw tooLarge();
  const id = await createDraft(cut.rest, mailbox, line);
  const path = (rest: string) => mailboxPath(mailbox, `/messages/${encodeURIComponent(id)}${rest}`);
  try {
    for (const file of cut.files) {
      if (file.content.length < SESSION_FROM) await attach(file, path('/attachments'), line);
      else await upload(file, path('/attachments/createUploadSession'), line);
    }
  } catch (error) {
    await line.ask({ method: 'DELETE', path: path(''), expects: [204] }).catch(() => undefined);
    throw error;
  }
  await line.ask({ method: 'POST', path: path('/send'), commits: true, expects: [202] });
}

async function createDraft(rest: Buffer, mailbox: Mailbox, line: HttpLine): Promise<string> {
  const path = mailboxPath(mailbox, '/messages');
  const { text } = await line.ask({ method: 'POST', path, ...mimeBody(rest), expects: [201] });
  return textField(text, 'id');
}

async function attach(file: Attachment, path: ReturnType<typeof mailboxPath>, line: HttpLine): Promise<void> {
  const body = JSON.stringify(inJson(file));
  const headers = { 'content-type': 'application/json' };
  await line.ask({ method: 'POST', path, headers, body, message: file.content.length, expects: [201] });
}

/** learn.microsoft.com/graph/outlook-large-attachments. The address of the session is its key: no token goes there. */
async function upload(file: Attachment, path: ReturnType<typeof mailboxPath>, line: HttpLine): Promise<void> {
  const { name, type: contentType, content, inline: isInline, contentId } = file;
  const AttachmentItem = { attachmentType: 'file', name, size: content.length, contentType, isInline, contentId };
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ AttachmentItem });
  const { text } = await line.ask({ method: 'POST', path, headers, body, expects: [201] });
  const address = textField(text, 'uploadUrl');
  for (let from = 0; from < content.length; from += RANGE) {
    const piece = content.subarray(from, from + RANGE);
    const range = `bytes ${from}-${from + piece.length - 1}/${content.length}`;
    await line.ask({
      method: 'PUT',
      path: address,
      headers: { 'content-type': 'application/octet-stream', 'content-range': range },
      body: piece,
      message: piece.length,
      expects: [200, 201],
    });
  }
}

/** A file as Graph's JSON has it. */
export function inJson({ name, type, content, contentId, inline }: Attachment): object {
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    name,
    contentType: type,
    contentBytes: content.toString('base64'),
    isInline: inline,
    ...(contentId !== undefined && { contentId }),
  };
}

function textField(text: string, name: 'id' | 'uploadUrl'): string {
  const value = (jsonIn(text) as Record<string, unknown> | undefined)?.[name];
  if (typeof value !== 'string' || value === '') throw unreadable(`Microsoft Graph gave no ${name}`);
  return value;
}

function tooLarge(): MailError {
  const code = 'MESSAGE_TOO_LARGE';
  const detail =
    'without its files the message still has over 3 MB, or a signature is over them, so that Graph cannot take them one by one';
  return new MailError({ code, means: causes[code], phase: 'envelope', detail });
}
