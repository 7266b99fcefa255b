import type { Letter, SandboxChange, SignInOrder } from '../api.js';
import { type Draft, QD_BLOCK } from './draft.js';
import type { Words } from './words/index.js';

export type StoryId = Exclude<keyof Words['stories'], 'title'>;

/** A situation in one click: what the form says, what the server pretends, and whether a mail is sent. */
export interface Story {
  readonly id: StoryId;
  readonly draft: Partial<Draft>;
  readonly change?: SandboxChange;
  /** What happens to the sign-in before, in order. */
  readonly orders?: readonly SignInOrder[];
  readonly letter?: (words: Words) => Letter;
}

const letter = (words: Words): Letter => ({
  to: 'friend@example.net',
  subject: words.compose.subjectDefault,
  text: words.compose.textDefault,
});

const SIGN_IN: SignInOrder = { do: 'begin', flow: 'browser', approve: true };

export const STORIES: readonly Story[] = [
  { id: 'first', draft: { provider: 'microsoft365', login: 'token' }, letter },
  {
    id: 'qd',
    draft: { provider: 'microsoft365', tab: 'paste', pasted: QD_BLOCK, sequence: 'connect-again' },
    change: { set: { basicAuth: 'enabled' } },
  },
  {
    id: 'tenant',
    draft: { provider: 'microsoft365', login: 'password' },
    change: { set: { smtpAuth: 'disabled-for-tenant' } },
  },
  { id: 'personal', draft: { provider: 'outlook', login: 'password' } },
  { id: 'gmail', draft: { provider: 'gmail', login: 'password' }, change: { set: { appPassword: 'required' } } },
  { id: 'lost', draft: { provider: 'generic', login: 'password' }, change: { fault: 'lost-final-reply' }, letter },
  {
    id: 'revoked',
    draft: { provider: 'microsoft365', login: 'sign-in' },
    orders: [SIGN_IN, { do: 'revoked' }, { do: 'hour-passes' }],
    letter,
  },
  {
    id: 'roads',
    draft: { provider: 'microsoft365', login: 'sign-in', via: 'auto' },
    change: { set: { smtpAuth: 'disabled-for-tenant' } },
    orders: [SIGN_IN],
    letter,
  },
];
