import { expect, test } from 'vitest';
import { keptAddresses } from './kept-addresses.ts';

test('a picture keeps its address while that is good, another file has its own', () => {
  let now = 0;
  const keep = keptAddresses(() => now);
  expect(keep('/a.jpg?signed=1')).toBe('/a.jpg?signed=1');
  now += 29 * 60_000;
  expect(keep('/a.jpg?signed=2')).toBe('/a.jpg?signed=1');
  expect(keep('/b.jpg?signed=2')).toBe('/b.jpg?signed=2');
  now += 60_000;
  expect(keep('/a.jpg?signed=3')).toBe('/a.jpg?signed=3');
});
