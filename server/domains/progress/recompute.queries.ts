import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

type Changed = { lecture_id: number; enrollment_id: number };

/** Judges every session of these enrollments anew; see app.recompute_progress. Returns whose progress changed. */
export async function recompute(
  tx: Tx,
  enrollmentIds: readonly number[],
  today: string,
  now: Date,
): Promise<Changed[]> {
  const { rows } = await sql<Changed>`
    select * from app.recompute_progress(${enrollmentIds}, ${today}, ${now})`.execute(tx);
  return rows;
}

export async function listOfLecture(tx: Tx, lecture_id: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('enrollment')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('lecture_id', '=', lecture_id)
    .execute();
  return rows.map(({ id }) => id);
}

/** Enrollments that may enter a class session. */
export async function listOfClassSession(tx: Tx, session_id: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('session_enrollment')
    .select('enrollment_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('session_id', '=', session_id)
    .execute();
  return rows.map(({ enrollment_id }) => enrollment_id);
}

/** Enrollments with a class session whose day has come and that was not judged since, e.g. since homework of it is due. */
export async function listNewlyDue(tx: Tx, today: string): Promise<number[]> {
  const rows = await tx
    .selectFrom('session_enrollment as se')
    .innerJoin('class_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'se.tenant_id').onRef('s.id', '=', 'se.session_id'),
    )
    .leftJoin('session_progress as p', (on) =>
      on
        .onRef('p.tenant_id', '=', 'se.tenant_id')
        .onRef('p.session_id', '=', 'se.session_id')
        .onRef('p.enrollment_id', '=', 'se.enrollment_id'),
    )
    .select('se.enrollment_id')
    .distinct()
    .where('se.tenant_id', '=', tx.tenant_id)
    .where('s.date', '<=', today)
    .where('s.deleted_at', 'is', null)
    .where((is) => is.or([is('p.id', 'is', null), is('p.is_judged', '=', false)]))
    .execute();
  return rows.map(({ enrollment_id }) => enrollment_id);
}

/** When, after a moment, the time of an exam or of homework of a class session is over next, for everybody or for one student. */
export async function findNextEnd(tx: Tx, session_id: number, after: Date): Promise<Date | null> {
  const { rows } = await sql<{ ends_at: Date | null }>`
    with open_exam as (
      select id, closes_at from exam
      where tenant_id = ${tx.tenant_id} and session_id = ${session_id} and state = 'published' and deleted_at is null
    ), given as (
      select id, due_at from homework
      where tenant_id = ${tx.tenant_id} and session_id = ${session_id} and deleted_at is null
    )
    select min(e.ends_at) as ends_at from (
      select closes_at as ends_at from open_exam
      union all select x.closes_at from exam_extension x join open_exam o on o.id = x.exam_id where x.tenant_id = ${tx.tenant_id}
      union all select due_at from given
      union all select x.due_at from homework_extension x join given g on g.id = x.homework_id where x.tenant_id = ${tx.tenant_id}
    ) e
    where e.ends_at > ${after}`.execute(tx);
  return rows[0]?.ends_at ?? null;
}

/** The class session of an exam on paper; undefined for one that is taken online. */
export async function findSessionOfPaper(tx: Tx, exam_id: number): Promise<number | undefined> {
  const row = await tx
    .selectFrom('exam')
    .select('session_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', exam_id)
    .where('is_online', '=', false)
    .executeTakeFirst();
  return row?.session_id;
}
