import { readdirSync, readFileSync } from 'node:fs';
import { cuttings, parseTranscript, playTranscript } from '@ehlo/core/testing';
import { describe, expect, it } from 'vitest';
import { genericProfile, presets, profileOf } from '../src/index.js';

const folder = new URL('../transcripts/', import.meta.url);
const profiles = new Map([genericProfile, ...presets.map(profileOf)].map((profile) => [profile.id, profile]));

describe('transcripts', () => {
  for (const file of readdirSync(folder)) {
    const transcript = parseTranscript(readFileSync(new URL(file, folder), 'utf8'));
    const profile = profiles.get(transcript.headers.profile ?? '');

    it(`${file} is well formed`, () => {
      expect(file).toMatch(/^[a-z0-9-]+\.transcript$/);
      expect(profile, 'a profile of this package').toBeDefined();
      expect(transcript.headers).toMatchObject({
        situation: expect.stringMatching(/\S/),
        origin: expect.stringMatching(/^(?:recorded|cited|composed from) \S/),
        redacted: expect.any(String),
        tls: expect.stringMatching(/^(?:starttls|implicit|none)$/),
        login: expect.stringMatching(/^(?:password|token|none)$/),
      });
    });

    for (const cutting of cuttings) {
      it(`${file}, ${cutting}`, async () => {
        if (profile === undefined) throw new Error(`no profile ${transcript.headers.profile}`);
        for (const seed of cutting === 'random' ? [1, 2, 3, 4, 5, 6, 7, 8] : [1]) {
          expect(await playTranscript(transcript, profile, cutting, seed)).toEqual(transcript.verdict);
        }
      });
    }
  }
});
