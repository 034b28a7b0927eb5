import type { Output } from '@seodang/contract/call.ts';
import type { startPlayback } from '@seodang/contract/playback.ts';
import type { Interval } from './coverage.ts';
import type { Enforcement } from './enforcement.ts';

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
