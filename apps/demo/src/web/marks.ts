import type { Ending } from '../api.js';
import type { IconName } from './Icon.js';

/** What a trace shows in place of a secret: SECRET of @ehlo/core, said again so that the engine stays out of the page. A test holds the two together. */
export const SECRET_MARK = '[secret]';

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
