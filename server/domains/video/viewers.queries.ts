import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Videos that are there, and everything about one student, or all, that decides whether and how they may be watched. */
function viewings(tx: Tx, student_id: number | null | 'all') {
  return tx
    .selectFrom('video as v')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'v.tenant_id').onRef('c.id', '=', 'v.session_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'c.tenant_id').onRef('l.id', '=', 'c.lecture_id'),
    )
    .innerJoin('tenant as t', 't.id', 'v.tenant_id')
    .leftJoin('enrollment as e', (on) =>
      on
        .onRef('e.tenant_id', '=', 'l.tenant_id')
        .onRef('e.lecture_id', '=', 'l.id')
        .on(student_id === 'all' ? sql<boolean>`true` : sql<boolean>`e.student_id = ${student_id}`),
    )
    .leftJoin('session_enrollment as se', (on) => on.on(ofSeat('se')))
    .leftJoin('attendance as a', (on) => on.on(ofSeat('a')))
    .leftJoin('video_permission as vp', (on) => on.on(ofViewing('vp')))
    .leftJoin('video_progress as p', (on) => on.on(ofViewing('p')))
    .leftJoin('playback_case as pc', (on) => on.on(ofViewing('pc')).on('pc.status', '=', 'open'))
    .where('v.tenant_id', '=', tx.tenant_id)
    .where('v.deleted_at', 'is', null)
    .where('c.deleted_at', 'is', null)
    .where('l.deleted_at', 'is', null)
    .select(judgedColumns);
}

/** Of the class session, not of the video: found once, not once for each video of it. */
const ofSeat = (row: 'se' | 'a') =>
  sql<boolean>`${sql.ref(row)}.tenant_id = c.tenant_id and ${sql.ref(row)}.session_id = c.id and ${sql.ref(row)}.enrollment_id = e.id`;
const ofViewing = (row: 'vp' | 'p' | 'pc') =>
  sql<boolean>`${sql.ref(row)}.tenant_id = v.tenant_id and ${sql.ref(row)}.video_id = v.id and ${sql.ref(row)}.enrollment_id = e.id`;

const judgedColumns = [
  'v.id as video_id',
  'v.status',
  'v.allow_skip',
  'v.max_speed',
  'v.show_watermark',
  't.settings',
  'e.id as enrollment_id',
  'e.status as enrollment_status',
  'se.id as session_enrollment_id',
  'a.status as attendance_status',
  'vp.rule',
  'vp.allow_skip_override',
  'vp.max_speed_override',
  'vp.show_watermark_override',
  'vp.block_speed_control',
  'vp.block_seek',
  'p.completed',
  'p.completed_at',
  'pc.id as case_id',
  'pc.state as case_state',
] as const;

/** A subquery of its own for what is the same for every row: it is asked once. */
const requiredIn = (class_session: number) =>
  sql<number>`(select (app.policy_of(${class_session})).video_required_rate)`.as('video_required_rate');
const requiredRate = sql<number>`(app.policy_of(v.session_id)).video_required_rate`.as('video_required_rate');
const shownColumns = [
  'v.session_id',
  'v.title',
  'v.order',
  'v.duration',
  'v.duration_ms',
  'v.hls_path',
  'v.poster_path',
  'v.storyboard_path',
  'v.created_at',
  'v.updated_at',
  'p.watched',
  'p.progress',
  'p.last_position',
  'p.max_watched',
  'pc.last_at as case_last_at',
] as const;

export function findViewing(tx: Tx, video_id: number, student_id: number) {
  return viewings(tx, student_id)
    .select(shownColumns)
    .select(openedColumns)
    .select(requiredRate)
    .where('v.id', '=', video_id)
    .executeTakeFirst();
}
/** As it is opened for playing. */
export type OpenedViewing = NonNullable<Awaited<ReturnType<typeof findViewing>>>;

const captions = sql<{ id: number; language: string; label: string; path: string }[]>`(
  select coalesce(json_agg(json_build_object('id', k.id, 'language', k.language, 'label', k.label, 'path', k.path) order by k.id), '[]')
  from video_caption k where k.tenant_id = v.tenant_id and k.video_id = v.id)`.as('captions');
const openedColumns = [captions, 'v.chapters'] as const;

/** What of a class session can be watched or will be, as one student meets it. */
export function listViewings(tx: Tx, session_id: number, student_id: number | null) {
  return viewings(tx, student_id)
    .select(shownColumns)
    .select(requiredIn(session_id))
    .where('v.session_id', '=', session_id)
    .where('v.status', 'in', ['UPLOADED', 'PROCESSING', 'READY'])
    .orderBy('v.order')
    .orderBy('v.id')
    .execute();
}
export type Viewing = Awaited<ReturnType<typeof listViewings>>[number];

/** Viewings by students that are there. */
export function classViewings(tx: Tx) {
  return viewings(tx, 'all')
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .select([sql<number>`e.id`.as('enrollment'), 'st.name as student_name'])
    .where('st.deleted_at', 'is', null);
}
const ofClass = (tx: Tx, video_id: number) => classViewings(tx).where('v.id', '=', video_id);

/** A video as each active student of its lecture meets it; one statement however large the class. */
export function listClassViewings(tx: Tx, video_id: number) {
  return ofClass(tx, video_id).where('e.status', '=', 'ACTIVE').orderBy('st.name').orderBy('e.id').execute();
}
/** Whose evidence of a video is enough for the share that another class session asks for; as app.complete_by_move. */
export function listCompletedIn(tx: Tx, video_id: number, session_id: number) {
  return tx
    .selectFrom('video as v')
    .innerJoin('video_progress as p', (on) =>
      on.onRef('p.tenant_id', '=', 'v.tenant_id').onRef('p.video_id', '=', 'v.id'),
    )
    .innerJoin(tx.selectNoFrom(requiredIn(session_id)).as('y'), (on) => on.onTrue())
    .select('p.enrollment_id as enrollment')
    .where('v.tenant_id', '=', tx.tenant_id)
    .where('v.id', '=', video_id)
    .where(sql<boolean>`app.is_complete(p.watched_ms, v.duration_ms, p.progress, y.video_required_rate)`)
    .execute();
}

/** The seats of a class session with their attendance. */
export function listSeats(tx: Tx, session_id: number) {
  return tx
    .selectFrom('session_enrollment as se')
    .leftJoin('attendance as a', (on) =>
      on
        .onRef('a.tenant_id', '=', 'se.tenant_id')
        .onRef('a.session_id', '=', 'se.session_id')
        .onRef('a.enrollment_id', '=', 'se.enrollment_id'),
    )
    .select([
      'se.enrollment_id as enrollment',
      'se.id as session_enrollment_id',
      'a.status as attendance_status',
    ])
    .where('se.tenant_id', '=', tx.tenant_id)
    .where('se.session_id', '=', session_id)
    .execute();
}

export type ClassViewing = Awaited<ReturnType<typeof listClassViewings>>[number];

/** The same for one enrollment, whatever its status. */
export function findClassViewing(tx: Tx, video_id: number, enrollment_id: number) {
  return ofClass(tx, video_id)
    .select(shownColumns)
    .select(requiredRate)
    .where('e.id', '=', enrollment_id)
    .executeTakeFirst();
}
