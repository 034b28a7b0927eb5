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
