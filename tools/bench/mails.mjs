/** The mails of the bench, the same for every peer, by kind. */

/** Lines of a text, 78 octets with their ends. */
const LINE = 'The quick brown fox jumps over the lazy dog, and then it does so once again.\r\n';
const HTML_LINE = '<p>The <b>quick</b> brown fox jumps over the lazy dog, and once again.</p>\r\n';
export const FROM = 'sender@sender.example';
const DOMAIN = 'sink.example';

/**
 * @typedef {object} Mail
 * @property {string} from
 * @property {string[]} to The serial number stands in the first address, where the sinks read it.
 * @property {string} subject
 * @property {string} text
 * @property {string} [html]
 * @property {Buffer} [image] Stands in the HTML by its Content-ID `image`.
 * @property {Buffer} [file] Attached.
 * @property {Buffer} [raw] The message composed before, from which the fields above came.
 */

/** Octets of the parts, so that the message has about the size in its name. */
const parts = {
  text: { text: 1_024 },
  html: { text: 512, html: 8_192, image: 15_000 },
  large: { text: 1_024, file: 18_200_000 },
};

/**
 * A function that gives the mail of a serial number. Each has a text of its own, save where `same` says that all
 * share one; messages composed before have a Message-ID of their own.
 *
 * @param {{ kind: keyof typeof parts, recipients: number, same?: boolean }} what
 * @returns {(serial: number) => Mail}
 */
export function mailOf({ kind, recipients, same = false }) {
  const { text, html, image, file } = parts[kind];
  const lines = LINE.repeat(Math.ceil(text / LINE.length));
  const fixed = {
    from: FROM,
    ...(html && {
      html: `<html><body>\r\n${HTML_LINE.repeat(html / HTML_LINE.length)}<img src="cid:image"></body></html>\r\n`,
    }),
    ...(image && { image: noise(image) }),
    ...(file && { file: noise(file) }),
  };
  return (serial) => ({
    ...fixed,
    to: addresses(serial, recipients),
    subject: same ? 'One text for all' : `Message ${serial}`,
    text: same ? lines : `Number ${serial}\r\n${lines}`,
  });
}

/**
 * The same, composed before. There are as many buffers as there are messages, as far as memory goes.
 *
 * @param {{ kind: keyof typeof parts, recipients: number }} what
 */
export function rawMailOf(what) {
  const mail = mailOf(what);
  const template = composed(mail(1));
  const at = template.indexOf(SERIAL);
  /** @type {Buffer[]} */
  const buffers = [];
  const most = Math.max(1, Math.floor(MEMORY / template.length));
  return {
    /** To be called before the clock runs. */
    prepare(count) {
      while (buffers.length < Math.min(count, most)) {
        const buffer = Buffer.from(template);
        buffer.write(String(buffers.length + 1).padStart(SERIAL.length, '0'), at, 'latin1');
        buffers.push(buffer);
      }
    },
    mail: (serial) => ({
      from: FROM,
      to: addresses(serial, what.recipients),
      raw: buffers[(serial - 1) % buffers.length],
    }),
  };
}

const MEMORY = 128 * 2 ** 20;
const SERIAL = '0000000001';

/** Written by hand, so that no peer's composer has a part in it. */
function composed({ from, to, subject, text, html, image, file }) {
  const head = [`From: ${from}`, `To: ${to[0]}`, `Subject: ${subject}`, 'Date: Mon, 23 Nov 2026 08:00:00 +0000'];
  head.push(`Message-ID: <${SERIAL}@sender.example>`, 'MIME-Version: 1.0');
  const plain = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${text}`;
  if (html === undefined && file === undefined) return Buffer.from(`${head.join('\r\n')}\r\n${plain}`);
  const rest = [];
  if (html) rest.push(`Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${html}`);
  if (image) rest.push(encoded('image/png', 'Content-ID: <image>\r\nContent-Disposition: inline', image));
  if (file) rest.push(encoded('application/octet-stream', 'Content-Disposition: attachment', file));
  const type = `multipart/${html ? 'related' : 'mixed'}; boundary="bound"`;
  const body = [plain, ...rest].map((part) => `--bound\r\n${part}\r\n`).join('');
  return Buffer.from(`${head.join('\r\n')}\r\nContent-Type: ${type}\r\n\r\n${body}--bound--\r\n`);
}

function encoded(type, disposition, content) {
  const lines = content.toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return `Content-Type: ${type}\r\n${disposition}\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}`;
}

function addresses(serial, recipients) {
  const to = [`${serial}m@${DOMAIN}`];
  for (let n = 1; n < recipients; n++) to.push(`x${n}@${DOMAIN}`);
  return to;
}

/** Octets that no encoding makes shorter, the same on every run. */
function noise(length) {
  const octets = Buffer.allocUnsafe(length);
  let state = 1;
  for (let n = 0; n < length; n++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    octets[n] = state >>> 24;
  }
  return octets;
}
