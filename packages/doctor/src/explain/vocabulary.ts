import { type Cause, causes as coreCauses } from '@ehlo/core';
import { causes as genericCauses } from '@ehlo/generic';
import { causes as gmailCauses } from '@ehlo/gmail';
import { causes as oauthCauses } from '@ehlo/oauth';
import { causes as outlookCauses } from '@ehlo/outlook';

/** Every cause there is, whichever package holds it, by its code. */
export const vocabulary: Readonly<Record<string, Cause>> = {
  ...coreCauses,
  ...oauthCauses,
  ...outlookCauses,
  ...gmailCauses,
  ...genericCauses,
};

/** Where the page of a cause stands. */
export const pageOf = (code: string): string => `https://github.com/ehlo-mail/ehlo/blob/main/docs/causes/${code}.md`;
