/** Why a rule holds, in Simplified Chinese: TLS and STARTTLS. */
export const tlsRules: Readonly<Record<string, string>> = {
  // TLS.
  'TLS was begun at once on a port that greets in clear, and the greeting was read as a TLS record.':
    '在以明文问候的端口上立即开始 TLS，问候被当成了 TLS 记录。',
  'TLS from the first byte is set for a port that greets in clear.':
    '该端口以明文问候，却设置成从第一个字节起使用 TLS。',
  'The log of the server shows the head of a TLS record where a command was expected.':
    '服务器日志中，应为命令的地方出现了 TLS 记录的开头。',
  'Clear text where TLS was expected.': '应为 TLS 的地方出现了明文。',
  'TLS from the first byte is set for a port that begins in clear.':
    '该端口以明文开始，却设置成从第一个字节起使用 TLS。',
  'Clear text came after the 220 to STARTTLS.': 'STARTTLS 得到 220 之后又来了明文。',
  'The same words come most often from TLS begun at once, whatever the settings are meant to say.':
    '不论设置的本意如何，这些话多半出于一连接就开始 TLS。',
  'The certificate is for other names than the one dialled.': '证书对应的是其他名称，而不是所连接的名称。',
  'MailKit says this of TLS that was begun at once on such a port.': 'MailKit 在这类端口上直接开始 TLS 时会这样提示。',
  'The host is an IP address, and certificates are for names.': '主机写的是 IP 地址，而证书是颁发给域名的。',
  'The certificate, or one it rests on, is outside its dates.': '证书或其上级证书不在有效期内。',
  'The issuer is a virus scanner or a company, in the place of a public authority.':
    '签发者是杀毒软件或公司，而不是公共机构。',
  'The host is that of a provider, and the server that answered is of somebody else: the connection was redirected.':
    '主机是服务商的，而应答的服务器是别人的：连接被转走了。',
  'Something that intercepts TLS is named.': '提到了会拦截 TLS 的程序或设备。',
  'The chain of a public provider ends in an authority of somebody else.':
    '公共服务商的证书链，终点却是别人的签发机构。',
  'A public provider has a certificate of a public authority; this one came from somewhere in between.':
    '公共服务商使用公共机构的证书；这张证书来自途中某处。',
  'The certificate is signed by itself.': '证书是自签名的。',
  'A server of the own network, whose certificate no public authority signs.':
    '这是自有网络中的服务器，其证书没有公共机构签名。',
  'The store of authorities on this side is what was changed, or is missing.': '改动过或缺失的是这一侧的受信任证书库。',
  'No authority that is trusted here signed the certificate.': '证书不是由这里信任的机构签发的。',
  'No authority that is trusted here signed the certificate of this server, which no list of providers has.':
    '该服务器不在任何服务商名单中，其证书也不是由这里信任的机构签发的。',
  'The server refused the version in the ClientHello.': '服务器拒绝了 ClientHello 中的版本。',
  'The two sides have no version or cipher of TLS in common that is still safe.':
    '双方没有共同且仍然安全的 TLS 版本或加密套件。',
  'The settings pin a version or ciphers of TLS that servers no longer take.':
    '设置中固定了服务器已不再接受的 TLS 版本或加密套件。',
  'An old version of TLS, or a program that knows no newer one, is named.':
    '提到了旧的 TLS 版本，或不支持新版本的程序。',
  // STARTTLS.
  'The server, or the client, wants TLS first.': '服务器或客户端要求先启用 TLS。',
  'The server offers STARTTLS and no AUTH: it offers AUTH after TLS only.':
    '服务器提供 STARTTLS 而没有 AUTH：它在 TLS 之后才提供 AUTH。',
  'EHLO lists STARTTLS and no AUTH: it lists AUTH after TLS only.':
    'EHLO 列出了 STARTTLS 而没有 AUTH：TLS 之后才会列出 AUTH。',
  'Whether TLS was up is not told; without it every mechanism is unrecognized there.':
    '没有说明当时是否已启用 TLS；没有 TLS 时，该服务器不认任何登录机制。',
  '538 5.7.11: encryption is required for this mechanism.': '538 5.7.11：该登录机制要求加密。',
  'The code asks for encryption, and the connection is in clear.': '该代码要求加密，而连接是明文。',
  'AUTH before TLS: servers offer it after STARTTLS only.': '在 TLS 之前就 AUTH：服务器在 STARTTLS 之后才提供登录。',
  'This provider offers AUTH after TLS only.': '该服务商只在 TLS 之后提供 AUTH。',
  'This provider offers AUTH whenever TLS is up, so the connection that logged in was in clear, whatever the setting says: programs that connect a second time after STARTTLS lose it.':
    '该服务商只要启用 TLS 就提供 AUTH，所以登录用的连接是明文，不管设置怎么写：STARTTLS 之后又重新连接的程序会丢掉 TLS。',
  'The refusal speaks of encryption, and the connection is in clear.': '拒绝的话提到加密，而连接是明文。',
  'The client does not say a password in clear.': '客户端不在明文连接上说出密码。',
  'The senders of Go start TLS by themselves where it is offered, and refuse to log in where it is not.':
    'Go 的发信库遇到 STARTTLS 会自动启用 TLS，没有提供时就拒绝登录。',
  'EHLO does not list STARTTLS.': 'EHLO 没有列出 STARTTLS。',
  'The server does not start TLS.': '服务器没有启用 TLS。',
  'A firewall that inspects SMTP replaces the word STARTTLS.': '检查 SMTP 的防火墙改掉了 STARTTLS 这个词。',
  'The server refused STARTTLS.': '服务器拒绝了 STARTTLS。',
  'It failed at STARTTLS.': '失败发生在 STARTTLS。',
  'TLS did not come up.': 'TLS 没有建立起来。',
};
