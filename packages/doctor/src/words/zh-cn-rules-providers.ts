/** Why a rule holds, in Simplified Chinese: what Microsoft and Google alone say. */
export const providerRules: Readonly<Record<string, string>> = {
  // Microsoft.
  'SMTP AUTH is switched off, whatever the credentials.': 'SMTP AUTH 已关闭，与登录信息无关。',
  'Switching SMTP AUTH on is what helped.': '打开 SMTP AUTH 之后问题就解决了。',
  'The password works elsewhere: what is refused is SMTP AUTH, which older servers told with 5.7.3.':
    '密码在别处有效：被拒绝的是 SMTP AUTH，旧服务器用 5.7.3 表示。',
  'Older servers said 5.7.3 when SMTP AUTH was off, and .NET shows it behind the refusal of MAIL.':
    '旧服务器在 SMTP AUTH 关闭时回答 5.7.3，.NET 把它显示在 MAIL 被拒绝之后。',
  'Older servers said 5.7.3 when SMTP AUTH was off.': '旧服务器在 SMTP AUTH 关闭时回答 5.7.3。',
  'The account is a personal one: Microsoft takes no passwords there since September 2024.':
    '这是个人帐号：Microsoft 自 2024 年 9 月起不再接受其密码登录。',
  'Whose mailbox it is was not told: the words are the same for personal accounts.':
    '没有说明是谁的邮箱：个人帐号得到的也是同样的话。',
  'A policy of the organisation refuses passwords.': '组织的策略不允许密码登录。',
  'A password at a personal account of Microsoft, which takes none.':
    '对 Microsoft 个人帐号使用了密码，而它不接受密码。',
  'The words name the security defaults of the organisation.': '这些话提到了组织的安全默认值。',
  'A policy of the organisation refused the sign-in.': '组织的策略拒绝了此次登录。',
  'SMTP AUTH is on and refused all the same: what else decides is conditional access.':
    'SMTP AUTH 已打开却仍被拒绝：另一个决定因素是条件访问。',
  'Logged in, and still not authenticated: a policy that blocks legacy authentication applied to the mailbox.':
    '已登录却仍视为未登录：阻止旧式身份验证的策略作用于该邮箱。',
  'There is a login, and the server says after it that there was none.': '有过登录，而服务器之后却说没有登录。',
  'MAIL without a login, and no earlier refusal is told.': '没有登录就 MAIL，也没有提到更早的拒绝。',
  'It is not told whether there was a login before; after one, the words mean conditional access.':
    '没有说明之前是否登录过；若登录过，这些话说的就是条件访问。',
  'The refusal of MAIL repeats the refusal of the login.': '对 MAIL 的拒绝重复了对登录的拒绝。',
  // Google.
  'Google refuses every password that is no app password with these words.':
    '凡不是应用专用密码的密码，Google 都用这些话拒绝。',
  'Google refuses the password of the account, with the words for a wrong one.':
    'Google 拒绝了帐号密码，用的是密码错误时的话。',
  'A password at Google, which takes app passwords only.': '对 Google 使用了密码，而它只接受应用专用密码。',
  'The setting for less secure apps is gone, and with it the password of the account.':
    '“安全性较低的应用”这项设置已经取消，帐号密码也随之不能使用。',
  'Google wants to see the owner in a browser first.': 'Google 要求帐号本人先在浏览器中登录。',
  'The token has scopes of the Gmail API; SMTP takes https://mail.google.com/ only.':
    '令牌只有 Gmail API 的 scope；SMTP 只接受 https://mail.google.com/。',
  'The 334 carries the reason: the bearer token is refused.': '334 中带有原因：持有者令牌被拒绝。',
  'The token, or the string that it was put into, is refused as such.': '被拒绝的是令牌本身，或包含它的那串内容。',
  'A token was refused. The words on user name and password mean nothing here.':
    '被拒绝的是令牌。关于用户名和密码的话在此没有意义。',
  'It failed at the login by token.': '失败发生在令牌登录。',
  'The relay of Workspace knows neither this address nor this domain.':
    'Workspace 的中继既不认识该地址，也不认识该域名。',
  'The relay of Workspace serves registered addresses and domains only.': 'Workspace 的中继只服务已登记的地址和域名。',
  'The service account is not allowed to act for the mailbox with these scopes.':
    '该服务帐号不能以这些 scope 代表该邮箱。',
  'A service account acts for a mailbox only after an administrator has allowed it.':
    '服务帐号要先经管理员允许，才能代表邮箱发信。',
  // Their HTTP APIs.
  'The token is for another service.': '该令牌是给另一项服务用的。',
  'Graph refused the token.': 'Graph 拒绝了该令牌。',
  'The Gmail API refused the token.': 'Gmail API 拒绝了该令牌。',
  'The token has not the scope that sending wants.': '该令牌没有发信所需的 scope。',
  'The app has no right to send for this mailbox.': '该应用没有从此邮箱发信的权限。',
  'No right to send as this address.': '没有以该地址发信的权限。',
  'There is no mailbox in Exchange Online behind the account.': '该帐号在 Exchange Online 中没有邮箱。',
  'There is no mailbox of Gmail behind the account.': '该帐号没有 Gmail 邮箱。',
  'The Gmail API is not enabled in the project of the client.': '该客户端所属的项目没有启用 Gmail API。',
  'The administrators of the organisation do not let the app in.': '组织的管理员不允许该应用接入。',
  'Too many requests at a time.': '同一时间的请求过多。',
  'The messages of this day are used up.': '当天可发的邮件数已用完。',
  'The request is larger than the API takes.': '请求超过了 API 允许的大小。',
  'The message is not the base64 of a MIME message.': '该内容不是经 base64 编码的 MIME 邮件。',
  'An address of the message is not one.': '邮件中有一个地址无效。',
  'The service account may not act for this mailbox.': '该服务帐号不能代表此邮箱。',
  'A fault of the service that passes.': '服务的暂时故障，会自行恢复。',
};
