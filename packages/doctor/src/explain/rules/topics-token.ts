import type { Stage } from '../observation.js';
import { sources } from './sources.js';
import type { Topic } from './topics.js';
import { near } from './wordings.js';

const ASKING: readonly Stage[] = ['token', 'config'];
/** What has come to its end. */
const ENDED =
  /expir\w*|ran out|run out|lapsed|no longer valid|too old|stopped working|became invalid|after \w+ (?:days|weeks|months)/;

/** The token that could not be had. */
export const tokenTopics: readonly Topic[] = [
  {
    means: 'OAUTH_SCOPE_INVALID',
    at: ASKING,
    about: near(
      /\bscopes?\b/,
      /combin\w+|mix\w*|together|separat\w+|commas?\b|refus\w+|reject\w+|unknown|spell\w*|typo|two|several|both|not (?:allowed|valid|known)|missing|empty|wrong|\.default/,
    ),
    source: sources.oauth,
  },
  {
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    at: ASKING,
    about: near(
      /\bsecret\b|client certificate/,
      new RegExp(`${ENDED.source}|wrong|rotat\\w+|renew\\w*|\\bID\\b|value|copied|changed|mistyped`),
    ),
    source: sources.oauth,
  },
  {
    means: 'OAUTH_CLIENT_TYPE_MISMATCH',
    at: ASKING,
    about: near(
      /\bSPA\b|single[- ]page|public client|confidential|mobile and desktop|web app\w*|platform/,
      /register\w*|server|secret|redeem\w*|client|redirect/,
    ),
    source: sources.entra,
  },
  {
    means: 'OAUTH_CONSENT_REQUIRED',
    at: ASKING,
    about: near(
      /\bapp(?:lication)?\b|\busers?\b|\badmin\w*|consent|permission|organi[sz]ation|university|company/,
      /not (?:yet )?(?:verified|approved|consented|granted|allowed)|test users?|approv\w+|declin\w+|denied|has to (?:consent|approve|grant)|asks? for (?:the )?(?:consent|approval|permission)|needs? (?:the )?(?:approval|permission)|\bconsent\b/,
    ),
    source: sources.entra,
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    at: ASKING,
    about: near(
      /(?:refresh|stored|saved|old|offline) token|sign-?in|consent|\bgrant\b/,
      new RegExp(
        `${ENDED.source}|revok\\w+|(?:every|each|after) (?:week|7 days|seven days)|password (?:was )?(?:chang|reset)\\w*|in Testing`,
      ),
    ),
    source: sources.googleOAuth,
  },
  {
    means: 'OAUTH_GRANT_MALFORMED',
    at: ASKING,
    about: near(
      /(?:refresh |authori[sz]ation )?(?:token|code)\b|request body|parameters?\b/,
      /line ?breaks?|new ?lines?|truncat\w+|cut|quotes?\b|encoded|decoded|twice|(?:already )?(?:used|redeemed)|missing|blank|shorter|damaged/,
    ),
    source: sources.oauth,
  },
  {
    means: 'OAUTH_MFA_REQUIRED',
    at: ['token'],
    about: near(
      /password grant|\bROPC\b|resource owner password|username and password/,
      /\bMFA\b|multi-?factor|second factor|2FA|two-?factor/,
    ),
    source: sources.entra,
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    at: ['token', 'config'],
    about: near(
      /client[ _]?id\b|application id/,
      /quotes?\b|wrong|placeholder|typo|not (?:found|known|registered)|deleted|instead of|mixed up|other (?:app|project)/,
    ),
    source: sources.oauth,
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    at: ['token', 'config'],
    about: near(
      /tenant|authority|\/(?:common|consumers|organi[sz]ations)\b/,
      /endpoint|personal account|wrong|consumer|instead of|guest|other cloud/,
    ),
    source: sources.entra,
  },
  {
    means: 'OAUTH_REDIRECT_MISMATCH',
    at: ['token', 'config'],
    about: near(
      /callback|redirect/,
      /not registered|differs?|http (?:instead|vs)|trailing slash|wrong port|not (?:match|allowed)|missing|mismatch/,
    ),
    source: sources.oauth,
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    at: ASKING,
    about: near(
      /\bclient\b|\bproject\b|\bapp(?:lication| registration)?\b|credentials/,
      /deleted|removed|disabled|does not exist|not found|of another (?:project|tenant)/,
    ),
    source: sources.oauth,
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    at: ASKING,
    about: near(
      /(?:single|multi)-?tenant|personal accounts?|work accounts?|guest|consumer/,
      /\/common|\/consumers|\/organi[sz]ations|tenant|endpoint|authority|sign/,
    ),
    source: sources.entra,
  },
  {
    means: 'OAUTH_REDIRECT_MISMATCH',
    at: ASKING,
    about: /\bhttp (?:vs\.?|instead of|and not|versus) https\b|callback URL|redirect[_ ]?UR[IL]/i,
    source: sources.oauth,
  },
  {
    means: 'GOOGLE_DELEGATION_MISSING',
    at: [...ASKING, 'auth'],
    about: near(
      /service account/,
      /admin(?:istrator|s)?\b|admin console|API controls|delegat\w+|impersonat\w+|Workspace|subject|not authori[sz]ed/,
    ),
    source: sources.googleService,
  },
];
