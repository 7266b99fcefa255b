import { expect, test } from 'vitest';
import * as publicNames from '../src/index.js';

test('the public names of @ehlo/doctor are these, and a new one is a decision', () => {
  expect(Object.keys(publicNames).sort()).toEqual([
    'diagnose',
    'discover',
    'evidenceIn',
    'explain',
    'explainLine',
    'inLanguage',
    'redact',
  ]);
});
