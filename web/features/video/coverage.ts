/** `[from, to]` in seconds of the video. */
export type Interval = readonly [from: number, to: number];

/** Two pieces this close are one: a player reports its position a few times a second. */
const JOIN_SECONDS = 0.35;

/** Ordered and without overlaps. */
export function unite(intervals: readonly Interval[]): Interval[] {
  const united: [number, number][] = [];
  for (const [from, to] of [...intervals].sort(([a], [b]) => a - b)) {
    const last = united.at(-1);
    if (last && from <= last[1] + JOIN_SECONDS) last[1] = Math.max(last[1], to);
    else united.push([from, to]);
  }
  return united;
}

/** Up to where everything from the start was watched. */
export function contiguousEnd(united: readonly Interval[]): number {
  const [first] = united;
  return first && first[0] <= JOIN_SECONDS ? first[1] : 0;
}

export function secondsOf(united: readonly Interval[]): number {
  return united.reduce((sum, [from, to]) => sum + to - from, 0);
}

type Left = { completed: boolean; progress: number; last_position: number; max_watched: number };

/** Where a viewer goes on: from the start when nothing is left, and no further than one may move. */
export function resumeAt({ completed, progress, last_position, max_watched }: Left, mode: string): number {
  if (completed && progress > 0.99) return 0;
  return mode === 'bounded_forward' ? Math.min(last_position, max_watched) : last_position;
}
