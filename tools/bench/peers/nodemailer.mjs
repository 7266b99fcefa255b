import nodemailer from 'nodemailer';
import { inFlight } from './workers.mjs';

/** The pool, without its habit of a new connection after every hundred messages: that is to its favour. */
export function open({ host, port, tls, ca, user, password }, { connections, depth = 16 }) {
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: tls === 'implicit',
    ...(tls === 'none' && { ignoreTLS: true }),
    ...(ca && { tls: { ca } }),
    ...(user && { auth: { user, pass: password } }),
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  return {
    sendAll: (mails) =>
      inFlight(depth * connections, mails, async (mail) => {
        const { accepted } = await transport.sendMail(messageOf(mail));
        if (accepted.length !== mail.to.length) throw new Error('not accepted for every recipient');
      }),
    close: () => transport.close(),
  };
}

function messageOf({ from, to, subject, text, html, image, file, raw }) {
  if (raw) return { envelope: { from, to }, raw };
  const attachments = [];
  if (image) attachments.push({ filename: 'image.png', cid: 'image', content: image });
  if (file) attachments.push({ filename: 'file.bin', content: file });
  return { from, to, subject, text, ...(html && { html }), ...(attachments.length > 0 && { attachments }) };
}
