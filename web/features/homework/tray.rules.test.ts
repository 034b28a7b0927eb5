import { expect, test } from 'vitest';
import { moved, sizeOf } from './tray.rules.ts';

test('a page moves to its place and the others keep their order', () => {
  expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
  expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
  expect(moved(['a', 'b'], 1, 9)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
});

test('a photo is made smaller to its long side and never larger', () => {
  expect(sizeOf({ width: 4000, height: 3000 }, 2200, 0)).toEqual({ width: 2200, height: 1650, scale: 0.55 });
  expect(sizeOf({ width: 4000, height: 3000 }, 2200, 1)).toMatchObject({ width: 1650, height: 2200 });
  expect(sizeOf({ width: 800, height: 600 }, 2200, 2)).toMatchObject({ width: 800, height: 600 });
});
