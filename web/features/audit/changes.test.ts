import { expect, test } from 'vitest';
import { changesOf } from './changes.rules.ts';

test('only what changed is told', () => {
  expect(changesOf({ name: '김서연', grade: 1 }, { name: '김서연', grade: 2 })).toEqual([
    { field: 'grade', before: '1', after: '2' },
  ]);
});

test('what was added had nothing before, what was removed has nothing after', () => {
  expect(changesOf(null, { name: '김서연' })).toEqual([{ field: 'name', before: '–', after: '김서연' }]);
  expect(changesOf({ sessions: [1, 2] }, undefined)).toEqual([
    { field: 'sessions', before: '[1,2]', after: '–' },
  ]);
});
