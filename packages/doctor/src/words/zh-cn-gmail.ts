/** Why a row of Gmail and Google Workspace holds, and their notes, in Simplified Chinese. */
export const gmailRows: Readonly<Record<string, string>> = {
  // Replies.
  'EHLO gave localhost or a private address. "Try again later" misleads: the same name gets the same answer.':
    'EHLO 报的是 localhost 或内网名称。"Try again later"会误导人：同样的名称只会得到同样的回答。',
  'The name in EHLO is empty or no name at all.': 'EHLO 中的名称为空，或根本不是名称。',
  'Refused before a word was said: it is the address of the connection, for a time.':
    '还没有说一个字就被拒绝：原因是连接所用的地址，会持续一段时间。',
  'The connection has grown too old; a new one will do.': '连接使用过久；换一条新连接即可。',
  'The connection was idle for too long. Comes as the answer to the next command.':
    '连接空闲过久。这是对下一条命令的回答。',
  'A fault or too much load on the side of Google, or too many mails at once from one account.':
    'Google 一侧有故障或负载过高，或同一帐号一次发了太多邮件。',
  'MAIL or AUTH on port 587 before STARTTLS.': '在 587 端口上，STARTTLS 之前就 MAIL 或 AUTH。',
  '"STARTTLS may not be repeated": TLS was up already.': '"STARTTLS may not be repeated"：TLS 已经启用。',
  'A violation of the protocol, such as talking before the greeting or behind STARTTLS. No retry mends it.':
    '违反协议，例如在问候之前或 STARTTLS 之后抢先说话。重试无用。',
  'A command that is not known, or out of its order ("MAIL first.", "No DATA after BDAT", a second AUTH).':
    '命令不认识或顺序不对（"MAIL first."、"No DATA after BDAT"、第二次 AUTH）。',
  'The server waits for a login and hears other commands.': '服务器在等待登录，却收到了其他命令。',
  'The password is right, and the account has 2-Step Verification: only an app password logs in.':
    '密码正确，而帐号启用了两步验证：只能用应用专用密码登录。',
  'The sign-in looked suspicious, most often because it came from a place or a data centre that is new.':
    '此次登录看起来可疑，多因来自新的地点或数据中心。',
  'AUTH LOGIN with an initial response. Said as 535, though the password was not looked at.':
    'AUTH LOGIN 带了初始响应。虽然是 535，服务器并没有查看密码。',
  'Expired, revoked, of another account than user, or without the scope https://mail.google.com/. The 334 before it carries JSON with the scope that is wanted; the words on user name and password mean nothing here.':
    '令牌已过期、已撤销、属于 user 之外的帐号，或没有 https://mail.google.com/ 这个 scope。之前的 334 带有 JSON，其中写明所需的 scope；关于用户名和密码的话没有意义。',
  'Not an app password, or one that was revoked: the password of the account is never taken.':
    '不是应用专用密码，或它已被撤销：帐号密码从不接受。',
  'Too many logins in a short time, as by a program that logs in anew for each mail.':
    '短时间内登录过多，例如每封邮件都重新登录的程序。',
  '"Cannot authenticate due to temporary system problem": no fault of the password.':
    '"Cannot authenticate due to temporary system problem"：密码没有问题。',
  'The tokens of service accounts are longer than those of persons, and than the line.':
    '服务帐号的令牌比个人的长，也超过了一行的长度。',
  '"Cannot Decode response": what stands in for the token is no token, or was encoded twice.':
    '"Cannot Decode response"：充当令牌的不是令牌，或编码了两次。',
  '"Cannot Decode response" to user name or password.': '"Cannot Decode response"，针对用户名或密码。',
  'A mechanism that is not known, or no longer: XOAUTH is still offered and answered so.':
    '登录机制不认识或已不再支持：XOAUTH 仍会列出，得到的也是这种回答。',
  'MAIL without a login. Behind it stands most often a variable that was not set.':
    '没有登录就 MAIL。背后多半是一个没有赋值的变量。',
  'Neither the address of the connection nor the domain in EHLO and MAIL is registered for the relay.':
    '连接所用的地址，以及 EHLO 和 MAIL 中的域名，都没有在中继登记。',
  'The account of the sender is disabled, or not registered in the organisation.':
    '发件人的帐号已停用，或没有在组织中注册。',
  'The day of this user at the relay is used up. Said as 550, though it clears within 24 hours.':
    '该用户当天的中继额度已用完。虽然是 550，24 小时内会恢复。',
  'The day of the whole organisation at the relay is used up. Said as 550, though it clears.':
    '整个组织当天的中继额度已用完。虽然是 550，会恢复的。',
  'The messages of this day are used up. Said as 550, though it clears within 24 hours.':
    '当天可发的邮件数已用完。虽然是 550，24 小时内会恢复。',
  'The organisation sends too much through the relay at this moment.': '组织此刻通过中继发信过多。',
  'Mail comes faster than Google expects from this address.': '来自该地址的邮件快过了 Google 的预期。',
  'No such account (5.1.1), or no such domain (5.1.2).': '没有该帐号（5.1.1），或没有该域名（5.1.2）。',
  'The account of the recipient is disabled.': '收件人的帐号已停用。',
  'The mailbox of the recipient is full, which may pass.': '收件人的邮箱已满，可能会恢复。',
  'The recipient gets more mail at this moment than an account may.': '收件人此刻收到的邮件超过了帐号的上限。',
  'More than 100 recipients, or more than a domain allows at once. The others may follow in a message of their own.':
    '收件人超过 100 个，或超过某个域名一次允许的数量。其余的可以另发一封。',
  'Recipients in several domains at once. Those of one domain may go together.':
    '一次有多个域名的收件人。同一域名的可以一起发送。',
  'The domain of the recipient takes mail from certain addresses, or over TLS, only. Said as 421, though no retry helps.':
    '收件人的域名只接收来自某些地址或通过 TLS 的邮件。虽然是 421，重试无用。',
  'The address of a recipient (5.1.3) or of the sender (5.1.7) is no RFC 5321 address.':
    '收件人的地址（5.1.3）或发件人的地址（5.1.7）不是 RFC 5321 地址。',
  'MAIL or RCPT with more than a bare address, such as a display name.':
    'MAIL 或 RCPT 中除了地址还有别的内容，例如显示名称。',
  'One header is too long; the size of the message is not at fault.': '有一个信头过长；与邮件大小无关。',
  'The limit counts the encoded message, in which attachments are a third larger. 5.2.3 is the older code.':
    '限额按编码后的邮件计算，附件编码后会大三分之一。5.2.3 是较旧的代码。',
  'An attachment of a forbidden kind, such as a program, also within an archive.':
    '含有禁止的附件，例如程序，即使在压缩包中也不行。',
  'It looks like spam, or a header is missing or doubled.': '看起来像垃圾邮件，或信头缺失、重复。',
  'The same, said as 421 before it turns to 550. No retry helps before the DNS is mended.':
    '同上，变成 550 之前先以 421 表示。DNS 修好之前重试无用。',
  'The message is malformed, or has passed more than 50 servers.': '邮件的格式不对，或已经过 50 台以上的服务器。',
  '"Mail server temporarily rejected message."':
    '"Mail server temporarily rejected message."（服务器暂时拒绝了该邮件）。',
  // The Gmail API.
  'authError: the access token has expired, was revoked or is none.':
    'authError：访问令牌已过期、已撤销，或不是访问令牌。',
  'The token permits neither gmail.send nor a wider scope.': '令牌既没有 gmail.send，也没有范围更大的 scope。',
  'The Gmail API is not switched on in the Cloud project of the client.':
    '该客户端所属的 Cloud 项目没有启用 Gmail API。',
  'The administrators of the domain keep apps from Gmail.': '该域名的管理员不允许应用使用 Gmail。',
  'The path names a mailbox that the token is not for.': '路径中的邮箱不是令牌所属的邮箱。',
  'The quota of the day is used up.': '当天的配额已用完。',
  '"Too many concurrent requests for user": by all of its programs together.':
    '"Too many concurrent requests for user"：其所有程序合并计算。',
  'Quota units of a minute: a message costs 100, a user has 6,000 (15,000 in projects from before May 2026).':
    '每分钟的配额单位：一封邮件用 100，每个用户有 6,000（2026 年 5 月之前的项目为 15,000）。',
  '"Mail service not enabled", or "Precondition check failed" where a service account stands in for nobody.':
    '"Mail service not enabled"，或服务帐号没有代表任何人时的 "Precondition check failed"。',
  'A recipient is missing or is no address.': '缺少收件人，或收件人不是地址。',
  'badRequest or invalidArgument: Gmail could not make a message of what it was given.':
    'badRequest 或 invalidArgument：Gmail 无法用收到的内容生成邮件。',
  'The upload session is gone; a new one begins at the first octet.': '上传会话已失效；新的会话从第一个字节开始。',
  // Notes.
  'App password: turn on 2-Step Verification, then make one at https://myaccount.google.com/apppasswords. All of them end when the password of the account changes.':
    '应用专用密码：先开启两步验证，再到 https://myaccount.google.com/apppasswords 生成。更改帐号密码后，它们全部失效。',
  'OAuth: the scope is https://mail.google.com/. The narrower gmail.send works with the Gmail API only.':
    'OAuth：scope 为 https://mail.google.com/。范围较小的 gmail.send 只能用于 Gmail API。',
  'An administrator may forbid app passwords. A service account needs domain-wide delegation for https://mail.google.com/, and user is the mailbox it stands in for.':
    '管理员可以禁用应用专用密码。服务帐号需要针对 https://mail.google.com/ 的全网域授权，user 填它所代表的邮箱。',
  'The administrator allows the relay: Google Admin console > Apps > Google Workspace > Gmail > Routing > SMTP relay service, by address or by SMTP authentication.':
    '中继由管理员放行：Google 管理控制台 > 应用 > Google Workspace > Gmail > 路由 > SMTP 中继服务，按地址或按 SMTP 身份验证。',
  // What is refused before it is shown to a server.
  'Google takes app passwords only: sixteen small letters, shown in four groups. This one looks otherwise, and is most likely the password of the account, which is refused.':
    'Google 只接受应用专用密码：十六个小写字母，显示为四组。这个密码不是这样，多半是帐号密码，会被拒绝。',
  'An ID token tells an app who signed in; it opens no mailbox.': 'ID 令牌只告诉应用是谁登录了；它打不开任何邮箱。',
  // What closes SMTP.
  'The network lets nothing through to ports 465 and 587. The Gmail API is on port 443.':
    '网络不允许连接端口 465 和 587。Gmail API 使用端口 443。',
};
