/** For tests: dialogues written down as transcripts, and the contract that any Transport must keep. */
export { type ContractCase, type ContractSubject, transportContract } from './testing-contract.js';
export { type Cutting, cuttings } from './testing-cut.js';
export { playTranscript, type Verdict } from './testing-player.js';
export { type ProfileSubject, profileContract } from './testing-profiles.js';
export { parseTranscript, type Transcript, type TranscriptLine } from './testing-transcript.js';
