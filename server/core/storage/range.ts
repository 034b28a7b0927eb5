import type { ByteRange } from './storage.ts';

/** A `Range` header of one range; undefined for none, several or anything else, which HTTP answers with the whole. */
export function parseRange(header: string | undefined): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  if (first === '') return { last: Number(last) };
  if (last === '') return { start: Number(first) };
  return Number(last) < Number(first) ? undefined : { start: Number(first), end: Number(last) };
}

/** Where a range begins and ends in an object of this size, both inclusive; undefined when it lies outside. */
export function resolveRange(
  range: ByteRange | undefined,
  size: number,
): { start: number; end: number } | undefined {
  if (!range) return { start: 0, end: size - 1 };
  const start = 'last' in range ? Math.max(0, size - range.last) : range.start;
  if (start >= size) return undefined;
  return { start, end: 'last' in range ? size - 1 : Math.min(range.end ?? size - 1, size - 1) };
}
