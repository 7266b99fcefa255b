/** Why a profile names an endpoint, a mechanism, a form or a limit. */
export const profileRows: Readonly<Record<string, string>> = {
  // ---- Microsoft ----
  'The host published for personal accounts. There is no port with implicit TLS.':
    '微软为个人账户公布的主机。没有使用隐式 TLS 的端口。',
  'Access tokens here have 1.5 to 2.5 kB and do not fit a command line of 512 octets (RFC 4954 4). The response follows the empty challenge.':
    '这里的访问令牌有 1.5 到 2.5 kB，放不进 512 字节的命令行（RFC 4954 4）。应答在空的质询之后发送。',
  'CHUNKING is offered, but BDAT has brought 552 5.3.4 "Header size exceeds fixed maximum size" and hangs.':
    '服务器提供 CHUNKING，但 BDAT 曾引出 552 5.3.4 "Header size exceeds fixed maximum size" 以及停顿。',
  'PIPELINING is offered before and after TLS.': 'TLS 之前和之后都提供 PIPELINING。',
  'A fourth submission at the same time gets 432 4.3.2.': '同时进行的第四个提交会得到 432 4.3.2。',
  'More are not refused but carried over to the following minutes, out of sight.':
    '超出的不会被拒绝，而是在后台推迟到随后几分钟发送。',
  'The default; an admin may set 1 to 1,000.': '默认值；管理员可设为 1 到 1,000。',
  'With a Microsoft 365 subscription. Lower and not told for free and for new accounts.':
    '适用于有 Microsoft 365 订阅的账户。免费账户和新账户更低，具体数值未公布。',
  'What EHLO says. A mailbox allows 35 MB by default and up to 150 MB where its admin says so.':
    'EHLO 给出的值。邮箱默认允许 35 MB，管理员可放宽到 150 MB。',
  'The server closes after five minutes with 421 4.4.1; a minute of margin.':
    '服务器在五分钟后以 421 4.4.1 关闭连接；这里留出一分钟余量。',
  'Sessions have been seen to end at about 20 minutes, whatever they were doing.':
    '会话不论在做什么，都有大约在 20 分钟时结束的情况。',
  'Client submission. Port 465 is not supported; the name must be used, not an address.':
    '客户端提交。不支持端口 465；必须使用主机名，不能使用 IP 地址。',
  'The only password mechanism on offer, and only after TLS. AUTH PLAIN is never offered and gets 504 5.7.4.':
    '唯一提供的密码机制，而且只在 TLS 之后提供。AUTH PLAIN 从不提供，使用它会得到 504 5.7.4。',
  'Over any 24 hours; then 554 5.2.0 SubmissionQuotaExceededException.':
    '按任意 24 小时计；超过后得到 554 5.2.0 SubmissionQuotaExceededException。',
  'The host that EmailEngine uses. No Microsoft page was found that names it.':
    'EmailEngine 使用的主机。未找到写明它的微软页面。',
  'The host of recorded sessions. EmailEngine uses partner.outlook.cn.':
    '会话记录中的主机。EmailEngine 使用的是 partner.outlook.cn。',
  'The host for High Volume Email accounts.': '用于 High Volume Email 账户的主机。',
  // ---- Google ----
  'TLS from the first byte is preferred where both ways exist (RFC 8314 3.3).':
    '两种方式都有时，优先从第一个字节起就使用 TLS（RFC 8314 3.3）。',
  'Some hosts block outbound 465 and leave 587 open.': '有些主机商封锁出站端口 465，而放行 587。',
  'The mechanism that Google documents for access tokens.': '谷歌文档中用于访问令牌的机制。',
  'The standard form (RFC 7628) of the same; second, since it is offered but not documented here.':
    '同一用途的标准形式（RFC 7628）；排在第二，因为服务器提供它，但文档没有写。',
  'App passwords, in one step.': '应用专用密码，一步完成。',
  'App passwords, in three steps. AUTH LOGIN takes no initial response: 535 5.5.4.':
    '应用专用密码，分三步。AUTH LOGIN 不接受初始应答：535 5.5.4。',
  'CHUNKING is offered, but larger messages by BDAT have timed out at Google. Seen at the servers that receive; all recorded submissions used DATA.':
    '服务器提供 CHUNKING，但较大的邮件用 BDAT 发往谷歌曾超时。这是在接收服务器上见到的；所有提交记录都使用 DATA。',
  'PIPELINING is offered, and MAIL, RCPT and DATA in one group are on record.':
    '服务器提供 PIPELINING，并有把 MAIL、RCPT 和 DATA 作为一组发送的记录。',
  'By SMTP; the web allows 500. One more gets 452 4.5.3.': '经由 SMTP；网页端允许 500。再多一个会得到 452 4.5.3。',
  'What EHLO says. Attachments grow by a third in base64, so files of 25 MB together are about the most.':
    'EHLO 给出的值。附件经 base64 编码会增大三分之一，所以文件合计大约以 25 MB 为限。',
  'Not documented; connections have been seen to end after five to ten idle minutes.':
    '没有文档；有连接在空闲五到十分钟后结束的情况。',
  'Over any 24 hours; then 550 5.4.5.': '按任意 24 小时计；超过后得到 550 5.4.5。',
  'Over any 24 hours; 500 in a trial. Sending is then blocked for up to 24 hours.':
    '按任意 24 小时计；试用期为 500。超过后最长 24 小时内不能发送。',
  'Of these 3,000 outside the organisation, and 3,000 different ones.':
    '其中组织以外的最多 3,000，不同的收件人最多 3,000。',
  'Some hosts block outbound 465 and leave 587 open. In clear, the relay takes registered addresses only.':
    '有些主机商封锁出站端口 465，而放行 587。明文连接时，该中继只接受已登记的地址。',
  'Of one user, over any 24 hours; the organisation has a limit of its own.':
    '按每个用户、任意 24 小时计；组织另有自己的限额。',
  'Different recipients of one user, over any 24 hours.': '按每个用户的不同收件人、任意 24 小时计。',
  'The name in EHLO or the domain in MAIL must belong to the customer. EHLO localhost is answered with 421.':
    'EHLO 中的名称或 MAIL 中的域名必须属于该客户。EHLO localhost 会得到 421。',
  // ---- Any server ----
  'Keeps the password from the server and ties the login to this TLS channel.':
    '不把密码交给服务器，并把登录绑定到这条 TLS 通道。',
  'Channel binding counts for more than the hash, which is not broken for this use.':
    '通道绑定比散列算法更重要，而该算法用在这里并未被攻破。',
  'Keeps the password from the server, and the server proves that it knows it.':
    '不把密码交给服务器，而服务器要证明自己知道密码。',
  'The same with the older hash.': '同上，使用较旧的散列算法。',
  'The standard way to log in with a token.': '用令牌登录的标准方式。',
  'The older way to log in with a token, which more servers know.': '用令牌登录的较旧方式，支持它的服务器更多。',
  'One step, any characters (UTF-8), safe inside TLS; every server that takes passwords takes it.':
    '一步完成，可用任何字符（UTF-8），在 TLS 内是安全的；凡接受密码的服务器都接受它。',
  'Not a standard, for servers that know nothing else.': '不是标准，用于只支持它的服务器。',
  'Behind PLAIN: inside TLS it protects little, and servers offer it over stores with which it cannot work.':
    '排在 PLAIN 之后：在 TLS 内它几乎不增加保护，而且有的服务器提供它，其密码库却无法配合。',
  'SendGrid takes at most 5,000 messages on a connection.': 'SendGrid 在一条连接上最多接受 5,000 封邮件。',
  'SparkPost asks to reconnect after 100 messages.': 'SparkPost 要求在 100 封邮件后重新连接。',
  'Only where a client certificate is the login.': '仅在以客户端证书登录时使用。',
};

/** Why a route is what it is: of presets, and where no row of a profile says so. */
export const routeWords: Readonly<Record<string, string>> = {
  '{name...}: published {where...}.': '{name...}：{where...}。',
  'by itself or in a maintained list': '由其自身公布，或见于有人维护的列表',
  'by one good third party': '由一个可靠的第三方公布',
  'in one place only, or by analogy': '只有一处公布，或由同类推出',
  'clear text was asked for, which is for this machine only': '要求使用明文，这只用于本机',
  "security is '{security}'": "security 为 '{security}'",
  'the port answered in the other encrypted mode': '该端口以另一种加密方式应答',
  "{name...} knows no other way to TLS than '{only}'": "{name...} 只支持 '{only}' 这一种 TLS 方式",
  'port 465 speaks TLS from the first byte (RFC 8314 3.3)': '端口 465 从第一个字节起就是 TLS（RFC 8314 3.3）',
  'port {port} is upgraded by STARTTLS, which is required (RFC 8314 3.3)':
    '端口 {port} 以 STARTTLS 升级，且必须升级（RFC 8314 3.3）',
};
