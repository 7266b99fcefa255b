/** Why a row of Outlook.com and Microsoft 365 holds, and their notes, in Simplified Chinese. */
export const outlookRows: Readonly<Record<string, string>> = {
  // Replies.
  'Microsoft took passwords away from personal accounts in September 2024, app passwords included.':
    'Microsoft 在 2024 年 9 月取消了个人帐号的密码登录，应用密码也包括在内。',
  'The front end is busy, drained or restarted; the next connection meets another one.':
    '前端服务器繁忙、正在下线或重启；下一次连接会遇到另一台。',
  'The server ends a connection that was idle for five minutes, or that has grown old.':
    '服务器会结束空闲五分钟或使用过久的连接。',
  'Another wording for a connection that was idle too long.': '对空闲过久的连接的另一种说法。',
  'Said as 421, though no retry helps: something between here and Microsoft holds TLS at 1.0 or 1.1.':
    '虽然是 421，重试却无用：这里与 Microsoft 之间有设备把 TLS 限制在 1.0 或 1.1。',
  '"Invalid domain name": EHLO wants a qualified name or an address literal.':
    '"Invalid domain name"：EHLO 需要完整域名或地址字面量。',
  'A line arrived where the server wanted a command: the two sides have lost each other.':
    '服务器等待命令时收到了别的一行：双方已不同步。',
  'SMTP AUTH is off for the whole organisation and this mailbox has no exception. OAuth is refused too.':
    '整个组织的 SMTP AUTH 已关闭，该邮箱也没有例外。OAuth 同样被拒绝。',
  'The answer to MAIL repeats why AUTH failed before, for clients that went on regardless.':
    '对 MAIL 的回答重复了之前 AUTH 失败的原因，因为客户端不顾失败继续进行。',
  'SMTP AUTH is off for this mailbox, which outweighs the setting of the organisation.':
    '该邮箱的 SMTP AUTH 已关闭，邮箱的设置优先于组织的设置。',
  'Security defaults of the organisation block every login by password.': '组织的安全默认值禁止一切密码登录。',
  'A conditional access policy or an authentication policy refused the sign-in; the password may be right.':
    '条件访问策略或身份验证策略拒绝了此次登录；密码可能是正确的。',
  'The one variant that is about the password itself.': '唯一与密码本身有关的一种说法。',
  'The account is locked after failed sign-ins; signing in on the web frees it. Seen in one document only.':
    '该帐号因多次登录失败而被锁定；在网页上登录即可解锁。只见于一份文档。',
  'The organisation checks passwords on a server of its own, and Microsoft could not reach it.':
    '组织在自己的服务器上验证密码，而 Microsoft 无法连接该服务器。',
  'The server on which the organisation checks passwords is set up without HTTPS.':
    '组织用来验证密码的服务器没有配置 HTTPS。',
  'Expired, made for Microsoft Graph in place of Outlook, without SMTP.Send, or of another account than user. The server does not say which, and sends no 334 with a reason before.':
    '令牌已过期、是为 Microsoft Graph 而不是 Outlook 签发的、缺少 SMTP.Send，或属于 user 之外的帐号。服务器不说明是哪一种，之前也不发带原因的 334。',
  'The words of a token that was refused, here for user name and password.':
    '这是令牌被拒绝时的话，此处用于用户名和密码。',
  '"Unrecognized authentication type": LOGIN and XOAUTH2 are all there is.':
    '"Unrecognized authentication type"：只有 LOGIN 和 XOAUTH2 两种。',
  'No mechanism exists before STARTTLS. This client never says AUTH there, others do.':
    'STARTTLS 之前没有任何登录机制。本客户端不会在那里 AUTH，其他客户端会。',
  'The front end could not hand the login to the server of the mailbox ("PRX4"). No fault of the password.':
    '前端服务器未能把登录转交给邮箱所在的服务器（"PRX4"）。密码没有问题。',
  'The answer to MAIL repeats that user name or password was refused, for clients that went on regardless.':
    '对 MAIL 的回答重复了用户名或密码被拒绝，因为客户端不顾失败继续进行。',
  'MAIL without a login.': '没有登录就 MAIL。',
  'From is another address than the one that logged in, without the right to Send As.':
    'From 不是登录所用的地址，又没有“代理发送”（Send As）权限。',
  'The same under the older code 5.2.0, which other refusals share: the name of the exception tells.':
    '同上，用的是较旧的代码 5.2.0，其他拒绝也用它：要看异常的名称。',
  'Microsoft holds the account for a spammer, or a new one sends too much. Ends after a check on the web.':
    'Microsoft 怀疑该帐号发送垃圾邮件，或新帐号发信过多。在网页上通过验证后解除。',
  'The recipients of this day are used up. Said as 554, though it clears within 24 hours.':
    '当天的收件人数已用完。虽然是 554，24 小时内会恢复。',
  'Each mail that is sent is kept in Sent Items; a full mailbox may not send.':
    '每封发出的邮件都保存在“已发送邮件”中；邮箱满了就不能发信。',
  'The mailbox of the recipient takes no more messages at this moment.': '收件人的邮箱此刻不再接收邮件。',
  'More than three submissions of one mailbox at the same time, by all of its programs together.':
    '同一邮箱同时提交超过三个，其所有程序合并计算。',
  'The app logged in and has no right on the mailbox. Said as 430, though only a grant ends it; a fresh grant takes up to an hour. Seen in one report.':
    '应用已登录，但没有该邮箱的权限。虽然是 430，只有授权才能解决；新的授权最长一小时后生效。见于一份报告。',
  '"Access denied, bad outbound sender": blocked for spam until an admin removes it from the restricted users.':
    '"Access denied, bad outbound sender"：因垃圾邮件被封锁，须由管理员将其从受限用户中移除。',
  'Spam abuse was detected, or the organisation has gone over its threshold.': '检测到发送垃圾邮件，或组织超过了限额。',
  'A daily limit: recipients of the mailbox (5.1.90), or outside recipients of the organisation (5.7.232, 5.7.233).':
    '每日限额：邮箱的收件人数（5.1.90），或组织的外部收件人数（5.7.232、5.7.233）。',
  'The domain of the sender is not registered in the organisation.': '发件人的域名没有在组织中注册。',
  'Direct send without a login, and the organisation or a connector refuses that.':
    '没有登录的直接发送，而组织或连接器拒绝这样做。',
  'No such recipient. 5.4.1 "Recipient address rejected: Access denied" says it at the edge.':
    '没有该收件人。边缘服务器说的是 5.4.1 "Recipient address rejected: Access denied"。',
  'The wording of Outlook.com for a mailbox that is not there. Not confirmed on submission.':
    'Outlook.com 对不存在的邮箱的说法。在提交时尚未得到证实。',
  'More recipients than one message may have. The text at RCPT is not on record; the code is.':
    '收件人超过一封邮件的上限。RCPT 时的文字没有记录，代码有。',
  'The recipient, a group or the organisation takes no mail from this sender.':
    '收件人、群组或组织不接收该发件人的邮件。',
  'The same under the common code 5.7.1, which has other meanings too.': '同上，用的是常见代码 5.7.1，它还有其他含义。',
  'The headers are too large. Seen with BDAT for messages that passed with DATA.':
    '信头过大。见于用 BDAT 发送的邮件，同样的邮件用 DATA 可以通过。',
  'Larger than the mailbox allows: 35 MB where no admin has raised it. The exact text is not on record.':
    '超过了邮箱允许的大小：管理员没有提高时为 35 MB。确切的文字没有记录。',
  'Several From without Sender (5.1.20), bare line feeds (5.6.11), no valid From (5.7.512).':
    '有多个 From 而没有 Sender（5.1.20），有单独的换行符（5.6.11），或没有有效的 From（5.7.512）。',
  'SPF, DKIM or DMARC of the domain in From does not stand behind the message.':
    'From 所在域名的 SPF、DKIM 或 DMARC 不能证明该邮件。',
  'The address of the connection is banned, has no PTR, or is that of a new organisation.':
    '连接所用的地址被禁止、没有 PTR，或属于新组织。',
  'Slowed down on account of the sending address; the server names no time.':
    '因发信地址而被减速；服务器没有说明多久。',
  'A passing fault in the transport of the mailbox.': '邮箱传输中的暂时故障。',
  'An authentication policy, or from the end of 2026 the default, refuses passwords for SMTP.':
    '身份验证策略（2026 年底起为默认设置）不允许用密码登录 SMTP。',
  'Announced for the day on which passwords are gone for good; not seen yet.':
    '这是为彻底取消密码之日预告的说法，尚未见到。',
  'The XOAUTH2 response cannot be used (5.5.124), or the token ends in less than 600 seconds (5.5.127).':
    'XOAUTH2 的内容无法使用（5.5.124），或令牌的剩余时间不足 600 秒（5.5.127）。',
  // Microsoft Graph.
  'The token was made for another resource, most often for SMTP.': '该令牌是为另一种资源签发的，多半是 SMTP。',
  'InvalidAuthenticationToken: expired, damaged, or not a token of Microsoft.':
    'InvalidAuthenticationToken：令牌已过期、已损坏，或不是 Microsoft 的令牌。',
  'The account has neither Send As nor Send on Behalf for the address in From.':
    '该帐号对 From 中的地址既没有 Send As 权限，也没有 Send on Behalf 权限。',
  '"REST API is not yet supported for this mailbox": seen with 403 and with 404.':
    '"REST API is not yet supported for this mailbox"：见于 403 和 404。',
  'The path names a mailbox that the tenant does not have.': '路径中的邮箱在该租户中不存在。',
  'The messages or recipients of this day are used up; new personal accounts must be verified as well.':
    '当天的邮件数或收件人数已用完；新的个人帐号还需要验证。',
  'The mailbox has no room left, and each mail that is sent is kept in it.':
    '邮箱已没有空间，而每封发出的邮件都会保存在其中。',
  'Insufficient storage: the quota of the mailbox is reached.': '存储空间不足：邮箱已达到配额。',
  'More than four requests of one app to one mailbox at a time, by all of its programs together.':
    '同一应用对同一邮箱同时发出四个以上的请求，其所有程序合并计算。',
  'More than 10,000 requests in ten minutes, or 150 MB uploaded in five, by one app to one mailbox.':
    '同一应用对同一邮箱，十分钟内超过 10,000 个请求，或五分钟内上传超过 150 MB。',
  'Bandwidth limit exceeded: the app may try again after a while.': '超出带宽限制：应用稍后可以再试。',
  'ErrorAccessDenied: no Mail.Send (or for drafts no Mail.ReadWrite), or a policy keeps the app from it.':
    'ErrorAccessDenied：没有 Mail.Send（草稿则为 Mail.ReadWrite），或有策略不允许该应用使用。',
  'The request, or the message for this mailbox (35 MB where the admin did not say otherwise).':
    '请求过大，或邮件超过该邮箱的上限（管理员没有另行设置时为 35 MB）。',
  'A token of an app has no mailbox of its own, and the path names none.':
    '应用的令牌自身没有邮箱，路径也没有写明邮箱。',
  'An address is none that Exchange can send to.': '有一个地址是 Exchange 无法发送到的。',
  'Graph could not make a message of what it was given.': 'Graph 无法用收到的内容生成邮件。',
  'The draft is gone: somebody deleted it, or another server does not know it yet.':
    '草稿不见了：有人删除了它，或另一台服务器还不知道它。',
  'The upload session expects another range than was sent; a new one begins at the first octet.':
    '上传会话需要的范围与发送的不同；新的会话从第一个字节开始。',
  // Notes.
  'Scope: https://outlook.office.com/SMTP.Send offline_access, at the authority https://login.microsoftonline.com/consumers.':
    'Scope：https://outlook.office.com/SMTP.Send offline_access，authority 为 https://login.microsoftonline.com/consumers。',
  'Client credentials do not exist for personal accounts: somebody has to sign in once.':
    '个人帐号不能使用客户端凭据（client credentials）：须由本人登录一次。',
  'Scope: https://outlook.office.com/SMTP.Send offline_access for a person, https://outlook.office365.com/.default for an app. A token for Microsoft Graph is refused.':
    '个人登录的 scope：https://outlook.office.com/SMTP.Send offline_access；应用的 scope：https://outlook.office365.com/.default。为 Microsoft Graph 签发的令牌会被拒绝。',
  'SMTP AUTH must be on for the mailbox, for passwords and for OAuth alike; it is off by default in organisations made after January 2020.':
    '不论用密码还是 OAuth，邮箱都须打开 SMTP AUTH；2020 年 1 月之后建立的组织默认关闭。',
  'To send for a shared mailbox, user stays the account that signed in; the shared address goes in from, with the right to Send As.':
    '代共享邮箱发信时，user 仍填登录的帐号；共享邮箱的地址填在 from，并且要有“代理发送”（Send As）权限。',
  'Scope: https://outlook.office365.us/SMTP.Send offline_access, at the authority https://login.microsoftonline.us.':
    'Scope：https://outlook.office365.us/SMTP.Send offline_access，authority 为 https://login.microsoftonline.us。',
  'Scope: https://partner.outlook.cn/SMTP.Send offline_access, at the authority https://login.partner.microsoftonline.cn.':
    'Scope：https://partner.outlook.cn/SMTP.Send offline_access，authority 为 https://login.partner.microsoftonline.cn。',
  'Reaches recipients inside the organisation only. Passwords work until September 2028.':
    '只能发给组织内部的收件人。密码可用到 2028 年 9 月。',
  'For OAuth, an admin runs Add-HVEAppAccess; a token needs 600 seconds of life left.':
    '使用 OAuth 时，须由管理员运行 Add-HVEAppAccess；令牌的剩余时间须有 600 秒。',
  // What is refused before it is shown to a server.
  'Off for personal accounts since 16 September 2024, app passwords included. EHLO still offers AUTH LOGIN, which then fails every time.':
    '个人帐号自 2024 年 9 月 16 日起不能用密码登录，应用密码也包括在内。EHLO 仍会列出 AUTH LOGIN，但每次都会失败。',
  'A token is for one resource. SMTP refuses that of any other with 535 5.7.3, and does not say why.':
    '一个令牌只能用于一种资源。其他资源的令牌会被 SMTP 以 535 5.7.3 拒绝，且不说明原因。',
  // What closes SMTP.
  'SMTP AUTH is switched off for the organisation or the mailbox. The switch does not concern Graph.':
    '组织或邮箱的 SMTP AUTH 已关闭。这个开关与 Graph 无关。',
  'The organisation takes no logins of this kind over SMTP.': '组织不接受这种 SMTP 登录。',
  'Personal accounts take no logins of this kind over SMTP.': '个人帐号不接受这种 SMTP 登录。',
  'The security defaults of the organisation block the login over SMTP.': '组织的安全默认值禁止通过 SMTP 登录。',
  'A policy refuses "Authenticated SMTP" as a client app; the token itself was given.':
    '有策略拒绝客户端应用“Authenticated SMTP”；令牌本身已经取得。',
  'The network lets nothing through to port 587. Graph is on port 443.': '网络不允许连接端口 587。Graph 使用端口 443。',
};
