import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Shelf } from '#core/storage/shelf.ts';

/** What was handed in; what runners made of it lies in folders of its own, which their jobs know. */
export const submissionShelf: Shelf = {
  subject_type: 'submission_file',
  prefix: (code) => `submissions/${code}/`,
  placeOf: (key) => key,
  async owned(tx, places, prefix) {
    const handedIn = places.filter((place) => !place.slice(prefix.length).includes('/'));
    const made = places.filter((place) => place.slice(prefix.length).includes('/'));
    return new Set([...made, ...(await listKnown(tx, handedIn))]);
  },
  async needing(tx, after, limit) {
    const rows = await listHandedIn(tx, after, limit);
    return rows.map(({ id, filename, file_key, page_key, thumb_key }) => ({
      ...{ id, name: filename },
      files: [page_key ?? file_key, thumb_key]
        .filter((key) => key !== null)
        .map((key) => ({ key, kind: 'missing_source' })),
    }));
  },
};

async function listKnown(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select k.key from unnest(${[...keys]}::text[]) as k(key)
    where exists (select from submission_file f where f.tenant_id = ${tx.tenant_id} and f.file_key = k.key)
      or exists (select from submission_file f where f.tenant_id = ${tx.tenant_id} and f.page_key = k.key)
      or exists (select from submission_file f where f.tenant_id = ${tx.tenant_id} and f.thumb_key = k.key)`.execute(
    tx,
  );
  return rows.map(({ key }) => key);
}

/** Up to `limit` files behind this id that were found when they were handed in. */
function listHandedIn(tx: Tx, after: number, limit: number) {
  return tx
    .selectFrom('submission_file')
    .select(['id', 'filename', 'file_key', 'page_key', 'thumb_key'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('file_size', 'is not', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}
