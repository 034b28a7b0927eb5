import type { Tx } from '#core/db.ts';
import { offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from './access.queries.ts';

function classesOn(tx: Tx, scope: Scope, day: string) {
  return tx
    .selectFrom('class_session as s')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.deleted_at', 'is', null)
    .where('s.date', '=', day)
    .where('s.lecture_id', 'in', visibleLectures(tx, scope));
}

/** The class sessions of a day in the lectures that the caller works in, by the clock. */
export function listClassesOn(tx: Tx, scope: Scope, day: string, query: { page: number; page_size: number }) {
  const { limit, offset } = offsetOf({ ...query });
  return classesOn(tx, scope, day)
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 's.tenant_id').onRef('l.id', '=', 's.lecture_id'),
    )
    .leftJoin('user_account as t', (on) =>
      on.onRef('t.tenant_id', '=', 'l.tenant_id').onRef('t.id', '=', 'l.teacher_id'),
    )
    .selectAll('s')
    .select(['l.title as lecture_title', 'l.room', 't.name as teacher_name'])
    .orderBy('s.starts_at', (order) => order.asc().nullsLast())
    .orderBy('s.id')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countClassesOn(tx: Tx, scope: Scope, day: string): Promise<number> {
  const { n } = await classesOn(tx, scope, day)
    .select((s) => s.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}
