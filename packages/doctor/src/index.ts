/** The public names of @ehlo/doctor. */
export { type DiagnoseOptions, diagnose } from './diagnose/diagnose.js';
export type { Neighbour, Place } from './diagnose/neighbours.js';
export type { Diagnosis, DiagnosisEvent, Finding, StageName, StageReport } from './diagnose/report.js';
export type { Target } from './diagnose/target.js';
export {
  type DiscoverOptions,
  type Discovery,
  type DiscoveryStep,
  discover,
  type Found,
  type StepName,
} from './discover/discover.js';
export type { Get, Page } from './discover/https.js';
export { type Certainty, type Evidence, type Explanation, explain, type Suspect } from './explain/explain.js';
export { explainLine, type LineAnswer } from './explain/lines.js';
export type { Observation, ObservedReply, Settings, Stage } from './explain/observation.js';
export { redact } from './explain/redact.js';
export type { Resolver } from './resolver.js';
export { evidenceIn, inLanguage } from './words/in-language.js';
