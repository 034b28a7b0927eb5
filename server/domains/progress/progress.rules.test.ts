import type { RequirementState } from '@seodang/contract/progress.ts';
import { expect, test } from 'vitest';
import { cellStateOf } from './matrix.rules.ts';

const judged = (
  video_state: RequirementState,
  exam_state: RequirementState = 'not_required',
  completed = false,
) => ({
  video_state,
  exam_state,
  homework_state: 'not_required' as const,
  completed,
  is_overridden: false,
});

const unjudged = {
  ...{ video_state: null, exam_state: null, homework_state: null, completed: null, is_overridden: null },
};

test('a cell says in one word what is left', () => {
  expect(cellStateOf(undefined)).toBe('none');
  expect(cellStateOf(unjudged)).toBe('not_due');
  expect(cellStateOf(judged('passed', 'not_required', true))).toBe('complete');
  expect(cellStateOf(judged('pending'))).toBe('video_left');
  expect(cellStateOf(judged('passed', 'pending'))).toBe('exam_left');
  expect(cellStateOf(judged('pending', 'pending'))).toBe('several_left');
  expect(cellStateOf(judged('passed', 'failed'))).toBe('failed');
  expect(cellStateOf(judged('not_due'))).toBe('not_due');
  expect(cellStateOf({ ...judged('passed'), is_overridden: true })).toBe('failed');
});
