import { readdirSync, readFileSync } from 'node:fs';
import { parseTranscript, type Transcript } from '@ehlo/core/testing';
import { expect, test } from 'vitest';
import { explain } from '../src/index.js';

/** The dialogues that prove the rows of the packages, by their files. */
const dialogues = ['generic', 'gmail', 'outlook'].flatMap((name) => {
  const folder = new URL(`../../${name}/transcripts/`, import.meta.url);
  return readdirSync(folder).map(
    (file) => [`${name}/${file}`, parseTranscript(readFileSync(new URL(file, folder), 'utf8'))] as const,
  );
});

/** Those in which a server refuses something, and so a person may paste them. */
const refused = dialogues.filter(
  ([, { verdict, lines }]) =>
    verdict.cause !== undefined && lines.some(({ voice, text }) => voice === 'server' && /^[45]\d\d/.test(text)),
);

/** One text for five things, of which a session takes the widest and a person is told the likeliest. */
const TOLD_OTHERWISE: Readonly<Record<string, string>> = {
  'outlook/token-refused.transcript': 'XOAUTH2_IDENTITY_MISMATCH',
  'generic/qq-login-fail-closes.transcript': 'APP_PASSWORD_REQUIRED',
};

test.each(refused)('%s, pasted, is read as it is judged on the wire', (name, transcript) => {
  const { code, causes } = explain(pasted(transcript));
  expect(code, causes.map((cause) => `${cause.code} ${cause.score}`).join(', ')).toBe(
    TOLD_OTHERWISE[name] ?? transcript.verdict.cause,
  );
});

test('there are many such dialogues', () => {
  expect(refused.length).toBeGreaterThan(100);
});

function pasted({ headers, lines, verdict }: Transcript): object {
  const voices = { client: 'C: ', server: 'S: ', event: '= ' } as const;
  return {
    symptom: lines.map(({ voice, text }) => `${voices[voice]}${text}`).join('\n'),
    stage: verdict.phase,
    provider: headers.profile,
    config: {
      auth: headers.login === 'token' ? 'xoauth2' : headers.login,
      user: headers.user,
      secure: headers.tls === 'implicit',
      starttls: headers.tls === 'starttls',
    },
  };
}
