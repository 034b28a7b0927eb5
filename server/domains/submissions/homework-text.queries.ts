import { type Insertable, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { SubmissionText } from '#db/types.ts';
import { visibleLectures } from '#domains/school/index.ts';

/** Pages of homework that can be read: photos and PDFs, as they are shown. */
export function listReadable(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_file')
    .select(['place', 'page_key', 'file_size'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .where('page_key', 'is not', null)
    .orderBy('place')
    .execute();
}

/** Keeps what was read on a page; of two reports of the same page the first one stays. */
export async function keepText(tx: Tx, values: Insertable<SubmissionText>): Promise<void> {
  await tx
    .insertInto('submission_text')
    .values(values)
    .onConflict((on) => on.columns(['submission_id', 'place']).doNothing())
    .execute();
}

export function listTexts(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_text')
    .select(['place', 'confidence', 'lines'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .orderBy('place')
    .execute();
}

type Wanted = { lecture: number; homework?: number | undefined; squeezed: string };

function hits(tx: Tx, scope: Scope, { lecture, homework, squeezed }: Wanted) {
  return tx
    .selectFrom('submission_text as t')
    .innerJoin('submission as s', (on) =>
      on.onRef('s.tenant_id', '=', 't.tenant_id').onRef('s.id', '=', 't.submission_id'),
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
    .where('t.tenant_id', '=', tx.tenant_id)
    .where('s.lecture_id', '=', lecture)
    .where('s.lecture_id', 'in', visibleLectures(tx, scope))
    .where('h.deleted_at', 'is', null)
    .$if(homework !== undefined, (q) => q.where('h.id', '=', homework ?? 0))
    .where('t.squeezed', 'like', likeOf(squeezed));
}

export function listHits(tx: Tx, scope: Scope, wanted: Wanted, page: Parameters<typeof offsetOf>[0]) {
  const { limit, offset } = offsetOf(page);
  return hits(tx, scope, wanted)
    .leftJoin('submission_file as f', (on) =>
      on
        .onRef('f.tenant_id', '=', 't.tenant_id')
        .onRef('f.submission_id', '=', 't.submission_id')
        .onRef('f.place', '=', 't.place'),
    )
    .select(['s.id as submission_id', 'h.id as homework_id', 'h.title', 's.enrollment_id'])
    .select(['k.name as student_name', 't.place', 't.lines', 's.created_at', 'f.thumb_key'])
    .select(sql<boolean>`s.superseded_at is not null`.as('superseded'))
    .orderBy('s.id', 'desc')
    .orderBy('t.place')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countHits(tx: Tx, scope: Scope, wanted: Wanted): Promise<number> {
  const { n } = await hits(tx, scope, wanted)
    .select((t) => t.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}
