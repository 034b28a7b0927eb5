import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** The videos of a lecture in the order of its class sessions. */
export function listGridVideos(tx: Tx, lecture_id: number) {
  return tx
    .selectFrom('video as v')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'v.tenant_id').onRef('c.id', '=', 'v.session_id'),
    )
    .select(['v.id', 'v.title', 'v.status', 'v.duration', 'c.id as session', 'c.title as session_title'])
    .select(['c.regular_order', 'c.date'])
    .where('v.tenant_id', '=', tx.tenant_id)
    .where('v.deleted_at', 'is', null)
    .where('c.deleted_at', 'is', null)
    .where('c.lecture_id', '=', lecture_id)
    .orderBy('c.order')
    .orderBy('v.order')
    .execute();
}

export type GridRow = {
  enrollment: number;
  student_name: string;
  /** Each of what is known of the student's videos, in the order of `videos`. */
  seated: boolean[];
  rules: (string | null)[];
  online: boolean[];
  revoked: boolean[];
  progress: number[];
  completed: boolean[];
};

/**
 * The active students of a lecture with what decides over each video: one row a student, since 18,000 rows of a class
 * of 300 with 60 videos would cost more to carry than to find.
 */
export async function listGridRows(
  tx: Tx,
  lecture_id: number,
  videos: readonly number[],
): Promise<GridRow[]> {
  const { rows } = await sql<GridRow>`
    select e.id as enrollment, st.name as student_name,
      array_agg(se.id is not null order by w.place) as seated, array_agg(vp.rule::text order by w.place) as rules,
      array_agg(coalesce(a.status = 'ONLINE', false) order by w.place) as online,
      array_agg(pc.id is not null order by w.place) as revoked,
      array_agg(coalesce(p.progress, 0) order by w.place) as progress,
      array_agg(coalesce(p.completed, false) order by w.place) as completed
    from enrollment e
      join student st on st.tenant_id = e.tenant_id and st.id = e.student_id and st.deleted_at is null
      cross join (
        select v.id, v.session_id, wanted.place from unnest(${videos}::bigint[]) with ordinality as wanted(id, place)
          join video v on v.tenant_id = ${tx.tenant_id} and v.id = wanted.id) w
      left join session_enrollment se on se.tenant_id = e.tenant_id and se.session_id = w.session_id and se.enrollment_id = e.id
      left join attendance a on a.tenant_id = e.tenant_id and a.session_id = w.session_id and a.enrollment_id = e.id
      left join video_permission vp on vp.tenant_id = e.tenant_id and vp.video_id = w.id and vp.enrollment_id = e.id
      left join video_progress p on p.tenant_id = e.tenant_id and p.video_id = w.id and p.enrollment_id = e.id
      left join playback_case pc on pc.tenant_id = e.tenant_id and pc.video_id = w.id and pc.enrollment_id = e.id
        and pc.status = 'open' and pc.state = 'revoked'
    where e.tenant_id = ${tx.tenant_id} and e.lecture_id = ${lecture_id} and e.status = 'ACTIVE'
    group by e.id, st.name order by st.name, e.id`.execute(tx);
  return rows;
}

/** Percent of a video that must be watched, in the class sessions of this day. */
export async function findRequiredRate(tx: Tx, lecture: number, now: Date): Promise<number> {
  const { rows } = await sql<{ rate: number }>`
    select (app.policy_on(${lecture}, (${now}::timestamptz at time zone t.timezone)::date)).video_required_rate as rate
    from tenant t where t.id = ${tx.tenant_id}`.execute(tx);
  return rows[0]?.rate ?? 100;
}
