/** Why a row of any other provider holds, and the notes of the presets, in Simplified Chinese. */
export const genericRows: Readonly<Record<string, string>> = {
  // Replies.
  'The text, or the help page that stands behind it where the text is GBK, asks for an authorization code.':
    '应答的文字（若是 GBK 编码，则为其中的帮助页面）要求使用授权码。',
  'One text for five things: account abnormal, SMTP not turned on, wrong password, too many logins, system busy. The first to look at is the authorization code.':
    '同一段文字可以表示五种情况：帐号异常、未开启 SMTP、密码错误、登录过多、系统繁忙。首先应检查授权码。',
  'QQ offers AUTH in clear and refuses it there, in a text with a slip of the pen.':
    'QQ 在明文连接上提供 AUTH，却又拒绝，其文字中还有一处笔误。',
  'Envelope sender and From header must be the login.': '信封发件人和 From 信头必须是登录所用的地址。',
  "Postfix's default defers what it will not relay, with 454 4.7.1; no later try is relayed either.":
    'Postfix 默认以 454 4.7.1 推迟它不肯转发的邮件；以后再试也不会转发。',
  'Postfix, 450 4.1.8 "Domain not found": the domain of the sender does not resolve, which DNS may cure.':
    'Postfix 的 450 4.1.8 "Domain not found"：发件人的域名无法解析，DNS 恢复后可能解决。',
  'Mail programs log in with an authorization code; the mailbox password gets the same 535 as a wrong one.':
    '邮件程序要用授权码登录；邮箱密码得到的 535 与密码错误时相同。',
  'Too many failed logins: this account is barred for a while, with the right password too.':
    '登录失败次数过多：该帐号暂时被禁止，密码正确也不行。',
  'The envelope sender must be the login.': '信封发件人必须是登录所用的地址。',
  'HL:ICC: too many connections of this address at a time.': 'HL:ICC：该地址同时建立的连接过多。',
  'HL:REP, HL:IFC, HL:MEP: what this address has sent lately bars it for a while.':
    'HL:REP、HL:IFC、HL:MEP：该地址近来发送的内容使它暂时被禁止。',
  'MI:SFQ counts messages in 15 minutes; DMC, DRC, CEL and CCL count on this connection.':
    'MI:SFQ 计算 15 分钟内的邮件数；DMC、DRC、CEL 和 CCL 计算本连接的邮件数。',
  'DT:RBL: the address of this client is on a blocklist.': 'DT:RBL：客户端的地址在黑名单上。',
  '451 DT:SPM: taken for spam for now; the page asks to keep it and to try again after two minutes.':
    '451 DT:SPM：暂时被当作垃圾邮件；帮助页面要求保留邮件，两分钟后再试。',
  '554 DT:SPM: taken for spam.': '554 DT:SPM：被当作垃圾邮件。',
  'The first refused login already says "too many bad auth attempts"; the account password is always refused.':
    '第一次登录被拒绝就会说"too many bad auth attempts"；帐号密码总是被拒绝。',
  '5.7.9: the policy of the domain in From does not let this server send for it.':
    '5.7.9：From 所在域名的策略不允许该服务器代它发信。',
  'The password of the Apple Account is refused like a wrong one.': 'Apple 帐号的密码与错误的密码一样被拒绝。',
  'MAIL and RCPT are accepted; after the message Zoho says that this login may not use the sender.':
    'MAIL 和 RCPT 都被接受；收到邮件后，Zoho 才说该登录不能使用该发件人。',
  'The login is refused, with the right password, until a check on the web is passed.':
    '密码正确也不能登录，直到在网页上通过验证。',
  'Said for a wrong password and for the account password where an app password is wanted.':
    '密码错误时会这样说，应使用应用专用密码而用了帐号密码时也会这样说。',
  'Yandex offers AUTH in clear and refuses it there.': 'Yandex 在明文连接上提供 AUTH，却又拒绝。',
  'The text asks for the password of an external application.': '应答的文字要求使用外部应用的密码。',
  '551 in place of 554; the display name in From most often holds a comma without quotes.':
    '以 551 代替 554；多因 From 的显示名称中有逗号而没有加引号。',
  'The plan of the account is used up: no credential fault, and a retry helps only when it renews.':
    '该帐号的套餐已用完：登录信息没有问题，套餐续期之后重试才有用。',
  'The From address is no verified sender of the account.': 'From 地址不是该帐号已验证的发件人。',
  '421 that never clears by itself: the account waits for its activation mail to be answered.':
    '这个 421 不会自行消失：该帐号在等待有人确认激活邮件。',
  'A sandbox domain sends to authorized recipients only; said with 554, and with a 421 that never clears.':
    '沙盒域名只能发给已授权的收件人；以 554 表示，也会以不会消失的 421 表示。',
  'The user name is the word resend, not an address.': '用户名是 resend 这个词，而不是地址。',
  '535 "Authentication Credentials Invalid": most often an IAM secret key, or the credentials of another region.':
    '535 "Authentication Credentials Invalid"：多半填了 IAM 的私有密钥，或另一个区域的登录信息。',
  'A listed address that is the sender wants verifying; one that is a recipient shows the SES sandbox.':
    '列出的地址若是发件人，则它需要验证；若是收件人，则说明还在 SES 沙盒中。',
  '454 is shared with the rate; this text counts 24 hours.': '454 也用于速率；这段文字计算的是 24 小时的数量。',
  '454 after DATA: more messages a second than the account may send.':
    'DATA 之后的 454：每秒邮件数超过了该帐号的限额。',
  // Notes.
  'The password is a 16-letter authorization code (授权码), made in the web mail under Settings (设置), Account (账户), after IMAP/SMTP was turned on there. Changing the QQ password voids it.':
    '密码是 16 个字母的授权码：请登录网页邮箱，在 设置 > 账户 中开启 IMAP/SMTP 之后生成。更改 QQ 密码会使它失效。',
  'The From header must be the login.': 'From 信头必须是登录所用的地址。',
  'The mailbox password, or a client password (客户端专用密码) where secure login (安全登录) is on.':
    '填邮箱密码；若开启了安全登录，则填客户端专用密码。',
  'The password is an authorization code (授权码), made in the web mail under Settings, POP3/SMTP/IMAP, after SMTP was turned on there. The mailbox password is refused.':
    '密码是授权码：请登录网页邮箱，在 设置 > POP3/SMTP/IMAP 中开启 SMTP 之后生成。邮箱密码会被拒绝。',
  'The sender must be the login itself.': '发件人必须就是登录所用的地址。',
  'The password is a client authorization password (客户端授权密码). Some accounts use the host smtp.qiye.163.com.':
    '密码是客户端授权密码。有些帐号使用主机 smtp.qiye.163.com。',
  'The mailbox password.': '填邮箱密码。',
  'The password is a client authorization code (客户端授权码), made after POP3/SMTP was turned on. vip.sina.com uses smtp.vip.sina.com, sina.cn uses smtp.sina.cn.':
    '密码是客户端授权码，开启 POP3/SMTP 之后生成。vip.sina.com 使用 smtp.vip.sina.com，sina.cn 使用 smtp.sina.cn。',
  'The password is an authorization code (授权码); turn SMTP on in the web mail first.':
    '密码是授权码；请先在网页邮箱中开启 SMTP。',
  'The password is a dedicated one, made for each mail program.': '密码是为每个邮件程序单独生成的专用密码。',
  'The password is an app password, made in the security settings of the Yahoo account. The account password gets 535 5.7.0 (#AUTH005) at the first try.':
    '密码是应用专用密码，在 Yahoo 帐号的安全设置中生成。用帐号密码，第一次就会得到 535 5.7.0 (#AUTH005)。',
  'OAuth 2.0 is for clients that Yahoo has approved.': 'OAuth 2.0 只供经 Yahoo 批准的客户端使用。',
  'A service of its own, apart from yahoo.com. The user name is the part before the @.':
    '这是独立于 yahoo.com 的服务。用户名是 @ 之前的部分。',
  'The password is an app password, made in the security settings of the AOL account.':
    '密码是应用专用密码，在 AOL 帐号的安全设置中生成。',
  'The password is an app-specific one (xxxx-xxxx-xxxx-xxxx), made at account.apple.com. The Apple Account password is refused.':
    '密码是 App 专用密码（xxxx-xxxx-xxxx-xxxx），在 account.apple.com 生成。Apple 帐号的密码会被拒绝。',
  "The account's region fixes the server: a login at another region's server fails as a wrong password.":
    '服务器由帐号所在的区域决定：在其他区域的服务器上登录，会像密码错误一样失败。',
  'With two-factor sign-in the password is an app-specific one. Free plans may have no SMTP.':
    '启用两步登录后，密码是应用专用密码。免费套餐可能没有 SMTP。',
  'The sender must be the login or one of its aliases. Paid accounts with a domain of their own use smtppro.zoho.com.':
    '发件人必须是登录所用的地址或其别名。使用自有域名的付费帐号用 smtppro.zoho.com。',
  'The sender must be the login or one of its aliases. Paid accounts with a domain of their own use smtppro.zoho.eu.':
    '发件人必须是登录所用的地址或其别名。使用自有域名的付费帐号用 smtppro.zoho.eu。',
  'The sender must be the login or one of its aliases. Paid accounts with a domain of their own use smtppro.zoho.in.':
    '发件人必须是登录所用的地址或其别名。使用自有域名的付费帐号用 smtppro.zoho.in。',
  'The sender must be the login or one of its aliases. Paid accounts with a domain of their own use smtppro.zoho.com.au.':
    '发件人必须是登录所用的地址或其别名。使用自有域名的付费帐号用 smtppro.zoho.com.au。',
  'The sender must be the login or one of its aliases. Paid accounts with a domain of their own use smtppro.zoho.jp.':
    '发件人必须是登录所用的地址或其别名。使用自有域名的付费帐号用 smtppro.zoho.jp。',
  'The sender must be the login or one of its aliases. Paid accounts with a domain of their own use smtppro.zohocloud.ca.':
    '发件人必须是登录所用的地址或其别名。使用自有域名的付费帐号用 smtppro.zohocloud.ca。',
  'The sender must be the login or one of its aliases. Paid accounts with a domain of their own use smtppro.zoho.com.cn.':
    '发件人必须是登录所用的地址或其别名。使用自有域名的付费帐号用 smtppro.zoho.com.cn。',
  'The sender must be the login or one of its aliases. Paid accounts with a domain of their own use smtppro.zoho.sa.':
    '发件人必须是登录所用的地址或其别名。使用自有域名的付费帐号用 smtppro.zoho.sa。',
  'The password is an app password, and mail programs must be allowed in the settings of the web mail.':
    '密码是应用专用密码，并且要在网页邮箱的设置中允许邮件程序访问。',
  'The password is one for external applications (https://help.mail.ru/mail/security/protection/external). The mailbox password is refused.':
    '密码是外部应用专用的（https://help.mail.ru/mail/security/protection/external）。邮箱密码会被拒绝。',
  'The password is an app password; the user name is the primary address of the account, not an alias.':
    '密码是应用专用密码；用户名是帐号的主地址，而不是别名。',
  'POP3/IMAP access must be turned on in the web mail (E-Mail, Einstellungen). With two-factor sign-in the password is an app password.':
    '须在网页邮箱中开启 POP3/IMAP 访问（E-Mail > Einstellungen）。启用两步登录后，密码是应用专用密码。',
  'POP3/IMAP access must be turned on in the web mail.': '须在网页邮箱中开启 POP3/IMAP 访问。',
  'POP3/IMAP access must be turned on in the web mail. With two-factor sign-in the password is an app password.':
    '须在网页邮箱中开启 POP3/IMAP 访问。启用两步登录后，密码是应用专用密码。',
  'The password is the separate e-mail password (E-Mail-Passwort), not that of the Telekom login.':
    '密码是单独的邮件密码（E-Mail-Passwort），而不是 Telekom 登录密码。',
  'The password is an SMTP token, which is for addresses at a domain of your own on a paid plan. Addresses at proton.me and protonmail.com send through Proton Mail Bridge (preset proton-bridge).':
    '密码是 SMTP 令牌，只供付费套餐的自有域名地址使用。proton.me 和 protonmail.com 的地址须通过 Proton Mail Bridge 发信（预设 proton-bridge）。',
  'User name and password are those that Bridge shows. Its certificate is self-signed: export it from Bridge and give it as tls.ca. The port is chosen at installation.':
    '用户名和密码以 Bridge 显示的为准。其证书是自签名的：请从 Bridge 导出，并填入 tls.ca。端口在安装时选定。',
  'SMTP is for paid plans. The user name is the account name.': 'SMTP 只供付费套餐使用。用户名是帐号名。',
  'The user name is the main address. With two-factor sign-in the password is an application password.':
    '用户名是主地址。启用两步登录后，密码是应用专用密码。',
  'Tuta gives mail programs no SMTP or IMAP access: only its own programs can send.':
    'Tuta 不向邮件程序提供 SMTP 或 IMAP：只有它自己的程序能发信。',
  'Email Pro and Exchange accounts have hosts of their own: pro<number>.mail.ovh.net and ex<number>.mail.ovh.net, port 587.':
    'Email Pro 和 Exchange 帐号有各自的主机：pro<number>.mail.ovh.net 和 ex<number>.mail.ovh.net，端口 587。',
  'The domain of the sender must be that of the mailbox.': '发件人的域名必须是邮箱所在的域名。',
  'The domain of the sender must be that of the mailbox. Other countries have hosts of their own, such as smtp.ionos.co.uk, smtp.ionos.es, smtp.ionos.fr.':
    '发件人的域名必须是邮箱所在的域名。其他国家有各自的主机，例如 smtp.ionos.co.uk、smtp.ionos.es、smtp.ionos.fr。',
  'Many mailboxes sold by GoDaddy are Microsoft 365 ones: for those use @ehlo/outlook.':
    'GoDaddy 出售的许多邮箱其实是 Microsoft 365：请使用 @ehlo/outlook。',
  'POP3/SMTP or IMAP/SMTP must be turned on in the web mail. With two-step sign-in the password is an application password.':
    '须在网页邮箱中开启 POP3/SMTP 或 IMAP/SMTP。启用两步登录后，密码是应用专用密码。',
  'IMAP/POP3 must be turned on in the web mail. With two-step sign-in the password is an app password.':
    '须在网页邮箱中开启 IMAP/POP3。启用两步登录后，密码是应用专用密码。',
  'IMAP/POP3 must be turned on in the web mail. The password is an app password, for which two-step sign-in must be on. Some accounts log in with the whole address.':
    '须在网页邮箱中开启 IMAP/POP3。密码是应用专用密码，为此须启用两步登录。有些帐号要用完整地址登录。',
  'Third-party access must be turned on in the mail settings.': '须在邮件设置中允许第三方访问。',
  'The password is a secure mail key.': '密码是安全邮件密钥（secure mail key）。',
  'The user name is the word apikey; the password is an API key.': '用户名是 apikey 这个词；密码是 API 密钥。',
  'The user name is the word apikey; the password is an API key of a regional (EU) subuser.':
    '用户名是 apikey 这个词；密码是欧盟（EU）区域子用户的 API 密钥。',
  'The user name is a whole address at the sending domain, often postmaster@ that domain, with its SMTP password. Domains of the EU region use the preset mailgun-eu.':
    '用户名是发信域名下的完整地址，多为该域名的 postmaster@，密码是它的 SMTP 密码。EU 区域的域名用预设 mailgun-eu。',
  'The user name is a whole address at the sending domain with its SMTP password. Domains of the US region use the preset mailgun.':
    '用户名是发信域名下的完整地址，密码是它的 SMTP 密码。US 区域的域名用预设 mailgun。',
  'The server API token is user name and password both; or an SMTP token: access key and secret key.':
    '用户名和密码都填服务器 API 令牌；或用 SMTP 令牌：access key 和 secret key。',
  'The user name is the API key, the password the secret key.': '用户名是 API 密钥，密码是 secret key。',
  'The user name is the SMTP login that the account page shows, the password an SMTP key, not the API key.':
    '用户名是帐号页面显示的 SMTP 登录名，密码是 SMTP 密钥，而不是 API 密钥。',
  'The user name is SMTP_Injection; the password is an API key that may send via SMTP.':
    '用户名是 SMTP_Injection；密码是有权通过 SMTP 发信的 API 密钥。',
  'The user name is SMTP_Injection; the password is an API key of the EU service, which the US service does not share.':
    '用户名是 SMTP_Injection；密码是 EU 服务的 API 密钥，US 服务的密钥不通用。',
  'The user name is the word resend; the password is an API key.': '用户名是 resend 这个词；密码是 API 密钥。',
  'The user name is the word api; the password is an API token.': '用户名是 api 这个词；密码是 API 令牌。',
  'User name and password are those of the inbox.': '用户名和密码是该收件箱的。',
  'The user name may be any; the password is an API key.': '用户名可以任意填写；密码是 API 密钥。',
  'Accounts come from https://api.nodemailer.com/user.': '帐号由 https://api.nodemailer.com/user 提供。',
  'For tests on this machine; without TLS unless it was started with a certificate.':
    '用于本机测试；没有 TLS，除非启动时配置了证书。',
  'For tests on this machine; it knows no TLS.': '用于本机测试；不支持 TLS。',
  'User name and password are SMTP credentials, made in the SES console for this region; they are not the IAM access key and its secret.':
    '用户名和密码是 SMTP 登录信息，在 SES 控制台为该区域生成；不是 IAM 的访问密钥及其私有密钥。',
  'Personal accounts take OAuth 2.0 only: passwords and app passwords are refused since September 2024.':
    '个人帐号只接受 OAuth 2.0：自 2024 年 9 月起拒绝密码和应用密码。',
  'SMTP AUTH may be turned off for the organisation or the mailbox; an administrator turns it on.':
    '组织或邮箱的 SMTP AUTH 可能已关闭；须由管理员打开。',
  'Sign-in is at https://login.microsoftonline.us, the scope https://outlook.office365.us/SMTP.Send.':
    '登录授权在 https://login.microsoftonline.us，scope 为 https://outlook.office365.us/SMTP.Send。',
  'The host is known from one program only and was not seen on the wire.': '该主机只见于一个程序，没有实际连接验证过。',
  'Sign-in is at https://login.partner.microsoftonline.cn, the scope https://partner.outlook.cn/SMTP.Send.':
    '登录授权在 https://login.partner.microsoftonline.cn，scope 为 https://partner.outlook.cn/SMTP.Send。',
  'For High Volume Email accounts, to recipients of the same organisation only.':
    '用于 High Volume Email 帐号，只能发给同一组织的收件人。',
  'A password login needs an app password of 16 letters, for which 2-Step Verification must be on; else OAuth 2.0 with the scope https://mail.google.com/.':
    '用密码登录须使用 16 个字母的应用专用密码，为此须开启两步验证；否则用 OAuth 2.0，scope 为 https://mail.google.com/。',
  'EHLO must give one of your own domains (helloName); an administrator registers the address or allows SMTP authentication in the relay rule.':
    'EHLO 须报您自己的一个域名（helloName）；由管理员登记地址，或在中继规则中允许 SMTP 身份验证。',
};
