import { expect, test } from 'vitest';
import {
  changesOf,
  draftOf,
  faultsOf,
  inputOf,
  pressed,
  spread,
  totalOf,
  withMore,
} from './questions.rules.ts';

const single = () => draftOf({ number: 1 });

test('a press sets the key, one more is accepted beside it, and a choice that is not there does nothing', () => {
  const three = pressed(single(), '3', false);
  expect(three.keys).toEqual(['3']);
  expect(pressed(three, '4', false).keys).toEqual(['4']);
  expect(pressed(three, '1', true).keys).toEqual(['1', '3']);
  expect(pressed(three, '3', true).keys).toEqual([]);
  const four = draftOf({ number: 1, choices: 4 });
  expect(pressed(four, '5', false)).toBe(four);
});

test('several right choices are one key with ascending marks', () => {
  const several = draftOf({ number: 1, kind: 'multiple', keys: ['3', '2,4'] });
  expect(inputOf(pressed(several, '1', false)).keys).toEqual(['1,3', '2,4']);
  expect(inputOf(pressed(several, '3', false)).keys).toEqual(['2,4']);
});

test('accepted numbers and words are parted by a bar', () => {
  const numeric = { ...draftOf({ number: 1, kind: 'numeric' }), text: ' 42 | 43 |' };
  expect(inputOf(numeric).keys).toEqual(['42', '43']);
  expect(draftOf(inputOf(numeric)).text).toBe('42 | 43');
});

test('new questions go on like the last one', () => {
  const more = withMore([draftOf({ number: 7, kind: 'numeric', digits: 2, points: 4 })], 2);
  expect(more.map(({ number, kind, digits, points }) => [number, kind, digits, points])).toEqual([
    ['7', 'numeric', 2, '4'],
    ['8', 'numeric', 2, '4'],
    ['9', 'numeric', 2, '4'],
  ]);
});

test('points are spread so that they sum up exactly', () => {
  for (const [count, total] of [
    [20, 100],
    [45, 100],
    [3, 1],
    [7, 99.5],
  ] as const) {
    const drafts = spread(withMore([], count), total);
    expect(totalOf(drafts)).toBe(total);
    expect(Math.max(...drafts.map(({ points }) => Number(points)))).toBeLessThanOrEqual(total / count + 1);
  }
});

test('what cannot be saved is named', () => {
  const drafts = [
    single(),
    single(),
    { ...draftOf({ number: 2, kind: 'numeric' }), text: '1234' },
    { ...draftOf({ number: 3, kind: 'numeric' }), text: 'x' },
    { ...draftOf({ number: 4 }), points: '' },
  ];
  expect([...faultsOf(drafts).values()]).toEqual(['twice', 'twice', 'tooLong', 'notNumber', 'points']);
});

test('what is as it was is no change', () => {
  const stored = {
    ...{ id: 5, exam_id: 1, sheet_id: 1, number: 1, kind: 'single' as const, choices: 5 as const },
    ...{ digits: null, keys: ['2'], key_state: 'keyed' as const, points: 2, partial: 'none' as const },
    region_meta: null,
  };
  const draft = draftOf({ id: 5, number: 1, keys: ['2'], points: 2 });
  expect(changesOf([stored], [draft]).isDirty).toBe(false);
  expect(changesOf([stored], [pressed(draft, '3', false)])).toMatchObject({
    isDirty: true,
    isOtherSet: false,
  });
  expect(changesOf([stored], [draft, single()])).toMatchObject({ isOtherSet: true, changed: [] });
});
