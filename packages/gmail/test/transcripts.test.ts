import { readdirSync, readFileSync } from 'node:fs';
import { cuttings, parseTranscript, playTranscript } from '@ehlo/core/testing';
import { describe, expect, test } from 'vitest';
import { profiles } from '../src/index.js';

const folder = new URL('../transcripts/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.transcript'));

describe.each(files)('%s', (file) => {
  const transcript = parseTranscript(readFileSync(new URL(file, folder), 'utf8'));
  const profile = profiles.find((each) => each.id === transcript.headers.profile);

  test.each(cuttings)('comes to what is written, cut: %s', async (cutting) => {
    for (const seed of cutting === 'random' ? [1, 2, 3, 4, 5, 6, 7, 8] : [1]) {
      expect(await playTranscript(transcript, profile!, cutting, seed)).toEqual(transcript.verdict);
    }
  });
});
