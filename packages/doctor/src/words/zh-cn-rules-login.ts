/** Why a rule holds, in Simplified Chinese: mechanisms, the login, the account. */
export const loginRules: Readonly<Record<string, string>> = {
  // Mechanism.
  'The server wants no login, and one was tried.': '服务器不需要登录，而客户端尝试了登录。',
  'The server offers no login here.': '服务器在此不提供登录。',
  'AUTH itself is not known here.': '该服务器根本不认识 AUTH。',
  'EHLO lists neither AUTH nor STARTTLS, behind which it might be.':
    'EHLO 既没有列出 AUTH，也没有列出 STARTTLS（AUTH 可能在其后）。',
  'The mechanism that was used does not stand in the list of EHLO.': '所用的登录机制不在 EHLO 的列表中。',
  'The way of logging in is refused, not the login.': '被拒绝的是登录方式，而不是登录本身。',
  'A challenge mechanism, which servers offer over stores of passwords with which it cannot work.':
    '这是质询式登录机制：服务器虽然提供，但它的密码存储方式与之不配。',
  'The login by a challenge mechanism failed, and no reply is told that says why.':
    '质询式登录失败，而没有说明原因的应答。',
  'A challenge mechanism is named, and no reply is told.': '提到了一种质询式登录机制，而没有提到应答。',
  'The login was tried with a challenge mechanism.': '尝试登录时用的是质询式登录机制。',
  '504: the mechanism is not known here.': '504：服务器不认识该登录机制。',
  'Neither the mechanism nor TLS is told: a server without logins answers the same.':
    '没有说明登录机制和 TLS：不提供登录的服务器也是同样的回答。',
  'A line of the authentication is too long.': '登录时有一行过长。',
  'The line with the token is longer than a command line may be (512 octets).':
    '带令牌的那一行超过了命令行允许的长度（512 字节）。',
  'Tokens do not fit the command lines of many servers.': '令牌放不进许多服务器的命令行。',
  'A client without user and password asks for a mechanism of no name.':
    '客户端没有用户名和密码，却要求使用一个没有名称的登录机制。',
  // Login.
  'The server wants a login, and none came.': '服务器要求登录，而没有登录。',
  '530, and no login is set.': '530，而且没有设置登录信息。',
  '530: authentication required.': '530：需要登录。',
  'Characters beyond ASCII, and most often they stand in the password.': '有 ASCII 之外的字符，多半在密码里。',
  'The login holds characters beyond ASCII, or arrived damaged.': '登录信息含有 ASCII 之外的字符，或传到时已损坏。',
  'The password is changed on its way to the server.': '密码在传往服务器的途中被改动。',
  'What the password is made of was thought worth telling.': '有人特意提到密码由哪些字符组成。',
  'The words are about the user name, or a domain stands in it twice.':
    '这些话说的是用户名，或用户名里域名出现了两次。',
  'The user name has not the form that this provider wants.': '用户名不符合该服务商要求的形式。',
  'An alias, a sender, or a name without its domain stands where the login of the account is wanted.':
    '应填帐号登录名的地方，填了别名、发件人或不带域名的名称。',
  'The password is one for programs, so the name is the next to look at.': '密码是程序专用的，所以接下来要看用户名。',
  'The words are about the password, whatever the code promises.': '文字说的是密码，不论返回码暗示什么。',
  'User name or password was refused.': '用户名或密码被拒绝。',
  'It failed at the login by password, and nothing says more.': '失败发生在密码登录，没有更多说明。',
  // Account.
  'The words ask for a password of another kind.': '这些话要求使用另一种密码。',
  'This provider refuses the password of the account like a wrong one: it takes app passwords or authorization codes only.':
    '该服务商把帐号密码当成错误密码拒绝：只接受应用专用密码或授权码。',
  'This provider wants a password of its own for programs.': '该服务商要求程序使用专用的密码。',
  'The account has a second factor, or its ordinary password was used.':
    '该帐号启用了第二重验证，或使用了普通的登录密码。',
  'The words count logins.': '这些话说的是登录次数。',
  '454 to AUTH: not now, and most often because of too many logins.': '对 AUTH 回答 454：暂时不行，多因登录次数过多。',
  'The words are about the account: a step of its setting up is not done, or it is closed.':
    '这些话说的是帐号：开通步骤没有完成，或帐号已停用。',
  'The account has yet to be activated.': '该帐号尚待激活。',
  'The provider holds the account for a spammer, and lets it go after a check.':
    '服务商怀疑该帐号发送垃圾邮件，通过验证后会放行。',
  'The codes with which Exchange Online names a sender that it has blocked.':
    'Exchange Online 用这些代码表示它已封锁的发件人。',
  'Keys of IAM stand where SMTP credentials are wanted.': '应填 SMTP 登录信息的地方，填了 IAM 的密钥。',
  'SES knows SMTP credentials of one region only, and no IAM keys.':
    'SES 的 SMTP 登录信息只在一个区域有效，也不接受 IAM 密钥。',
};
