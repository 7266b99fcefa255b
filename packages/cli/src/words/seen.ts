import type { Language } from '@ehlo/core';
import { inLanguage } from '@ehlo/doctor';

/**
 * What a probe or a search says that it saw, in the language of the reader, and with the options of this program where
 * it names a setting. Lines of the dialogue and names of protocols stand as they are, in every language.
 */
export function seenIn(language: Language, line: string): string {
  const [pattern, words] = rows.find(([form, own]) => own[language] !== undefined && form.test(line)) ?? [];
  const own = words?.[language];
  return pattern === undefined || own === undefined ? inLanguage(line, language) : line.replace(pattern, own);
}

/** Where the words are those of a library, and a person at a terminal is told otherwise. */
type Row = readonly [form: RegExp, words: Readonly<Partial<Record<Language, string>>>];

const rows: readonly Row[] = [
  [/^taken for (.+)$/, { en: '$1' }],
  [/^no sender is known: .+$/, { en: 'no sender is known: give --from', 'zh-CN': '不知道发件人：请加 --from' }],
  [
    /^a third party, which was not allowed or not needed$/,
    { en: 'only with --ispdb, and where it is needed', 'zh-CN': '加 --ispdb 并且有必要时才查' },
  ],
  [/^(ENOTFOUND|ENODATA)$/, { en: 'no such name', 'zh-CN': '没有这个名字' }],
  [/^HTTP 404$/, { en: 'no such page', 'zh-CN': '没有这个页面' }],
  [/^(\S+) is an address$/, { en: '$1' }],
  [/^no preset$/, { en: 'not among the presets' }],
  [/^preset (\S+)$/, { en: '$1', 'zh-CN': '$1' }],
  [/^MX (\S+): of no provider that is known$/, { en: 'MX $1: of no known provider' }],
  [/^redirected to (.+), which is not followed$/, { en: 'redirected to $1, not followed' }],
  [
    /^it was guessed from the MX record, which nothing proves$/,
    {
      en: 'It was guessed from the MX record, which nothing proves.',
      'zh-CN': '这是根据 MX 记录推测的，没有任何证明。',
    },
  ],
  [
    /^DNS names a host outside (\S+), and nothing proves it$/,
    {
      en: 'DNS names a host outside $1, and nothing proves it.',
      'zh-CN': 'DNS 给出的主机不在 $1 之内，没有任何证明。',
    },
  ],
];
