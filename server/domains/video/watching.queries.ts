import type { EnforcementState } from '@seodang/contract/playback.ts';
import type { Db } from '#core/db.ts';

/** One heartbeat as app.heartbeat takes it; the names are those that app.heartbeats reads. */
export type Beat = {
  tenant_id: number;
  login_session_id: number | null;
  user_id: number;
  session_id: string;
  pv: number;
  now: Date;
  live_seconds: number;
  position_ms: number | null;
  /** As PostgreSQL writes an int4multirange, in milliseconds. */
  claimed: string;
  clock_ms: number | null;
  seq: number | null;
};

export type BeatResult = {
  problem: 'unauthenticated' | 'invalid_token' | 'policy_changed' | 'session_inactive' | null;
  reason: string | null;
  expires_at: number;
  progress: number;
  completed: boolean;
  max_watched: number;
  cut_ms: number;
  state: EnforcementState;
  /** Of the playback so far. */
  total_cut_ms: number;
  repeats: number;
  is_repeat: boolean;
};

/** The hottest statement of all: app.heartbeat for each, in their order, each in a transaction of its own (0008_watching.sql). */
export async function writeBeats({ pool }: Db, beats: readonly Beat[]): Promise<BeatResult[]> {
  const { rows } = await pool.query<{ results: BeatResult[] }>({
    name: 'heartbeats',
    text: 'call app.heartbeats($1, null)',
    values: [JSON.stringify(beats)],
  });
  return rows[0]?.results ?? [];
}
