import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { SubmissionFile } from '#db/types.ts';

export function insertFile(tx: Tx, values: Insertable<SubmissionFile>): Promise<{ id: number }> {
  return tx.insertInto('submission_file').values(values).returning('id').executeTakeFirstOrThrow();
}

/** What this user sent, or began to send, and did not hand in: its announced bytes, and how many began after a moment. */
export function countOpen(tx: Tx, uploaded_by: number, after: Date) {
  return tx
    .selectFrom('submission_file')
    .select(sql<number>`coalesce(sum(announced_size), 0)::float8`.as('bytes'))
    .select(sql<number>`count(*) filter (where created_at > ${after})::int`.as('files'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('uploaded_by', '=', uploaded_by)
    .where('submission_id', 'is', null)
    .where('batch_id', 'is', null)
    .executeTakeFirstOrThrow();
}

/** Bytes that were announced in parts and may still come, in this academy. */
export async function countComing(tx: Tx): Promise<number> {
  const { bytes } = await tx
    .selectFrom('submission_file')
    .select(sql<number>`coalesce(sum(announced_size), 0)::float8`.as('bytes'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', 'is', null)
    .where('batch_id', 'is', null)
    .where('upload_id', 'is not', null)
    .executeTakeFirstOrThrow();
  return bytes;
}

export async function keepUpload(tx: Tx, id: number, upload_id: string): Promise<void> {
  await tx
    .updateTable('submission_file')
    .set({ upload_id })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Files that this user uploaded, whatever became of them; locked, so that one is handed in once. */
export function lockFiles(tx: Tx, uploaded_by: number, keys: readonly string[]) {
  return tx
    .selectFrom('submission_file')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('uploaded_by', '=', uploaded_by)
    .where('file_key', 'in', ['', ...keys])
    .forUpdate()
    .execute();
}
export type FileRow = Awaited<ReturnType<typeof lockFiles>>[number];

type Bound = { submission_id?: number; batch_id?: number; place: number; file_size: number } & Pick<
  Updateable<SubmissionFile>,
  'page_key' | 'thumb_key' | 'width' | 'height' | 'look' | 'close_look'
>;

export async function bindFile(tx: Tx, id: number, bound: Bound): Promise<void> {
  await tx
    .updateTable('submission_file')
    .set(bound)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export function listFiles(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_file')
    .select(['place', 'filename', 'file_type', 'file_size', 'file_key', 'page_key', 'thumb_key'])
    .select(['width', 'height', 'look'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .orderBy('place')
    .execute();
}

/** The pages that other students handed in for the same homework. */
export function listPagesOfOthers(tx: Tx, homework_id: number, enrollment_id: number) {
  return tx
    .selectFrom('submission as s')
    .innerJoin('submission_file as f', (on) =>
      on.onRef('f.tenant_id', '=', 's.tenant_id').onRef('f.submission_id', '=', 's.id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .innerJoin('homework as h', (on) =>
      on.onRef('h.tenant_id', '=', 's.tenant_id').onRef('h.id', '=', 's.homework_id'),
    )
    .select(['s.id as submission_id', 'k.name as student_name', 'h.title', 's.created_at'])
    .select(['f.place', 'f.look', 'f.page_key'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.homework_id', '=', homework_id)
    .where('s.enrollment_id', '!=', enrollment_id)
    .where('f.look', 'is not', null)
    .orderBy('s.id')
    .orderBy('f.place')
    .execute();
}

/** Photos of these submissions, close up. */
export function listCloseLooks(tx: Tx, submission_ids: readonly number[]) {
  return tx
    .selectFrom('submission_file')
    .select(['submission_id', 'place', 'close_look'])
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`submission_id = any(${[...submission_ids]})`)
    .where('close_look', 'is not', null)
    .execute();
}

/** Files that were never handed in, the oldest first. */
export function listForgotten(tx: Tx, before: Date, limit: number) {
  return tx
    .selectFrom('submission_file')
    .select(['id', 'file_key', 'upload_id'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', 'is', null)
    .where('batch_id', 'is', null)
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(limit)
    .execute();
}

export async function deleteFile(tx: Tx, id: number): Promise<void> {
  await tx
    .deleteFrom('submission_file')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('submission_id', 'is', null)
    .execute();
}
