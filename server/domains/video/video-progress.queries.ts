import type { VideoProgressQuery } from '@seodang/contract/video-progress.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { isStaff, ownStudents, visibleLectures } from '#domains/school/index.ts';

export const progressOrders = ['id', 'progress', 'updated_at', 'completed_at'] as const;

/** What was watched in lectures that the caller may see; of students and parents only the own. */
function watched(tx: Tx, scope: Scope, { video, enrollment, session, search }: Partial<VideoProgressQuery>) {
  const like = search && likeOf(search);
  return tx
    .selectFrom('video_progress as p')
    .innerJoin('video as v', (on) =>
      on.onRef('v.tenant_id', '=', 'p.tenant_id').onRef('v.id', '=', 'p.video_id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'p.tenant_id').onRef('e.id', '=', 'p.enrollment_id'),
    )
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .where('p.tenant_id', '=', tx.tenant_id)
    .where('v.deleted_at', 'is', null)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope))
    .$if(!isStaff(scope), (q) => q.where('e.student_id', 'in', ownStudents(tx, userOf(scope).user_id)))
    .$if(video !== undefined, (q) => q.where('p.video_id', '=', video ?? 0))
    .$if(enrollment !== undefined, (q) => q.where('p.enrollment_id', '=', enrollment ?? 0))
    .$if(session !== undefined, (q) => q.where('v.session_id', '=', session ?? 0))
    .$if(!!like, (q) => q.where('st.name', 'ilike', like ?? ''));
}

export async function countVideoProgress(tx: Tx, scope: Scope, query: VideoProgressQuery): Promise<number> {
  const { n } = await watched(tx, scope, query)
    .select((p) => p.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

export function listVideoProgress(
  tx: Tx,
  scope: Scope,
  query: VideoProgressQuery,
  order: readonly Order<(typeof progressOrders)[number]>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = watched(tx, scope, query).select(columns);
  for (const { column, direction } of order) rows = rows.orderBy(`p.${column}`, direction);
  return rows.orderBy('p.id').limit(limit).offset(offset).execute();
}

const columns = [
  'p.id',
  'p.video_id as video',
  'p.enrollment_id as enrollment',
  'st.name as student_name',
  'p.progress',
  'p.completed',
  'p.last_position',
  'p.max_watched',
  'p.completed_at',
  'p.updated_at',
] as const;

export function findVideoProgress(tx: Tx, scope: Scope, id: number) {
  return watched(tx, scope, {}).select(columns).where('p.id', '=', id).executeTakeFirst();
}

/** What is on record of one student and video, held until commit. */
export function lockWatched(tx: Tx, video_id: number, enrollment: number) {
  return tx
    .selectFrom('video_progress')
    .select(['id', 'watched', 'progress', 'completed', 'completed_at', 'last_position'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .where('enrollment_id', '=', enrollment)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

type Watched = {
  video_id: number;
  enrollment: number;
  duration_ms: number;
  share: number | undefined;
  last_position: number;
};

/** What is on record from now on: from the start to that share of the video, or as it was; judged as a heartbeat does. */
export async function updateWatched(
  tx: Tx,
  { video_id, enrollment, duration_ms, share, last_position }: Watched,
  now: Date,
): Promise<void> {
  if (share !== undefined) {
    const ms = Math.round(share * duration_ms);
    await sql`
      update video_progress p set watched = int4multirange(int4range(0, ${ms})), watched_ms = ${ms},
        progress = app.progress_of(${ms}, ${duration_ms}), max_watched = ${Math.floor(ms / 1000)},
        completed = j.done, completed_at = case when j.done then coalesce(p.completed_at, ${now}) end
      from (
        select app.is_complete(${ms}, ${duration_ms}, app.progress_of(${ms}, ${duration_ms}),
          (app.policy_of(v.session_id)).video_required_rate) as done
        from video v where v.tenant_id = ${tx.tenant_id} and v.id = ${video_id}) j
      where p.tenant_id = ${tx.tenant_id} and p.video_id = ${video_id} and p.enrollment_id = ${enrollment}`.execute(
      tx,
    );
  }
  await tx
    .updateTable('video_progress')
    .set({ last_position, updated_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .where('enrollment_id', '=', enrollment)
    .execute();
}

/** Who watches by this enrollment. */
export function findUserOf(tx: Tx, enrollment: number) {
  return tx
    .selectFrom('enrollment as e')
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .select('st.user_id')
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.id', '=', enrollment)
    .executeTakeFirst();
}
