import { type Insertable, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { HomeworkRegion, SubmissionCrop } from '#db/types.ts';

/** Where answers are to be written on these pages, in their order. */
export function listRegions(tx: Tx, page_ids: readonly number[]) {
  return tx
    .selectFrom('homework_region')
    .select(['id', 'page_id', 'label', 'left', 'top', 'right', 'bottom'])
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`page_id = any(${[...page_ids]})`)
    .orderBy('page_id')
    .orderBy('place')
    .execute();
}

export async function insertRegions(tx: Tx, values: readonly Insertable<HomeworkRegion>[]): Promise<void> {
  if (values.length > 0) await tx.insertInto('homework_region').values(values).execute();
}

export async function setRegion(tx: Tx, id: number, set: { label: string; place: number }): Promise<void> {
  await tx
    .updateTable('homework_region')
    .set(set)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export async function deleteRegions(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx
    .deleteFrom('homework_region')
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`id = any(${[...ids]})`)
    .execute();
}

/** The files of pictures that were cut by these regions. */
export async function listCropKeys(tx: Tx, region_ids: readonly number[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('submission_crop')
    .select('crop_key')
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`region_id = any(${[...region_ids]})`)
    .execute();
  return rows.map(({ crop_key }) => crop_key);
}

/** The newest job whose pictures of a submission are kept; 0 where there are none. */
export async function newestCut(tx: Tx, submission_id: number): Promise<number> {
  const { job_id } = await tx
    .selectFrom('submission_crop')
    .select((eb) => eb.fn.max('job_id').as('job_id'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .executeTakeFirstOrThrow();
  return job_id ?? 0;
}

/** What was cut from the photos of a submission, in the place of what was cut before; returns the files of that. */
export async function replaceCrops(
  tx: Tx,
  submission_id: number,
  crops: readonly Insertable<SubmissionCrop>[],
): Promise<string[]> {
  const before = await tx
    .deleteFrom('submission_crop')
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .returning('crop_key')
    .execute();
  if (crops.length > 0) await tx.insertInto('submission_crop').values(crops).execute();
  return before.map(({ crop_key }) => crop_key);
}

/** One region as each submission that counts shows it; those that do not show it have no key. By the names of students. */
export function listCrops(tx: Tx, homework_id: number, region_id: number) {
  return tx
    .selectFrom('submission as s')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .leftJoin('submission_crop as c', (on) =>
      on
        .onRef('c.tenant_id', '=', 's.tenant_id')
        .onRef('c.submission_id', '=', 's.id')
        .on('c.region_id', '=', region_id),
    )
    .leftJoin('submission_page as p', (on) =>
      on
        .onRef('p.tenant_id', '=', 'c.tenant_id')
        .onRef('p.submission_id', '=', 'c.submission_id')
        .onRef('p.place', '=', 'c.place'),
    )
    .select(['s.id as submission_id', 's.enrollment_id', 'k.name as student_name'])
    .select(['c.place', 'c.crop_key', 'c.covered', 'p.sight'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.homework_id', '=', homework_id)
    .where('s.superseded_at', 'is', null)
    .orderBy('k.name')
    .orderBy('s.id')
    .orderBy('c.place')
    .execute();
}
