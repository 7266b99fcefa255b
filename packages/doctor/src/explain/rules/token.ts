import type { Rule } from '../rule.js';
import { sources } from './sources.js';

/** A token that could not be had: the answers of token endpoints and sign-in pages, told in words. */
export const tokenRules: readonly Rule[] = [
  {
    means: 'OAUTH_MFA_REQUIRED',
    strength: 'proves',
    when: { text: /AADSTS50126/, words: /app(?:lication)?[ -]password|\bMFA\b|two-factor|2FA/i },
    over: ['CREDENTIALS_REJECTED'],
    because: 'An app password is refused by the password grant, as is any account with a second factor.',
    source: sources.entra,
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    strength: 'strong',
    when: { text: /AADSTS900144.{0,120}'?scope'?/is },
    over: ['OAUTH_GRANT_MALFORMED'],
    because: 'The parameter that is missing is the scope.',
    source: sources.entra,
  },
  {
    means: 'OAUTH_GRANT_MALFORMED',
    strength: 'strong',
    when: { text: /AADSTS900144/ },
    unless: [{ text: /'scope'/ }],
    because: 'A parameter is missing from the request.',
    source: sources.entra,
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    strength: 'strong',
    when: {
      text: /\binvalid_scope\b|scope (?:is )?(?:not valid|invalid|malformed)|input parameter '?scope'? is not valid|more than one resource|multiple resources|scopes? (?:of|from|for) (?:two|several|different|multiple) resources|invalid_resource|unknown scope|Some requested scopes were invalid|Invalid device flow scope|\bscope\b.{0,60}doesn'?t exist|static scope|resource principal named \S+ was not found|must have a scope value/i,
    },
    over: [
      'OAUTH_GRANT_MALFORMED',
      'OAUTH_CLIENT_UNKNOWN',
      'OAUTH_CONSENT_REQUIRED',
      'XOAUTH2_SCOPE_MISSING',
      'OAUTH_REFRESH_TOKEN_EXPIRED',
    ],
    because: 'The words are about the scope.',
    source: sources.oauth,
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    strength: 'points',
    when: { settings: /^scopes?: .*(?:,|\.default .*\S)/im, stage: ['token', 'config'] },
    unless: [{ text: /AADSTS/ }],
    because: 'The scopes are not separated by blanks, or stand beside .default.',
    source: 'https://github.com/roundcube/roundcubemail/issues/9598',
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    strength: 'strong',
    when: { grant: ['of several services'], stage: ['token', 'config'] },
    unless: [{ text: /AADSTS(?!28000|70011|700022)/ }],
    because: 'Scopes of Exchange and of Graph stand in one request, and a token is for one service.',
    source: 'https://github.com/roundcube/roundcubemail/issues/9598',
  },
  {
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    strength: 'strong',
    when: {
      text: /invalid client secret|client secret (?:is |has |was )?(?:invalid|expired|wrong|incorrect)|client secret keys .{0,40}expired|secret ID|expired (?:client )?secret|invalid_client.{0,60}(?:secret|credential)|client assertion (?:contains|is|failed)|invalid JWT signature/i,
    },
    over: ['OAUTH_CLIENT_UNKNOWN', 'OAUTH_GRANT_MALFORMED', 'OAUTH_REFRESH_TOKEN_EXPIRED'],
    because: 'The words are about the secret.',
    source: sources.oauth,
  },
  {
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    strength: 'strong',
    when: { text: /\binvalid_client\b/i, words: /\bsecret\b/i },
    unless: [{ text: /AADSTS|not found|deleted|public client|client_secret is missing|client_assertion/i }],
    over: ['OAUTH_CLIENT_UNKNOWN'],
    because: 'The client is refused, and the secret was thought worth telling.',
    source: sources.oauth,
  },
  {
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    strength: 'points',
    when: { text: /\binvalid_client\b/i },
    unless: [
      { text: /AADSTS|not found|deleted|unknown|no such client|public client|must not|client_assertion|OAuth client/i },
    ],
    over: ['OAUTH_REFRESH_TOKEN_EXPIRED'],
    because: 'The client could not prove itself.',
    source: sources.oauth,
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    strength: 'strong',
    when: {
      text: /OAuth client was (?:not found|deleted|disabled)|deleted_client|disabled_client|(?:client|application)[\w\s'"<>-]{0,60}was not found in the directory|client (?:id|ID)[\w\s]{0,20}(?:unknown|invalid|wrong|not found)|no registered origin|unknown client|invalid_client.{0,40}(?:unauthorized|not found)|application .{0,60}(?:is )?(?:disabled|not found)/i,
    },
    over: ['OAUTH_CONSENT_REQUIRED', 'OAUTH_CLIENT_SECRET_INVALID', 'OAUTH_GRANT_MALFORMED'],
    because: 'The words are about the client ID.',
    source: sources.googleOAuth,
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    strength: 'strong',
    when: {
      text: /invalid_client/i,
      settings: /^client_?id: (?!\d[\w-]+\.apps\.googleusercontent\.com$|[\da-f]{8}-)/im,
    },
    unless: [{ text: /AADSTS|secret (?:is|was|has)|invalid client secret/i }],
    over: ['OAUTH_CLIENT_SECRET_INVALID'],
    because: 'The client ID has not the form of one.',
    source: sources.googleOAuth,
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    strength: 'strong',
    when: {
      text: /unauthorized_client/i,
      words: /refresh(?:ing|[ _]token)|playground|other client|another client|different client/i,
    },
    over: ['GOOGLE_DELEGATION_MISSING', 'OAUTH_CLIENT_TYPE_MISMATCH'],
    because: 'The refresh token was issued to another client.',
    source: sources.oauth,
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    strength: 'points',
    when: { text: /unauthorized_client|invalid_client.{0,30}\bUnauthorized\b/i },
    unless: [
      { text: /not enabled for (?:consumers|organi[sz]ations)/i },
      { words: /service[_ ]?account|jwt-?bearer|retrieve access tokens using this method/i },
      { text: /AADSTS/ },
    ],
    because: 'This client may not use this grant, most often since the token is of another client.',
    source: sources.oauth,
  },
  {
    means: 'OAUTH_CLIENT_TYPE_MISMATCH',
    strength: 'strong',
    when: {
      text: /client_assertion' or 'client_secret'|must contain the following parameter: 'client_(?:assertion|secret)|public (?:clients? )?(?:can't|cannot|can not|must not|shouldn't|should not)|client is public|allow public client|cross-origin token redemption|Proof Key for Code Exchange is required|client_secret is missing/i,
    },
    over: ['OAUTH_CLIENT_SECRET_INVALID', 'OAUTH_GRANT_MALFORMED', 'OAUTH_CLIENT_UNKNOWN'],
    because: 'The app is registered as one kind of client and signs in as the other.',
    source: sources.entra,
  },
  {
    means: 'OAUTH_CONSENT_REQUIRED',
    strength: 'strong',
    when: {
      text: /need admin approval|admin(?:istrator)? (?:approval|consent)|has not consented|consent_required|consent required|\baccess_denied\b|user (?:declined|denied)|hasn't verified this app|has not completed the Google verification|Access blocked: .{0,80}(?:verif|admin|organi)|org_internal|admin_policy_enforced|authorization_declined|not been approved|requires? (?:admin )?(?:approval|consent)|Approval required/i,
    },
    unless: [
      { text: /redirect_uri|oob|redirect URI|comply with Google's OAuth 2\.0 policy/i },
      { text: /AADSTS(?!65001|90094|65004|90093|90095|650052)/ },
    ],
    over: ['OAUTH_GRANT_MALFORMED', 'OAUTH_REFRESH_TOKEN_EXPIRED', 'OAUTH_CLIENT_UNKNOWN', 'RELAY_DENIED'],
    because: 'Somebody has yet to allow the app, or has declined.',
    source: 'https://github.com/osTicket/osTicket/issues/5390',
  },
  {
    means: 'OAUTH_MFA_REQUIRED',
    strength: 'strong',
    when: {
      text: /must use multi-factor|multi-?factor authentication (?:to access|is required)|interaction_required|strong authentication is required|due to a configuration change made by your administrator/i,
    },
    unless: [{ text: /AADSTS(?:53|65|900|700)/ }],
    over: ['OAUTH_REFRESH_TOKEN_EXPIRED', 'OAUTH_GRANT_MALFORMED'],
    because: 'The sign-in wants a second factor.',
    source: sources.entra,
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    strength: 'strong',
    when: {
      text: /token has been expired or revoked|refresh token (?:has |is |was )?(?:expired|revoked|invalid|no longer)|(?:expired|revoked) refresh token|invalid_rapt|reauth related error|grant (?:has )?(?:expired|been revoked)|expired due to inactivity|RefreshError.{0,80}invalid_grant|session (?:has )?expired|after (?:7|seven) days|every (?:7 days|week)|publishing status|in testing/i,
    },
    unless: [{ text: /AADSTS(?!700082|70008\b|700084|50173|70043)/ }],
    over: ['OAUTH_GRANT_MALFORMED', 'XOAUTH2_TOKEN_REJECTED'],
    because: 'The refresh token is at its end.',
    source: sources.googleOAuth,
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    strength: 'strong',
    when: { text: /\binvalid_grant\b/i },
    unless: [
      {
        text: /AADSTS|malformed|invalid email|account not found|invalid JWT|code_verifier|already (?:been )?(?:redeemed|used)|missing|authorization code|not a valid email/i,
      },
      { words: /column|truncat|shorter|varchar|255|line break|newline|url.?decoded|playground|service[_ ]?account/i },
    ],
    over: ['XOAUTH2_TOKEN_REJECTED'],
    because: 'invalid_grant with no more said: the refresh token expired or was revoked.',
    source: sources.oauth,
  },
  {
    means: 'OAUTH_GRANT_MALFORMED',
    strength: 'strong',
    when: {
      text: /malformed (?:auth(?:orization)? )?(?:code|token|request)|request is malformed|malformed or invalid|unsupported_grant_type|missing required parameter|code_verifier|code (?:was |has )?already (?:been )?(?:redeemed|used)|invalid_request|Invalid status code 4\d\d|status code 400|HTTP 400|400 Bad Request|Bad Request/i,
      stage: ['token'],
    },
    unless: [
      { text: /AADSTS(?!9002313|70000\b|90014|900144|54005|50147)/ },
      { text: /redirect_uri|oob|expired or revoked|invalid_grant.{0,60}Bad Request|invalid_scope|comply with/i },
    ],
    because: 'The request for a token is damaged.',
    source: 'https://github.com/nodemailer/nodemailer/issues/735',
  },
  {
    means: 'OAUTH_GRANT_MALFORMED',
    strength: 'strong',
    when: {
      words:
        /(?:refresh )?token[^.\n]{0,60}(?:truncat|shorter|cut off|column|varchar|255|too long for|missing the last|length)|(?:truncat|shorter|cut)[^.\n]{0,40}token|(?:new ?line|line break|quote|%2F|url.?(?:de|en)coded)[^.\n]{0,40}(?:code|token)/i,
      stage: ['token'],
    },
    over: ['OAUTH_REFRESH_TOKEN_EXPIRED', 'OAUTH_SCOPE_INVALID'],
    because: 'The stored token is not the one that was issued.',
    source: sources.oauth,
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    strength: 'strong',
    when: {
      text: /invalid_tenant|tenant .{0,60}not found|use the \/?(?:consumers|organizations|common) endpoint|tenant-specific endpoint|Authorization_IdentityNotFound|no tenant-identifying information|wrong tid\b|does not exist in tenant|national cloud|tenant_id\b.{0,20}placeholder|authority_uri_insecure|endpoints_resolution_error|configured for use by .{0,40}(?:users|accounts) only|not enabled for (?:consumers|organi[sz]ations)|userAudience|must not be configured with|(?:personal|work or school) accounts? (?:is|are|can)[^.\n]{0,20}not (?:be )?(?:supported|allowed|used)|unknown issuer\b.{0,20}tenant/i,
    },
    unless: [{ text: /AADSTS700016/ }],
    over: ['OAUTH_CLIENT_UNKNOWN', 'OAUTH_GRANT_MALFORMED', 'OAUTH_CONSENT_REQUIRED'],
    because: 'The words are about the organisation that was asked.',
    source: 'https://github.com/MicrosoftDocs/azure-docs/issues/6485',
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    strength: 'points',
    when: { settings: /^(?:authority|tenant|tenant_id|registration|cloud): /im, stage: ['token'] },
    unless: [{ text: /AADSTS(?!90002|900023|9002331|50059|90130|50194)/ }],
    because: 'The authority was thought worth telling.',
    source: sources.entra,
  },
  {
    means: 'OAUTH_REDIRECT_MISMATCH',
    strength: 'strong',
    when: {
      words:
        /redirect_uri_mismatch|urn:ietf:wg:oauth:2\.0:oob|redirect[_ ]?ur[il][^.\n]{0,60}(?:mismatch|not match|does not match|not registered|invalid|specified in the request)|invalid (?:parameter value for )?redirect_uri|comply with Google's OAuth 2\.0 policy|out-of-band|\bOOB\b/i,
    },
    over: ['OAUTH_GRANT_MALFORMED', 'OAUTH_CONSENT_REQUIRED', 'OAUTH_CLIENT_UNKNOWN'],
    because: 'The words are about the redirect URI.',
    source: 'https://github.com/WPManageNinja/fluent-smtp/issues/88',
  },
  {
    means: 'OAUTH_GRANT_MALFORMED',
    strength: 'hints',
    when: { stage: ['token'] },
    because: 'It failed at the token endpoint.',
    source: sources.oauth,
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    strength: 'points',
    when: {
      text: /failed (?:to )?(?:generat|refresh|renew|get)\w* (?:a |the )?(?:new )?access token|can't create new access token/i,
    },
    because: 'A new access token could not be had with the refresh token.',
    source: 'https://github.com/nodemailer/nodemailer/issues/951',
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    strength: 'hints',
    when: { stage: ['token'], words: /refresh/i },
    because: 'It failed at the refresh of a token.',
    source: sources.oauth,
  },
];
