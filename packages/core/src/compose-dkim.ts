import { createPrivateKey } from 'node:crypto';
import type { MailMessage } from './message.js';
import { misuse } from './misuse.js';

/** nodemailer sends unsigned where it cannot sign, so the keys are tried before. It signs with rsa-sha256 only. */
export function checkSigningKeys(dkim: NonNullable<MailMessage['dkim']>): void {
  if (checkedKeys.has(dkim)) return;
  const keys = dkim.keys ? [dkim.keys].flat() : [dkim];
  keys.forEach((key, i) => {
    const field = dkim.keys ? `dkim.keys[${i}]` : 'dkim';
    for (const name of ['domainName', 'keySelector'] as const) {
      if (!key[name]) throw misuse('MESSAGE_INVALID', `${field}.${name}`, 'is missing');
    }
    if (!isRsaKey(key.privateKey)) throw misuse('MESSAGE_INVALID', `${field}.privateKey`, 'is not an RSA private key');
  });
  checkedKeys.add(dkim);
}

function isRsaKey(key: unknown): boolean {
  try {
    return createPrivateKey(key as string).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

const checkedKeys = new WeakSet<object>();
