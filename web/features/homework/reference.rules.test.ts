import { expect, test } from 'vitest';
import { changeOf, drafted, forward, renamed, untouched, without } from './reference.rules.ts';

const pages = [37, 38, 39].map((label, at) => ({ id: at + 1, label: `${label}` }));

test('what was numbered, moved and taken away stays while pages come and go, and only what was shown is taken away', () => {
  expect(changeOf(pages, untouched)).toBeUndefined();
  const draft = renamed(forward(without(untouched, 1), pages, 1), 2, '38쪽 ');
  expect(drafted(pages, draft).map(({ label }) => label)).toEqual(['39', '38쪽 ']);
  const others = [...pages.filter(({ id }) => id !== 3), { id: 4, label: '40' }];
  expect(changeOf(others, draft)).toEqual({
    pages: [
      { id: 2, label: '38쪽' },
      { id: 4, label: '40' },
    ],
    removed: [1],
  });
  const relabelled = pages.map((page) => (page.id === 3 ? { ...page, label: '390' } : page));
  expect(changeOf(relabelled, draft)?.pages[0]).toEqual({ id: 3, label: '390' });
  expect(changeOf(pages, forward(forward(untouched, pages, 1), pages, 1))).toBeUndefined();
});
