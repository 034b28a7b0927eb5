import { type Insertable, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { SubmissionTwin } from '#db/types.ts';

/** Photos of a submission that can be compared. */
export function listPhotos(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_file')
    .select(['id', 'place', 'page_key', 'file_size'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .where('look', 'is not', null)
    .orderBy('place')
    .execute();
}

type Own = { id: number; homework_id: number | null; enrollment_id: number };

/** Whose work it is and for what, without holding it. */
export function findOwn(tx: Tx, id: number): Promise<Own | undefined> {
  return tx
    .selectFrom('submission')
    .select(['id', 'homework_id', 'enrollment_id'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Pages to compare with: those of others for the same homework, and the student's own for other homework; the newest first. */
export function listComparable(tx: Tx, { homework_id, enrollment_id }: Own, limit: number) {
  return tx
    .selectFrom('submission as s')
    .innerJoin('submission_file as f', (on) =>
      on.onRef('f.tenant_id', '=', 's.tenant_id').onRef('f.submission_id', '=', 's.id'),
    )
    .select(['f.id', 's.id as submission_id', 's.enrollment_id', 'f.place'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.superseded_at', 'is', null)
    .where('f.features', 'is not', null)
    .where(
      sql<boolean>`((s.homework_id = ${homework_id} and s.enrollment_id <> ${enrollment_id})
        or (s.enrollment_id = ${enrollment_id} and s.homework_id <> ${homework_id}))`,
    )
    .orderBy(sql`s.homework_id = ${homework_id}`, 'desc')
    .orderBy('s.id', 'desc')
    .orderBy('f.place')
    .limit(limit)
    .execute();
}

export async function readFeatures(tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
  const rows = await tx
    .selectFrom('submission_file')
    .select(['id', 'features'])
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`id = any(${[...ids]})`)
    .execute();
  return new Map(rows.map(({ id, features }) => [id, features ?? Buffer.alloc(0)]));
}

export async function keepFeatures(tx: Tx, id: number, features: Buffer): Promise<void> {
  await tx
    .updateTable('submission_file')
    .set({ features })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Which of these submissions are there, in this academy. */
export async function listThere(tx: Tx, ids: readonly number[]): Promise<number[]> {
  const rows = await tx
    .selectFrom('submission')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`id = any(${[...ids]})`)
    .execute();
  return rows.map(({ id }) => id);
}

export async function keepTwin(tx: Tx, values: Insertable<SubmissionTwin>): Promise<void> {
  await tx
    .insertInto('submission_twin')
    .values(values)
    .onConflict((on) =>
      on.columns(['submission_id', 'place', 'other_submission_id', 'other_place']).doNothing(),
    )
    .execute();
}

/** Near copies of a submission's pages, whichever of both came first; the likest first. */
export function listTwins(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_twin as t')
    .innerJoin('submission as s', (on) =>
      on
        .onRef('s.tenant_id', '=', 't.tenant_id')
        .on(
          sql<boolean>`s.id = case when t.submission_id = ${submission_id} then t.other_submission_id else t.submission_id end`,
        ),
    )
    .innerJoin('homework as h', (on) =>
      on.onRef('h.tenant_id', '=', 's.tenant_id').onRef('h.id', '=', 's.homework_id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .innerJoin('submission_file as f', (on) =>
      on
        .onRef('f.tenant_id', '=', 's.tenant_id')
        .onRef('f.submission_id', '=', 's.id')
        .on(
          sql<boolean>`f.place = case when t.submission_id = ${submission_id} then t.other_place else t.place end`,
        ),
    )
    .select(['s.id as submission_id', 'k.name as student_name', 'h.title', 's.created_at'])
    .select(['f.place', 'f.page_key'])
    .select(
      sql<number>`case when t.submission_id = ${submission_id} then t.place else t.other_place end`.as(
        'own_place',
      ),
    )
    .where('t.tenant_id', '=', tx.tenant_id)
    .where((is) =>
      is.or([is('t.submission_id', '=', submission_id), is('t.other_submission_id', '=', submission_id)]),
    )
    .orderBy('t.likeness', 'desc')
    .limit(20)
    .execute();
}
