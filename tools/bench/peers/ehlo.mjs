import { generic } from '@ehlo/generic';
import { inFlight } from './workers.mjs';

/** The built packages, as a user has them. */
export function open({ host, port, tls, ca, user, password }, { connections, form, depth = 16, ehlo = {} }) {
  const security = tls === 'none' ? 'none-on-loopback' : tls;
  const login = user === undefined ? {} : { user, password };
  const transport = generic({ host, port, security, connections, ...login, ...(ca && { tls: { ca } }), ...ehlo });
  return {
    async sendAll(mails) {
      if (form !== 'one text')
        return inFlight(depth * connections, mails, async (mail) => check(await transport.send(messageOf(mail))));
      for await (const receipt of transport.sendMany(messages(mails))) check(receipt);
    },
    close: () => transport.close(),
  };
}

function* messages(mails) {
  for (const mail of mails) yield messageOf(mail);
}

function messageOf({ from, to, subject, text, html, image, file, raw }) {
  if (raw) return { envelope: { from, to }, raw };
  const attachments = [];
  if (image) attachments.push({ filename: 'image.png', cid: 'image', content: image });
  if (file) attachments.push({ filename: 'file.bin', content: file });
  return { from, to, subject, text, ...(html && { html }), ...(attachments.length > 0 && { attachments }) };
}

function check(receipt) {
  if (receipt.outcome !== 'accepted') throw receipt.error;
  if (receipt.refused.length > 0) throw receipt.refused[0].error;
}
