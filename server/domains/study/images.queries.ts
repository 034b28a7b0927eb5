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

export function listImages(tx: Tx, names: readonly string[]) {
  return images(tx).where('i.name', '=', sql<string>`any(${names}::text[])`).orderBy('i.name').execute();
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
