import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

function examExtensions(tx: Tx) {
  return tx
    .selectFrom('exam_extension as x')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'x.tenant_id').onRef('e.id', '=', 'x.enrollment_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .select(['x.exam_id', 'x.enrollment_id', 's.name as student_name', 'x.closes_at', 'x.extra_minutes'])
    .select(['x.extra_attempts', 'x.reason', 'x.created_at'])
    .where('x.tenant_id', '=', tx.tenant_id);
}

export function listExamExtensions(tx: Tx, exam_id: number) {
  return examExtensions(tx).where('x.exam_id', '=', exam_id).orderBy('s.name').orderBy('e.id').execute();
}

export function findExamExtension(tx: Tx, exam_id: number, enrollment_id: number) {
  return examExtensions(tx)
    .where('x.exam_id', '=', exam_id)
    .where('x.enrollment_id', '=', enrollment_id)
    .executeTakeFirst();
}

/** What these enrollments were given for these exams. */
export function listExtensionsOf(tx: Tx, exam_ids: readonly number[], enrollment_ids: readonly number[]) {
  return tx
    .selectFrom('exam_extension')
    .select(['exam_id', 'enrollment_id', 'closes_at', 'extra_minutes', 'extra_attempts'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', sql<number>`any(${exam_ids})`)
    .where('enrollment_id', '=', sql<number>`any(${enrollment_ids})`)
    .orderBy('enrollment_id')
    .execute();
}

type ExamExtension = {
  closes_at: Date | null;
  extra_minutes: number;
  extra_attempts: number;
  reason: string;
};
type ExamPlace = { exam_id: number; enrollment_id: number };

export async function keepExamExtension(
  tx: Tx,
  place: ExamPlace,
  given: ExamExtension & { given_by: number },
): Promise<void> {
  await tx
    .insertInto('exam_extension')
    .values({ ...place, ...given })
    .onConflict((on) => on.columns(['tenant_id', 'exam_id', 'enrollment_id']).doUpdateSet(given))
    .execute();
}

export async function deleteExamExtension(tx: Tx, { exam_id, enrollment_id }: ExamPlace): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('exam_extension')
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .where('enrollment_id', '=', enrollment_id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function homeworkExtensions(tx: Tx) {
  return tx
    .selectFrom('homework_extension as x')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'x.tenant_id').onRef('e.id', '=', 'x.enrollment_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .select([
      'x.homework_id',
      'x.enrollment_id',
      's.name as student_name',
      'x.due_at',
      'x.reason',
      'x.created_at',
    ])
    .where('x.tenant_id', '=', tx.tenant_id);
}

export function listHomeworkExtensions(tx: Tx, homework_id: number) {
  return homeworkExtensions(tx)
    .where('x.homework_id', '=', homework_id)
    .orderBy('s.name')
    .orderBy('e.id')
    .execute();
}

export function findHomeworkExtension(tx: Tx, homework_id: number, enrollment_id: number) {
  return homeworkExtensions(tx)
    .where('x.homework_id', '=', homework_id)
    .where('x.enrollment_id', '=', enrollment_id)
    .executeTakeFirst();
}

type HomeworkPlace = { homework_id: number; enrollment_id: number };

export async function keepHomeworkExtension(
  tx: Tx,
  place: HomeworkPlace,
  given: { due_at: Date; reason: string; given_by: number },
): Promise<void> {
  await tx
    .insertInto('homework_extension')
    .values({ ...place, ...given })
    .onConflict((on) => on.columns(['tenant_id', 'homework_id', 'enrollment_id']).doUpdateSet(given))
    .execute();
}

export async function deleteHomeworkExtension(
  tx: Tx,
  { homework_id, enrollment_id }: HomeworkPlace,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('homework_extension')
    .where('tenant_id', '=', tx.tenant_id)
    .where('homework_id', '=', homework_id)
    .where('enrollment_id', '=', enrollment_id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
