import type { Language } from '@ehlo/core';
import type { Evidence } from '../explain/explain.js';
import { translator } from './translator.js';
import { coreRows } from './zh-cn-core.js';
import { genericRows } from './zh-cn-generic.js';
import { gmailRows } from './zh-cn-gmail.js';
import { oauthRows } from './zh-cn-oauth.js';
import { outlookRows } from './zh-cn-outlook.js';
import { probeWords } from './zh-cn-probe.js';
import { profileRows, routeWords } from './zh-cn-profiles.js';
import { connectionRules } from './zh-cn-rules-connection.js';
import { loginRules } from './zh-cn-rules-login.js';
import { mailRules } from './zh-cn-rules-mail.js';
import { providerRules } from './zh-cn-rules-providers.js';
import { tlsRules } from './zh-cn-rules-tls.js';
import { tokenRules } from './zh-cn-rules-token.js';
import { settingsWords } from './zh-cn-settings.js';
import { states } from './zh-cn-states.js';

/** Why rules and rows hold, and notes: whole sentences. No table has a sentence of another. */
export const reasons = [
  ...[connectionRules, tlsRules, tokenRules, loginRules, providerRules, mailRules],
  ...[coreRows, oauthRows, outlookRows, gmailRows, genericRows, profileRows],
];
/** What is told of settings, of a probe and of a search: often half sentences around values. */
export const findings = [settingsWords, probeWords, routeWords];

const sentenceInChinese = translator(Object.assign({}, ...reasons, ...findings));
const stateInChinese = translator(states);

/**
 * What explain, diagnose and discover say in English, in the language of the reader: why a rule or a row holds, notes,
 * warnings, and what a probe saw or found. The English sentence is the key. What nobody translated comes back as it is,
 * as does what a server said.
 */
export function inLanguage(sentence: string, language: Language): string {
  return language === 'en' ? sentence : (sentenceInChinese(sentence) ?? sentence);
}

/** Evidence in the language of the reader. Quoted words stay as they were pasted, and names of providers as they are. */
export function evidenceIn({ saw, because }: Evidence, language: Language): Evidence {
  if (language === 'en') return { saw, because };
  const sights = saw.match(SIGHT) ?? [];
  return {
    saw: sights.map((sight) => (sight.startsWith('"') ? sight : (stateInChinese(sight) ?? sight))).join('，'),
    because: inLanguage(because, language),
  };
}

/**
 * `"wrong version number", port 587`. Quoted words may hold quotes and commas: they end where no quote follows, or one
 * that begins others. Names of providers hold commas in parentheses.
 */
const SIGHT = /".+?"(?=$|, [^"]*$|, (?:[^"]*, )?")|[^"\s,](?:[^,(]|\([^)]*\))*(?=, |$)/gs;
