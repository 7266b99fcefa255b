import { SMTPClient } from 'emailjs';
import { inFlight } from './workers.mjs';

/** Milliseconds. */
const RESTED = 500;

/** It has no pool: a client is a connection, with a queue of its own. */
export function open({ host, port, tls, ca, user, password }, { connections }) {
  const secure = { ...(ca && { ca }) };
  const account = {
    host,
    port,
    timeout: 60_000,
    ...(tls === 'implicit' && { ssl: secure }),
    ...(tls === 'starttls' && { tls: secure }),
    ...(user && { user, password }),
  };
  let clients = [];
  let usedAt = Number.NEGATIVE_INFINITY;
  const close = () => {
    for (const client of clients) client.smtp.close(true);
  };
  // It says QUIT after a second of idleness, and then MAIL at times where it should wait for the new connection.
  const renew = () => {
    if (performance.now() - usedAt < RESTED) return;
    close();
    clients = Array.from({ length: connections }, () => new SMTPClient(account));
  };
  return {
    async sendAll(mails) {
      renew();
      await Promise.all(clients.map((client) => inFlight(2, mails, (mail) => client.sendAsync(messageOf(mail)))));
      usedAt = performance.now();
    },
    close,
  };
}

function messageOf({ from, to, subject, text, html, image, file }) {
  const attachment = [];
  if (html) {
    const related = image && [
      { data: image, type: 'image/png', name: 'image.png', headers: { 'Content-ID': '<image>' } },
    ];
    attachment.push({ data: html, alternative: true, ...(related && { related }) });
  }
  if (file)
    attachment.push({
      [Buffer.isBuffer(file) ? 'data' : 'stream']: file,
      type: 'application/octet-stream',
      name: 'file.bin',
    });
  return { from, to: to.join(', '), subject, text, ...(attachment.length > 0 && { attachment }) };
}
