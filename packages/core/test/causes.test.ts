import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Cause } from '../src/cause.js';
import { causes } from '../src/causes.js';

const sources = new URL('../src/', import.meta.url);
const all = Object.entries<Cause>(causes);
const themes = readdirSync(sources).filter((name) => /^causes-.*\.ts$/.test(name));

describe('the causes', () => {
  it('are written down once each', () => {
    const written = themes.flatMap((name) => {
      const text = readFileSync(new URL(name, sources), 'utf8');
      return [...text.matchAll(/^ {2}([A-Z0-9_]+): \{$/gm)].map((match) => match[1]);
    });
    expect(written.sort()).toEqual(all.map(([code]) => code).sort());
  });

  it.each(all)('%s has plain words in both languages', (_code, cause) => {
    const { en, 'zh-CN': zh } = cause.words;
    for (const text of [en.what, en.fix]) {
      expect(text).toMatch(/^[\x20-\x7e]{10,}[.]$/);
      expect(text.length).toBeLessThan(260);
    }
    for (const text of [zh.what, zh.fix]) {
      expect(text).toMatch(/^\S.*。$/);
      expect(text.match(/\p{Script=Han}/gu)?.length ?? 0).toBeGreaterThan(3);
      // Chinese sentences take Chinese stops and commas.
      expect(text).not.toMatch(/\p{Script=Han}[,.;:]|[,;:]\s*\p{Script=Han}/u);
    }
  });

  it.each(all)('%s names no provider', (_code, cause) => {
    const providers =
      /outlook|office ?365|gmail|google|workspace|microsoft|exchange|hotmail|yahoo|icloud|amazon|sendgrid|mailgun|yandex|zoho|proton|qq|网易|腾讯|微软|谷歌/i;
    expect(JSON.stringify(cause.words)).not.toMatch(providers);
  });

  it.each(all)('%s names in Chinese the same options as in English', (_code, cause) => {
    const options =
      /\b(?:tls\.\w+|timeouts\.\w+|security|port|host|user|password|helloName|partial|connections|mechanisms|pipelining|requireTls|auth|allow\w+Attachments)\b(?= |,|\.|。|，|;|:|'|$|、|；|）|：| )/g;
    const named = (text: string) => new Set(text.match(options));
    for (const option of named(cause.words['zh-CN'].fix)) expect(cause.words.en.fix).toContain(option);
  });

  it('let those wait that pass by themselves, and only those', () => {
    const waiting = all.filter(([, cause]) => cause.outcome === 'deferred').map(([code]) => code);
    expect(waiting.sort()).toEqual([
      'API_ANSWER_INVALID',
      'CONNECTION_STALLED_OR_DROPPED',
      'CONNECT_ADDRESS_FAMILY',
      'CONNECT_PORT_BLOCKED',
      'DNS_RESOLVER_UNAVAILABLE',
      'GREYLISTED',
      'LOGIN_RATE_LIMITED',
      'MESSAGE_SOURCE_FAILED',
      'QUOTA_EXHAUSTED',
      'RATE_LIMITED',
      'RELAY_CLIENT_GONE',
      'RELAY_LOGIN_PAUSED',
      'RELAY_MESSAGE_REMEMBERED',
      'RELAY_PARTLY_REFUSED',
      'RELAY_STOPPING',
      'RELAY_STORE_FAILED',
      'RELAY_TOO_MANY_CONNECTIONS',
      'RELAY_TOO_SLOW',
      'REPLY_LOST',
      'SEND_ABORTED',
      'SERVER_PROTOCOL_VIOLATION',
      'TEMPORARY_SERVER_ERROR',
      'TOKEN_SOURCE_FAILED',
      'TOO_MANY_CONNECTIONS',
      'TOO_MANY_RECIPIENTS',
      'XOAUTH2_TOKEN_REJECTED',
    ]);
    for (const [, cause] of all) if (cause.who === 'nobody') expect(cause.outcome).toBe('deferred');
  });
});
