/** Why a row of core reads a reply as it does, in Simplified Chinese: in the order of the rows. */
export const coreRows: Readonly<Record<string, string>> = {
  // The session.
  'The text counts connections. It says so wherever the server notices.':
    '应答的文字计算的是连接数。服务器在哪一步发现，就在哪一步说。',
  '432 is defined for AUTH only; servers that say it with 4.3.2 behind a message mean parallel submissions.':
    '432 只为 AUTH 定义；若在邮件之后与 4.3.2 一起出现，指的是同时提交过多。',
  'The text names the blocklist that the address of this machine is on.': '应答的文字写明了收录本机地址的黑名单。',
  'The same, by a server that lets the client try again.': '同上，但服务器允许客户端再试。',
  'X.7.25: reverse DNS validation of the client failed.': 'X.7.25：客户端的反向 DNS 验证失败。',
  'X.7.25 behind 4yz: the name of the client may only be slow to resolve.':
    'X.7.25 与 4yz 同时出现：客户端的名称也许只是解析得慢。',
  'The same with 5.7.1, as servers from before RFC 7372 say it.':
    '同上，用 5.7.1 表示：RFC 7372 之前的服务器都这样说。',
  'The same with 4.7.1.': '同上，用 4.7.1 表示。',
  '454 to STARTTLS: TLS is not available for a temporary reason.': '对 STARTTLS 回答 454：由于暂时原因，无法使用 TLS。',
  '500, 501, 502 and 503 to STARTTLS: the server does not know it here, or something in between took it out.':
    '对 STARTTLS 回答 500、501、502 或 503：服务器在此不认识它，或途中有设备把它拿掉了。',
  '530 Must issue a STARTTLS command first. The text is the RFC\'s own; the code is shared with "authentication required".':
    '530 Must issue a STARTTLS command first。文字出自 RFC 本身；该代码也用于“需要登录”。',
  '550 5.7.1 has many meanings; this text has one.': '550 5.7.1 有多种含义；这段文字只有一种。',
  '554 in place of 220 rejects the session of this client, whoever logs in later.':
    '以 554 代替 220，表示拒绝该客户端的会话，不管之后由谁登录。',
  'X.7 is security or policy; before any command there is nothing to judge but the address.':
    'X.7 指安全或策略；还没有任何命令时，能判断的只有地址。',
  '521 and the like: the host never accepts mail.': '521 之类：该主机从不接收邮件。',
  'Many servers judge the name of EHLO only at RCPT.': '许多服务器到 RCPT 时才判断 EHLO 的名称。',
  '450 4.7.1: the name could not be looked up, which DNS may cure, or a better name.':
    '450 4.7.1：无法解析该名称；DNS 恢复或换一个名称即可解决。',
  'Neither EHLO nor HELO is known: this is no SMTP server.': 'EHLO 和 HELO 都不认识：这不是 SMTP 服务器。',
  'EHLO may be said at any time in a session; 503 shows that the server is somewhere else.':
    'EHLO 在会话中随时可用；503 说明服务器对进度的看法不同。',
  '501, 504 and 550 to EHLO: the argument is not acceptable.': '对 EHLO 回答 501、504 或 550：不接受其参数。',
  // AUTH.
  '454 4.7.0 is any temporary failure; this text counts logins.':
    '454 4.7.0 可以是任何暂时故障；这段文字计算的是登录次数。',
  '451 at AUTH of an account whose plan is used up: no credential fault, and it lasts until the plan renews.':
    '对 AUTH 回答 451，帐号的套餐已用完：登录信息没有问题，要等套餐续期。',
  '432 4.7.12: the account must be moved to this mechanism first, by a login with PLAIN.':
    '432 4.7.12：帐号须先用 PLAIN 登录一次，才能转用该登录机制。',
  'AUTH is not offered in clear: it comes with the EHLO after TLS.':
    '明文连接上不提供 AUTH：它在 TLS 之后的 EHLO 中才出现。',
  '538 5.7.11: encryption is required for this mechanism. 530: for any command.':
    '538 5.7.11：该登录机制要求加密。530：任何命令都要求加密。',
  '500 5.5.6: a line of the authentication is too long.': '500 5.5.6：登录时有一行过长。',
  'The same from servers that do not know 5.5.6.': '同上，出自不认识 5.5.6 的服务器。',
  '534 and 535 stand for many things; the text asks for a password of another kind.':
    '534 和 535 有多种含义；这段文字要求使用另一种密码。',
  '535 in place of 504: the password was not looked at.': '以 535 代替 504：服务器并没有查看密码。',
  'Servers offer CRAM-MD5 over stores of hashed passwords, with which no one can log in by it.':
    '有些服务器以哈希形式保存密码，却仍提供 CRAM-MD5，因此谁也无法用它登录。',
  '535 to a token: it is not valid, not any more, or not for this.': '对令牌回答 535：令牌无效、已失效，或不适用于此。',
  '535 5.7.8: the credentials are invalid or insufficient.': '535 5.7.8：登录信息无效或不足。',
  'X.7.8 goes with 554 too.': 'X.7.8 也会与 554 一起出现。',
  'X.7.13: the account is disabled.': 'X.7.13：该帐号已停用。',
  '534 5.7.9: this mechanism is too weak for the user; the client should try another.':
    '534 5.7.9：对该用户来说此登录机制太弱；客户端应换一种。',
  '504 5.5.4: the mechanism is not supported.': '504 5.5.4：不支持该登录机制。',
  '501 5.5.2: what was decoded is not what this mechanism expects, most often a damaged token.':
    '501 5.5.2：解码后的内容不是该登录机制所要的，多因令牌已损坏。',
  '501 5.5.2: the server could not decode the response.': '501 5.5.2：服务器无法解码客户端的回答。',
  '503: AUTH after a successful AUTH, or inside a transaction.': '503：登录成功之后又一次 AUTH，或在事务之中 AUTH。',
  '503 "AUTH command used when not advertised", 500 and 502: AUTH is not known here.':
    '503 "AUTH command used when not advertised"、500 和 502：服务器在此不认识 AUTH。',
  '530 at AUTH over TLS: what came was no login, most often an empty one.':
    '在 TLS 之上对 AUTH 回答 530：传来的不是登录信息，多半为空。',
  '454 4.7.0: authentication fails for a temporary reason, and each further login adds to what it suffers from.':
    '454 4.7.0：由于暂时原因无法登录，而每多登录一次都会加重这一问题。',
  '530 in clear, from a server that does not offer AUTH in clear: TLS is what it wants first.':
    '明文连接上的 530，而服务器在明文下不提供 AUTH：它首先要求的是 TLS。',
  '530 over TLS from a server that offers no AUTH: logging in is wanted, and not possible here.':
    'TLS 之上的 530，而服务器不提供 AUTH：要求登录，却无法在此登录。',
  '530 5.7.0 or 5.7.1: the server requires authentication for this command.': '530 5.7.0 或 5.7.1：该命令要求先登录。',
  'The same with the code of something else.': '同上，但用的是另一种情况的代码。',
  // The envelope.
  'X.7.10: an encrypted connection is needed.': 'X.7.10：需要加密的连接。',
  'X.7.30, or X.7.10 over TLS: the message asks for REQUIRETLS and the way on does not have it.':
    'X.7.30，或 TLS 之上的 X.7.10：邮件要求 REQUIRETLS，而下一段做不到。',
  'X.7.13: the account of the sender is disabled.': 'X.7.13：发件人的帐号已停用。',
  '5.7.1 stands for any policy; the text says that this login may not use this sender.':
    '5.7.1 可以是任何策略；这段文字说，该登录不能使用该发件人。',
  '550 or 554, with 5.7.1 or without: the text says that the server does not relay for this client.':
    '550 或 554，不论有无 5.7.1：这段文字说，服务器不为该客户端转发。',
  'A submission service that serves only those who are logged in, whatever their address.':
    '这是只服务已登录者的提交服务，与其地址无关。',
  'X.7.20 to X.7.24, X.7.26 and X.7.29: DKIM, SPF or ARC did not prove the domain of the sender.':
    'X.7.20 至 X.7.24、X.7.26 和 X.7.29：DKIM、SPF 或 ARC 未能证明发件人的域名。',
  'The same behind 4yz: the records may only be slow to resolve.': '同上，但代码为 4yz：这些记录也许只是解析得慢。',
  '421 4.7.0 that does not clear: the message passes neither SPF nor DKIM, and will not the next time.':
    '421 4.7.0 不会自行消失：邮件的 SPF 和 DKIM 都没有通过，下次也不会。',
  'X.7.28: a flood of mail was detected. It passes.': 'X.7.28：检测到大量邮件，会过去的。',
  'Greylisting has no code of its own; servers say it in words, most with 450 4.2.0.':
    '灰名单没有专用代码；服务器用文字说明，多与 450 4.2.0 一起出现。',
  '4.7.1, not now by policy: the usual answer to a sender not seen before, with or without the word.':
    '4.7.1，按策略暂时不收：不论有没有写明灰名单，这都是对初次见到的发件人的通常回答。',
  'X.5.3: more recipients than can be served; the message is to be split. 5yz here means the same.':
    'X.5.3：收件人超过服务器一次能处理的数量，应分开发送。此处的 5yz 也是这个意思。',
  '452, and 552 as older servers say it, must be read as "too many now"; without X.5.3 only the text tells.':
    '452（旧服务器为 552）应理解为“目前过多”；没有 X.5.3 时，只能看文字。',
  'X.2.1 and X.2.2: the mailbox is disabled or full.': 'X.2.1 和 X.2.2：邮箱已停用或已满。',
  'The same for now: the mailbox may be cleared.': '同上，但只是目前：邮箱可能会被清理。',
  'X.1.1 and its neighbours: there is no such mailbox, no such domain, or it has moved.':
    'X.1.1 及其相邻代码：没有这个邮箱或域名，或它已迁走。',
  'X.1.3, X.1.7, X.1.8, X.7.27: the syntax of an address, or a sender whose domain takes no mail.':
    'X.1.3、X.1.7、X.1.8、X.7.27：地址的语法不对，或发件人的域名不接收邮件。',
  'X.6.7 and X.6.9: addresses or headers beyond ASCII are not permitted, here or further on.':
    'X.6.7 和 X.6.9：此处或下一段不允许地址或信头含有 ASCII 之外的字符。',
  'X.6.3: the content would have to be converted, which the server cannot do.': 'X.6.3：内容需要转换，而服务器做不到。',
  'X.2.3 and X.3.4: larger than this mailbox or this system takes.':
    'X.2.3 和 X.3.4：超过了该邮箱或该系统能接收的大小。',
  'To RCPT, 552 is "exceeded storage allocation" of a mailbox.': '对 RCPT 而言，552 表示邮箱超出了存储配额。',
  'To MAIL with SIZE, 552 is a message larger than the server takes.':
    '对带 SIZE 的 MAIL 而言，552 表示邮件超过了服务器接收的大小。',
  '551: not a user of this server, which will not forward. 556: the domain takes no mail.':
    '551：不是本服务器的用户，也不会转发。556：该域名不接收邮件。',
  "550 alone may also be policy; the text is that of the RFC's own example.":
    '单独一个 550 也可能是策略；这段文字与 RFC 自己的例子相同。',
  'The server asked whether the sender could take an answer, and it could not.':
    '服务器核实发件人能否收到回信，结果不能。',
  '503: bad sequence of commands, such as MAIL inside an open transaction.':
    '503：命令顺序不对，例如在未结束的事务中又来了 MAIL。',
  'X.7.1: delivery is not authorized for this sender, who has not logged in.':
    'X.7.1：不允许该发件人投递，它没有登录。',
  '501, 504 and 555: the syntax of an address, or a parameter of MAIL or RCPT, was not understood.':
    '501、504 和 555：地址的语法，或 MAIL、RCPT 的参数，服务器不理解。',
  '553 is about a name, X.7 about a right: this login may not use it.':
    '553 针对名称，X.7 针对权限：该登录不能使用该名称。',
  '553: the mailbox name is not allowed.': '553：不允许该邮箱名称。',
  'DATA though every RCPT was refused. The refusals of the recipients say more.':
    '所有 RCPT 都被拒绝之后仍发了 DATA。更多信息在对收件人的拒绝中。',
  '503: bad sequence of commands, with DATA as with BDAT.': '503：命令顺序不对，DATA 和 BDAT 都可能遇到。',
  // The message, and what holds anywhere.
  'A line end that is not CRLF, which some servers refuse with 451. It does not pass by waiting.':
    '邮件中有不是 CRLF 的换行，有些服务器以 451 拒绝。等待无济于事。',
  '552 that is not about the size of the message: a line is longer than 998 octets.':
    '与邮件大小无关的 552：有一行超过 998 字节。',
  'X.6: the content or its form.': 'X.6：邮件的内容或形式。',
  '552 and 551 with X.7: security or policy after the content was seen, not its size.':
    '552 和 551 带 X.7：检查内容之后的安全或策略判断，与大小无关。',
  'X.7.1 after the content was seen: a filter refused the message.': '检查内容之后的 X.7.1：过滤系统拒绝了该邮件。',
  '552 after the message came: larger than the server takes.': '收到邮件之后的 552：超过了服务器接收的大小。',
  'X.3.1: the storage of the server is full. The first digit says never; the fault passes all the same.':
    'X.3.1：服务器的存储已满。第一位数字虽表示永久，故障却会过去。',
  'X.4: the connection was idle for too long or has grown too old, which has nothing to do with the pace.':
    'X.4：连接空闲过久或使用过久，与发送速度无关。',
  '421: the server closes a channel that it would rather not have now; with fewer it may get on.':
    '421：服务器目前不愿保留该连接；连接少一些也许就行。',
  'A first digit of 4: the condition is temporary and the action may be asked for again. 421 may come at any time.':
    '第一位数字是 4：情况是暂时的，可以再次请求。421 随时可能出现。',
  'A first digit of 5: the client should not repeat the same request.': '第一位数字是 5：客户端不应重复同样的请求。',
  'A code that is no answer to this command, such as 250 to DATA.': '该代码不是对此命令的回答，例如对 DATA 回答 250。',
  // HTTP APIs.
  'The token was not accepted.': '没有接受该令牌。',
  'The request is larger than the server takes.': '请求超过了服务器接收的大小。',
  'Too many requests in a time; Retry-After tells how long to wait.':
    '一段时间内的请求过多；Retry-After 会说明要等多久。',
  'The server does not handle requests now; Retry-After tells how long to wait.':
    '服务器目前不处理请求；Retry-After 会说明要等多久。',
  'It broke off somewhere behind the door: the request may have been carried out before.':
    '在服务器内部某处中断：请求可能在此之前已经执行。',
  // Other protocols.
  'IMAP greets by an untagged OK, PREAUTH or BYE.': 'IMAP 以不带标记的 OK、PREAUTH 或 BYE 问候。',
  'POP3 greets by a positive response, and -ERR is its other word.': 'POP3 以肯定的应答问候，另一种应答是 -ERR。',
  'ManageSieve greets by its capabilities, one quoted string a line.':
    'ManageSieve 以功能列表问候，每行一个带引号的字符串。',
  'A status line of HTTP: the server has waited for a request, or for TLS, in vain. Some leave the line out.':
    '这是 HTTP 的状态行：服务器等待请求或 TLS 而没有等到。有些服务器会省去这一行。',
  'SSH begins with its identification string.': 'SSH 以标识字符串开始。',
  'NNTP greets by 200 or 201; SMTP knows neither as a greeting.': 'NNTP 以 200 或 201 问候；SMTP 的问候没有这两种。',
  'A record of TLS, alert or handshake: the port speaks TLS from the first octet.':
    '这是 TLS 记录（警报或握手）：该端口从第一个字节起就是 TLS。',
  'LMTP delivers to mailboxes of its own host; it must take LHLO, and neither EHLO nor HELO.':
    'LMTP 只投递到本机的邮箱；它接受 LHLO，而不接受 EHLO 和 HELO。',
  'FTP greets by 220 too, and says 500, 502 or 530 to what it does not know.':
    'FTP 也以 220 问候，对不认识的命令回答 500、502 或 530。',
};
