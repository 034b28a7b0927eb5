import type { VideoProgressQuery } from '@seodang/contract/video.ts';
import type { Tx } from '#core/db.ts';
import { type Order, offsetOf } from '#core/list.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { isStaff, ownStudents, visibleLectures } from '#domains/school/index.ts';

export const progressOrders = ['id', 'progress', 'updated_at', 'completed_at'] as const;

/** What was watched in lectures that the caller may see; of students and parents only the own. */
function watched(tx: Tx, scope: Scope, { video, enrollment, session, search }: VideoProgressQuery) {
  const like = search && `%${search.replace(/[\\%_]/g, '\\$&')}%`;
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
  let rows = watched(tx, scope, query).select([
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
  ]);
  for (const { column, direction } of order) rows = rows.orderBy(`p.${column}`, direction);
  return rows.orderBy('p.id').limit(limit).offset(offset).execute();
}
