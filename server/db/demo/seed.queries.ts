import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { AttendanceStatus } from '#db/types.ts';

/** Everybody of the demo signs in with the same password, and none must change it. */
export async function giveEverybody(tx: Tx, password_hash: string): Promise<void> {
  await tx
    .updateTable('user_account')
    .set({ password_hash, must_change_password: false })
    .where('tenant_id', '=', tx.tenant_id)
    .execute();
}

export function listClassSessions(tx: Tx, lecture_id: number) {
  return tx
    .selectFrom('class_session')
    .select(['id', 'order', 'date', 'starts_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('lecture_id', '=', lecture_id)
    .orderBy('order')
    .execute();
}

export function listBank(tx: Tx, study_topic_id: number) {
  return tx
    .selectFrom('study_question')
    .select('pub_id')
    .select(sql<string[][]>`keys`.as('keys'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('study_topic_id', '=', study_topic_id)
    .orderBy('id')
    .execute();
}

export async function findUserOf(tx: Tx, student_id: number): Promise<number | null> {
  const { user_id } = await tx
    .selectFrom('student')
    .select('user_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', student_id)
    .executeTakeFirstOrThrow();
  return user_id;
}

export async function nameClassSession(tx: Tx, id: number, title: string): Promise<void> {
  await tx
    .updateTable('class_session')
    .set({ title })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export type Mark = {
  session_id: number;
  enrollment_id: number;
  status: AttendanceStatus;
  arrived_at: Date | null;
};

/** The attendance of past weeks, as if somebody had marked it then. */
export async function markAttendance(tx: Tx, marked_by: number, marks: readonly Mark[]): Promise<void> {
  await sql`
    update attendance a set status = m.status, arrived_at = m.arrived_at, marked_by = ${marked_by},
      marked_at = coalesce(m.arrived_at, now()), version = version + 1
    from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb)
      as m(session_id bigint, enrollment_id bigint, status attendance_status, arrived_at timestamptz)
    where a.tenant_id = ${tx.tenant_id} and a.session_id = m.session_id and a.enrollment_id = m.enrollment_id`.execute(
    tx,
  );
}

type NewVideo = {
  session_id: number;
  title: string;
  created_by: number;
  max_speed: number;
};

/** Its source is still to be drawn: it has no file yet. */
export async function insertVideo(tx: Tx, video: NewVideo): Promise<number> {
  const { id } = await tx
    .insertInto('video')
    .values({ ...video, order: 1, file_key: '', filename: `${video.title}.mp4` })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

type Watched = { video_id: number; enrollment_id: number; watched_ms: number; duration_ms: number; at: Date };

/** What students had watched before the demo began: from the start up to somewhere. */
export async function insertWatched(
  tx: Tx,
  { video_id, enrollment_id, watched_ms, duration_ms, at }: Watched,
) {
  const progress = Math.min(1, watched_ms / duration_ms);
  const completed = progress >= 0.9;
  await tx
    .insertInto('video_progress')
    .values({
      video_id,
      enrollment_id,
      watched: `{[0,${watched_ms})}`,
      watched_ms,
      progress,
      last_position: Math.floor(watched_ms / 1000),
      max_watched: Math.floor(watched_ms / 1000),
      completed,
      completed_at: completed ? at : null,
      credited_until: at,
    })
    .execute();
}

export function lockPendingVideo(tx: Tx, id: number) {
  return tx
    .selectFrom('video')
    .select(['session_id'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('status', '=', 'PENDING')
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

type Drawn = { file_key: string; source_bytes: number; duration: number; duration_ms: number };

export async function acceptVideo(tx: Tx, id: number, drawn: Drawn): Promise<void> {
  await tx
    .updateTable('video')
    .set({ ...drawn, status: 'UPLOADED' })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
