/** Why a row of a token endpoint holds, and its notes, in Simplified Chinese. */
export const oauthRows: Readonly<Record<string, string>> = {
  // Microsoft.
  'A transient fault of the service.': '服务的暂时故障。',
  'Too many requests at the moment.': '目前请求过多。',
  'The same request came too often; asking again prolongs it.': '同样的请求过于频繁；再次请求只会延长等待。',
  'No session to sign in with silently.': '没有可用来静默登录的会话。',
  '70008 is said of authorization codes too.': '70008 也会用于授权码。',
  'Expired by age or by disuse (90 days).': '因时间过长或 90 天未用而过期。',
  'Refresh tokens of single-page apps live 24 hours.': '单页应用的刷新令牌只有 24 小时有效。',
  'The sign-in frequency of Conditional Access ended it.': '因条件访问的登录频率设置而终止。',
  'The password was changed or reset, or the sessions were revoked.': '密码已更改或重置，或会话已被撤销。',
  'The grant is not valid: cut, of another client, or of another tenant.':
    '授权无效：不完整、属于另一个客户端或另一个租户。',
  'Multi-factor authentication is needed, has expired, or must be set up.':
    '需要多重身份验证，或验证已过期，或尚未设置。',
  'Neither user nor administrator has consented.': '用户和管理员都没有同意。',
  'The user declined to consent.': '用户拒绝同意。',
  'Only an administrator may consent.': '只有管理员可以同意。',
  'The account belongs elsewhere and is no guest of this tenant.': '该帐号属于别处，也不是该租户的来宾。',
  'No such user in the directory.': '目录中没有该用户。',
  'Wrong user name or password.': '用户名或密码错误。',
  'The password has expired.': '密码已过期。',
  'Locked after wrong passwords, or a sign-in from an address with a bad name.':
    '因多次输错密码而被锁定，或登录地址信誉不佳。',
  'The account is disabled.': '该帐号已停用。',
  'The user is not assigned to a role of the app.': '该用户没有被分配应用的角色。',
  'Conditional Access or security defaults refused the sign-in.': '条件访问或安全默认值拒绝了此次登录。',
  'Device code: the person has not finished yet.': '设备代码：用户还没有完成登录。',
  'Device code: the code has expired.': '设备代码：代码已过期。',
  'Device code: the code is wrong, or the request was answered before.': '设备代码：代码错误，或请求已被答复过。',
  'The authorization code was redeemed before.': '授权码已经用过。',
  'Code challenge or code verifier is missing or does not fit.': 'code challenge 或 code verifier 缺失，或彼此不符。',
  'The redirect URI is not registered for the app.': '该应用没有注册此重定向 URI。',
  'Unknown scope, or scopes of several resources in one request.': 'scope 未知，或一个请求中有多种资源的 scope。',
  'The resource before the scope does not exist in this tenant.': 'scope 前面的资源在该租户中不存在。',
  'The app was not found in this directory.': '该目录中找不到此应用。',
  'The app is disabled.': '该应用已停用。',
  'The secret is wrong: most often its ID was copied in place of its value.':
    '客户端密钥错误：多因复制了它的 ID 而不是它的值。',
  'The secret has expired.': '客户端密钥已过期。',
  'The request must hold a secret or an assertion: the app is not registered as public.':
    '请求必须带客户端密钥或断言：该应用没有注册为公共客户端。',
  'The app does not have this grant.': '该应用没有这种授权方式。',
  'A public client must not send a secret.': '公共客户端不得发送客户端密钥。',
  'Signature, key, certificate or time of the assertion does not fit the app.':
    '断言的签名、密钥、证书或时间与该应用不符。',
  'The registration of the app does not list the resource or the permission.': '应用的注册中没有列出该资源或权限。',
  'The organisation lacks a service principal of the resource.': '组织中缺少该资源的服务主体。',
  'Wrong tenant, wrong cloud, or a tenant name that this app or grant cannot be used with.':
    '租户或云不对，或者租户名称不能用于该应用或授权方式。',
  'The parameter scope is missing.': '缺少参数 scope。',
  'A parameter is missing, or the request is malformed.': '缺少参数，或请求格式不对。',
  'A code that is not listed here: a person has to be asked, and the refresh token may be good again.':
    '此处没有列出的代码：需要有人处理，之后刷新令牌可能重新有效。',
  // The RFCs, and Google.
  '429: too many requests (RFC 6585 4).': '429：请求过多（RFC 6585 4）。',
  '5xx: the server has a fault of its own.': '5xx：服务器自身有故障。',
  'What 500 and 503 say, where no status can be said.': '相当于 500 和 503，用于无法给出状态码的场合。',
  'The person has not finished yet; what is said when the time is over.':
    '用户还没有完成登录；时间用完时也会这样回答。',
  'As authorization_pending, and five seconds more between polls.':
    '与 authorization_pending 相同，并且每次轮询要多等五秒。',
  'The device code has expired.': '设备代码已过期。',
  'The person or the server denied the request.': '用户或服务器拒绝了该请求。',
  'The device code was not recognised.': '服务器不认识该设备代码。',
  'The person has to consent, on a page.': '需要用户在页面上同意。',
  'The person has to be shown a page.': '需要给用户显示一个页面。',
  'Client authentication failed, and it was by a secret.': '客户端身份验证失败，用的是客户端密钥。',
  'Client authentication failed, and it was by an assertion.': '客户端身份验证失败，用的是断言。',
  'Without a secret only the client ID can be wrong.': '没有客户端密钥，那么只可能是客户端 ID 不对。',
  'The refresh token is invalid, expired or revoked, or was issued to another client.':
    '刷新令牌无效、已过期、已撤销，或是签发给另一个客户端的。',
  'The assertion is not valid (RFC 7521 4.1.1).': '断言无效（RFC 7521 4.1.1）。',
  'The code is invalid, expired or was used before.': '代码无效、已过期或已经用过。',
  'The client, or the server, does not have this grant.': '客户端或服务器没有这种授权方式。',
  'The scope is unknown, malformed, or exceeds what was granted.': 'scope 未知、格式不对，或超出了所授予的范围。',
  'The redirect URI is not registered.': '该重定向 URI 没有注册。',
  'A parameter is missing, doubled or malformed.': '缺少参数，或参数重复、格式不对。',
  'A fault of the service.': '服务有故障。',
  'Too many requests of this client or project.': '该客户端或项目的请求过多。',
  'The subject of the assertion is no account.': '断言的主体不是一个帐号。',
  'The subject of the assertion cannot be acted for.': '不能代表断言的主体。',
  'The code was cut or encoded twice on its way.': '代码在传送中被截断，或编码了两次。',
  'The code verifier does not fit.': 'code verifier 不符。',
  'The session control of the organisation asks for a new sign-in.': '组织的会话控制要求重新登录。',
  'Revoked by the owner, by a change of the password, after six months of disuse, or with the hundredth newer one.':
    '被帐号主人撤销，或因更改密码、六个月未用、签发了第一百个更新的令牌而失效。',
  'No client has this ID.': '没有哪个客户端使用这个 ID。',
  'The client was deleted in the console.': '该客户端已在控制台中删除。',
  'The client was disabled.': '该客户端已停用。',
  'The ID exists, the secret is wrong or missing. Desktop clients have one too, and must send it.':
    'ID 存在，而客户端密钥错误或缺失。桌面客户端也有客户端密钥，必须发送。',
  'Desktop clients have a secret too, and must send it.': '桌面客户端也有客户端密钥，必须发送。',
  'The service account was not authorised for exactly these scopes in the Admin console.':
    '管理控制台中没有恰好为这些 scope 授权该服务帐号。',
  'The refresh token was issued to another client, such as that of the OAuth Playground.':
    '该刷新令牌是签发给另一个客户端的，例如 OAuth Playground。',
  'The owner did not consent, or is no test user of an app in testing.':
    '帐号主人没有同意，或不是测试中应用的测试用户。',
  'The service account may not have this scope for this user.': '该服务帐号不能对该用户使用此 scope。',
  'The organisation does not let this app in.': '组织不允许该应用接入。',
  'The out-of-band redirect is gone; desktop clients use the loopback address.':
    '带外（out-of-band）重定向已取消；桌面客户端使用回环地址。',
  'The device flow is not open to mail scopes.': '设备代码流程不支持邮件的 scope。',
  // Notes.
  'The redirect URI is registered for a single-page application: register it for mobile and desktop applications.':
    '该重定向 URI 注册给了单页应用：请改为注册给移动和桌面应用程序。',
  'An administrator can exempt this app from the sign-in frequency.': '管理员可以让该应用不受登录频率的限制。',
  'Microsoft Entra admin center > Sign-in logs > the sign-in > Conditional Access names the policy.':
    'Microsoft Entra 管理中心 > 登录日志 > 该次登录 > 条件访问，会写明是哪条策略。',
  'Microsoft Entra admin center > App registrations > Authentication > Mobile and desktop applications: add http://localhost.':
    'Microsoft Entra 管理中心 > 应用注册 > 身份验证 > 移动和桌面应用程序：添加 http://localhost。',
  'Check the host in the scope; if it is right, the organisation has no Exchange Online.':
    '请核对 scope 中的主机；若正确，则该组织没有 Exchange Online。',
  'clientId is the Application (client) ID, a GUID. A single-tenant app needs its own tenant.':
    'clientId 是应用程序（客户端）ID，即一个 GUID。单租户应用要填自己的租户。',
  'Microsoft Entra admin center > App registrations > Authentication > Allow public client flows: Yes.':
    'Microsoft Entra 管理中心 > 应用注册 > 身份验证 > 允许公共客户端流：是。',
  'Google Admin console > Security > Google Cloud session control can exempt this app.':
    'Google 管理控制台 > 安全性 > Google Cloud 会话控制，可以豁免该应用。',
  'While the publishing status of the app is Testing, refresh tokens end after seven days: set it to In production and sign in again.':
    '应用的发布状态为“测试”时，刷新令牌七天后失效：请改为“正式版”，然后重新登录。',
  'While the publishing status of the app is Testing, only the test users that are listed there can sign in.':
    '应用的发布状态为“测试”时，只有其中列出的测试用户可以登录。',
  'Google Admin console > Security > API controls > App access control.':
    'Google 管理控制台 > 安全性 > API 控件 > 应用访问权限控制。',
  'Sign in with authorizationCode() in place of deviceCode().': '请用 authorizationCode() 登录，而不是 deviceCode()。',
};
