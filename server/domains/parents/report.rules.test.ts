import type { ChildLesson } from '@seodang/contract/parents.ts';
import { expect, test } from 'vitest';
import { totalsOf } from './report.rules.ts';

const evening: ChildLesson = {
  ...{ session_id: 1, enrollment_id: 1, lecture_title: '고1 수학', title: '집합', is_make_up: false },
  ...{ date: '2027-03-08', starts_at: '18:00', ends_at: '20:00', attendance: 'UNSET', completed: false },
  ...{ video_state: null, exam_state: null, homework_state: null, videos: [], results: [], homework: [] },
};
const heldAt = (clock: string, change: Partial<ChildLesson> = {}, day = '2027-03-08') =>
  totalsOf([{ ...evening, ...change }], { day, clock }).held;

test('a class counts from when it begins, or from when somebody was marked in it', () => {
  expect([heldAt('04:00'), heldAt('17:59'), heldAt('18:00')]).toEqual([0, 0, 1]);
  expect(heldAt('17:55', { attendance: 'PRESENT' })).toBe(1);
  expect(heldAt('23:59', { starts_at: null })).toBe(0);
  expect(heldAt('00:00', { starts_at: null }, '2027-03-09')).toBe(1);
  expect(heldAt('23:59', {}, '2027-03-07')).toBe(0);
});
