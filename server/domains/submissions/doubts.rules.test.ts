import { expect, test } from 'vitest';
import { effectOf } from './doubts.rules.ts';

const question = {
  ...{ kind: 'single' as const, keys: ['3'], key_state: 'keyed' as const },
  ...{ points: 4, choices: 5 as const, digits: null },
};
const read = { answer: '3', marking: 'ambiguous', detected: ['3'], probability: 0.8 };

test('what is at stake is the points that a decision is likely to bring', () => {
  expect(effectOf(question, read)).toBe(3.2);
  expect(effectOf(question, { ...read, answer: '1,3', detected: ['1', '3'] })).toBe(2);
  expect(effectOf(question, { ...read, answer: '2', detected: ['2'] })).toBe(0.2);
  expect(effectOf({ ...question, points: 8 }, read)).toBe(6.4);
});

test('where no answer can bring points nothing is at stake', () => {
  expect(effectOf({ ...question, key_state: 'void' }, read)).toBe(0);
  expect(effectOf({ ...question, key_state: 'all_correct' }, read)).toBe(0);
  expect(effectOf({ ...question, keys: [] }, read)).toBe(0);
});
