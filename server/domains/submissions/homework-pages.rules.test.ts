import { nextPageNumber, pageNumberOf } from '@seodang/contract/homework-pages.ts';
import { expect, test } from 'vitest';
import { seenAmong } from './homework-pages.rules.ts';

const pages = [37, 38, 39, 40].map((label, at) => ({ id: at + 1, label: `${label}` }));
const sure = (page_id: number) => ({ sight: 'sure' as const, page_id });

test('a page is found, missing, or there twice; one that a photo may show is neither found nor missing', () => {
  const sights = [sure(1), sure(3), sure(3), { sight: 'perhaps' as const, page_id: 4 }];
  expect(seenAmong(pages, sights, 4)).toEqual({
    ...{ of: 4, found: ['37', '39'], missing: ['38'], twice: ['39'], unsure: 1, is_waiting: false },
  });
});

test('what shows nothing that is known, and files nobody looked at, are counted as doubt', () => {
  const nothing = { sight: 'none' as const, page_id: null };
  expect(seenAmong(pages, [sure(2), nothing], 3)).toMatchObject({ found: ['38'], unsure: 2 });
  expect(seenAmong(pages, [], 0)).toMatchObject({ found: [], missing: ['37', '38', '39', '40'], unsure: 0 });
});

test('pages go on counting from a number that books have, and by how many there are from anything else', () => {
  expect(nextPageNumber([])).toBe(1);
  expect(nextPageNumber(['해설', '38'])).toBe(39);
  expect(nextPageNumber(['9998'])).toBe(9999);
  for (const label of ['해설', '0', '1e3', '0x10', '9999', '999999999999', '-4', ' '])
    expect(nextPageNumber(['7', label])).toBe(3);
  expect(['', '0', '000', '12쪽', '10000'].map(pageNumberOf)).toEqual(Array(5).fill(undefined));
  expect(['1', '0037', '9999'].map(pageNumberOf)).toEqual([1, 37, 9999]);
});
