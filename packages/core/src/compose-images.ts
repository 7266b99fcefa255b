import { randomBytes } from 'node:crypto';
import { detectExtension } from 'nodemailer/lib/mime-funcs';
import { misuse } from './misuse.js';

/** An attachment that the html names by its `cid`. */
export interface EmbeddedImage {
  readonly path: string;
  readonly cid: string;
  readonly filename: string;
}

// nodemailer's pattern: each part is bounded, so that no img tag makes it scan ahead to a later one.
const DATA_IMAGE = /(<img\b[^<>]{0,1024} src\s{0,20}=[\s"']{0,20})(data:([^;"'<>\s]{1,255});[^"'>\s]+)/gi;

/**
 * nodemailer's `attachDataUrls`, within the call: images that stand in the html as data: URLs become attachments, since
 * many mail readers do not show the former.
 *
 * @throws MailError MESSAGE_INVALID where the html has yet to be read.
 */
export function attachImages(html: unknown): { html: string; images: EmbeddedImage[] } {
  const images: EmbeddedImage[] = [];
  const converted = htmlText(html).replace(DATA_IMAGE, (_all, before: string, url: string, type: string) => {
    const cid = `${randomBytes(10).toString('hex')}@localhost`;
    images.push({ path: url, cid, filename: `image-${images.length + 1}.${detectExtension(type)}` });
    return `${before}cid:${cid}`;
  });
  return { html: converted, images };
}

function htmlText(html: unknown): string {
  const { content = html, encoding = 'utf8' } = Object(html) as { content?: unknown; encoding?: BufferEncoding };
  if (content instanceof Uint8Array) return Buffer.from(content).toString();
  if (typeof content === 'string') return Buffer.from(content, encoding).toString();
  throw misuse('MESSAGE_INVALID', 'attachDataUrls', 'needs the html as a string or bytes, not as something to load');
}
