export type { GmailApiOptions } from './api/gmail-api.js';
export { causes } from './causes.js';
export { type GmailOptions, gmail } from './gmail.js';
export type { GmailAuth, Road } from './roads.js';
export { profiles, type Service } from './service.js';
export { type GmailSignIn, type GmailSignInOptions, signIn } from './sign-in.js';
