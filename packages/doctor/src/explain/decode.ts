import { Buffer } from 'node:buffer';

/** Base64 that says something: prompts, the JSON behind a refused token, a name that stands for "nothing". */
export function decoded(text: string): string[] {
  return [...text.matchAll(/(?<![\w+/])[A-Za-z0-9+/]{8,}={0,2}(?![\w+/])/g)].flatMap(([found]) => {
    const plain = Buffer.from(found, 'base64').toString('utf8');
    const telling =
      /^\{"(?:status|error|schemes|scope)"[\s\S]*\}$|^(?:username|user name|password):?$|^(?:undefined|null|None)$|^\0(?:undefined|null)?\0(?:undefined|null)?$/i;
    // PLAIN with a name and nothing behind it (RFC 4616 2).
    if (/^[^\0]*\0[\x20-\x7e]+\0$/.test(plain)) return ['decoded: an empty password'];
    return telling.test(plain) ? [`decoded: ${plain.replaceAll('\0', ' ').trim()}`] : [];
  });
}

/** What a pasted access token says of itself, where it is a JSON Web Token (RFC 7519 4): for whom, and for what. */
export function claims(text: string): string[] {
  return [...text.matchAll(/\beyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]*/g)].flatMap(([, payload = '']) => {
    const said = parsed(Buffer.from(payload, 'base64url').toString('utf8'));
    return ['aud', 'scp', 'scope', 'roles'].flatMap((name) =>
      typeof said[name] === 'string' || Array.isArray(said[name]) ? [`token ${name}: ${String(said[name])}`] : [],
    );
  });
}

/** Scopes where a setting or a token response names them: `oauth_scope = '...'`, `"scope": "..."`, `scp: ...`. */
export function scopesIn(log: string): string[] {
  const named = /\b(?:oauth_?)?(?:scopes?|scp)["']?\s*(?:=>|[:=])\s*(?:\[([^\]]{0,2000})\]|["']?([^"'\n\])}&]+))/gi;
  return [...[log, ...claims(log)].join('\n').matchAll(named)].map(([, list, scopes]) => list ?? scopes ?? '');
}

function parsed(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
