/** What systems and libraries say in the language of the user, and what it is in English. */
interface Translation {
  readonly says: RegExp;
  readonly means: string;
}

/**
 * Messages of strerror(3), Winsock and .NET in German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian,
 * Chinese and Japanese: by the words that carry the meaning, since the sentence differs from system to system.
 */
const translations: readonly Translation[] = [
  {
    says: /Verbindungsaufbau abgelehnt|Verbindung (?:wurde )?(?:verweigert|abgelehnt)|verweigerte die Verbindung|Verbindung verweigerte|connexion refus[ée]e|l['’]ordinateur cible l['’]a.{0,20}refus[ée]e|conexi[oó]n (?:rechazada|rehusada)|deneg[oó] expresamente|conex[aã]o recusada|recus[ao]u ativamente|connessione rifiutata|rifiuto persistente|verbinding geweigerd|odrzuc\w* po[łl][ąa]czeni|po[łl][ąa]czenie odrzucone|в соединении отказано|отверг запрос на подключение|积极拒绝|拒绝(?:连接|网络连接)|连接被拒绝|連線遭拒|接続を?拒否|拒否されました/iu,
    means: 'Connection refused',
  },
  {
    says: /Zeit[üu]berschreitung|nicht richtig reagiert|hat das Zeitlimit|d[ée]lai (?:d['’]attente|imparti) .{0,20}d[ée]pass|a expir[ée]\b|n['’]a pas r[ée]pondu convenablement|tiempo de espera.{0,30}(?:agotado|expir)|no respondi[oó] adecuadamente|tempo (?:limite|esgotado)|n[aã]o respondeu corretamente|tempo scaduto|connessione scaduta|is een time-out|przekroczono (?:czas|limit)|превышен(?:о|а)? (?:время|таймаут)|не получен нужный отклик|连接超时|没有正确答复|操作超时|已超时|逾時|タイムアウト|正しく応答しなかった/iu,
    means: 'Connection timed out',
  },
  {
    says: /Verbindung (?:wurde )?(?:vom Kommunikationspartner )?zur[üu]ckgesetzt|vom Remotehost geschlossen|Remotehost .{0,40}(?:beendet|geschlossen)|connexion r[ée]-?initialis[ée]e|fermée par l['’]h[ôo]te distant|d[ûu] [êe]tre ferm[ée]e par|conexi[oó]n reinicializada|interrupci[oó]n de una conexi[oó]n|conex[aã]o (?:fechada|redefinida|foi for[çc]ad)|connessione (?:interrotta|resettata)|соединение (?:разорвано|сброшено)|разорвал существующее подключение|强迫关闭了一个现有的连接|连接被(?:对方)?重置|远程主机.{0,6}关闭|強制的に切断|接続が(?:リセット|切断)/iu,
    means: 'Connection reset by peer',
  },
  {
    says: /Tempor[äa]rer Fehler bei der Namensaufl[öo]sung|Namensaufl[öo]sung.{0,20}(?:tempor|vor[üu]bergehend)|[ÉéEe]chec temporaire dans la r[ée]solution|fallo temporal en la resoluci[oó]n|falha tempor[aá]ria na resolu[çc][aã]o|errore temporaneo nella risoluzione|временный сбой в разрешении имен|域名解析暂时失败|名称解析(?:中)?暂时|名前解決に一時的/iu,
    means: 'Temporary failure in name resolution',
  },
  {
    says: /Host(?:name)? (?:ist )?(?:nicht bekannt|unbekannt)|unbekannte[rn]? Host|Der angegebene Host ist unbekannt|Name oder (?:der )?Dienst nicht bekannt|h[ôo]te inconnu|nom ou service inconnu|h[oó]te .{0,10}introuvable|host desconocido|nombre o servicio desconocido|host desconhecido|nome ou servi[çc]o desconhecido|host sconosciuto|nome o servizio sconosciuto|неизвестн\w+ (?:хост|узел)|имя или служба не известны|хост неизвестен|(?:主机|主機)(?:名)?(?:不存在|未知|找不到)|不知道这样的主机|无法解析(?:主机|服务器)|未知的名称或服务|そのようなホストは不明|名前またはサービスが不明/iu,
    means: 'Name or service not known',
  },
  {
    says: /Netz(?:werk)? (?:ist )?nicht erreichbar|le r[ée]seau (?:n['’]est pas accessible|est inaccessible)|red (?:inaccesible|no accesible)|la red es inaccesible|rede (?:inacess[ií]vel|inalcan[çc][aá]vel)|rete (?:non|irr)\w* ?raggiungibile|сеть недоступна|网络(?:不可达|无法访问)|ネットワークに到達/iu,
    means: 'Network is unreachable',
  },
  {
    says: /Keine Route zum Zielrechner|Kein Weg zum Zielhost|aucun chemin d['’]acc[èe]s pour atteindre|pas de route vers l['’]h[ôo]te|no (?:hay|existe).{0,8}ruta (?:hacia|hasta|al)|n[aã]o h[aá] rota|nessun instradamento|нет маршрута до|没有到主机的路由|ホストへの経路がありません/iu,
    means: 'No route to host',
  },
  {
    says: /Zugriff auf einen Socket .{0,40}unzul[äa]ssig|tentative d['’]acc[èe]s [àa] un socket .{0,40}interdite|acceso a un socket no permitido|(?:做一个访问|访问).{0,20}套接字.{0,10}尝试|以一种访问权限不允许的方式|アクセス許可で禁じられた方法/iu,
    means: 'access a socket in a way forbidden by its access permissions',
  },
  {
    says: /Remotezertifikat ist (?:laut Validierungsverfahren |gem[äa][ßs]{1,2}.{0,30})?ung[üu]ltig|certificat distant n['’]est pas valide|certificado remoto no es v[áa]lido|certificado remoto [ée] inv[áa]lido|certificato remoto non [èe] valido|удаленный сертификат недействителен|远程证书无效|リモート証明書は無効/iu,
    means: 'The remote certificate is invalid',
  },
  {
    says: /selbst ?(?:signiert|ausgestellt)\w* Zertifikat|certificat auto-?sign[ée]|certificado autofirmado|certificado auto-?assinado|certificato autofirmato|自签名证书|自己署名証明書/iu,
    means: 'self-signed certificate',
  },
  {
    says: /Zertifikat ist (?:abgelaufen|nicht mehr g[üu]ltig)|abgelaufene[sn]? Zertifikat|certificat (?:a |est )?expir[ée]|certificado (?:ha |est[áa] )?(?:caducad|expirad|vencid)o|certificato (?:[èe] )?scaduto|срок действия сертификата истек|证书(?:已)?过期|証明書の有効期限/iu,
    means: 'certificate has expired',
  },
  {
    says: /keine (?:g[üu]ltige )?Authentifizierung|Authentifizierung (?:ist )?fehlgeschlagen|Anmeldung (?:ist )?fehlgeschlagen|(?:Benutzername|Kennwort|Passwort)[^.\n]{0,40}(?:falsch|ung[üu]ltig|nicht korrekt)|[ée]chec (?:de l['’])?authentification|identifiants? (?:ou mot de passe )?(?:incorrect|invalide)|(?:error|fallo) (?:de|en la) autenticaci[oó]n|falha na autentica[çc][aã]o|autenticazione (?:non riuscita|fallita)|ошибка (?:аутентификации|авторизации)|неверн\w+ (?:логин|имя|пароль)|认证失败|登录失败|身份验证失败|(?:用户名|账号|帐号)或密码(?:错误|不正确)|認証(?:に)?失敗/iu,
    means: 'authentication failed',
  },
  {
    says: /keine der von diesem Client unterst[üu]tzten Authentifizierungsmethoden|aucune des m[ée]thodes d['’]authentification/iu,
    means: 'none of the authentication methods of the client: no suitable authentication method',
  },
  {
    says: /Server unterst[üu]tzt keine sicheren Verbindungen|ne prend pas en charge les connexions s[ée]curis[ée]es|servidor no admite conexiones seguras|服务器不支持安全连接/iu,
    means: 'Server does not support secure connections',
  },
];

/** What stands there in another language, said in English: each meaning once. */
export function inEnglish(text: string): string[] {
  return translations.filter(({ says }) => says.test(text)).map(({ means }) => `in English: ${means}`);
}
