import { expect, test } from 'vitest';
import { writtenAnswer, writtenKey } from './index.ts';

test.each([
  ['numeric', ' ０12 ', '12'],
  ['numeric', '1,200.50', '1200.5'],
  ['numeric', '1/2', '1/2'],
  ['short', '  Sine   Law ', 'sine law'],
  ['short', 'ＡＢ', 'ab'],
] as const)('%s: %j is compared as %j', (kind, given, written) => {
  expect(writtenAnswer(kind, [given])).toEqual([written]);
  expect(writtenKey(kind, [[given]])).toEqual([[written]]);
});

test('an empty text is nothing, and choices stay what they are', () => {
  expect(writtenAnswer('short', ['  '])).toEqual([]);
  expect(writtenAnswer('numeric', [''])).toEqual([]);
  expect(writtenAnswer('multiple', ['B', 'a'])).toEqual(['B', 'a']);
});
