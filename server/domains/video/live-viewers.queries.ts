import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from '#domains/school/index.ts';

/** Playbacks that live, in lectures that the caller works in. */
function live(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('playback_session as s')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.status', '=', 'ACTIVE')
    .where('s.expires_at', '>', scope.now)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope));
}

/** The enrollments that watch a video now, each with its last sign of life. */
export async function listWatching(tx: Tx, scope: Scope, video_id: number): Promise<Map<number, Date>> {
  const rows = await live(tx, scope)
    .select(['s.enrollment_id', 's.last_seen_at'])
    .where('s.video_id', '=', video_id)
    .orderBy('s.last_seen_at')
    .execute();
  return new Map(rows.map(({ enrollment_id, last_seen_at }) => [enrollment_id, last_seen_at]));
}

/** What these enrollments watch now. */
export async function listWatchingBy(tx: Tx, scope: Scope, enrollments: readonly number[]) {
  if (enrollments.length === 0) return [];
  return live(tx, scope)
    .select(['s.enrollment_id as enrollment', 's.video_id as video'])
    .where(sql<boolean>`s.enrollment_id = any(${[...enrollments]}::bigint[])`)
    .execute();
}

type Wanted = { lecture?: number | undefined; video?: number | undefined; limit: number };

/** Who watches what now, and how far: by lecture and video, then by name. */
export function listLiveViewers(tx: Tx, scope: Scope, { lecture, video, limit }: Wanted) {
  return live(tx, scope)
    .innerJoin('video as v', (on) =>
      on.onRef('v.tenant_id', '=', 's.tenant_id').onRef('v.id', '=', 's.video_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'e.tenant_id').onRef('l.id', '=', 'e.lecture_id'),
    )
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .leftJoin('video_progress as p', (on) =>
      on
        .onRef('p.tenant_id', '=', 's.tenant_id')
        .onRef('p.video_id', '=', 's.video_id')
        .onRef('p.enrollment_id', '=', 's.enrollment_id'),
    )
    .select([
      's.session_id',
      'v.id as video',
      'v.title as video_title',
      'l.id as lecture',
      'l.title as lecture_title',
      's.enrollment_id as enrollment',
      'st.name as student_name',
      's.device_id',
      's.started_at',
      's.last_seen_at',
      's.state',
      's.case_id',
    ])
    .select(sql<number>`coalesce(v.duration, 0)`.as('duration'))
    .select(sql<number>`coalesce(p.last_position, 0)`.as('position'))
    .select(sql<number>`coalesce(p.progress, 0)`.as('progress'))
    .select(sql<boolean>`coalesce(p.completed, false)`.as('completed'))
    .$if(lecture !== undefined, (q) => q.where('e.lecture_id', '=', lecture ?? 0))
    .$if(video !== undefined, (q) => q.where('s.video_id', '=', video ?? 0))
    .orderBy('l.title')
    .orderBy('v.title')
    .orderBy('st.name')
    .orderBy('s.session_id')
    .limit(limit)
    .execute();
}
