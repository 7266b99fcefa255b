import type { Language } from '@ehlo/core';
import { evidenceIn, explain, inLanguage, type Observation, type Suspect } from '@ehlo/doctor';
import {
  type Explained,
  type ExplainRequest,
  type Known,
  LOGIN_KINDS,
  MOST_CHARACTERS,
  type SuspectWords,
  TLS_SETTINGS,
} from '../api-why.js';
import { BadRequest, fields, oneOf, port, text } from './body.js';

/**
 * What stands behind a failure, in both languages at once, so that the page can change between them. Nothing of what
 * was pasted is kept, and what comes back holds no secret.
 */
export function explained({ text: symptom, known }: ExplainRequest): Explained {
  const observation: Observation = { symptom, config: settingsOf(known) };
  const en = explain(observation);
  const zh = explain(observation, { language: 'zh-CN' });
  return {
    certainty: en.certainty,
    seen: en.seen,
    ...(en.apart === undefined ? {} : { apart: { en: en.apart, 'zh-CN': zh.apart ?? en.apart } }),
    causes: en.causes.map((cause, at) => ({
      code: cause.code,
      who: cause.who,
      words: { en: wordsOf(cause, 'en'), 'zh-CN': wordsOf(zh.causes[at]!, 'zh-CN') },
      page: cause.page,
    })),
  };
}

function wordsOf({ what, fix, setting, evidence }: Suspect, language: Language): SuspectWords {
  return {
    what,
    fix,
    ...(setting === undefined ? {} : { setting: inLanguage(setting, language) }),
    evidence: evidence.map((each) => evidenceIn(each, language)),
  };
}

/** Flags as programs have them, made of the one choice on the page. */
function settingsOf({ host, port, tls, login, client }: Known): Observation['config'] {
  return {
    ...{ host, port, client, auth: login },
    ...(tls && { secure: tls === 'implicit' || tls === 'both', starttls: tls === 'starttls' || tls === 'both' }),
  };
}

export function readExplainRequest(body: unknown): ExplainRequest {
  const { text: pasted, known } = fields(body, 'body', ['text', 'known']);
  const said = text(pasted, 'text');
  if (said.length > MOST_CHARACTERS) throw new BadRequest('text', `${MOST_CHARACTERS} characters at most`);
  return { text: said, known: readKnown(known) };
}

function readKnown(value: unknown): Known {
  const known = fields(value, 'known', ['host', 'port', 'tls', 'login', 'client']);
  return {
    ...(known.host === undefined ? {} : { host: text(known.host, 'known.host') }),
    ...(known.port === undefined ? {} : { port: port(known.port, 'known.port') }),
    ...(known.tls === undefined ? {} : { tls: oneOf(known.tls, 'known.tls', TLS_SETTINGS) }),
    ...(known.login === undefined ? {} : { login: oneOf(known.login, 'known.login', LOGIN_KINDS) }),
    ...(known.client === undefined ? {} : { client: text(known.client, 'known.client') }),
  };
}
