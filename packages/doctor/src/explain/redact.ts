/** What stands in place of a secret. The same word as in traces. */
const SECRET = '[secret]';

interface Row {
  readonly finds: RegExp;
  readonly leaves: string;
  readonly because: string;
}

/**
 * What a pasted log may hold that nobody else should read. Order counts: the wider forms come first. Each repetition that
 * can begin anywhere is bounded, so that a log of any form is read in a time that grows with its length alone.
 */
const rows: readonly Row[] = [
  {
    finds: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    leaves: SECRET,
    because: 'A private key in PEM.',
  },
  {
    finds: /\b(authorization["']?\s*[:=]\s*["']?(?:basic|bearer|token)?\s*)[^\s"',}]+/gi,
    leaves: `$1${SECRET}`,
    because: 'A header of HTTP.',
  },
  {
    finds: /\b(bearer\s+)(?!["'\s])[\w.~+/-]{8,}=*/gi,
    leaves: `$1${SECRET}`,
    because: 'A token in an XOAUTH2 or OAUTHBEARER string, or in a header that lost its name.',
  },
  {
    finds:
      /((?:^|\s)(?:-ap|-xp|--(?:[a-z0-9]{1,20}-){0,3}(?:pass(?:word|wd)?|secret|token|bearer|key))(?:\s+|=))(?!-)(?:"[^"\n]*"|'[^'\n]*'|[^\s"']+)/gi,
    leaves: `$1${SECRET}`,
    because: 'An option of a command line: swaks -ap, --auth-password, sendEmail -xp, curl --oauth2-bearer.',
  },
  {
    finds: /((?:^|\s)(?:--user|-u|--proxy-user)(?:\s+|=)["']?[^\s:"']{1,300}:)[^\s"']+/g,
    leaves: `$1${SECRET}`,
    because: 'User and password in one option, as curl takes them.',
  },
  {
    finds:
      /(\b(?:NetworkCredential|PasswordAuthentication|LoginAuth|Credentials(?:::new)?|authenticate|login)\(\s*(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[\w.$]{1,100})\s*,\s*)(?:"[^"\n]*"|'[^'\n]*')/gi,
    leaves: `$1${SECRET}`,
    because: 'A call with user and password: the second argument.',
  },
  {
    finds:
      /(\b(?:PlainAuth\(\s*"[^"\n]{0,300}"|New(?:Plain)?Dialer\(\s*(?:"[^"\n]{0,300}"|[\w.]{1,100})\s*,\s*\w{1,100})\s*,\s*(?:"[^"\n]{0,300}"|[\w.]{1,100})\s*,\s*)(?:"[^"\n]*"|`[^`]*`)/g,
    leaves: `$1${SECRET}`,
    because: 'Calls of Go, in which the password comes third or fourth.',
  },
  {
    finds: /((?:\[[\w.-]{1,253}\](?::\d{1,5})?|(?:^|\n)[\w.-]{1,253}:\d{1,5})[ \t]+[^\s:]{1,300}:)[^\s:]\S*/g,
    leaves: `$1${SECRET}`,
    because: 'A line of sasl_passwd of Postfix: [host]:port user:password.',
  },
  {
    finds:
      /((?:^|\n)[ \t]*password[ \t]+|\blogin[ \t]+\S{1,300}[ \t]+password[ \t]+)(?!(?:incorrect|wrong|rejected|refused|required|failed|expired|invalid|missing|mismatch|command|error|authentication|grant|login)\b)\S+(?=[ \t]*(?:\n|$)|[ \t]+(?:\d{3}|account|port|machine)\b)/gi,
    leaves: `$1${SECRET}`,
    because: 'A line of msmtprc or of .netrc, where a blank stands between name and value.',
  },
  {
    finds: /([?&]code=)[^&\s"']{10,}/g,
    leaves: `$1${SECRET}`,
    because: 'An authorization code in the URL of a callback (RFC 6749 4.1.2).',
  },
  {
    finds: /\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*/g,
    leaves: SECRET,
    because: 'A JSON Web Token. The base64 JSON of a 334 has no full stop and stays.',
  },
  {
    finds:
      /\b(ya29\.|1\/\/0|GOCSPX-|SG\.|xsmtpsib-|re_|key-|EwB|M\.[CR]\d{2,3}_|0\.A[RSTUVWX]|0\.Q)[\w.~!*$+/-]{8,}=*/g,
    leaves: SECRET,
    because: 'Tokens and keys that providers give out, by their beginning.',
  },
  {
    finds: /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/"'<>]{0,300}:[^\s"'<>]{0,300}@/gi,
    leaves: `$1${SECRET}@`,
    because: 'User and password in a URL (RFC 3986 3.2.1), up to the last @, since passwords hold @ too.',
  },
  {
    finds:
      /\b(AUTH[ \t]+(?:PLAIN|LOGIN|XOAUTH2|OAUTHBEARER|CRAM-MD5|NTLM|SCRAM-[\w-]+)[ \t]+)(?!\[|(?:PLAIN|LOGIN|X?OAUTH\w*|CRAM-MD5|DIGEST-MD5|NTLM|GSSAPI|EXTERNAL|SCRAM-[\w-]+)\b)[A-Za-z0-9+/=_-]{4,}/gi,
    leaves: `$1${SECRET}`,
    because: 'An initial response (RFC 4954 4), and not the next name of an offer.',
  },
  {
    finds:
      /((?:334|VXNlcm5hbWU6|UGFzc3dvcmQ6|dXNlcm5hbWU6|cGFzc3dvcmQ6)[^\n]{0,200}\n[^\S\n]*(?:[^\n]{0,200}?(?:C:|->|>>|>|CLIENT -> SERVER:|Client:|send:)\s*(?:b?['"])?)?)(?!\s*(?:\d{3}[ -]|\*))[A-Za-z0-9+/]{4,}={0,2}(?=['"\\\s]|$)/g,
    leaves: `$1${SECRET}`,
    because: 'The line after a 334 is the answer of the client: user name or password in base64.',
  },
  {
    finds:
      /((?<![\w.-])(?:[\w.-]{0,60}?(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[_-]?key|private[_-]?key|assertion|client[_-]secret|access[_-]?key|credential)s?|code_verifier|refresh_token|access_token|id_token)\b(?:\\{0,4}["']|&quot;)?\]?\s*(?:=>|[:=])\s*)(?!\s)(?:"""[\s\S]{0,300}?"""|\\{1,4}"[^"\\\n]{0,300}\\{1,4}"|&quot;[^&\n]{0,300}&quot;|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[a-z]{4}(?: [a-z]{4}){3}\b|[^\s,;&)}\]"'<]+)/gi,
    leaves: `$1${SECRET}`,
    because: 'A setting by its name: password=..., "pass": "...", MAIL_PASSWORD=....',
  },
  {
    finds:
      /((?<![a-z])(?:password|passwort|mot de passe|passwd)\s+(?:is|was|ist|est)\s+(?!(?:not|the|an?|in|on|of|too|no|only|never|always|also|still|just|definitely|changed|reset|correct|right|wrong|incorrect|invalid|valid|rejected|refused|accepted|expired|required|needed|set|unset|empty|missing|ok|fine|stored|saved|sent|used|falsch|richtig)\b)["'“]?|(?:密码|授权码)\s*(?:是|为|：|:)\s*["'“]?)[^\s"'”,;，。]+/giu,
    leaves: `$1${SECRET}`,
    because: 'A sentence that tells the password.',
  },
  {
    finds:
      /((?:ENOTFOUND|EAI_AGAIN|lookup|hostname["']?:)\s+["']?)(?=[^\s.:"']*[\d!$%^&*+=~])[^\s.:"'@]{3,}(?=["']?(?:[\s,:}]|$))/g,
    leaves: `$1${SECRET}`,
    because: 'A name without a dot that was looked up, and looks like no name: a piece of a password from a URL.',
  },
  {
    finds:
      /\b(?=[\w+/-]{0,400}?\d)(?=[\w+/-]{0,400}?[A-Z])(?=[\w+/-]{0,400}?[a-z])[A-Za-z0-9+/_-]{40,}={0,2}(?![\w/])/g,
    leaves: SECRET,
    because: 'A long run of base64 that nothing explains: most often a token or an AUTH response.',
  },
];

/** The base64 JSON with which servers explain a refused token (RFC 7628 3.2.2); it holds no secret. */
const CHALLENGE = /\beyJ(?:zdGF0dXMi|lcnJvciI|zY2hlbWVz|zY29wZSI)[A-Za-z0-9+/]*={0,2}/g;

/** The text without what must not be passed on. What is left can be read as before. */
export function redact(text: string): string {
  const kept: string[] = [];
  const spared = text.replace(CHALLENGE, (challenge) => `\u0000${kept.push(challenge) - 1}\u0000`);
  const clean = rows.reduce((rest, row) => rest.replace(row.finds, row.leaves), spared);
  return clean.replace(/\u0000(\d+)\u0000/g, (_, index) => kept[Number(index)] ?? '');
}
