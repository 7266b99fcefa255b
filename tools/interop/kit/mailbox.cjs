/**
 * Recipients and mailboxes for servers that are programs on Node.js, so that they can be required by plugins of
 * whatever kind. The world, see ../world.ts, comes as JSON in the environment.
 */
const { randomUUID } = require('node:crypto');
const { rename, writeFile } = require('node:fs/promises');
const { join } = require('node:path');

const { domain, grey, recipients, folder } = JSON.parse(process.env.EHLO_INTEROP ?? '{}');
const seen = new Set();

/** What a recipient is answered, or undefined where it is served. */
exports.refusal = (address) => {
  if (address === recipients.busy) return { code: 450, text: '4.2.1 Mailbox is busy, try again later' };
  if (address === recipients.full) return { code: 552, text: '5.2.2 Mailbox is full' };
  if (!address.startsWith('box-') || !address.endsWith(`@${domain}`))
    return { code: 550, text: '5.1.1 No such mailbox' };
  if (!address.startsWith(grey) || seen.has(address)) return undefined;
  seen.add(address);
  return { code: 451, text: '4.7.1 Greylisted, try again later' };
};

/** Delivers to the Maildir, a copy for each recipient, the octets as they are behind a field that names it. */
exports.deliver = async (addresses, octets) => {
  for (const address of addresses) {
    const name = randomUUID();
    await writeFile(join(folder, 'tmp', name), Buffer.concat([Buffer.from(`Envelope-To: ${address}\r\n`), octets]));
    await rename(join(folder, 'tmp', name), join(folder, 'new', name));
  }
};
