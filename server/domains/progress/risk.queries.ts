import type { LectureProgressQuery, RiskLogQuery } from '@seodang/contract/progress-risk.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from '#domains/school/index.ts';

export const lectureProgressOrders = ['id', 'updated_at', 'risk_level', 'completed_sessions'] as const;
export const riskLogOrders = ['id', 'created_at', 'risk_level'] as const;

function standings(tx: Tx, scope: Scope, query: LectureProgressQuery) {
  const { enrollment_id, lecture, risk_level, search } = query;
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
    .$if(enrollment_id !== undefined, (q) => q.where('p.enrollment_id', '=', enrollment_id ?? 0))
    .$if(lecture !== undefined, (q) => q.where('p.lecture_id', '=', lecture ?? 0))
    .$if(risk_level !== undefined, (q) => q.where('p.risk_level', '=', risk_level ?? 'NORMAL'))
    .$if(Boolean(search), (q) => q.where('s.name', 'ilike', likeOf(search ?? '')));
}

export async function listStandings(
  tx: Tx,
  scope: Scope,
  query: LectureProgressQuery,
  order: readonly Order<(typeof lectureProgressOrders)[number]>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = standings(tx, scope, query)
    .select(['p.id', 'p.enrollment_id', 'p.lecture_id', 's.name as student_name', 'p.total_sessions'])
    .select(['p.completed_sessions', 'p.failed_sessions', 'p.consecutive_failed_sessions'])
    .select(['p.consecutive_low_scores', 'p.last_session', 'p.risk_level', 'p.risk_rule', 'p.meta'])
    .select(['p.updated_at', 'l.title as lecture_title'])
    .select(
      sql<Date | null>`(select max(g.created_at) from risk_log g
        where g.tenant_id = p.tenant_id and g.enrollment_id = p.enrollment_id)`.as('risk_since'),
    )
    .limit(limit)
    .offset(offset);
  for (const { column, direction } of order) rows = rows.orderBy(`p.${column}`, direction);
  const { count } = await standings(tx, scope, query)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { count, rows: await rows.orderBy('p.id').execute() };
}

function changes(tx: Tx, scope: Scope, query: RiskLogQuery) {
  const { enrollment_id, session, risk_level, rule, search } = query;
  return tx
    .selectFrom('risk_log as g')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'g.tenant_id').onRef('e.id', '=', 'g.enrollment_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .where('g.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope))
    .$if(enrollment_id !== undefined, (q) => q.where('g.enrollment_id', '=', enrollment_id ?? 0))
    .$if(session !== undefined, (q) => q.where('g.session_id', '=', session ?? 0))
    .$if(risk_level !== undefined, (q) => q.where('g.risk_level', '=', risk_level ?? 'NORMAL'))
    .$if(rule !== undefined, (q) => q.where('g.rule', '=', rule ?? 'OTHER'))
    .$if(Boolean(search), (q) => q.where('s.name', 'ilike', likeOf(search ?? '')));
}

export async function listChanges(
  tx: Tx,
  scope: Scope,
  query: RiskLogQuery,
  order: readonly Order<(typeof riskLogOrders)[number]>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = changes(tx, scope, query)
    .select(['g.id', 'g.enrollment_id', 's.name as student_name', 'g.session_id', 'g.risk_level'])
    .select(['g.rule', 'g.meta', 'g.created_at'])
    .limit(limit)
    .offset(offset);
  for (const { column, direction } of order) rows = rows.orderBy(`g.${column}`, direction);
  const { count } = await changes(tx, scope, query)
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  return { count, rows: await rows.orderBy('g.id', 'desc').execute() };
}
