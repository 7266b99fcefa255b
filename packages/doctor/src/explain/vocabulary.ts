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

export { pageOf } from '@ehlo/core';
