import { causes as general } from '@ehlo/core';
import { expect, it } from 'vitest';
import { closesSmtp } from '../src/closing.js';
import { causes } from '../src/index.js';

it.each(closesSmtp)('$means is a cause, and the row says why it closes SMTP and where it is written', (row) => {
  expect({ ...general, ...causes }).toHaveProperty(row.means);
  expect(row.because).toMatch(/^\S.{10,}[.]$/s);
  expect(row.source).toMatch(/^https:\/\//);
});
