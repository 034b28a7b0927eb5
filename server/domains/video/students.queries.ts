import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Every ACTIVE enrollment of a lecture with what concerns one of its videos; one statement however large the class. */
export function listVideoStudents(
  tx: Tx,
  video: { id: number; session_id: number; lecture_id: number },
  now: Date,
) {
  return tx
    .selectFrom('enrollment as e')
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .leftJoin('attendance as a', (on) =>
      on
        .onRef('a.tenant_id', '=', 'e.tenant_id')
        .onRef('a.enrollment_id', '=', 'e.id')
        .on('a.session_id', '=', video.session_id),
    )
    .leftJoin('video_permission as vp', (on) =>
      on
        .onRef('vp.tenant_id', '=', 'e.tenant_id')
        .onRef('vp.enrollment_id', '=', 'e.id')
        .on('vp.video_id', '=', video.id),
    )
    .leftJoin('video_progress as p', (on) =>
      on
        .onRef('p.tenant_id', '=', 'e.tenant_id')
        .onRef('p.enrollment_id', '=', 'e.id')
        .on('p.video_id', '=', video.id),
    )
    .select([
      'e.id as enrollment',
      'st.name as student_name',
      'st.phone as student_phone',
      'st.parent_phone',
      'st.school',
      'st.grade',
      'a.status as attendance_status',
      'vp.rule',
      'p.progress',
      'p.completed',
      'p.completed_at',
      'p.last_position',
      'p.watched_ms',
      // Not correlated: those who watch are read once, not looked for once for each student.
      sql<boolean>`e.id in (
        select s.enrollment_id from playback_session s
        where s.tenant_id = ${tx.tenant_id} and s.video_id = ${video.id} and s.status = 'ACTIVE' and s.expires_at > ${now})`.as(
        'watching_now',
      ),
    ])
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', '=', video.lecture_id)
    .where('e.status', '=', 'ACTIVE')
    .where('st.deleted_at', 'is', null)
    .orderBy('st.name')
    .orderBy('e.id')
    .execute();
}
export type VideoStudentRow = Awaited<ReturnType<typeof listVideoStudents>>[number];
