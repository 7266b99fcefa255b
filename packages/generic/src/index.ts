export type { GenericCauseCode } from './causes.js';
export { causes } from './causes.js';
export type { Env, EnvReading } from './env.js';
export { readEnv } from './env.js';
export { type GenericOptions, generic } from './generic.js';
export { type Preset, presetFor, presetNamed, presetOfHost, presets } from './presets.js';
export { genericProfile, profileOf } from './profile.js';
export type { UrlReading } from './url.js';
export { readUrl } from './url.js';
