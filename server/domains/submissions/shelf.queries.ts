import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Which of these files a submission knows: as it came, its page, or the picture of it in lists. */
export async function listKnown(tx: Tx, keys: readonly string[]): Promise<string[]> {
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
export function listHandedIn(tx: Tx, after: number, limit: number) {
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
