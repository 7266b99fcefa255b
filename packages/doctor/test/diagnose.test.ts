import { sandbox } from '@ehlo/sandbox';
import { expect, test } from 'vitest';
import { diagnose } from '../src/index.js';
import { words } from './diagnose-kit.js';

test('a server that is as it should be: every stage, in order, and nothing is sent', async () => {
  await using box = await sandbox.microsoft365();
  const diagnosis = await diagnose({ ...box.transportOptions, provider: 'microsoft365' });
  expect(diagnosis.ok).toBe(true);
});
