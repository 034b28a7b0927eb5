import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

export type Heading = {
  academy: string;
  locale: string;
  timezone: string;
  lecture_title: string;
  session_title: string;
  held_on: string | null;
};

/** What stands above a report card: whose academy, lecture and class session it is of. */
export function findHeading(tx: Tx, session_id: number): Promise<Heading | undefined> {
  return tx
    .selectFrom('class_session as c')
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'c.tenant_id').onRef('l.id', '=', 'c.lecture_id'),
    )
    .innerJoin('tenant as t', 't.id', 'c.tenant_id')
    .select(['t.name as academy', 't.locale', 't.timezone', 'l.title as lecture_title'])
    .select(['c.title as session_title', sql<string | null>`c.date::text`.as('held_on')])
    .where('c.tenant_id', '=', tx.tenant_id)
    .where('c.id', '=', session_id)
    .executeTakeFirst();
}

export type TrendStep = { exam_id: number; title: string; percent: number; mean_percent: number };

type TrendQuery = {
  exam_id: number;
  lecture_id: number;
  now: Date;
  most: number;
  enrollment_ids: readonly number[];
};

/**
 * The last exams of the lecture up to this one, for those of these students who have a result: what they and the whole class
 * reached of what could be reached. Others than this one count only where students may see their results.
 */
export async function listTrends(
  tx: Tx,
  { exam_id, lecture_id, now, most, enrollment_ids }: TrendQuery,
): Promise<Map<number, TrendStep[]>> {
  const { rows } = await sql<TrendStep & { enrollment_id: number }>`
    with recent as (
      select x.id, x.title, row_number() over (order by c."order" desc, x.id desc) as back
      from exam x join class_session c on c.tenant_id = x.tenant_id and c.id = x.session_id
      where x.tenant_id = ${tx.tenant_id} and c.lecture_id = ${lecture_id} and x.deleted_at is null and c.deleted_at is null
        and (x.id = ${exam_id} or app.is_shown(x, ${now}))
        and (c."order", x.id) <= (select h."order", ${exam_id}::bigint from exam y join class_session h
          on h.tenant_id = y.tenant_id and h.id = y.session_id where y.tenant_id = ${tx.tenant_id} and y.id = ${exam_id})
        and exists (select from result r where r.tenant_id = x.tenant_id and r.exam_id = x.id)
      order by c."order" desc, x.id desc limit ${most}
    ), reached as (
      select r.exam_id, r.enrollment_id, 100 * r.total_score / nullif(r.max_score, 0) as percent,
        avg(100 * r.total_score / nullif(r.max_score, 0)) over (partition by r.exam_id) as mean
      from result r join recent on recent.id = r.exam_id where r.tenant_id = ${tx.tenant_id}
    )
    select e.enrollment_id, recent.id as exam_id, recent.title, coalesce(e.percent, 0)::float8 as percent,
      coalesce(e.mean, 0)::float8 as mean_percent
    from reached e join recent on recent.id = e.exam_id
    where e.enrollment_id = any(${[...enrollment_ids]}::bigint[]) order by recent.back desc`.execute(tx);
  return Map.groupBy(rows, ({ enrollment_id }) => enrollment_id);
}
