import { type Causes, causes as coreCauses } from '@ehlo/core';
import { causes as genericCauses, presets } from '@ehlo/generic';
import { causes as gmailCauses, profiles as gmailProfiles } from '@ehlo/gmail';
import { causes as oauthCauses } from '@ehlo/oauth';
import { causes as outlookCauses, profiles as outlookProfiles } from '@ehlo/outlook';
import { ratePage } from '../explain-rate/page.js';
import { attackPage } from './attack-page.js';
import { causePage } from './cause-page.js';
import { causesPage } from './causes-page.js';
import { examples } from './examples.js';
import { page, table } from './markdown.js';
import { presetsPage } from './presets-page.js';
import { profilePage } from './profile-page.js';
import { recognition } from './recognition.js';

/** The causes by the package that knows them. */
export const causeGroups: ReadonlyArray<readonly [packageName: string, causes: Causes]> = [
  ['@ehlo/core', coreCauses],
  ['@ehlo/oauth', oauthCauses],
  ['@ehlo/outlook', outlookCauses],
  ['@ehlo/gmail', gmailCauses],
  ['@ehlo/generic', genericCauses],
];

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
    ['docs/attacks.md', attackPage()],
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
    ['docs/causes.md', causesPage(causeGroups)],
    ...causePages(),
    ['docs/explain.md', ratePage()],
  ]);
}

/** A page a cause. Where two packages know the same one, the first has the page. */
function causePages(): Array<readonly [path: string, text: string]> {
  const known = recognition();
  const real = examples();
  const named = new Map(
    [...causeGroups]
      .reverse()
      .flatMap(([packageName, causes]) =>
        Object.entries(causes).map(([name, cause]) => [name, { packageName, cause }] as const),
      ),
  );
  return [...named].map(([name, { packageName, cause }]) => [
    `docs/causes/${name}.md`,
    causePage(name, packageName, cause, known.get(name) ?? { readings: [], rules: [] }, real.get(name) ?? []),
  ]);
}
