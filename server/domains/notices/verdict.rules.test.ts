import { expect, test } from 'vitest';
import { quietUntil } from './hours.rules.ts';
import { noticeSettingsOf } from './settings.rules.ts';
import { retryAt, verdictOf } from './verdict.rules.ts';

const seoul = (clock: string, day = '2026-11-23') => new Date(`${day}T${clock}:00+09:00`);
const night = { quiet_from: '21:00', quiet_until: '08:00' };
const usual = {
  kind: 'study',
  stands: true,
  about_on: null,
  refused: [] as string[],
  quiet: night,
  timezone: 'Asia/Seoul',
  now: seoul('15:00'),
  spent: { today: 0, month: 0 },
  budget_day: null,
  budget_month: null,
} as const;

test('quiet hours may span midnight and end in the morning by the academy’s own clock', () => {
  const quiet = (clock: string) => quietUntil('Asia/Seoul', seoul(clock), night)?.toISOString();
  expect(quiet('20:59')).toBeUndefined();
  expect(quiet('21:00')).toBe(seoul('08:00', '2026-11-24').toISOString());
  expect(quiet('00:30')).toBe(seoul('08:00').toISOString());
  expect(quiet('08:00')).toBeUndefined();
  const noon = { quiet_from: '12:00', quiet_until: '13:00' };
  expect(quietUntil('Asia/Seoul', seoul('12:30'), noon)).toEqual(seoul('13:00'));
  expect(quietUntil('Asia/Seoul', seoul('12:30'), { quiet_from: null, quiet_until: null })).toBeUndefined();
});

test('safety goes out at any hour, whatever is refused or spent; the rest waits for the morning', () => {
  const late = { ...usual, now: seoul('23:00'), refused: ['study', 'marketing'], budget_day: 0 };
  expect(verdictOf({ ...late, kind: 'safety' })).toEqual({ do: 'send' });
  expect(verdictOf({ ...usual, now: seoul('23:00') })).toEqual({
    do: 'wait',
    for: 'quiet_hours',
    until: seoul('08:00', '2026-11-24'),
  });
});

test('what changed, what is past and what was refused is never sent, not even as safety', () => {
  expect(verdictOf({ ...usual, kind: 'safety', stands: false })).toEqual({
    do: 'withdraw',
    reason: 'changed',
  });
  expect(verdictOf({ ...usual, kind: 'safety', about_on: '2026-11-22' })).toEqual({
    do: 'withdraw',
    reason: 'past',
  });
  expect(verdictOf({ ...usual, about_on: '2026-11-23' })).toEqual({ do: 'send' });
  expect(verdictOf({ ...usual, kind: 'marketing', refused: ['marketing'] })).toEqual({
    do: 'withdraw',
    reason: 'refused',
  });
});

test('a budget that is used up lets the rest wait until the next day there', () => {
  const waits = { do: 'wait', for: 'budget', until: seoul('00:00', '2026-11-24') };
  expect(verdictOf({ ...usual, budget_day: 3, spent: { today: 2, month: 9 } })).toEqual({ do: 'send' });
  expect(verdictOf({ ...usual, budget_day: 3, spent: { today: 3, month: 9 } })).toEqual(waits);
  expect(verdictOf({ ...usual, budget_month: 9, spent: { today: 0, month: 9 } })).toEqual(waits);
  expect(verdictOf({ ...usual, budget_day: 0, spent: null })).toEqual({ do: 'send' });
});

test('each further attempt waits twice as long', () => {
  const now = seoul('15:00');
  expect([1, 2, 3].map((attempts) => (retryAt(now, attempts).getTime() - now.getTime()) / 1000)).toEqual([
    30, 60, 120,
  ]);
});

test('settings that cannot be read are the usual ones', () => {
  expect(noticeSettingsOf({ notices: { provider: 'pigeon', quiet_from: '25:00', budget_day: 5 } })).toEqual({
    provider: 'log',
    ...night,
    budget_day: 5,
    budget_month: null,
  });
  expect(noticeSettingsOf(null)).toMatchObject({ provider: 'log', budget_day: null });
});
