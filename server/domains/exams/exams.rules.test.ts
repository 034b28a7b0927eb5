import { expect, test } from 'vitest';
import { shownNow } from './exams.rules.ts';

const now = new Date('2026-11-23T10:00:00Z');
const later = new Date('2026-11-23T11:00:00Z');
const running = {
  results_shown: 'at_once',
  keys_shown: 'with_results',
  state: 'published',
  is_online: true,
  closes_at: later,
  extended_until: null,
  released_at: null,
} as const;

test.each([
  ['an online exam without an end', { closes_at: null }],
  ['an online exam before its end', {}],
  [
    'an online exam that was closed while one student has longer',
    { state: 'closed' as const, extended_until: later },
  ],
  ['an online exam past its end while one student has longer', { closes_at: now, extended_until: later }],
])('%s shows results at once, but no keys', (_, exam) => {
  expect(shownNow({ ...running, ...exam }, now)).toEqual({ results: true, keys: false });
});

test.each([
  ['released by a person', { released_at: now }],
  ['closed by a person', { state: 'closed' as const }],
  ['past its end', { closes_at: now }],
  ['past the end of the last who had longer', { closes_at: now, extended_until: now }],
  ['on paper', { is_online: false }],
])('an exam that is %s shows its keys with the results', (_, exam) => {
  expect(shownNow({ ...running, ...exam }, now)).toEqual({ results: true, keys: true });
});

test('keys that are never shown, or once closed, do not come with a release', () => {
  for (const keys_shown of ['never', 'after_close'] as const)
    expect(shownNow({ ...running, keys_shown, released_at: now }, now).keys).toBe(false);
  const longer = { ...running, closes_at: now, extended_until: later, released_at: now };
  expect(shownNow({ ...longer, keys_shown: 'after_close' }, now).keys).toBe(false);
});
