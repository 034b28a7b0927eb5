import { expect, test } from 'vitest';
import { boxOf, nextLabel, paperOf, partsOf, regionsChange } from './region.rules.ts';

test('a box stays on its page and large enough to be seen, and comes back as it was drawn', () => {
  const paper = paperOf({ width: 1000, height: 1400 });
  expect(paper).toEqual({ width: 210, height: 294 });
  const parts = partsOf({ x: 21, y: 29.4, width: 42, height: 58.8 }, paper);
  expect(parts).toEqual([0.1, 0.1, 0.3, 0.3]);
  expect(boxOf(parts, paper).width).toBeCloseTo(42);
  expect(partsOf({ x: 205, y: -5, width: 21, height: 1 }, paper)).toEqual([0.9, 0, 1, 0.0102]);
});

test('answers go on counting, and a change names what goes', () => {
  expect(nextLabel(['3', '서술형', '12'])).toBe('13');
  expect(nextLabel([])).toBe('1');
  const [one, two] = [
    { id: 1, label: '1', box: [0.1, 0.1, 0.2, 0.2] as [number, number, number, number] },
    { id: 2, label: '2', box: [0.1, 0.3, 0.2, 0.4] as [number, number, number, number] },
  ];
  expect(regionsChange([one, two], [one, { ...two, label: '2 ' }])).toBeUndefined();
  const added = { label: '3', box: two.box };
  expect(regionsChange([one, two], [two, added])).toEqual({ regions: [two, added], removed: [1] });
});
