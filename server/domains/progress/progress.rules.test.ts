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

test('a cell says in one word what is left', () => {
  expect(cellStateOf(false, undefined)).toBe('none');
  expect(cellStateOf(true, undefined)).toBe('not_due');
  expect(cellStateOf(true, judged('passed', 'not_required', true))).toBe('complete');
  expect(cellStateOf(true, judged('pending'))).toBe('video_left');
  expect(cellStateOf(true, judged('passed', 'pending'))).toBe('exam_left');
  expect(cellStateOf(true, judged('pending', 'pending'))).toBe('several_left');
  expect(cellStateOf(true, judged('passed', 'failed'))).toBe('failed');
  expect(cellStateOf(true, judged('not_due'))).toBe('not_due');
  expect(cellStateOf(true, { ...judged('passed'), is_overridden: true })).toBe('failed');
});
