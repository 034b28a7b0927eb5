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
    .where('file_type', 'not like', 'video/%')
    .orderBy('place')
    .execute();
}

/** Keeps what was read on a page; of two reports of the same page the first one stays. */
export async function keepText(tx: Tx, values: Insertable<SubmissionText>): Promise<void> {
  await tx
    .insertInto('submission_text')
    .values(values)
    .onConflict((on) => on.columns(['submission_id', 'place', 'at_ms']).doNothing())
    .execute();
}

export function listTexts(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_text')
    .select(['place', 'at_ms', 'confidence', 'lines'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .orderBy('place')
    .orderBy('at_ms')
    .execute();
}

type Wanted = { lecture: number; homework?: number | undefined; squeezed: string };

/** By the homework of the lecture to its submissions and their texts: nothing else of an academy is read. */
function hits(tx: Tx, scope: Scope, { lecture, homework, squeezed }: Wanted) {
  return tx
    .selectFrom('class_session as c')
    .innerJoin('homework as h', (on) =>
      on.onRef('h.tenant_id', '=', 'c.tenant_id').onRef('h.session_id', '=', 'c.id'),
    )
    .innerJoin('submission as s', (on) =>
      on.onRef('s.tenant_id', '=', 'h.tenant_id').onRef('s.homework_id', '=', 'h.id'),
    )
    .innerJoin('submission_text as t', (on) =>
      on.onRef('t.tenant_id', '=', 's.tenant_id').onRef('t.submission_id', '=', 's.id'),
    )
    .where('c.tenant_id', '=', tx.tenant_id)
    .where('c.lecture_id', '=', lecture)
    .where('c.lecture_id', 'in', visibleLectures(tx, scope))
    .where('h.deleted_at', 'is', null)
    .$if(homework !== undefined, (q) => q.where('h.id', '=', homework ?? 0))
    .where('t.squeezed', 'like', likeOf(squeezed));
}

/** A page of what was found; `n` of each row is how many there are in all. */
export function listHits(tx: Tx, scope: Scope, wanted: Wanted, page: Parameters<typeof offsetOf>[0]) {
  const { limit, offset } = offsetOf(page);
  return hits(tx, scope, wanted)
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
    .select(['s.id as submission_id', 'h.id as homework_id', 'h.title', 's.enrollment_id'])
    .select([
      'k.name as student_name',
      't.place',
      't.at_ms',
      't.lines',
      's.created_at',
      'f.thumb_key',
      'm.frames',
    ])
    .select(sql<boolean>`s.superseded_at is not null`.as('superseded'))
    .select((each) => each.fn.countAll<number>().over().as('n'))
    .orderBy('s.id', 'desc')
    .orderBy('t.place')
    .orderBy('t.at_ms')
    .limit(limit)
    .offset(offset)
    .execute();
}

/** How many there are, for a page behind the last one, whose rows cannot tell. */
export async function countHits(tx: Tx, scope: Scope, wanted: Wanted): Promise<number> {
  const { n } = await hits(tx, scope, wanted)
    .select((t) => t.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}
