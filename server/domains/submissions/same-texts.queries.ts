import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Texts of pages on which enough was read to compare, with whose they are. */
function pages(tx: Tx) {
  return tx
    .selectFrom('submission as s')
    .innerJoin('submission_text as t', (on) =>
      on.onRef('t.tenant_id', '=', 's.tenant_id').onRef('t.submission_id', '=', 's.id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .where('s.tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`length(t.prints) > 0`);
}

/** By what the pages of one submission are compared. */
export function listOwnPages(tx: Tx, submission_id: number) {
  return pages(tx)
    .select(['t.id', 'e.student_id', 't.prints'])
    .where('s.id', '=', submission_id)
    .orderBy('t.place')
    .orderBy('t.at_ms')
    .execute();
}

/** Pages of the counting work of other students for a piece of homework, the newest first. */
export async function listPagesOfOthers(
  tx: Tx,
  homework_id: number,
  student_id: number,
  limit: number,
): Promise<number[]> {
  const rows = await pages(tx)
    .select('t.id')
    .where('s.homework_id', '=', homework_id)
    .where('s.superseded_at', 'is', null)
    .where('e.student_id', '!=', student_id)
    .orderBy('s.id', 'desc')
    .orderBy('t.place')
    .orderBy('t.at_ms')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** By what these pages are compared. */
export function readPrints(tx: Tx, ids: readonly number[]) {
  return pages(tx)
    .select(['t.id', 'e.student_id', 't.prints'])
    .where(sql<boolean>`t.id = any(${[...ids]})`)
    .execute();
}

/** What was read on these pages, with whose it is and where its pictures are. */
export function listShown(tx: Tx, ids: readonly number[]) {
  return tx
    .selectFrom('submission_text as t')
    .innerJoin('submission as s', (on) =>
      on.onRef('s.tenant_id', '=', 't.tenant_id').onRef('s.id', '=', 't.submission_id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .leftJoin('submission_file as f', (on) =>
      on
        .onRef('f.tenant_id', '=', 't.tenant_id')
        .onRef('f.submission_id', '=', 't.submission_id')
        .onRef('f.place', '=', 't.place'),
    )
    .leftJoin('submission_film as m', (on) =>
      on
        .onRef('m.tenant_id', '=', 't.tenant_id')
        .onRef('m.submission_id', '=', 't.submission_id')
        .onRef('m.place', '=', 't.place'),
    )
    .select(['t.id', 't.submission_id', 't.place', 't.at_ms', 't.sure_text', 's.created_at'])
    .select(['k.name as student_name', 'f.page_key', 'f.thumb_key', 'm.frames'])
    .where('t.tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`t.id = any(${[...ids]})`)
    .execute();
}
