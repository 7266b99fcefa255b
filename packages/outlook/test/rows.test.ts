import { readdirSync, readFileSync } from 'node:fs';
import { profileContract } from '@ehlo/core/testing';
import { test } from 'vitest';
import { profiles } from '../src/index.js';

const folder = new URL('../transcripts/', import.meta.url);
const transcripts = Object.fromEntries(
  readdirSync(folder).map((file) => [file.replace('.transcript', ''), readFileSync(new URL(file, folder), 'utf8')]),
);

const unproved = {
  MS_BASIC_AUTH_DISABLED_CONSUMER: 'a password is refused before dialling for a personal account',
  STARTTLS_REQUIRED: 'AUTH is never said before TLS',
};

for (const { name, run } of profileContract({ profiles, transcripts, unproved })) test(name, run);
