import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import type { Beat, BeatResult } from './watching.queries.ts';

/** Whoever plays: the playbacks of one account are counted and changed together. */
export type Player = { readonly tenant_id: number; readonly user_id: number };

export const nameOf = ({ tenant_id, user_id }: Player): string => `${tenant_id}:${user_id}`;

/** Whose playbacks change, or how to find out. */
export type Whose = number | ((tx: Tx, scope: Scope) => Promise<number>);

export type ChangeOptions = {
  /** Nothing is allowed by it that was not before, and nobody is stopped by it: it need not wait for the store. */
  readonly evenAway?: boolean;
};

/**
 * Where playbacks live while somebody watches (spec/02, Playback session). PostgreSQL decides who may watch and keeps
 * what was watched; a store decides beats, and never lets one pass that PostgreSQL would not.
 */
export type PlaybackStore = {
  /** One heartbeat: who calls, whether they still may, that they still watch, and what of it counts. */
  readonly beat: (beat: Beat) => Promise<BeatResult>;
  /**
   * All that was credited to one person before is in PostgreSQL, and nothing is credited while `work` runs; the first beat
   * after it goes by what it wrote. `mustStillHold`, called before a commit, refuses `unavailable` when it took too long.
   */
  readonly hold: <T>(
    scope: Scope,
    user_id: number,
    work: (mustStillHold: () => void) => Promise<T>,
  ) => Promise<T>;
  /**
   * Starts, renews, ends, warns, pauses or revokes playbacks of one person, in one transaction: it sees all that was
   * credited before, nothing is credited meanwhile, and the first beat after it goes by what it wrote.
   */
  readonly change: <T>(
    scope: Scope,
    whose: Whose,
    work: (tx: Tx, scope: Scope) => Promise<T>,
    options?: ChangeOptions,
  ) => Promise<T>;
  /** What was credited to these people up to now is in PostgreSQL when this resolves. */
  readonly settle: (players: readonly Player[]) => Promise<void>;
  /** Follows what is changed elsewhere, from now until `close`. */
  readonly open: () => void;
  /** Everything that was credited is in PostgreSQL when this resolves. */
  readonly close: () => Promise<void>;
};
