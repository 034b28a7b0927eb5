import { sql } from 'kysely';
import { columnsOf } from '#core/columns.ts';
import type { Tx } from '#core/db.ts';

type PlacedVideo = { id: number; session_id: number; lecture_id: number };

/**
 * Every ACTIVE enrollment of a lecture with what concerns one of its videos, by name; one statement however large the
 * class.
 */
export function listVideoStudents(tx: Tx, video: PlacedVideo, now: Date) {
  return columnsOf(tx, studentsOf(tx, video, now), {
    ...{ enrollment: true, student_name: true, student_phone: true, parent_phone: true, school: true },
    ...{ grade: true, attendance_status: true, rule: true, progress: true, completed: true },
    ...{ was_completed: true, last_position: true, watched_ms: true, watching_now: true },
  });
}
export type VideoStudents = Awaited<ReturnType<typeof listVideoStudents>>;

function studentsOf(tx: Tx, video: PlacedVideo, now: Date) {
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
      sql<boolean>`p.completed_at is not null`.as('was_completed'),
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
    .orderBy('e.id');
}
