import { type Insertable, sql } from 'kysely';
import { lock, type Tx } from '#core/db.ts';
import type { HomeworkPage, SubmissionPage } from '#db/types.ts';

const shown = [
  'id',
  'homework_id',
  'label',
  'page_key',
  'thumb_key',
  'file_size',
  'width',
  'height',
] as const;

/** One after the other whoever changes the pages of homework, or keeps what photos show of them. */
export const lockPages = (tx: Tx, homework_id: number) => lock(tx, 'homework_pages', homework_id);

/** The reference pages of homework, in their order. */
export function listPages(tx: Tx, homework_ids: readonly number[]) {
  return tx
    .selectFrom('homework_page')
    .select(shown)
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`homework_id = any(${[...homework_ids]})`)
    .orderBy('homework_id')
    .orderBy('place')
    .execute();
}

export async function insertPages(tx: Tx, values: readonly Insertable<HomeworkPage>[]): Promise<void> {
  await tx.insertInto('homework_page').values(values).execute();
}

export async function setPage(tx: Tx, id: number, set: { label: string; place: number }): Promise<void> {
  await tx
    .updateTable('homework_page')
    .set(set)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export async function deletePages(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx
    .deleteFrom('homework_page')
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`id = any(${[...ids]})`)
    .execute();
}

/** Submissions of homework that count and came with photos. */
export async function listWithPhotos(tx: Tx, homework_id: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('submission as s')
    .select('s.id')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.homework_id', '=', homework_id)
    .where('s.superseded_at', 'is', null)
    .where(
      sql<boolean>`exists (select from submission_file f
        where f.tenant_id = s.tenant_id and f.submission_id = s.id and f.look is not null)`,
    )
    .orderBy('s.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** What a photo shows, in the place of what was found before. */
export async function replaceSights(
  tx: Tx,
  submission_id: number,
  sights: readonly Insertable<SubmissionPage>[],
): Promise<void> {
  await tx
    .deleteFrom('submission_page')
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .execute();
  if (sights.length > 0) await tx.insertInto('submission_page').values(sights).execute();
}

export function listSights(tx: Tx, submission_ids: readonly number[]) {
  return tx
    .selectFrom('submission_page as s')
    .leftJoin('homework_page as p', (on) =>
      on.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.page_id'),
    )
    .select(['s.submission_id', 's.place', 's.sight', 's.page_id', 'p.label', 's.covered', 's.corners'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`s.submission_id = any(${[...submission_ids]})`)
    .orderBy('s.submission_id')
    .orderBy('s.place')
    .execute();
}

/** Which of these files a reference page is, or the small picture of one. */
export async function listKnownPages(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('homework_page')
    .select(['page_key', 'thumb_key'])
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`(page_key = any(${[...keys]}) or thumb_key = any(${[...keys]}))`)
    .execute();
  return rows.flatMap(({ page_key, thumb_key }) => [page_key, thumb_key]);
}

/** Up to `limit` behind this id. */
export function listPagesAfter(tx: Tx, after: number, limit: number) {
  return tx
    .selectFrom('homework_page')
    .select(['id', 'label', 'page_key', 'thumb_key'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}
