import { expect, test } from 'vitest';
import * as core from './index.js';
import * as testing from './testing.js';

test('the public names of @ehlo/core are these, and a new one is a decision', () => {
  expect(Object.keys(core).sort()).toEqual([
    'MailError',
    'Trace',
    'causes',
    'createSmtpTransport',
    'isMailError',
    'judgeFault',
    'limitOf',
    'misuse',
    'pageOf',
    'replyLine',
    'replyRows',
    'replyText',
    'routes',
  ]);
});

test('the public names of @ehlo/core/testing are these', () => {
  expect(Object.keys(testing).sort()).toEqual([
    'cuttings',
    'parseTranscript',
    'playTranscript',
    'profileContract',
    'transportContract',
  ]);
});
