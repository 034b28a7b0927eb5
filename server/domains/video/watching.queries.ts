import type { Db } from '#core/db.ts';

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
};

/** The hottest statement of all: one prepared call that sets the tenant and does everything (0008_watching.sql). */
export async function heartbeat({ pool }: Db, beat: Beat): Promise<BeatResult> {
  const { rows } = await pool.query<BeatResult>({
    name: 'heartbeat',
    text: 'select * from app.heartbeat($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    values: [
      beat.tenant_id,
      beat.login_session_id,
      beat.user_id,
      beat.session_id,
      beat.pv,
      beat.now.toISOString(),
      beat.live_seconds,
      beat.position_ms,
      beat.claimed,
      beat.clock_ms,
      beat.seq,
    ],
  });
  const [result] = rows;
  if (!result) throw new Error('app.heartbeat answers with one row');
  return result;
}
