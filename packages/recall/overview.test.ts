import { expect, test } from 'vitest';
import { forecastOf, knownOf, streakOf, weaknessOf } from './overview.ts';

test('a streak goes on through a young day and breaks on a missed one', () => {
  const days = ['2026-11-18', '2026-11-20', '2026-11-21'];
  expect(streakOf(days, '2026-11-21')).toBe(2);
  expect(streakOf(days, '2026-11-22')).toBe(2);
  expect(streakOf(days, '2026-11-23')).toBe(0);
});

test('the forecast ends after two weeks and starts with what is overdue', () => {
  const due = new Map([
    ['2026-11-01', 3],
    ['2026-11-21', 1],
    ['2026-12-04', 2],
    ['2026-12-05', 9],
  ]);
  const days = forecastOf(due, '2026-11-21');
  expect(days[0]).toEqual({ day: '2026-11-21', due: 4 });
  expect(days.at(-1)).toEqual({ day: '2026-12-04', due: 2 });
});

test.each([
  [{ kind: 'single', choices: 5 }, 0.2, 0],
  [{ kind: 'single', choices: 5 }, 0.6, 0.5],
  [{ kind: 'single', choices: 5 }, 0.1, 0],
  [{ kind: 'short', choices: 0 }, 0.6, 0.6],
] as const)('%j right with %d is known with %d', (question, right, known) => {
  expect(knownOf(right, question)).toBeCloseTo(known, 9);
});

test('few answers leave a wide interval, many a narrow one around the same share', () => {
  const of = (attempts: number, passed: number) => weaknessOf({ name: 'x', attempts, passed, chronic: 0 });
  expect(of(0, 0)).toMatchObject({ low: 0, high: 1 });
  expect(of(10, 5).high - of(10, 5).low).toBeGreaterThan(of(100, 50).high - of(100, 50).low);
  expect(of(10, 8)).toMatchObject({ low: expect.closeTo(0.4902, 3), high: expect.closeTo(0.9433, 3) });
});
