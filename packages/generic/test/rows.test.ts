import { readdirSync, readFileSync } from 'node:fs';
import { profileContract } from '@ehlo/core/testing';
import { test } from 'vitest';
import { genericProfile, presets, profileOf } from '../src/index.js';

const folder = new URL('../transcripts/', import.meta.url);
const transcripts = Object.fromEntries(
  readdirSync(folder).map((file) => [file.replace('.transcript', ''), readFileSync(new URL(file, folder), 'utf8')]),
);

// The presets share their rows; each is looked at as the profile that it becomes.
const profiles = [genericProfile, ...presets.map(profileOf)];

for (const { name, run } of profileContract({ profiles, transcripts })) test(name, run);
