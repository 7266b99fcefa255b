import { expect, it } from 'vitest';
import * as entry from '../src/index.js';

it('has these public names', () => {
  expect(Object.keys(entry).sort()).toEqual([
    'causes',
    'generic',
    'genericProfile',
    'presetFor',
    'presetNamed',
    'presetOfHost',
    'presets',
    'profileOf',
    'readEnv',
    'readUrl',
  ]);
  expect(Object.keys(entry.generic).sort()).toEqual(['forAddress', 'fromEnv', 'fromUrl', 'preset', 'readEnv']);
});
