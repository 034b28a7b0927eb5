import { expect, test } from 'vitest';
import { faultsOf, placeByDate, planSessions } from './schedule.rules.ts';

const monday = { weekday: 1, starts_at: '18:00', ends_at: '20:00' };
const wednesday = { weekday: 3, starts_at: '18:00', ends_at: '20:00' };

test('a schedule makes its class sessions from the first fitting day on, numbered without gaps', () => {
  const planned = planSessions({
    starts_on: '2026-11-24',
    schedule: [monday, wednesday],
    session_count: 4,
    skip: [],
  });
  expect(planned.map(({ regular_order, date }) => [regular_order, date])).toEqual([
    [1, '2026-11-25'],
    [2, '2026-11-30'],
    [3, '2026-12-02'],
    [4, '2026-12-07'],
  ]);
});

test('skipped days have no class and take no number', () => {
  const planned = planSessions({
    starts_on: '2026-09-21',
    schedule: [monday, wednesday],
    session_count: 3,
    skip: ['2026-09-23', '2026-09-28'],
  });
  expect(planned.map(({ date }) => date)).toEqual(['2026-09-21', '2026-09-30', '2026-10-05']);
});

test('two classes on one day come by the clock, and without a schedule there are no dates', () => {
  const evening = { weekday: 1, starts_at: '20:00', ends_at: '22:00' };
  const day = planSessions({
    starts_on: '2026-11-23',
    schedule: [evening, monday],
    session_count: 2,
    skip: [],
  });
  expect(day.map(({ starts_at }) => starts_at)).toEqual(['18:00', '20:00']);
  expect(planSessions({ schedule: [], session_count: 2, skip: [] })).toEqual([
    { regular_order: 1, date: null, starts_at: null, ends_at: null },
    { regular_order: 2, date: null, starts_at: null, ends_at: null },
  ]);
});

test('a schedule that contradicts itself is named field by field', () => {
  const backwards = { weekday: 1, starts_at: '20:00', ends_at: '18:00' };
  expect(faultsOf({ schedule: [monday, backwards], session_count: 1 })).toEqual([
    { pointer: '/schedule/1/ends_at', message: 'must be after starts_at' },
    { pointer: '/starts_on', message: 'is needed with a schedule' },
  ]);
});

test('a make-up goes to the place of its date; without one it goes last', () => {
  const inOrder = [
    { date: '2026-11-23', starts_at: '18:00:00' },
    { date: '2026-11-25', starts_at: '18:00:00' },
    { date: null, starts_at: null },
  ];
  expect(placeByDate(inOrder, { date: '2026-11-24', starts_at: '10:00' })).toBe(1);
  expect(placeByDate(inOrder, { date: '2026-11-25', starts_at: '17:00' })).toBe(1);
  expect(placeByDate(inOrder, { date: '2026-11-25', starts_at: '20:00' })).toBe(2);
  expect(placeByDate(inOrder, { date: '2026-11-01', starts_at: null })).toBe(0);
  expect(placeByDate(inOrder, { date: null, starts_at: null })).toBe(3);
});
