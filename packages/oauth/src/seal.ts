import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { failure } from './failure.js';

/** Closes and opens texts with one key: AES-256-GCM (NIST SP 800-38D), a new nonce each time. */
export interface Seal {
  /** `name` is sealed in: what was closed under one name does not open under another. */
  close(name: string, text: string): string;
  /** Throws OAUTH_STORE_UNREADABLE where the key is another one, or the text was changed. */
  open(name: string, sealed: string): string;
}

const HEAD = 'ehlo-sealed-1';
const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;
export const KEY_OCTETS = 32;

export function sealWith(key: Uint8Array): Seal {
  // Tells a wrong key from a damaged file, and gives away nothing of the key.
  const fingerprint = createHash('sha256').update('ehlo store key ').update(key).digest('base64url').slice(0, 8);
  return {
    close(name, text) {
      const nonce = randomBytes(NONCE_OCTETS);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(`${HEAD} ${name}`));
      const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${HEAD} ${fingerprint} ${body.toString('base64url')}\n`;
    },
    open(name, sealed) {
      const [head, sealedBy, body = ''] = sealed.trimEnd().split(' ');
      if (head !== HEAD) throw failure('OAUTH_STORE_UNREADABLE', 'it does not have the form of a sealed grant');
      if (sealedBy !== fingerprint) throw failure('OAUTH_STORE_UNREADABLE', 'it was sealed with another key');
      const octets = Buffer.from(body, 'base64url');
      try {
        if (octets.length < NONCE_OCTETS + TAG_OCTETS) throw new Error('cut');
        const decipher = createDecipheriv('aes-256-gcm', key, octets.subarray(0, NONCE_OCTETS), {
          authTagLength: TAG_OCTETS,
        });
        decipher.setAAD(Buffer.from(`${HEAD} ${name}`)).setAuthTag(octets.subarray(-TAG_OCTETS));
        const text = decipher.update(octets.subarray(NONCE_OCTETS, -TAG_OCTETS));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        throw failure('OAUTH_STORE_UNREADABLE', 'it was changed or cut, or belongs to another account');
      }
    },
  };
}
