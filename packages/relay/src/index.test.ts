import { expect, test } from 'vitest';
import * as relay from './index.js';

test('the public names', () => {
  expect(Object.keys(relay).sort()).toEqual([
    'fileMemory',
    'hashPassword',
    'newPassword',
    'processMemory',
    'relayLine',
    'startRelay',
  ]);
});
