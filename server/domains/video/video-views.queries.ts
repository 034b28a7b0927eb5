import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

type Placed = { id: number; lecture_id: number };

/** How many active students a video has, how many completed it, and how much of it they watched in all. */
export async function countWatched(tx: Tx, { id, lecture_id }: Placed) {
  const { rows } = await sql<{ students: number; completed: number; watched_seconds: number }>`
    select count(*) as students, count(*) filter (where p.completed) as completed,
      coalesce(round(sum(p.watched_ms) / 1000.0), 0)::bigint as watched_seconds
    from enrollment e
      join student st on st.tenant_id = e.tenant_id and st.id = e.student_id and st.deleted_at is null
      left join video_progress p on p.tenant_id = e.tenant_id and p.enrollment_id = e.id and p.video_id = ${id}
    where e.tenant_id = ${tx.tenant_id} and e.lecture_id = ${lecture_id} and e.status = 'ACTIVE'`.execute(tx);
  const { students = 0, completed = 0, watched_seconds = 0 } = rows[0] ?? {};
  return { students, completed, watched_seconds };
}

/** Percent of the videos of a class session that must be watched. */
export async function requiredRateOf(tx: Tx, session_id: number): Promise<number> {
  const { rows } = await sql<{ rate: number }>`
    select (app.policy_of(${session_id})).video_required_rate as rate`.execute(tx);
  return rows[0]?.rate ?? 100;
}

/** Whether the path that names a video names its own lecture and class session. */
export async function isPlacedAt(tx: Tx, video_id: number, session_id: number, lecture_id: number) {
  const row = await tx
    .selectFrom('video as v')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'v.tenant_id').onRef('c.id', '=', 'v.session_id'),
    )
    .select('v.id')
    .where('v.tenant_id', '=', tx.tenant_id)
    .where('v.id', '=', video_id)
    .where('c.id', '=', session_id)
    .where('c.lecture_id', '=', lecture_id)
    .executeTakeFirst();
  return row !== undefined;
}
