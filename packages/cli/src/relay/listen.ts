import { Misuse } from '../trouble.js';

/** `127.0.0.1:2525`, `[::1]:2525`, `:2525` or `2525`. */
export function listenAt(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, bare, digits] = /^(?:(?:\[([^\]]+)\]|([^:\s]*)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    throw new Misuse({
      en: `--listen wants an address and a port such as 127.0.0.1:2525 or [::1]:2525, not ${text}`,
      'zh-CN': `--listen 应为地址加端口，如 127.0.0.1:2525 或 [::1]:2525，而不是 ${text}`,
    });
  }
  return { host: bracketed ?? (bare || '127.0.0.1'), port };
}
