import type { RequirementState } from '@seodang/contract/progress.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayIn, nextDayIn } from './calendar.rules.ts';
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
});

test('the next day begins when the date changes there, whatever the zone', () => {
  expect(nextDayIn('Asia/Seoul', new Date('2026-03-02T09:00:00Z'))).toEqual(new Date('2026-03-02T15:00:00Z'));
  const zones = ['Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'];
  const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...zones), instants, (zone, now) => {
      const turn = nextDayIn(zone, now);
      expect(dayIn(zone, turn)).not.toBe(dayIn(zone, now));
      expect(dayIn(zone, new Date(turn.getTime() - 1))).toBe(dayIn(zone, now));
    }),
    { numRuns: 200 },
  );
});
