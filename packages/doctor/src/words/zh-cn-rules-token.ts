/** Why a rule holds, in Simplified Chinese: access tokens, and the endpoints that give them. */
export const tokenRules: Readonly<Record<string, string>> = {
  // The token endpoint.
  'An app password is refused by the password grant, as is any account with a second factor.':
    '密码授权不接受应用密码，也不接受启用了第二重验证的帐号。',
  'The parameter that is missing is the scope.': '缺少的参数是 scope。',
  'A parameter is missing from the request.': '请求中缺少一个参数。',
  'The words are about the scope.': '这些话说的是 scope。',
  'The scopes are not separated by blanks, or stand beside .default.':
    'scope 之间没有用空格分隔，或与 .default 同时出现。',
  'Scopes of Exchange and of Graph stand in one request, and a token is for one service.':
    'Exchange 和 Graph 的 scope 出现在同一个请求中，而一个令牌只能用于一项服务。',
  'The words are about the secret.': '这些话说的是客户端密钥。',
  'The client is refused, and the secret was thought worth telling.': '客户端被拒绝，而且有人特意提到客户端密钥。',
  'The client could not prove itself.': '客户端未能证明自己的身份。',
  'The words are about the client ID.': '这些话说的是客户端 ID。',
  'The client ID has not the form of one.': '客户端 ID 不是应有的形式。',
  'The refresh token was issued to another client.': '该刷新令牌是签发给另一个客户端的。',
  'This client may not use this grant, most often since the token is of another client.':
    '该客户端不能使用这种授权，多因令牌属于另一个客户端。',
  'The app is registered as one kind of client and signs in as the other.':
    '应用注册为一种客户端，却按另一种方式登录。',
  'Somebody has yet to allow the app, or has declined.': '还需要有人同意该应用，或已有人拒绝。',
  'The sign-in wants a second factor.': '登录要求第二重验证。',
  'The refresh token is at its end.': '刷新令牌已到期。',
  'invalid_grant with no more said: the refresh token expired or was revoked.':
    '只有 invalid_grant，没有更多说明：刷新令牌已过期或被撤销。',
  'The request for a token is damaged.': '索取令牌的请求已损坏。',
  'The stored token is not the one that was issued.': '保存的令牌不是当初签发的那一个。',
  'The words are about the organisation that was asked.': '这些话说的是所请求的组织。',
  'The authority was thought worth telling.': '有人特意提到 authority。',
  'The words are about the redirect URI.': '这些话说的是重定向 URI。',
  'It failed at the token endpoint.': '失败发生在令牌端点。',
  'A new access token could not be had with the refresh token.': '用刷新令牌没有取得新的访问令牌。',
  'It failed at the refresh of a token.': '失败发生在刷新令牌时。',
  // Numbers of the identity platform.
  'The number of the identity platform.': '身份平台的错误编号。',
  'The scope is malformed.': 'scope 的格式不对。',
  'The platform of the redirect URI does not go with this request.': '重定向 URI 的平台与该请求不符。',
  'Consent of an administrator is missing.': '缺少管理员的同意。',
  'A second factor outside of the platform is wanted.': '需要平台之外的第二重验证。',
  'The session, and the refresh token with it, is at its end.': '会话及其刷新令牌都已到期。',
  'A parameter of the request is not one.': '请求中有一个参数无效。',
  'The authority does not serve this account.': '该 authority 不服务于此帐号。',
  'The redirect URI is missing or not registered.': '缺少重定向 URI，或它没有注册。',
  'The proof of the client is refused.': '客户端的身份证明被拒绝。',
  'A policy refused the device or the sign-in.': '有策略拒绝了该设备或该次登录。',
  // An access token that is refused.
  'A token without a user, and Exchange has to know the app as well as Entra does.':
    '这是不属于任何用户的令牌，除 Entra 外，Exchange 也必须认识该应用。',
  'The app logged in and has no right on the mailbox.': '应用已登录，但没有该邮箱的权限。',
  'The token was made for Microsoft Graph, and SMTP wants one for Outlook.':
    '该令牌是为 Microsoft Graph 签发的，而 SMTP 需要为 Outlook 签发的令牌。',
  'The scopes are those of Microsoft Graph: the token is for it, and SMTP wants one for Outlook.':
    '这些是 Microsoft Graph 的 scope：令牌是给它用的，而 SMTP 需要为 Outlook 签发的令牌。',
  'The scopes were told, and the one for SMTP is not among them, or not alone: the token does not hold it.':
    '已说明申请的 scope，其中没有 SMTP 的，或不止 SMTP 的：令牌里没有它。',
  'The token has no right to send mail.': '该令牌没有发信权限。',
  'The token belongs to another account than the one that user= names.': '令牌所属的帐号不是 user= 中的那一个。',
  'The same token works for IMAP, which is less strict about the name.':
    '同一个令牌可用于 IMAP，而 IMAP 对用户名没有那么严格。',
  'Nothing is told against the token, which clients renew by themselves: the name in user= is left.':
    '没有迹象表明令牌有问题，客户端会自行更新令牌：剩下的就是 user= 中的名称。',
  'A token of another account is refused with the same words.': '属于其他帐号的令牌，也会以同样的话被拒绝。',
  'A token without the scope for SMTP is refused with the same words.':
    '没有 SMTP scope 的令牌，也会以同样的话被拒绝。',
  'A token for another service is refused with the same words.': '为其他服务签发的令牌，也会以同样的话被拒绝。',
  'MAIL before STARTTLS. Said as 451, though it never clears by itself.':
    '在 STARTTLS 之前就 MAIL。虽然回答 451，但它不会自行消失。',
  'A fault inside of the service, whatever command it answers.': '服务内部的故障，与回答的是哪条命令无关。',
};
