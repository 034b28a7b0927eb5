import { expect, test } from 'vitest';
import { unturned, zoomed } from './board.rules.ts';

test('a place on a turned picture is found on the picture itself, and back', () => {
  // The upper left corner of a page is at the upper right once it is turned to the right.
  expect(unturned([1, 0], 1)).toEqual([0, 0]);
  expect(unturned([1, 1], 2)).toEqual([0, 0]);
  expect(unturned([0, 1], 3)).toEqual([0, 0]);
  for (const quarters of [0, 1, 2, 3, 4, 5]) {
    expect(unturned(unturned([0.25, 0.75], quarters), 4 - (quarters % 4))).toEqual([0.25, 0.75]);
  }
});

test('zooming stops at both ends', () => {
  expect(zoomed(1, -1)).toBe(1);
  expect(zoomed(1, 1)).toBe(1.4);
  expect(zoomed(4, 1)).toBe(4);
});
