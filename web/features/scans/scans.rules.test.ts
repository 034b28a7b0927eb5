import { expect, test } from 'vitest';
import { merged, moveOf, nextOpen } from './review.rules.ts';
import type { Doubt } from './scans.queries.ts';
import { answeredDifferently, differences, seatsFor, stateOf } from './scans.rules.ts';

const roster = [
  { enrollment_id: 1, student_name: '김하늘', number: '00001234' },
  { enrollment_id: 2, student_name: '박서연', number: '00001235' },
  { enrollment_id: 3, student_name: '이도윤', number: '00005678' },
];

test('a page is what its reader has to do with it', () => {
  const page = { status: 'assigned' as const, reason: '', to_check: 0 };
  expect(stateOf(page)).toBe('read');
  expect(stateOf({ ...page, to_check: 2 })).toBe('check');
  expect(stateOf({ ...page, status: 'tray' })).toBe('unknown');
  expect(stateOf({ ...page, status: 'duplicate' })).toBe('duplicate');
  expect(stateOf({ ...page, status: 'dismissed', reason: 'blank' })).toBe('blank');
  expect(stateOf({ ...page, status: 'dismissed', reason: 'replaced' })).toBe('aside');
});

test('who the reading names stands first, then who is missing; typing finds names and numbers', () => {
  const all = { roster, candidates: [2], missing: new Set([3]) };
  const ids = (typed: string) => seatsFor(typed, all).map(({ enrollment_id }) => enrollment_id);
  expect(ids('')).toEqual([2, 3, 1]);
  expect(ids('하늘')).toEqual([1]);
  expect(ids('이 도윤')).toEqual([3]);
  expect(ids('123')).toEqual([2, 1]);
  expect(ids('없음')).toEqual([]);
});

test('a neighbour shows the digit in which it differs, and what was not clear differs from nothing', () => {
  const differing = (number: string, read: string) =>
    differences(number, read).flatMap(({ differs }, place) => (differs ? [place] : []));
  expect(differing('00001235', '00001234')).toEqual([7]);
  expect(differing('00001235', '0000123?')).toEqual([]);
  expect(differing('1235', '00001234')).toEqual([]);
  expect(differing('20261111', '20260000')).toEqual([]);
});

test('two sheets of one student are told apart by the questions that they answer differently', () => {
  const sheet = (...answers: string[]) =>
    answers.map((answer, at) => ({ number: at + 1, detected: answer.split('').filter(Boolean) }));
  expect(answeredDifferently(sheet('1', '2', ''), sheet('1', '3', '4'))).toEqual([2, 3]);
  expect(answeredDifferently(sheet('12'), sheet('12'))).toEqual([]);
});

const doubt = (exam_question_id: number) => ({ submission_id: 1, exam_question_id }) as Doubt;

test('the order of a review stays while others decide, and what comes later is added', () => {
  const items = [doubt(3), doubt(1)];
  expect(merged(items, [doubt(1), doubt(7)])).toEqual([doubt(3), doubt(1), doubt(7)]);
  expect(merged(items, [doubt(1)])).toBe(items);
});

test('what was skipped comes again at the end, until nothing is left', () => {
  const open = new Set(['b', 'd']);
  const next = (from: number) => nextOpen(['a', 'b', 'c', 'd'], from, (item) => open.has(item));
  expect([next(0), next(1), next(3)]).toEqual([1, 3, 1]);
  open.delete('d');
  expect(next(1)).toBe(-1);
  expect(nextOpen([], 0, () => true)).toBe(-1);
});

test('one key decides: a digit, blank, or what was read', () => {
  const single = { kind: 'single' as const, choices: 4 };
  expect(moveOf('3', single, '1')).toEqual({ answer: '3' });
  expect(moveOf('5', single, '1')).toBeUndefined();
  expect(moveOf('0', single, '1')).toEqual({ answer: '' });
  expect(moveOf('Enter', single, '1')).toEqual({ answer: '1' });
  expect(moveOf('3', { kind: 'multiple', choices: 5 }, '1,4')).toEqual({ draft: '1,3,4' });
  expect(moveOf('4', { kind: 'multiple', choices: 5 }, '1,4')).toEqual({ draft: '1' });
  expect(moveOf('7', { kind: 'numeric', choices: null }, '1')).toBeUndefined();
  expect(moveOf('ArrowUp', single, '')).toEqual({ to: 'back' });
  expect(moveOf('ArrowDown', single, '')).toEqual({ to: 'skip' });
});
