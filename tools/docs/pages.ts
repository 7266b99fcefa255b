import { causes as coreCauses } from '@ehlo/core';
import { causes as genericCauses, presets } from '@ehlo/generic';
import { causes as gmailCauses, profiles as gmailProfiles } from '@ehlo/gmail';
import { causes as outlookCauses, profiles as outlookProfiles } from '@ehlo/outlook';
import { causesPage } from './causes-page.js';
import { page, table } from './markdown.js';
import { presetsPage } from './presets-page.js';
import { profilePage } from './profile-page.js';

/** Every page that is made from the rows, by its path from the root. */
export function pages(): ReadonlyMap<string, string> {
  const profiles = [
    ...outlookProfiles.map((profile) => ({ profile, packageName: '@ehlo/outlook' })),
    ...gmailProfiles.map((profile) => ({ profile, packageName: '@ehlo/gmail' })),
  ];
  return new Map([
    ...profiles.map(
      ({ profile, packageName }) => [`docs/providers/${profile.id}.md`, profilePage(profile, packageName)] as const,
    ),
    ['docs/providers/presets.md', presetsPage(presets)],
    [
      'docs/providers/README.md',
      page('Providers', 'the profiles of the packages', [
        'What Ehlo knows of each provider, made from the rows that the code runs on: the rule that you read here is the rule that is followed.',
        table(
          ['provider', 'package'],
          [
            ...profiles.map(({ profile, packageName }) => [`[${profile.name}](${profile.id}.md)`, packageName]),
            [`[${presets.length} others](presets.md)`, '@ehlo/generic'],
          ],
        ),
      ]),
    ],
    [
      'docs/causes.md',
      causesPage([
        ['@ehlo/core', coreCauses],
        ['@ehlo/outlook', outlookCauses],
        ['@ehlo/gmail', gmailCauses],
        ['@ehlo/generic', genericCauses],
      ]),
    ],
  ]);
}
