/** The public names of @ehlo/doctor. */
export { type Certainty, type Explanation, explain, type Suspect } from './explain/explain.js';
export { explainLine, type LineAnswer } from './explain/lines.js';
export type { Observation, ObservedReply, Settings, Stage } from './explain/observation.js';
export { redact } from './explain/redact.js';
export type { Evidence } from './explain/rule.js';
