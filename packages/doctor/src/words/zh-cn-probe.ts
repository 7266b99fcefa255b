/** How far a session came, as an error of a connection tells it. */
const phases: Readonly<Record<string, string>> = {
  connect: 'TCP 连接',
  greeting: '服务器问候',
  hello: 'EHLO',
  tls: 'TLS',
  auth: '登录',
  ready: '登录之后',
  envelope: 'MAIL 和 RCPT',
  data: '发送邮件内容',
  sent: '邮件发出之后',
  quit: 'QUIT',
};

/** What a stage failed by once more is known; what was known before stands behind it. */
const refined: Readonly<Record<string, string>> = {
  'the server offers STARTTLS, and AUTH not before it': '服务器提供 STARTTLS，在它之前不提供 AUTH',
  'the certificate is issued by {issuers...}: {name...}, a virus scanner on this machine':
    '证书由 {issuers...} 签发：{name...}，本机上的杀毒软件',
  'the certificate is issued by {issuers...}: {name...}, a device of the network':
    '证书由 {issuers...} 签发：{name...}，网络中的设备',
  '{provider...} has a public certificate, and this is issued by {issuers...}':
    '{provider...} 使用公共机构的证书，而这张证书由 {issuers...} 签发',
  'the port speaks TLS from the first byte': '该端口从第一个字节起就是 TLS',
  'the port begins in clear and is upgraded by STARTTLS': '该端口以明文开始，再用 STARTTLS 转为 TLS',
  '{host} is no submission host of {provider...}: that is {published...}':
    '{host} 不是 {provider...} 的发信主机：应为 {published...}',
  '{provider...} publishes no port {port} for submission, but {published...}':
    '{provider...} 没有公布发信端口 {port}，公布的是 {published...}',
  "port {port} begins in clear, and security is 'implicit'": "端口 {port} 以明文开始，而 security 为 'implicit'",
  "port {port} speaks TLS at once, and security is 'starttls'": "端口 {port} 一连接就是 TLS，而 security 为 'starttls'",
};

/** What a probe and a search saw and found, in Simplified Chinese. Of keys that fit, the first counts. */
export const probeWords: Readonly<Record<string, string>> = {
  // The settings, and where they come from.
  'taken for {provider...}': '服务商：{provider...}',
  'SMTP server': 'SMTP 服务器',
  'login of {user...} by password': '{user...} 用密码登录',
  'login of {user...} by token': '{user...} 用令牌登录',
  'login by client certificate': '用客户端证书登录',
  'no login': '不登录',
  'read from {names...}': '读自 {names...}',
  'found by {step}: {place}, {security}': '由 {step} 找到：{place}，{security}',
  'noticed: {message...}': '注意：{message...}',
  // DNS and TCP.
  '{host} is an address': '{host}（本身就是地址）',
  'SRV {name...}: none': 'SRV {name...}：无',
  'SRV {name...}: not offered': 'SRV {name...}：不提供',
  '{place} open after {time} ms': '{place} 已连通，{time} ms',
  '{place} no answer after {time} ms': '{place} 无应答，{time} ms',
  '{place} {code} after {time} ms': '{place} 连接失败（{code}），{time} ms',
  // TLS.
  'certificate of {subject...}, for {names...}': '证书属于 {subject...}，适用于 {names...}',
  'certificate of {subject...}': '证书属于 {subject...}',
  'issued by {issuers...}': '签发者：{issuers...}',
  'valid until {end...}': '有效期至 {end...}',
  'valid from {begin...} until {end...}': '有效期从 {begin...} 至 {end...}',
  "{name...} decrypts this connection: it signed the certificate in the server's place":
    '{name...} 解密了该连接：证书由它代替服务器签发',
  // The conversation.
  'no credentials were given': '没有给出登录信息',
  'no sender is known: set from': '不知道发件人：请设置 from',
  'no answer to QUIT, which harms nothing': 'QUIT 没有得到回应，没有影响',
  '({count} octets of message)': '（邮件内容，{count} 字节）',
  // Why a place was tried.
  'published by {provider...}': '{provider...} 公布的地址',
  'told by SRV': 'SRV 记录给出',
  'the other way to TLS': '另一种 TLS 方式',
  'without TLS': '不用 TLS',
  'another port of the host': '同一主机的其他端口',
  'another address of the host': '同一主机的其他地址',
  // A search.
  'no preset': '不在内置资料中',
  'preset {id}': '预设 {id}',
  'not needed': '不需要查询',
  'a third party, which was not allowed or not needed': '第三方，未获允许或不需要查询',
  'no MX': '没有 MX',
  'MX {host}: of no provider that is known': 'MX {host}：不是已知的服务商',
  'MX {host}: {provider...}': 'MX {host}：{provider...}',
  'redirected to {place}, which is not followed': '转向 {place}，未跟随',
  'redirected to {place}': '转向 {place}',
  'too many redirects': '转向次数过多',
  'it was guessed from the MX record, which nothing proves': '这是根据 MX 记录推测的，没有任何证明',
  'DNS names a host outside {domain}, and nothing proves it': 'DNS 给出的主机不在 {domain} 之内，没有任何证明',
  // Why a stage failed.
  'the server said: {reply...}': '服务器的回答：{reply...}',
  ...Object.fromEntries(
    Object.entries(refined).flatMap(([english, chinese]) => [
      [`${english}; {before...}`, `${chinese}；{before...}`],
      [english, chinese],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(phases).flatMap(([phase, chinese]) => [
      [`{place}, ${phase}: {seen...}; {why...}`, `{place}，${chinese}：{seen...}；{why...}`],
      [`{place}, ${phase}: {seen...}`, `{place}，${chinese}：{seen...}`],
    ]),
  ),
  'no answer in time': '没有及时应答',
  'the connection was closed': '连接已关闭',
  'the server closed the connection': '服务器关闭了连接',
  'the resolver gave no answer': 'DNS 解析器没有应答',
  'DNS knows no such host': 'DNS 中没有这个主机',
  'nothing listens there on this machine': '本机没有程序在监听',
  'the host answers, and nothing listens on that port': '主机有应答，但该端口没有程序在监听',
  'there is no way to the address': '没有通往该地址的路由',
  'no answer to TCP': 'TCP 没有应答',
  'the certificate is for other names': '证书对应的是其他名称',
  'the certificate is outside its dates': '证书不在有效期内',
  'no trusted authority signed the certificate': '证书不是由受信任的机构签发的',
  'no common TLS version or cipher': '没有共同的 TLS 版本或加密套件',
  'clear text where TLS was expected': '应为 TLS 的地方出现了明文',
  'clear text behind the 220 to STARTTLS': 'STARTTLS 得到 220 之后又来了明文',
  'silence on a port that speaks TLS from the first byte': '在从第一个字节起就是 TLS 的端口上没有应答',
  'TLS did not come up': 'TLS 没有建立起来',
  'the server speaks {protocol}: it begins with {line...}': '该服务器使用 {protocol} 协议：它的开头是 {line...}',
  'the server speaks {protocol}': '该服务器使用 {protocol} 协议',
  'bytes behind the reply to STARTTLS': 'STARTTLS 的应答之后还有数据',
  'a reply that nobody asked for': '没有人请求过的应答',
  'a positive reply before the end of the message': '邮件还没有发完就得到肯定的应答',
  '{place} offers {offered...}': '{place} 提供的是 {offered...}',
  'offered: {offer...}': '提供的是：{offer...}',
  'offered in clear: {before...}; offered over TLS: {after...}':
    '明文下提供的是：{before...}；TLS 之后提供的是：{after...}',
  'no AUTH': '没有 AUTH',
  'auth threw an error': 'auth 抛出了错误',
  'auth threw an error: {code}': 'auth 抛出了错误：{code}',
  '{field} gave no access token': '{field} 没有给出访问令牌',
  '{field} gave a token that holds a control character': '{field} 给出的令牌含有控制字符',
  '{field} gave a token that is no bearer token': '{field} 给出的不是持有者令牌',
  'the token is for {audience...}; asked for must be {scope...}': '令牌是给 {audience...} 用的；应申请 {scope...}',
  'the token permits {scopes...}; asked for must be {scope...}': '令牌的权限是 {scopes...}；应申请 {scope...}',
  'the token is of {owner...}, and user is {user...}; asked for must be {scope...}':
    '令牌属于 {owner...}，而 user 是 {user...}；应申请 {scope...}',
  '{host} is {address}': '{host} 的地址是 {address}',
  '{octets} octets, and {who...} takes {most}': '{octets} 字节，而 {who...} 最多接收 {most}',
  'it gave nothing in time': '它没有及时给出内容',
  'the send was aborted before the answer came': '还没有等到应答，发送就被中止了',
  'the transaction before got no answer, so none was begun for this recipient':
    '上一个事务没有得到应答，因此没有为该收件人开始新的事务',
  // What a server says that is no reply, or no part of a login.
  'not a reply: {line...}': '不是应答：{line...}',
  'a reply line of more than {octets} octets': '应答中有一行超过 {octets} 字节',
  'a reply with two codes, {one} and {other}': '一个应答有两个代码：{one} 和 {other}',
  'a reply of more than {lines} lines or {octets} octets': '应答超过 {lines} 行或 {octets} 字节',
  '{mechanism}: a challenge behind the end of the exchange': '{mechanism}：交换结束之后又来了质询',
  '{mechanism}: {name} has no answer to a further challenge': '{mechanism}：{name} 对再来的质询没有回答',
  "{mechanism}: success without the server's signature": '{mechanism}：登录成功，却没有服务器的签名',
  '{mechanism}: the first message of the server is not one of SCRAM': '{mechanism}：服务器的第一条消息不是 SCRAM 的',
  '{mechanism}: the nonce of the server does not continue ours': '{mechanism}：服务器的 nonce 没有接续我们的',
  '{mechanism}: an iteration count of {count} is not between {least} and {most}':
    '{mechanism}：迭代次数 {count} 不在 {least} 到 {most} 之间',
  '{mechanism}: the server ended SCRAM with {reason}': '{mechanism}：服务器以 {reason} 结束了 SCRAM',
  '{mechanism}: the server sees another channel than we do: {reason}':
    '{mechanism}：服务器看到的通道与我们的不同：{reason}',
  '{mechanism}: the signature of the server is wrong or absent': '{mechanism}：服务器的签名错误或缺失',
  '{mechanism}: the challenge of CRAM-MD5 is empty': '{mechanism}：CRAM-MD5 的质询为空',
  // What a mechanism cannot carry.
  '{mechanism}: this connection has no channel binding, which -PLUS needs':
    '{mechanism}：该连接没有通道绑定，而 -PLUS 需要它',
  '{mechanism}: user name or password is not ASCII, and there is no SASLprep':
    '{mechanism}：用户名或密码含有非 ASCII 字符，而没有 SASLprep',
  '{mechanism}: user name or password holds characters that RFC 4013 does not allow':
    '{mechanism}：用户名或密码含有 RFC 4013 不允许的字符',
  '{mechanism}: user name or password is empty after RFC 4013': '{mechanism}：按 RFC 4013 处理之后，用户名或密码为空',
  '{mechanism}: user name or token holds control characters': '{mechanism}：用户名或令牌含有控制字符',
  '{mechanism}: there is no {secret}': '{mechanism}：没有 {secret}',
  '{mechanism}: {name} cannot carry NUL': '{mechanism}：{name} 不能携带 NUL',
  '{mechanism}: PLAIN carries no more than 255 octets of each of its parts':
    '{mechanism}：PLAIN 的每一部分不能超过 255 字节',
};
