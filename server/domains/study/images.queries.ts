import { type Insertable, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { StudyImage } from '#db/types.ts';

function images(tx: Tx) {
  return tx
    .selectFrom('study_image as i')
    .select(['i.id', 'i.name', 'i.file_key', 'i.width', 'i.height'])
    .where('i.tenant_id', '=', tx.tenant_id);
}
export type ImageRow = Awaited<ReturnType<typeof listImages>>[number];

/** Of these pictures those of questions, and what was cut from the sheets of this student and still belongs there. */
export function listImages(tx: Tx, names: readonly string[], student_id: number | undefined) {
  return images(tx)
    .where('i.name', '=', sql<string>`any(${names}::text[])`)
    .where((is) =>
      is.or([
        is('i.student_id', 'is', null),
        sql<boolean>`exists (
          select from study_attempt a
          where a.tenant_id = i.tenant_id and a.picture_path = i.name and a.student_id = ${student_id ?? null}::bigint)`,
      ]),
    )
    .orderBy('i.name')
    .execute();
}

/** What was cut from the sheets of a student and belongs to no mistake any more. */
export function listUnnamed(tx: Tx, student_id: number) {
  return images(tx)
    .where('i.student_id', '=', student_id)
    .where(
      sql<boolean>`not exists (
        select from study_attempt a where a.tenant_id = i.tenant_id and a.picture_path = i.name)`,
    )
    .orderBy('i.id')
    .execute();
}

export async function deleteImages(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx
    .deleteFrom('study_image')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', sql<number>`any(${ids}::bigint[])`)
    .execute();
}

/** Up to `limit` behind this id. */
export function listImagesAfter(tx: Tx, after: number, limit: number) {
  return images(tx).where('i.id', '>', after).orderBy('i.id').limit(limit).execute();
}

/** The same picture again is the one that is there. */
export async function insertImages(tx: Tx, values: readonly Insertable<StudyImage>[]): Promise<void> {
  if (values.length === 0) return;
  await tx
    .insertInto('study_image')
    .values([...values])
    .onConflict((on) => on.columns(['tenant_id', 'name']).doNothing())
    .execute();
}

/** Which of these files a picture is. */
export async function listKnownFiles(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const rows = await images(tx).where('i.file_key', '=', sql<string>`any(${keys}::text[])`).execute();
  return rows.map(({ file_key }) => file_key);
}
