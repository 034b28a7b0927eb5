import type { WatchState } from '@seodang/contract/playback.ts';

/** The milliseconds of a PostgreSQL multirange, e.g. `{[0,1500),[3000,4000)}`, as seconds: [[0, 1.5], [3, 4]]. */
export function intervalsOf(multirange: string): [number, number][] {
  return [...multirange.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [
    Number(from) / 1000,
    Number(to) / 1000,
  ]);
}

/** Claimed seconds as a multirange of milliseconds; empty and reversed intervals are left out. */
export function multirangeOf(intervals: readonly (readonly [number, number])[]): string {
  const ranges = intervals
    .map(([from, to]) => [Math.round(from * 1000), Math.round(to * 1000)] as const)
    .filter(([from, to]) => from < to);
  return `{${ranges.map(([from, to]) => `[${from},${to})`).join()}}`;
}

type Watched = {
  watched: string | null;
  progress: number | null;
  completed: boolean | null;
  last_position: number | null;
  max_watched: number | null;
};

/** What is on record, also where nothing is yet. */
export function toWatchState(row: Watched): WatchState {
  return {
    progress: row.progress ?? 0,
    completed: row.completed ?? false,
    last_position: row.last_position ?? 0,
    max_watched: row.max_watched ?? 0,
    watched: intervalsOf(row.watched ?? ''),
  };
}

/** Beats far from honest: each whole minute that a playback claimed beyond the clock, and each twentieth repeat. */
const CUT_MS = 60_000;
const REPEATS = 20;

/** Whether this beat is worth keeping as evidence. Uneven clocks lose seconds, bad networks repeat a beat or two. */
export function isForged(beat: {
  cut_ms: number;
  total_cut_ms: number;
  repeats: number;
  is_repeat: boolean;
}): boolean {
  const minutes = (ms: number) => Math.floor(ms / CUT_MS);
  if (beat.is_repeat) return beat.repeats % REPEATS === 0;
  return minutes(beat.total_cut_ms) > minutes(beat.total_cut_ms - beat.cut_ms);
}
