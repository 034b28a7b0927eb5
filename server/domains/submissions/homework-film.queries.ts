import type { Insertable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { SubmissionFilm } from '#db/types.ts';

/** The video of a submission, as it was sent. */
export function findVideo(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_file')
    .select(['id', 'place', 'file_key', 'file_size'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .orderBy('place')
    .executeTakeFirst();
}

/** Keeps what became of a video, in place of a failure before. */
export async function keepFilm(tx: Tx, values: Insertable<SubmissionFilm>): Promise<void> {
  const { submission_id: _, place: __, created_at: ___, ...change } = values;
  await tx
    .insertInto('submission_film')
    .values(values)
    .onConflict((on) => on.columns(['submission_id', 'place']).doUpdateSet(change))
    .execute();
}

/** Videos that were handed in and of which nothing is known yet, the oldest first. */
export async function listWithoutFilm(tx: Tx, limit: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('submission as s')
    .leftJoin('submission_film as f', (on) =>
      on.onRef('f.tenant_id', '=', 's.tenant_id').onRef('f.submission_id', '=', 's.id'),
    )
    .select('s.id')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.source', '=', 'homework_video')
    .where('f.id', 'is', null)
    .orderBy('s.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Videos of which no film came, though nothing is wrong with them, first tried after this moment. */
export async function listUnmade(tx: Tx, after: Date, limit: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('submission_film')
    .select('submission_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('film_key', 'is', null)
    .where('reason', 'not like', 'source_%')
    .where('reason', '!=', 'cancelled')
    .where('created_at', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ submission_id }) => submission_id);
}

export function listFilms(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_film')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .orderBy('place')
    .execute();
}

/** What is shown of a video from now on. */
export async function showFilm(
  tx: Tx,
  id: number,
  shown: { page_key: string; thumb_key: string | null; width: number; height: number; file_size: number },
): Promise<void> {
  await tx
    .updateTable('submission_file')
    .set(shown)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
