import type { EnforcementState } from '@seodang/contract/playback.ts';
import type { Db } from '#core/db.ts';

/** One heartbeat; the names are those that app.beat_together reads. */
export type Beat = {
  tenant_id: number;
  login_session_id: number | null;
  user_id: number;
  video_id: number;
  enrollment_id: number;
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
  /** Beats up to this number are in PostgreSQL. */
  kept_seq: number | null;
};

export type WrittenBeat = Omit<BeatResult, 'kept_seq'>;

/** Of a playback that is not there. */
const unknown: WrittenBeat = {
  ...{ problem: 'invalid_token', reason: null, expires_at: 0, progress: 0, completed: false, max_watched: 0 },
  ...{ cut_ms: 0, state: 'ok', total_cut_ms: 0, repeats: 0, is_repeat: false },
};

/**
 * The hottest statement of all (0008_watching.sql). Undefined for what somebody else holds at the moment, or what another
 * beat of the same student and video came before: `writeBeatAlone` waits for that.
 */
export async function writeBeats({ pool }: Db, beats: readonly Beat[]): Promise<(WrittenBeat | undefined)[]> {
  const { rows } = await pool.query<{ results: ((WrittenBeat & { index: number })[] | null)[] }>({
    name: 'heartbeats',
    text: 'call app.heartbeats($1, null)',
    values: [JSON.stringify(groupsOf(beats))],
  });
  const results: (WrittenBeat | undefined)[] = beats.map(() => undefined);
  for (const result of rows[0]?.results.flat() ?? []) if (result) results[result.index] = result;
  return results;
}

/** Those of each tenant, none twice of the same student and video. */
function groupsOf(beats: readonly Beat[]) {
  const groups = new Map<number, { tenant_id: number; beats: object[] }>();
  const there = new Set<string>();
  for (const [index, beat] of beats.entries()) {
    const { tenant_id, video_id, enrollment_id } = beat;
    const progress = `${tenant_id} ${video_id} ${enrollment_id}`;
    if (there.has(progress)) continue;
    there.add(progress);
    const group = groups.get(tenant_id) ?? { tenant_id, beats: [] };
    groups.set(tenant_id, group);
    group.beats.push({ ...beat, index });
  }
  return [...groups.values()];
}

export async function writeBeatAlone({ pool }: Db, beat: Beat): Promise<WrittenBeat> {
  const { rows } = await pool.query<{ result: WrittenBeat | null }>({
    name: 'heartbeat',
    text: 'select app.beat_alone($1, $2) as result',
    values: [beat.tenant_id, JSON.stringify({ ...beat, index: 0 })],
  });
  return rows[0]?.result ?? unknown;
}
