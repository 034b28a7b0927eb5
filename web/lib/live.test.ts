import { expect, test } from 'vitest';
import { afterListening, concerns, mayHaveMissed } from './live.rules.ts';

test('news of a topic concerns every query of it that does not name something else', () => {
  const news = { topic: 'attendance', lecture_id: 3 };
  expect(concerns(['attendance', 12], news)).toBe(true);
  expect(concerns(['attendance', { lecture_id: 3 }], news)).toBe(true);
  expect(concerns(['attendance', { lecture_id: 4 }], news)).toBe(false);
  expect(concerns(['videos', { lecture_id: 3 }], news)).toBe(false);
});

test('news that names nothing concerns everything of its topic', () => {
  expect(concerns(['attendance', { lecture_id: 4 }], { topic: 'attendance' })).toBe(true);
});

test('news may be lost where another connection was tried before, or this one took longer than news is kept', () => {
  expect(mayHaveMissed({ isFirst: true, unheard_ms: 30_000 })).toBe(false);
  expect(mayHaveMissed({ isFirst: true, unheard_ms: 30_001 })).toBe(true);
  expect(mayHaveMissed({ isFirst: false, unheard_ms: 1000 })).toBe(true);
});

test('connections that fail or end at once are tried ever more seldom, one that lasted is made again soon', () => {
  expect(afterListening({ failures: 0, lasted_ms: -Infinity })).toEqual({ failures: 1, wait_ms: 1000 });
  expect(afterListening({ failures: 3, lasted_ms: 9999 })).toEqual({ failures: 4, wait_ms: 8000 });
  expect(afterListening({ failures: 9, lasted_ms: 0 }).wait_ms).toBe(30_000);
  expect(afterListening({ failures: 9, lasted_ms: 10_000 })).toEqual({ failures: 1, wait_ms: 1000 });
});
