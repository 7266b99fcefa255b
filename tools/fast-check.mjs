/**
 * fast-check with a seed: `npm test` says the same of the same tree every time. Other inputs come with
 * EHLO_SEED=7 npm test, and by the million with `npm run fuzz`.
 */
import fc from '../node_modules/fast-check/lib/fast-check.js';

fc.configureGlobal({ seed: Number(process.env.EHLO_SEED ?? 1) });

export * from '../node_modules/fast-check/lib/fast-check.js';
export default fc;
