import type { Output } from '@seodang/contract/call.ts';
import type { startPlayback } from '@seodang/contract/playback.ts';
import { contiguousEnd, type Interval, unite } from './coverage.ts';
import type { Enforcement } from './enforcement.ts';
import { freshened } from './hls-source.ts';

export type Playback = Output<typeof startPlayback>;

/** Where a playback stands; everything that the player shows follows from it. */
export type LineState =
  | { phase: 'starting' }
  | { phase: 'elsewhere'; code: string }
  | {
      phase: 'playing';
      playback: Playback;
      watched: Interval[];
      progress: number;
      completed: boolean;
      offline: boolean;
      enforcement: Enforcement;
    }
  | { phase: 'stopped'; code: string; canTakeOver: boolean };

export type Live = Extract<LineState, { phase: 'playing' }>;

/** Stopped for breaking rules, in the middle or before it began: staff decide how it goes on. */
export const isRevoked = (state: LineState): boolean =>
  state.phase === 'stopped' && (state.code === 'revoked' || state.code === 'playback_revoked');

/** Up to where the viewer may go forward, in seconds; `pending` was played and is not yet reported. */
export function limitOf(state: LineState, pending: readonly Interval[]): number {
  if (state.phase !== 'playing') return 0;
  const end = contiguousEnd(unite([...state.watched, ...pending]));
  return Math.max(state.playback.watch.max_watched, end);
}

/** An address of this video with the newest token in it. */
export function freshUrl(state: LineState, url: string): string {
  return state.phase === 'playing' ? freshened(url, state.playback.play_url) : url;
}
