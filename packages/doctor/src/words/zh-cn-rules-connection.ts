/** Why a rule holds, in Simplified Chinese: settings, network, hosts, connection and greeting. */
export const connectionRules: Readonly<Record<string, string>> = {
  // Settings.
  'The host holds a quote, comma, semicolon or blank, as left over from a settings file.':
    '主机名里有引号、逗号、分号或空格，多半是从配置文件里带来的。',
  'A character that no host name has was thought worth telling.': '有人特意提到一个主机名里不可能有的字符。',
  'The name that was looked up holds a character that no host name has.': '所查询的名称含有主机名不能用的字符。',
  'A URL stands where a host name is wanted.': '应填主机名的地方填了 URL。',
  'The port is no number between 1 and 65535.': '端口不是 1 到 65535 之间的数字。',
  'The program refused the value of a setting by name.': '程序指名拒绝了某项设置的值。',
  'A setting is not spelled as the program wants it.': '有一项设置的写法不合程序的要求。',
  'The host is the name of a value that was never set.': '主机名其实是一个从未赋值的变量的名字。',
  'The settings are a URL, and it cannot be read.': '设置写成了 URL，但无法解析。',
  'What was looked up is a part of the URL, and not its host.': '所查询的是 URL 的一部分，而不是其中的主机。',
  'User and password stand in a URL with characters that mean something there.':
    'URL 中的用户名和密码含有在 URL 里有特殊含义的字符。',
  'User and password came in a URL, where characters of the password mean something.':
    '用户名和密码来自 URL，而密码中的某些字符在 URL 里有特殊含义。',
  'A password in a URL arrives changed where it holds + or %.': 'URL 中的密码若含有 + 或 %，传到时就变了样。',
  'What was looked up is not the host: a piece of user or password, from a URL.':
    '所查询的不是主机，而是 URL 中用户名或密码的一段。',
  'A name without a dot was looked up: what stands behind the first @ or # of the password.':
    '所查询的名称没有点：它是密码中第一个 @ 或 # 之后的部分。',
  'The client has no user name or no password to log in with, and sent nothing.':
    '客户端没有可用于登录的用户名或密码，什么也没有发送。',
  'User name or password is empty, or stands for nothing.': '用户名或密码为空，或只是占位的内容。',
  'The settings show that user name or password was not there when the program ran.':
    '从设置看，程序运行时没有读到用户名或密码。',
  'It failed before anything was dialled.': '还没有发起任何连接就失败了。',
  // Network.
  'The resolver gave no answer. A name that does not exist is told otherwise (ENOTFOUND).':
    'DNS 解析器没有应答。名称不存在时是另一种说法（ENOTFOUND）。',
  'The host is spelled as its provider publishes it, so the name exists and the lookup failed here.':
    '主机名与服务商公布的一致，所以名称存在，是本地解析失败。',
  'Inside of a container names are resolved by its own settings, which often do not work.':
    '容器内部用它自己的设置解析名称，那里常常不通。',
  'By its address the server is reached: what fails is the lookup.': '用地址可以连到服务器：失败的只是名称解析。',
  'DNS knows no such host.': 'DNS 中没有这个主机。',
  'There is no way to an address of this family (IPv4 or IPv6).': '没有通往这类地址（IPv4 或 IPv6）的路由。',
  'There is no way to an address of this family (IPv4 or IPv6), and no address of the other is known to fail.':
    '没有通往这类地址（IPv4 或 IPv6）的路由，而另一类地址没有失败的迹象。',
  'The failing address is of one family, and the other may work.': '失败的只是一类地址，另一类也许可用。',
  'The address that gives no answer is one of IPv6.': '没有应答的是 IPv6 地址。',
  'An address of IPv4 gives no answer either, so it is not the family.': 'IPv4 地址同样没有应答，所以与地址类型无关。',
  // Which host.
  'This machine itself was dialled, and nothing listens there.': '所连接的是本机，而本机没有程序在监听。',
  'A host stands where the name of a known service is wanted, so no host is set.':
    '应填已知服务名称的地方填了主机名，因此等于没有设置主机。',
  'No host is set, and the default of most clients is this machine.': '没有设置主机，而多数客户端默认连接本机。',
  'The default host of the program was dialled.': '所连接的是程序的默认主机。',
  'The port is one of IMAP, POP, the web or another service.': '该端口属于 IMAP、POP、网页或其他服务。',
  'The greeting is that of another protocol.': '这是另一种协议的问候。',
  'The host is not the one for submission: IMAP, POP, web, an MX, or an older name.':
    '该主机不是用来发信的：而是 IMAP、POP、网页、MX 或旧名称。',
  'Direct send and connectors know the sender by its address: the MX takes no login.':
    '直接发送和连接器按地址识别发件方：MX 不接受登录。',
  'The host is an MX of the provider: it takes mail for its own domains, and no logins.':
    '该主机是服务商的 MX：只接收发往其自有域名的邮件，不接受登录。',
  'A login was refused by the MX of the organisation, which takes none.':
    '登录被组织的 MX 拒绝，而 MX 本来就不接受登录。',
  'The server that answered is the MX of the organisation, which takes no logins.':
    '应答的服务器是组织的 MX，它不接受登录。',
  'The provider publishes no submission server on this port.': '服务商没有公布使用该端口的发信服务器。',
  // Connection.
  'The host answers, and nothing listens on that port.': '主机有应答，但该端口没有程序在监听。',
  'No answer to TCP: something in between drops the packets.': 'TCP 没有应答：途中有设备丢弃了数据包。',
  'The words are those of a connection that never came about, whatever the stage is called.':
    '不管阶段怎么称呼，这些话说的是连接根本没有建立。',
  'No answer to TCP on a port of mail, which firewalls and hosting companies block.':
    '邮件端口上 TCP 没有应答，防火墙和主机商常封锁这些端口。',
  'It ran out of time before a connection came about.': '连接还没有建立，时间就用完了。',
  'The connection fails at a hosting company or network that blocks ports of mail.':
    '连接失败的地方是封锁邮件端口的主机商或网络。',
  'Something in between answers for the server, and tells that it does not reach it.':
    '途中有设备代替服务器应答，表示无法到达服务器。',
  'The server of a provider takes mail on port 25: what refuses it is the network here.':
    '服务商的服务器在 25 端口接收邮件：拒绝连接的是这边的网络。',
  'Host and port are those of the provider, so it is the network here that refuses.':
    '主机和端口都是服务商公布的，所以拒绝连接的是这边的网络。',
  'The machine itself forbids the connection: a firewall, a virus scanner or SELinux.':
    '本机自己禁止了该连接：防火墙、杀毒软件或 SELinux。',
  'Some hosting companies accept the connection and answer nothing.': '有些主机商会接受连接，然后什么也不回答。',
  // Greeting and EHLO.
  'This port speaks TLS from the first byte; client and server wait for each other.':
    '该端口从第一个字节起就是 TLS；客户端和服务器都在等对方先开口。',
  'Silence on a port that speaks TLS from the first byte.': '在从第一个字节起就是 TLS 的端口上，没有任何应答。',
  'The connection ended in place of a greeting, on a port that speaks TLS from the first byte.':
    '在从第一个字节起就是 TLS 的端口上，没有问候，连接就断了。',
  'The server is told to speak TLS from the first byte, and the client waits for it in clear.':
    '服务器按设置从第一个字节起使用 TLS，而客户端在等它的明文。',
  'TCP was connected, and no greeting came.': 'TCP 已连通，但没有等到问候。',
  'It differs by address or comes and goes: the settings are right.': '时好时坏，或随地址而异：设置本身没有问题。',
  'The connection was cut.': '连接被切断了。',
  'The server ended a connection that was idle, or that had grown old.': '服务器结束了一条空闲已久或使用过久的连接。',
  'The session was under way, and then nothing came, or its end.': '会话进行到一半，之后没有应答或被断开。',
  'It failed before the server said anything.': '服务器还没有说话就失败了。',
  'The words count connections.': '这些话说的是连接数。',
  'The words are about the address of the machine that sends.': '这些话说的是发信机器的地址。',
  'The code is about the address of the connection.': '该代码针对的是连接所用的地址。',
  'Before any command there is nothing to judge but the address.': '还没有任何命令，服务器能判断的只有地址。',
  'The words are about the name in EHLO.': '这些话说的是 EHLO 中的名称。',
  'The server refused EHLO, and all there is in it is a name.': '服务器拒绝了 EHLO，而其中只有一个名称。',
  'The name in EHLO was thought worth telling, and the reply allows for it.':
    '有人特意提到 EHLO 中的名称，应答也与此相符。',
  'It failed at EHLO, and all there is in it is a name.': '失败发生在 EHLO，而其中只有一个名称。',
  'A domain name is refused, and no address is told: it is the one in EHLO.':
    '被拒绝的是一个域名，又没有提到地址：应当是 EHLO 中的域名。',
  'Client and server do not agree where they stand.': '客户端与服务器对会话进行到哪一步看法不一。',
  'The reply is one of success, and that of another command.': '该应答表示成功，却是另一条命令的应答。',
  '503 finds the commands in the wrong order.': '503 表示命令顺序不对。',
};
