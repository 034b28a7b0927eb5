import type { Insertable, Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { ExamSheet } from '#db/types.ts';

export async function findSheet(tx: Tx, exam_id: number) {
  return tx
    .selectFrom('exam_sheet')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .where('replaced_at', 'is', null)
    .executeTakeFirst();
}
/** A sheet of an exam, also one that was replaced: what was scanned with it is read by it. */
export function findSheetById(tx: Tx, id: number) {
  return tx
    .selectFrom('exam_sheet')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
}
export type SheetRow = NonNullable<Awaited<ReturnType<typeof findSheet>>>;

export function insertSheet(tx: Tx, values: Insertable<ExamSheet>) {
  return tx.insertInto('exam_sheet').values(values).returningAll().executeTakeFirstOrThrow();
}

export function updateSheet(tx: Tx, id: number, change: Updateable<ExamSheet>) {
  return tx
    .updateTable('exam_sheet')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Who is expected in a class session, for printing and reading: by name, with the number that the grid asks for. */
export function listRoster(tx: Tx, session_id: number) {
  return tx
    .selectFrom('session_enrollment as s')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .select(['e.id as enrollment_id', 'k.name', 'k.attendance_code', 'k.school', 'k.grade'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.session_id', '=', session_id)
    .where('e.status', '=', 'ACTIVE')
    .where('k.deleted_at', 'is', null)
    .orderBy('k.name')
    .orderBy('e.id')
    .execute();
}
export type RosterRow = Awaited<ReturnType<typeof listRoster>>[number];
