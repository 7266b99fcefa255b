import { createMessage } from '@upyo/core';
import { SmtpTransport } from '@upyo/smtp';

/**
 * Its fastest form: one `sendMany` a connection. `send` dials a connection more for each call that finds all busy, and
 * says RSET after each message.
 */
export function open({ host, port, tls, ca, user, password }, { connections }) {
  const transport = new SmtpTransport({
    host,
    port,
    secure: tls === 'implicit',
    ...(ca && { tls: { ca: [ca] } }),
    ...(user && { auth: { user, pass: password } }),
    pool: true,
    poolSize: connections,
  });
  return {
    sendAll: (mails) =>
      Promise.all(
        Array.from({ length: connections }, async () => {
          for await (const receipt of transport.sendMany(messages(mails))) {
            if (!receipt.successful) throw new Error(receipt.errorMessages.join('; '));
          }
        }),
      ),
    close: () => transport.closeAllConnections(),
  };
}

function* messages(mails) {
  for (const { from, to, subject, text, html, image, file } of mails) {
    const attachments = [];
    if (image) attachments.push(attachment('image.png', 'image/png', image, true));
    if (file) attachments.push(attachment('file.bin', 'application/octet-stream', file, false));
    yield createMessage({ from, to, subject, content: html ? { text, html } : { text }, attachments });
  }
}

function attachment(filename, contentType, content, inline) {
  return { filename, contentType, content, inline, contentId: inline ? 'image' : '' };
}
