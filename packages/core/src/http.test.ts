import { expect, test } from 'vitest';
import * as http from './http.js';

test('the public names of @ehlo/core/http are these, and a new one is a decision', () => {
  expect(Object.keys(http).sort()).toEqual([
    'checkedTokens',
    'createHttpTransport',
    'decodedWords',
    'fallBack',
    'fieldsOf',
    'headerOf',
    'jsonIn',
    'mailboxesOf',
    'textOf',
    'unreadable',
  ]);
});
