import type { Language } from '@ehlo/core';

/**
 * What a probe or a search says that it saw, in the language of the reader, and with the options of this program where
 * it names a setting. Lines of the dialogue and names of protocols stand as they are, in every language.
 */
export function seenIn(language: Language, line: string): string {
  const [pattern, words] = rows.find(([form]) => form.test(line)) ?? [];
  return pattern === undefined || words === undefined ? line : line.replace(pattern, words[language]);
}

type Row = readonly [form: RegExp, words: Readonly<Record<Language, string>>];

const rows: readonly Row[] = [
  // The settings.
  [/^taken for (.+)$/, { en: '$1', 'zh-CN': '服务商：$1' }],
  [/^login of (.+) by password$/, { en: 'login of $1 by password', 'zh-CN': '$1 用密码登录' }],
  [/^login of (.+) by token$/, { en: 'login of $1 by token', 'zh-CN': '$1 用令牌登录' }],
  [/^login by client certificate$/, { en: 'login by client certificate', 'zh-CN': '用客户端证书登录' }],
  [/^no login$/, { en: 'no login', 'zh-CN': '不登录' }],
  [/^read from (.+)$/, { en: 'read from $1', 'zh-CN': '读自 $1' }],
  [/^found by (\S+): (.+), (\S+)$/, { en: 'found by $1: $2, $3', 'zh-CN': '由 $1 找到：$2，$3' }],
  // DNS and TCP.
  [/^(\S+) is an address$/, { en: '$1', 'zh-CN': '$1（本身就是地址）' }],
  [/^SRV (\S+): none$/, { en: 'SRV $1: none', 'zh-CN': 'SRV $1：无' }],
  [/^SRV (\S+): not offered$/, { en: 'SRV $1: not offered', 'zh-CN': 'SRV $1：不提供' }],
  [/^(\S+) open after (\d+) ms$/, { en: '$1 open after $2 ms', 'zh-CN': '$1 已连通，$2 ms' }],
  [/^(\S+) no answer after (\d+) ms$/, { en: '$1 no answer after $2 ms', 'zh-CN': '$1 无应答，$2 ms' }],
  [/^(\S+) (E[A-Z]+) after (\d+) ms$/, { en: '$1 $2 after $3 ms', 'zh-CN': '$1 连接失败（$2），$3 ms' }],
  // TLS.
  [/^certificate of (.*), for (.+)$/, { en: 'certificate of $1, for $2', 'zh-CN': '证书属于 $1，适用于 $2' }],
  [/^certificate of (.*)$/, { en: 'certificate of $1', 'zh-CN': '证书属于 $1' }],
  [/^issued by (.+)$/, { en: 'issued by $1', 'zh-CN': '签发者：$1' }],
  [/^valid until (.+)$/, { en: 'valid until $1', 'zh-CN': '有效期至 $1' }],
  [/^valid from (.+) until (.+)$/, { en: 'valid from $1 until $2', 'zh-CN': '有效期从 $1 至 $2' }],
  // The conversation.
  [/^no credentials were given$/, { en: 'no credentials were given', 'zh-CN': '没有给出登录信息' }],
  [/^no sender is known: .+$/, { en: 'no sender is known: give --from', 'zh-CN': '不知道发件人：请加 --from' }],
  [
    /^no answer to QUIT, which harms nothing$/,
    { en: 'no answer to QUIT, which harms nothing', 'zh-CN': 'QUIT 没有得到回应，没有影响' },
  ],
  // Why a place was tried.
  [/^published by (.+)$/, { en: 'published by $1', 'zh-CN': '$1 公布的地址' }],
  [/^told by SRV$/, { en: 'told by SRV', 'zh-CN': 'SRV 记录给出' }],
  [/^the other way to TLS$/, { en: 'the other way to TLS', 'zh-CN': '另一种 TLS 方式' }],
  [/^without TLS$/, { en: 'without TLS', 'zh-CN': '不用 TLS' }],
  [/^another port of the host$/, { en: 'another port of the host', 'zh-CN': '同一主机的其他端口' }],
  [/^another address of the host$/, { en: 'another address of the host', 'zh-CN': '同一主机的其他地址' }],
  // A search.
  [/^no preset$/, { en: 'not among the presets', 'zh-CN': '不在内置资料中' }],
  [/^preset (\S+)$/, { en: '$1', 'zh-CN': '$1' }],
  [/^not needed$/, { en: 'not needed', 'zh-CN': '不需要查询' }],
  [
    /^a third party, which was not allowed or not needed$/,
    { en: 'only with --ispdb, and where it is needed', 'zh-CN': '加 --ispdb 并且有必要时才查' },
  ],
  [/^(ENOTFOUND|ENODATA)$/, { en: 'no such name', 'zh-CN': '没有这个名字' }],
  [/^HTTP 404$/, { en: 'no such page', 'zh-CN': '没有这个页面' }],
  [/^no MX$/, { en: 'no MX', 'zh-CN': '没有 MX' }],
  [
    /^MX (\S+): of no provider that is known$/,
    { en: 'MX $1: of no known provider', 'zh-CN': 'MX $1：不是已知的服务商' },
  ],
  [/^MX (\S+): (.+)$/, { en: 'MX $1: $2', 'zh-CN': 'MX $1：$2' }],
  [/^redirected to (.+), which is not followed$/, { en: 'redirected to $1, not followed', 'zh-CN': '转向 $1，未跟随' }],
  [/^redirected to (.+)$/, { en: 'redirected to $1', 'zh-CN': '转向 $1' }],
  [/^too many redirects$/, { en: 'too many redirects', 'zh-CN': '转向次数过多' }],
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
