export { type Account, profiles } from './account.js';
export { causes } from './causes.js';
export type { GraphOptions } from './graph/api.js';
export { type OutlookOptions, outlook } from './outlook.js';
export type { OutlookAuth, Road, RoadTokens } from './roads.js';
export { type OutlookSignIn, type OutlookSignInOptions, signIn } from './sign-in.js';
