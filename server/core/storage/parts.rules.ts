const MB = 1024 * 1024;
const PART_SIZE = 16 * MB;
const MAX_PARTS = 10_000;

/** Small enough to be sent again without regret, large enough that S3's 10,000 parts hold the whole. */
export function partSizeOf(size: number | undefined): number {
  return Math.max(PART_SIZE, Math.ceil((size ?? 0) / MAX_PARTS / MB) * MB);
}

export function partCountOf(size: number | null, part_size: number): number | null {
  return size === null ? null : Math.ceil(size / part_size);
}

type Arrived = readonly { readonly part_number: number; readonly size: number }[];

/** The numbers of the parts that are not there, or not of the size that they must have. */
export function missingParts(arrived: Arrived, size: number | null, part_size: number): number[] {
  const last = partCountOf(size, part_size) ?? Math.max(0, ...arrived.map((part) => part.part_number));
  const there = new Map(arrived.map((part) => [part.part_number, part.size]));
  return Array.from({ length: last }, (_, index) => index + 1).filter((number) => {
    const isLast = number === last;
    if (isLast && size === null) return !there.has(number);
    return there.get(number) !== (isLast ? (size ?? 0) - (last - 1) * part_size : part_size);
  });
}
