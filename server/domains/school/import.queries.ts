import type { ImportCounts } from '@seodang/contract/import.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from './access.queries.ts';
import type { Known } from './import-plan.rules.ts';
import type { Preview, Written } from './import-preview.rules.ts';

function batches(tx: Tx) {
  return tx
    .selectFrom('import_batch as b')
    .innerJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'b.tenant_id').onRef('u.id', '=', 'b.created_by'),
    )
    .where('b.tenant_id', '=', tx.tenant_id);
}

const columns = [
  'b.id',
  'b.file_name',
  'b.status',
  'b.lecture_id',
  'u.name as created_by',
  'b.created_at',
  'b.committed_at',
  'b.undone_at',
] as const;

export type BatchStatus = 'preview' | 'committed' | 'undone';

export function findBatch(tx: Tx, id: number) {
  return batches(tx)
    .select(columns)
    .select(['b.preview', 'b.rows'])
    .where('b.id', '=', id)
    .$narrowType<{ status: BatchStatus; preview: Preview; rows: Written }>()
    .executeTakeFirst();
}
export type Batch = NonNullable<Awaited<ReturnType<typeof findBatch>>>;

/** Keeps everybody else from changing the import until the end of the transaction. */
export async function lockBatch(tx: Tx, id: number): Promise<void> {
  await tx
    .selectFrom('import_batch')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .execute();
}

/** Counts are those at the commit; a preview has none that would last. */
export function listBatches(tx: Tx, page: { limit: number; offset: number }) {
  return batches(tx)
    .select(columns)
    .select(sql<ImportCounts | null>`b.preview -> 'counts'`.as('counts'))
    .where('b.status', '!=', 'preview')
    .$narrowType<{ status: BatchStatus }>()
    .orderBy('b.id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export async function countBatches(tx: Tx): Promise<number> {
  const { count } = await batches(tx)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('b.status', '!=', 'preview')
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertBatch(
  tx: Tx,
  batch: { file_name: string; preview: Preview; created_by: number },
): Promise<number> {
  const { id } = await tx
    .insertInto('import_batch')
    .values({ ...batch, preview: JSON.stringify(batch.preview) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function updateBatch(
  tx: Tx,
  id: number,
  change: {
    preview?: Preview;
    rows?: Written;
    status?: BatchStatus;
    lecture_id?: number | null;
    committed_at?: Date;
    undone_at?: Date | null;
  },
): Promise<void> {
  const { preview, rows, ...rest } = change;
  await tx
    .updateTable('import_batch')
    .set({
      ...rest,
      ...(preview && { preview: JSON.stringify(preview) }),
      ...(rows && { rows: JSON.stringify(rows) }),
    })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Every present student, to compare a file with. */
export function listKnown(tx: Tx): Promise<Known[]> {
  return tx
    .selectFrom('student')
    .select(['id', 'name', 'phone', 'parent_phone', 'school', 'grade', 'birth_on', 'attendance_code', 'memo'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
}

export function listLectureTitles(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('lecture')
    .select(['id', 'title'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', 'in', visibleLectures(tx, scope))
    .orderBy('id', 'desc')
    .execute();
}

export function lockStudents(tx: Tx, ids: readonly number[]) {
  return tx
    .selectFrom('student')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', sql<number>`any(${[...ids]})`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function setDeleted(tx: Tx, ids: readonly number[], deleted_at: Date | null): Promise<void> {
  await tx
    .updateTable('student')
    .set({ deleted_at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', sql<number>`any(${[...ids]})`)
    .execute();
}

/** Present students with the name and a phone of these, who would be there twice. */
export function listAgain(tx: Tx, ids: readonly number[]) {
  return tx
    .selectFrom('student as gone')
    .innerJoin('student as s', (on) =>
      on
        .onRef('s.tenant_id', '=', 'gone.tenant_id')
        .onRef('s.name', '=', 'gone.name')
        .onRef('s.id', '!=', 'gone.id'),
    )
    .select(['gone.id as student_id', 's.name'])
    .distinct()
    .where('gone.tenant_id', '=', tx.tenant_id)
    .where('gone.id', '=', sql<number>`any(${[...ids]})`)
    .where('s.deleted_at', 'is', null)
    .where((is) =>
      is.or([
        is('s.phone', '=', is.ref('gone.phone')),
        is('s.parent_phone', '=', is.ref('gone.parent_phone')),
        is('s.attendance_code', '=', is.ref('gone.attendance_code')),
      ]),
    )
    .execute();
}

/** Enrollments of these students, with how many of their attendance rows somebody marked. */
export function listEnrollmentsOf(tx: Tx, student_ids: readonly number[], enrollment_ids: readonly number[]) {
  return tx
    .selectFrom('enrollment as e')
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .select((row) => [
      'e.id as enrollment_id',
      'e.student_id',
      'e.lecture_id',
      'e.status',
      's.name',
      row
        .selectFrom('attendance as a')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('a.tenant_id', '=', 'e.tenant_id')
        .whereRef('a.enrollment_id', '=', 'e.id')
        .where('a.status', '!=', 'UNSET')
        .as('marked'),
    ])
    .where('e.tenant_id', '=', tx.tenant_id)
    .where((is) =>
      is.or([
        is('e.student_id', '=', sql<number>`any(${[...student_ids]})`),
        is('e.id', '=', sql<number>`any(${[...enrollment_ids]})`),
      ]),
    )
    .execute();
}

export async function setEnrollmentStatus(
  tx: Tx,
  ids: readonly number[],
  status: 'ACTIVE' | 'INACTIVE',
): Promise<void> {
  await tx
    .updateTable('enrollment')
    .set({ status })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', sql<number>`any(${[...ids]})`)
    .execute();
}

/** Who is tied to these students now, beyond or without what the import wrote. */
export function listTies(tx: Tx, student_ids: readonly number[]) {
  return tx
    .selectFrom('guardianship')
    .select(['student_id', 'user_id', 'relation'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('student_id', '=', sql<number>`any(${[...student_ids]})`)
    .execute();
}

/** Removes up to `limit` imports that were looked at before that moment and never committed; returns how many. */
export async function deletePreviews(tx: Tx, before: Date, limit: number): Promise<number> {
  const old = tx
    .selectFrom('import_batch')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('status', '=', 'preview')
    .where('created_at', '<', before)
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const { numDeletedRows } = await tx
    .deleteFrom('import_batch')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', 'in', old)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
