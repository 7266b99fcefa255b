import { expect, test } from 'vitest';
import { conformance } from './page.js';

test('the page says of every cell what came of it, and why where it is not "yes"', () => {
  const row = { group: 'login', name: 'PLAIN' };
  const text = conformance([
    { id: 'one', version: 'One 1.0', cells: [{ ...row, state: 'passed', milliseconds: 3 }] },
    { id: 'two', version: 'Two 2.0', cells: [{ ...row, state: 'failed', error: 'Error: `no`\n    at here' }] },
    { id: 'three', version: 'Three 3.0', cells: [{ ...row, state: 'fault', reason: 'It lies.', error: 'x' }] },
    { id: 'four', version: 'Four 4.0', cells: [{ ...row, state: 'not run', reason: 'It cannot.' }] },
    {
      id: 'five',
      version: 'Five 5.0',
      cells: [{ group: 'login', name: 'LOGIN', state: 'not run', reason: 'It lies.' }],
    },
    { id: 'six', obstacle: 'apt-get install six', cells: [] },
  ]);
  expect(text).toContain('| PLAIN | yes | **FAILED** | fault (1) | not run (2) | - | not run (3) |');
  expect(text).toContain('| LOGIN | - | - | - | - | not run (1) | not run (3) |');
  expect(text).toContain('- (1) It lies.\n- (2) It cannot.\n- (3) apt-get install six');
  expect(text).toContain("- two: login: PLAIN: `Error: 'no'`");
  expect(text).toContain('| six | not run: apt-get install six | 0 | 0 | 0 | 0 |');
});
