import { expect, test } from 'vitest';
import { fromReading } from './answers.rules.ts';

const writing = {
  writtenForm: (_kind: string, value: unknown) => String(value),
  faultOf: () => undefined,
};

test('two marks of which one may be crossed out go to a person, also where several are asked for', () => {
  const reviewed = (kind: 'single' | 'multiple', confidence: number) => {
    const one = { exam_question_id: 7, detected: ['1', '3'], marking: 'multiple', confidence, status: 'ok' };
    const question = { id: 7, kind, choices: 5, digits: null };
    return fromReading(writing, 'omr-6', [one], [question]).answers.map(({ needs_review }) => needs_review);
  };
  expect(reviewed('multiple', 0.952)).toEqual([true]);
  expect(reviewed('multiple', 0.995)).toEqual([false]);
  expect(reviewed('single', 0.995)).toEqual([true]);
});
