import type { Stage } from '../observation.js';
import type { Rule } from '../rule.js';
import { connectionTopics } from './topics-connection.js';
import { loginTopics } from './topics-login.js';
import { mailTopics } from './topics-mail.js';
import { tokenTopics } from './topics-token.js';

export interface Topic {
  readonly means: string;
  /** Where the words are about this; elsewhere they are about something else. */
  readonly at: readonly Stage[];
  readonly about: RegExp;
  /** Readings of a bare code that the words know better than. */
  readonly over?: readonly string[];
  readonly source: string;
}

/**
 * What a report is about that quotes nothing: half a sentence of somebody who knows, or has mended it. Two things
 * named near each other say it; which verb joins them does not matter.
 */
export const topicRules: readonly Rule[] = [...connectionTopics, ...loginTopics, ...tokenTopics, ...mailTopics].map(
  ({ means, at, about, over = [], source }) => ({
    means,
    strength: 'points',
    when: { text: about, stage: at },
    over,
    because: 'What is told in between is about this, though no refusal of it is quoted.',
    source,
  }),
);
