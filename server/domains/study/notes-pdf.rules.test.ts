import { expect, test } from 'vitest';
import { printed } from './notes-pdf.rules.ts';

test('a document holds as many pictures as a server can bear, whatever their sizes', () => {
  const large = Array.from({ length: 30 }, () => ({ width: 1600, height: 1600 }));
  const small = { width: 10, height: 10 };
  expect(printed([...large, small])).toEqual([...large.slice(0, 23), small]);
  expect(printed(Array.from({ length: 1000 }, () => small))).toHaveLength(300);
});
