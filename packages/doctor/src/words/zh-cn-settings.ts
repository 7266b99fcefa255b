/** What is refused or noticed in settings, and noticed of a send, in Simplified Chinese. Of keys that fit, the first counts. */
export const settingsWords: Readonly<Record<string, string>> = {
  // What the doctor misses or doubts.
  'host is not set, and neither is address': '没有设置 host，也没有设置 address',
  'address is no bare mail address': 'address 不是单纯的邮箱地址',
  'its domain tells of no submission server': '从其域名找不到发信服务器',
  'no profile and no preset has this name': '没有这个名称的服务商资料或预设',
  'the login is left out: {why...}. Set host to {host} if it is right':
    '没有尝试登录：{why...}。若正确，请把 host 设为 {host}',
  '{provider...} wants the whole mail address as user name': '{provider...} 要求用完整邮箱地址作用户名',
  "{provider...} wants the word '{word}' as user name": "{provider...} 要求用 '{word}' 这个词作用户名",
  'password is as long as a secret access key: SES wants the SMTP password that is made of it':
    'password 的长度与私有访问密钥相同：SES 需要由它生成的 SMTP 密码',
  '{field} begins or ends with a blank, which is sent as it is': '{field} 的开头或结尾有空格，会原样发送',
  "port {port} answered with '{way}': set security to it, and the first attempt is saved":
    "端口 {port} 以 '{way}' 应答：把 security 设为它，可省去第一次尝试",
  // Options that exclude each other, or want another.
  "{field} is 'none-on-loopback', and host is not set, and {provider...} is not this machine":
    "{field} 为 'none-on-loopback'，而没有设置 host，{provider...} 也不是本机",
  "{field} is 'none-on-loopback', and {host} is not this machine": "{field} 为 'none-on-loopback'，而 {host} 不是本机",
  '{field} and password exclude each other': '{field} 与 password 不能同时设置',
  "{field} and login: 'external' exclude each other": "{field} 与 login: 'external' 不能同时设置",
  '{field} is missing: SASL EXTERNAL logs in with a client certificate': '缺少 {field}：SASL EXTERNAL 用客户端证书登录',
  '{field} is missing: a client certificate and its key go together': '缺少 {field}：客户端证书和它的密钥必须同时设置',
  '{field} is missing: the key is encrypted': '缺少 {field}：密钥是加密的',
  '{field} is missing, and so is auth: one of them logs in': '缺少 {field}，也没有 auth：登录需要其中之一',
  '{field} is missing': '缺少 {field}',
  '{field} has no match among the endpoints of {provider...}': '{field} 不在 {provider...} 公布的主机和端口之中',
  // Values.
  '{field} is empty': '{field} 为空',
  '{field} is null': '{field} 为 null',
  '{field} is undefined: a variable was not set': '{field} 为 undefined：有变量没有赋值',
  '{field} is the word undefined or null: a variable was not set':
    '{field} 是 undefined 或 null 这个词：有变量没有赋值',
  '{field} is the word {word}: a variable was not set': '{field} 是 {word} 这个词：有变量没有赋值',
  '{field} is not a string': '{field} 不是字符串',
  '{field} is not a function that gives an access token; a password stands in the option password':
    '{field} 不是返回访问令牌的函数；密码应填在 password 选项中',
  '{field} is not a function': '{field} 不是函数',
  '{field} has no function {name...}': '{field} 没有函数 {name...}',
  '{field} is not an object of options': '{field} 不是由选项组成的对象',
  '{field} ends with a line end that was copied along': '{field} 的结尾有一并复制进来的换行',
  '{field} begins or ends with a blank or a line break': '{field} 的开头或结尾有空格或换行',
  '{field} is wrapped in quotation marks that became part of the value': '{field} 外面的引号成了值的一部分',
  '{field} holds a control character': '{field} 含有控制字符',
  '{field} is not a list of at least one SASL mechanism': '{field} 不是至少含有一种 SASL 机制的列表',
  '{field} is no option; {hint...}': '没有 {field} 这个选项；{hint...}',
  'known are {names...}': '可用的有 {names...}',
  'set {option}': '请设置 {option}',
  'set auth to a function that gives it': '请把 auth 设为返回它的函数',
  'connections are always kept; set connections for how many': '连接总是保持的；用 connections 设置数量',
  'certificates are always verified; set tls.ca to trust an authority of your own':
    '证书总是要验证的；要信任自己的签发机构，请设置 tls.ca',
  '{field...} cannot be off: certificates are always verified; trust a private one with the option tls.ca':
    '{field...} 不能关闭：证书总是要验证的；要信任私有证书，请用 tls.ca 选项',
  '{field...} is neither on (true, 1, yes, on) nor off (false, 0, no, off)':
    '{field...} 既不是开（true、1、yes、on），也不是关（false、0、no、off）',
  '{field...} is not a whole number from {least} to {most}': '{field...} 不是 {least} 到 {most} 之间的整数',
  '{field} is {value...}, not a whole number from {least} to {most}':
    '{field} 为 {value...}，不是 {least} 到 {most} 之间的整数',
  '{field} is {value...}, none of {words...}': '{field} 为 {value...}，可用的只有 {words...}',
  '{field...} is none of {words...}': '{field...} 可用的只有 {words...}',
  // A host, a name for EHLO, a certificate.
  '{field} holds quotes or separators': '{field} 含有引号或分隔符',
  '{field...} holds a quotation mark: write the name without quotes': '{field...} 含有引号：请去掉引号',
  '{field} holds blanks': '{field} 含有空格',
  '{field...} holds a blank': '{field...} 含有空格',
  '{field} holds a scheme: write the name alone': '{field} 含有协议前缀：请只写名称',
  '{field...} holds a scheme such as smtp://: write the name alone':
    '{field...} 含有 smtp:// 之类的协议前缀：请只写名称',
  '{field} holds an @: write the name alone; user and password have options of their own':
    '{field} 含有 @：请只写名称；用户名和密码有各自的选项',
  '{field...} holds an @: write the host, not an address': '{field...} 含有 @：请写主机名，而不是邮箱地址',
  '{field} holds brackets: write the address alone': '{field} 含有方括号：请只写地址',
  '{field} holds a port: set port': '{field} 含有端口：请设置 port',
  '{field...} holds a colon: the port belongs into {port...}': '{field...} 含有冒号：端口应填在 {port...}',
  '{field...} is not a host name of letters, digits, hyphens and dots (names beyond ASCII in their xn-- form)':
    '{field...} 不是由字母、数字、连字符和点组成的主机名（非 ASCII 名称请写成 xn-- 形式）',
  '{field} is not a host name': '{field} 不是主机名',
  '{field} is an address: certificates are asked for by name': '{field} 是地址：证书只能按名称请求',
  '{field} is not set, and the domain of user cannot take its place: it {why...}':
    '没有设置 {field}，而 user 的域名也不能代替它：{why...}',
  '{field} is {name...}, which is no address literal such as [192.0.2.1] or [IPv6:2001:db8::1]':
    '{field} 为 {name...}，不是 [192.0.2.1] 或 [IPv6:2001:db8::1] 这样的地址字面量',
  '{field} is {name...}: an address stands in brackets, such as [192.0.2.1]':
    '{field} 为 {name...}：地址要写在方括号中，例如 [192.0.2.1]',
  '{field} is {name...}: a name beyond ASCII is written in its xn-- form':
    '{field} 为 {name...}：非 ASCII 名称要写成 xn-- 形式',
  '{field} is {name...}, a bare name that servers refuse: give the fully qualified one, or an address literal':
    '{field} 为 {name...}，服务器不接受这样的短名称：请写完整域名或地址字面量',
  '{field} is {name...}, which is no domain name': '{field} 为 {name...}，不是域名',
  '{field} is no PEM with a {label...}: it is not a string; give the text itself, not the name of a file':
    '{field} 不是含有 {label...} 的 PEM：它不是字符串；请给出内容本身，而不是文件名',
  '{field} is no PEM with a {label...}; give the text itself, not the name of a file':
    '{field} 不是含有 {label...} 的 PEM；请给出内容本身，而不是文件名',
  '{field} does not open the certificate and its key: OpenSSL says {code}':
    '{field} 打不开证书和它的密钥：OpenSSL 报告 {code}',
  // Variables of the environment.
  'no mail server is named: none of {names...} is set': '没有指定邮件服务器：{names...} 都没有设置',
  '{stray} is set, but the server is not: set {host...}': '设置了 {stray}，而没有设置服务器：请设置 {host...}',
  '{one} is set, but {other} is not': '设置了 {one}，而没有设置 {other}',
  '{one} and {other} are both set and do not say the same; unset the variables of one ({family...} or {families...})':
    '{one} 和 {other} 都已设置而内容不同；请取消其中一组（{family...} 或 {families...}）',
  '{one} and {other} are both set and do not say the same; keep one of them':
    '{one} 和 {other} 都已设置而内容不同；请只保留一个',
  '{one} and {other} are both set and say the same; those of {family...} are used':
    '{one} 和 {other} 都已设置且内容相同；采用 {family...} 的',
  '{one} and {other} are both set; the URL holds all there is to say, so unset one of them':
    '{one} 和 {other} 都已设置；URL 已包含全部设置，请取消其中一个',
  // A URL.
  '{field} does not begin with smtp://, smtps:// or smtp+starttls://':
    '{field} 没有以 smtp://、smtps:// 或 smtp+starttls:// 开头',
  '{field} has a path; a "/" in user name or password is written %2F':
    '{field} 含有路径；用户名或密码中的 "/" 要写成 %2F',
  '{field} names no host': '{field} 没有写明主机',
  '{field} says smtps:// and secure=false': '{field} 既是 smtps://，又有 secure=false',
  'the host in {field}': '{field} 中的主机',
  'the port in {field}': '{field} 中的端口',
  'option {number} in the query of {field}': '{field} 查询部分的第 {number} 个选项',
  '{option} in {field}': '{field} 中的 {option}',
  '{one} or {other}': '{one} 或 {other}',
  '{field} is not a URL such as smtps://user:password@smtp.example.com:465':
    '{field} 不是 smtps://user:password@smtp.example.com:465 这样的 URL',
  '{character...} stands unencoded in the user name, the password or the query of {field}: put each through encodeURIComponent, which writes {raw} as {encoded}':
    '{field} 的用户名、密码或查询部分中有未编码的 {character...}：请分别用 encodeURIComponent 编码，它把 {raw} 写成 {encoded}',
  '{character...} stands unencoded in the user name, the password or the query of {field}: put each through encodeURIComponent':
    '{field} 的用户名、密码或查询部分中有未编码的 {character...}：请分别用 encodeURIComponent 编码',
  'a blank': '空格',
  'a control character': '控制字符',
  'a character outside ASCII': '非 ASCII 字符',
  'the {what...} in {field} is empty': '{field} 中的 {what...} 为空',
  'the {what...} in {field} is the word {word}: a variable was not set':
    '{field} 中的 {what...} 是 {word} 这个词：有变量没有赋值',
  'the {what...} in {field} holds "%" followed by digits that are not the UTF-8 of a character: write "%" as "%25", which encodeURIComponent does':
    '{field} 的 {what...} 中，"%" 后面的数字不是某个字符的 UTF-8：请把 "%" 写成 "%25"，encodeURIComponent 会这样做',
  'the URL': 'URL',
  'the URL as :587': 'URL，写成 :587',
  'user name': '用户名',
  password: '密码',
  '{field} begins or ends with a quotation mark or a blank': '{field} 的开头或结尾有引号或空格',
  '{place...} holds a "%" that begins no encoded character: write it as "%25"':
    '{place...} 中的 "%" 后面不是编码的字符：请写成 "%25"',
  '{place...} is there twice': '{place...} 出现了两次',
  '{place...} is not known; known are {names...}': '不认识 {place...}；可用的有 {names...}',
  '{field...} is ignored: {why...}': '{field...} 被忽略：{why...}',
  'connections are always pooled': '连接总是放在连接池中',
  'a connection is used as long as the server and the provider allow': '连接会用到服务器和服务商允许的限度',
  'each phase has a time of its own: see the option timeouts': '每个阶段有各自的时限：见 timeouts 选项',
  'give a logger as an option': '请用选项给出 logger',
  'every receipt and error carries its trace': '每个回执和错误都带有会话记录',
  // Two flags for TLS.
  'smtps:// (or secure)': 'smtps://（或 secure）',
  'smtp+starttls:// (or requireTLS)': 'smtp+starttls://（或 requireTLS）',
  'the port': '端口',
  '{flag...} asks for TLS from the first byte, but port {port} begins in clear and is upgraded by STARTTLS. STARTTLS is tried first, then the other. Set {setting...} to 465, or turn {same...} off.':
    '{flag...} 要求从第一个字节起使用 TLS，但端口 {port} 以明文开始，再用 STARTTLS 转为 TLS。先尝试 STARTTLS，再尝试另一种。请把 {setting...} 设为 465，或关闭 {same...}。',
  '{flag...} asks for STARTTLS, but port 465 speaks TLS from the first byte. That is tried first, then the other. Set {setting...} to 587, or turn {same...} off.':
    '{flag...} 要求 STARTTLS，但端口 465 从第一个字节起就是 TLS。先尝试后者，再尝试另一种。请把 {setting...} 设为 587，或关闭 {same...}。',
  '{flag...} turns TLS off, but mail and passwords travel in clear to this machine only. TLS is required all the same.':
    '{flag...} 关闭了 TLS，但只有发往本机的邮件和密码才能用明文。仍然要求 TLS。',
  '{ssl...} and {starttls...} are both off, but mail and passwords travel in clear to this machine only. TLS is required all the same.':
    '{ssl...} 和 {starttls...} 都已关闭，但只有发往本机的邮件和密码才能用明文。仍然要求 TLS。',
  '{ssl...} and {starttls...} are both on. They are two ways to TLS and exclude each other: {chosen...}. Turn the other off.':
    '{ssl...} 和 {starttls...} 都已打开。它们是两种互相排斥的 TLS 方式：{chosen...}。请关闭另一个。',
  'port 465 speaks TLS from the first byte, so {flag...} is followed':
    '端口 465 从第一个字节起就是 TLS，因此采用 {flag...}',
  'no port is set, so {flag...} is followed': '没有设置端口，因此采用 {flag...}',
  'port {port} begins in clear, so {flag...} is followed': '端口 {port} 以明文开始，因此采用 {flag...}',
  // A setting as the program that failed spells it, where that takes words.
  'smtplib: smtplib.SMTP(host, 587), then starttls(context=ssl.create_default_context()), then login()':
    'smtplib: smtplib.SMTP(host, 587)，然后 starttls(context=ssl.create_default_context())，再 login()',
  '.NET SmtpClient: SmtpClient has no TLS from the first byte: use port 587 with EnableSsl = true':
    '.NET SmtpClient: SmtpClient 不支持从第一个字节起的 TLS：请使用端口 587，并设 EnableSsl = true',
  'Go net/smtp: smtp.Dial(host + ":587"), then StartTLS(&tls.Config{ServerName: host}), then Auth':
    'Go net/smtp: smtp.Dial(host + ":587")，然后 StartTLS(&tls.Config{ServerName: host})，再 Auth',
  'Go net/smtp: tls.Dial("tcp", host + ":465", config), then smtp.NewClient(conn, host)':
    'Go net/smtp: tls.Dial("tcp", host + ":465", config)，然后 smtp.NewClient(conn, host)',
  // What a send notices.
  '{road} is the road, since {other} is closed to this account ({code}): {why...}':
    '改用 {road}，因为 {other} 对此帐号关闭（{code}）：{why...}',
  '{host} does not offer DSN (RFC 3461): what deliveryStatus or dsn asks for was not passed on':
    '{host} 不提供 DSN（RFC 3461）：deliveryStatus 或 dsn 所要求的没有转达',
  'recipients by transaction: {parts...}; {count} were not tried': '各事务的收件人数：{parts...}；{count} 个没有尝试',
  'recipients by transaction: {parts...}': '各事务的收件人数：{parts...}',
};
