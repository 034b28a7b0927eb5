import type { PlaybackPolicy } from '@seodang/contract/playback.ts';

type Terms = Pick<PlaybackPolicy['seek'], 'mode' | 'grace_seconds'> & { limit: number };
/** A move that the policy refuses: from where to where, and where the player belongs instead. */
export type Refused = { from: number; to: number; back: number };

/** Players move by themselves, e.g. over a gap between two segments. */
const NUDGE_SECONDS = 2;
const SLACK_SECONDS = 2;

/** Knows where a player was before it was moved, whoever moved it, and what of that is allowed. */
export class SeekGuard {
  #at: number;
  #since: number;
  #hasEnded = false;
  readonly #clock: () => number;

  /** `startAt` is where the player resumes; `clock` is in seconds and never jumps. */
  constructor(startAt: number, clock = () => performance.now() / 1000) {
    this.#at = startAt;
    this.#clock = clock;
    this.#since = clock();
  }

  /** Where the player is while it plays by itself; a source that is loaded anew is at its start and has not moved. */
  follow(position: number, rate: number): void {
    const now = this.#clock();
    const moved = position - this.#at;
    if (moved < -0.5 || moved > (now - this.#since) * rate + SLACK_SECONDS) return;
    this.#at = position;
    this.#since = now;
  }

  /** The end was reached: from there, playing begins anew. */
  end(): void {
    this.#hasEnded = true;
  }

  /** The player was moved to `to`; returns what is wrong with it, if anything is. */
  judge(to: number, { mode, grace_seconds, limit }: Terms): Refused | undefined {
    const from = this.#at;
    const begins = this.#hasEnded && to < 1;
    this.#hasEnded = false;
    const isAllowed =
      mode === 'free' ||
      begins ||
      (mode === 'bounded_forward' && to <= limit + grace_seconds + 0.5) ||
      Math.abs(to - from) <= (mode === 'blocked' ? NUDGE_SECONDS : 0);
    const back = isAllowed ? to : mode === 'blocked' ? from : limit;
    this.#at = back;
    this.#since = this.#clock();
    return isAllowed ? undefined : { from, to, back };
  }
}

/** How somebody asks to be moved: by the bar to a place, or by a key some seconds on, perhaps held down. */
export type Asking = 'place' | 'step' | 'repeat';

/**
 * What becomes of a wish to go from here to there: where it leads, if anywhere, whether it was cut, and whether it was an
 * attempt against the rules. Who steps back to the end of what was watched and overshoots it attempts nothing.
 */
export function granted(
  { from, to }: { from: number; to: number },
  { mode, grace_seconds, limit }: Terms,
  asking: Asking,
): { to: number | undefined; isCut: boolean; isAttempt: boolean } {
  if (mode === 'blocked') return { to: undefined, isCut: true, isAttempt: to > from && asking !== 'repeat' };
  if (mode === 'free' || to <= limit + grace_seconds) return { to, isCut: false, isAttempt: false };
  const isAttempt = asking === 'place' || (asking === 'step' && from >= limit - 1);
  return { to: Math.max(limit, 0), isCut: true, isAttempt };
}
