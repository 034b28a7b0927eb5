import { expect, test } from 'vitest';
import { concerns } from './live.rules.ts';

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
