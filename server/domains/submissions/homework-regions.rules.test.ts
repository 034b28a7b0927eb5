import type { HomeworkRegion } from '@seodang/contract/homework-pages.ts';
import { expect, test } from 'vitest';
import { regionChange } from './homework-regions.rules.ts';

test('a region keeps its id with its box, whatever its name and place; with another box it is another one', () => {
  const there: HomeworkRegion[] = [
    { id: 1, label: '1', box: [0.1, 0.1, 0.5, 0.2] },
    { id: 2, label: '2', box: [0.1, 0.3, 0.5, 0.4] },
    { id: 3, label: '3', box: [0.1, 0.5, 0.5, 0.6] },
  ];
  const change = regionChange(there, [
    { id: 2, label: '서술형 2', box: [0.1, 0.3, 0.5, 0.400001] },
    { id: 1, label: '1', box: [0.1, 0.1, 0.5, 0.25] },
    { label: '4', box: [0.123456, 0.7, 0.9, 0.8] },
  ]);
  expect(change).toEqual({
    kept: [{ id: 2, label: '서술형 2', place: 1 }],
    added: [
      { label: '1', place: 2, left: 0.1, top: 0.1, right: 0.5, bottom: 0.25 },
      { label: '4', place: 3, left: 0.1235, top: 0.7, right: 0.9, bottom: 0.8 },
    ],
    gone: [1, 3],
  });
});
