import type { Ending } from '../api.js';
import type { IconName } from './Icon.js';

/** Colour and sign of each outcome; the word always stands beside them. */
export const ENDING_MARKS: Readonly<Record<Ending['word'], { readonly tone: string; readonly icon: IconName }>> = {
  ready: { tone: 'good', icon: 'check' },
  accepted: { tone: 'good', icon: 'check' },
  stopped: { tone: 'no', icon: 'cross' },
  rejected: { tone: 'no', icon: 'cross' },
  deferred: { tone: 'later', icon: 'clock' },
  unknown: { tone: 'unsure', icon: 'question' },
  aborted: { tone: 'plain', icon: 'stop' },
};
