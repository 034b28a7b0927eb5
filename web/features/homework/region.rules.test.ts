import { expect, test } from 'vitest';
import { boxOf, nextLabel, paperOf, partsOf, rebased, regionsChange } from './region.rules.ts';

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

test('what a colleague did meanwhile takes nothing that was drawn, and nothing of theirs is removed unseen', () => {
  const at = (id: number, label = `${id}`) => ({
    ...{ id, label },
    box: [0.1, id / 10, 0.2, (id + 0.5) / 10] as [number, number, number, number],
  });
  const drawn = { label: '9', box: at(9).box };
  const seen = [at(1), at(2), at(3), at(4)];
  const draft = [at(1), at(2, 'mine'), at(3), drawn];
  expect(regionsChange(seen, draft)?.removed).toEqual([4]);
  const there = [at(1, 'theirs'), at(2, 'theirs'), at(4), at(5)];
  const now = rebased(seen, there, draft);
  expect(now).toEqual([at(1, 'theirs'), at(2, 'mine'), drawn, at(5)]);
  expect(regionsChange(there, now)?.removed).toEqual([4]);
  expect(rebased(there, there, now)).toEqual(now);
});
