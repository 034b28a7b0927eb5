import type { EnforcementState } from '@seodang/contract/playback.ts';
import type { Db } from '#core/db.ts';
import type { Player } from './playback-store.ts';
import type { Beat } from './watching.queries.ts';

/** A playback and what was watched, as PostgreSQL has it; instants in microseconds. */
export type PlaybackCopy = {
  signed_in: boolean;
  login_until: number | null;
  is_live: boolean;
  reason: string;
  policy_version: number;
  expires_at: number;
  credit_rate: number;
  max_rate: number;
  duration_ms: number;
  required_rate: number;
  credit_from: number;
  last_seq: number;
  started_at: number;
  paused_at: number | null;
  state: EnforcementState;
  cut_ms: number;
  repeats: number;
  watched: string;
  watched_ms: number;
  progress: number;
  max_watched: number;
  completed: boolean;
  credited_until: number | null;
  last_position: number;
  updated_at: number;
};

/** What Redis needs to decide the beats of this playback; undefined when it is nobody's, or somebody else's. */
export async function copyPlayback({ pool }: Db, beat: Beat): Promise<PlaybackCopy | undefined> {
  const { rows } = await pool.query<PlaybackCopy>({
    name: 'copy_playback',
    text: 'select * from app.copy_playback($1, $2, $3, $4, $5)',
    values: [beat.tenant_id, beat.login_session_id, beat.user_id, beat.session_id, beat.now],
  });
  return rows[0];
}

/** What Redis credited, in the words of app.keep_watched. */
export type Watching = {
  video_id: number;
  enrollment_id: number;
  watched: string;
  credited_until: number;
  last_position: number;
  seen_at: number;
  /** When it was first enough, by what was required then. */
  done_at: number | null;
};
export type Watcher = {
  session_id: string;
  pv: number;
  expires_at: number;
  credit_rate: number;
  last_seq: number;
  cut_ms: number;
  repeats: number;
  seen_at: number;
  state: EnforcementState;
  paused_at: number | null;
};

/** One statement for all of an academy (0011_shared_playback.sql). Answers for those that were free to be written. */
export async function keepWatched(
  { pool }: Db,
  tenant_id: number,
  watchings: readonly Watching[],
  watchers: readonly Watcher[],
): Promise<{ session_id: string; is_current: boolean }[]> {
  const { rows } = await pool.query({
    name: 'keep_watched',
    text: 'select * from app.keep_watched($1, $2, $3)',
    values: [tenant_id, JSON.stringify(watchings), JSON.stringify(watchers)],
  });
  return rows;
}

/**
 * Hands over up to `most` people whose playbacks moved on, and forgets that they did once `tell` has returned: what a crash
 * interrupts is handed over again. Returns how many.
 */
export async function takeChanges(
  { pool }: Db,
  most: number,
  tell: (players: readonly Player[]) => Promise<void>,
): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<Player>('select * from app.take_playback_changes($1)', [most]);
    await tell(rows);
    await client.query('commit');
    return rows.length;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

export async function databaseIdentity({ pool }: Db): Promise<string> {
  const { rows } = await pool.query<{ name: string }>('select app.database_identity() as name');
  return rows[0]?.name ?? '';
}
