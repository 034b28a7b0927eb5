import type { LectureProgressQuery } from '@seodang/contract/progress-risk.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from '#domains/school/index.ts';

const standingColumns = {
  id: 'p.id',
  created_at: 'p.created_at',
  updated_at: 'p.updated_at',
  risk_level: 'p.risk_level',
  completed_sessions: 'p.completed_sessions',
} as const;
type StandingOrder = Order<keyof typeof standingColumns>;
export const lectureProgressOrders = Object.keys(standingColumns) as StandingOrder['column'][];

type One = { id?: number };

function standings(tx: Tx, scope: Scope, query: LectureProgressQuery & One) {
  const { id, enrollment_id, lecture, risk_level, at_risk, search } = query;
  return tx
    .selectFrom('lecture_progress as p')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'p.tenant_id').onRef('e.id', '=', 'p.enrollment_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'p.tenant_id').onRef('l.id', '=', 'p.lecture_id'),
    )
    .where('p.tenant_id', '=', tx.tenant_id)
    .where('p.lecture_id', 'in', visibleLectures(tx, scope))
    .where('e.status', '=', 'ACTIVE')
    .where('s.deleted_at', 'is', null)
    .$if(id !== undefined, (q) => q.where('p.id', '=', id ?? 0))
    .$if(enrollment_id !== undefined, (q) => q.where('p.enrollment_id', '=', enrollment_id ?? 0))
    .$if(lecture !== undefined, (q) => q.where('p.lecture_id', '=', lecture ?? 0))
    .$if(risk_level !== undefined, (q) => q.where('p.risk_level', '=', risk_level ?? 'NORMAL'))
    .$if(at_risk !== undefined, (q) => q.where('p.risk_level', at_risk ? '<>' : '=', 'NORMAL'))
    .$if(Boolean(search), (q) =>
      q.where((is) =>
        is.or([
          is('s.name', 'ilike', likeOf(search ?? '')),
          is('l.title', 'ilike', likeOf(search ?? '')),
          is('l.name', 'ilike', likeOf(search ?? '')),
          is(sql`p.enrollment_id::text`, '=', search ?? ''),
        ]),
      ),
    );
}

export async function listStandings(
  tx: Tx,
  scope: Scope,
  query: LectureProgressQuery & One,
  order: readonly StandingOrder[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = standings(tx, scope, query)
    .select(['p.id', 'p.enrollment_id', 'p.lecture_id', 's.name as student_name', 'p.total_sessions'])
    .select(['p.completed_sessions', 'p.failed_sessions', 'p.consecutive_failed_sessions'])
    .select(['p.consecutive_low_scores', 'p.last_session', 'p.risk_level', 'p.risk_rule', 'p.meta'])
    .select(['p.created_at', 'p.updated_at', 'p.updated_at as last_updated', 'l.title as lecture_title'])
    .select(
      sql<Date | null>`(select max(g.created_at) from risk_log g
        where g.tenant_id = p.tenant_id and g.enrollment_id = p.enrollment_id)`.as('risk_since'),
    )
    .limit(limit)
    .offset(offset);
  for (const { column, direction } of order) rows = rows.orderBy(standingColumns[column], direction);
  const { count } = await standings(tx, scope, query)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { count, rows: await rows.orderBy('p.id', 'desc').execute() };
}
