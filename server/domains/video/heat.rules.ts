/** What intervals begin (`count` 1) or end (−1) in a part of the video, with the sum of those places in milliseconds. */
export type Edge = { part: number; count: number; sum: number };

/**
 * How much of each part intervals cover, in units of a part: the area before a place x is the sum of x − a over what
 * begins before x, less the same of what ends before it, so it takes one pass whatever the number of intervals.
 */
export function coverageOf(edges: readonly Edge[], parts: number, duration_ms: number): number[] {
  const counts = new Array<number>(parts + 1).fill(0);
  const sums = new Array<number>(parts + 1).fill(0);
  for (const { part, count, sum } of edges) {
    counts[part] = (counts[part] ?? 0) + count;
    sums[part] = (sums[part] ?? 0) + sum;
  }
  const width = duration_ms / parts;
  let count = 0;
  let sum = 0;
  let before = 0;
  return Array.from({ length: parts }, (_, part) => {
    count += counts[part] ?? 0;
    sum += sums[part] ?? 0;
    const area = (part + 1) * width * count - sum;
    const covered = (area - before) / width;
    before = area;
    return Math.max(0, Math.round(covered * 1000) / 1000);
  });
}
