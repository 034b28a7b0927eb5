import type { RiskLogQuery } from '@seodang/contract/progress-risk.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from '#domains/school/index.ts';

/** What a log is sorted by; a row of it is never changed, and has a rule or none. */
const places = {
  id: (log: string) => sql.ref(`${log}.id`),
  created_at: (log: string) => sql.ref(`${log}.created_at`),
  updated_at: (log: string) => sql.ref(`${log}.created_at`),
  risk_level: (log: string) => sql.ref(`${log}.risk_level`),
  rule: (log: string) => sql`coalesce(${sql.ref(`${log}.rule`)}::text, '')`,
} as const;
type ChangeOrder = Order<keyof typeof places>;
export const riskLogOrders = Object.keys(places) as ChangeOrder['column'][];

type Wanted = Partial<Omit<RiskLogQuery, 'page_size' | 'ordering'>> & { id?: number };

const reason = sql<string | null>`app.risk_reason(a.locale, g.rule, g.meta)`;

function changes(tx: Tx, scope: Scope, query: Wanted) {
  const { id, enrollment_id, session, lecture, risk_level, rule, from, to, search } = query;
  return tx
    .selectFrom('risk_log as g')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'g.tenant_id').onRef('e.id', '=', 'g.enrollment_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .innerJoin('tenant as a', 'a.id', 'g.tenant_id')
    .where('g.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope))
    .$if(id !== undefined, (q) => q.where('g.id', '=', id ?? 0))
    .$if(enrollment_id !== undefined, (q) => q.where('g.enrollment_id', '=', enrollment_id ?? 0))
    .$if(session !== undefined, (q) => q.where('g.session_id', '=', session ?? 0))
    .$if(risk_level !== undefined, (q) => q.where('g.risk_level', '=', risk_level ?? 'NORMAL'))
    .$if(lecture !== undefined, (q) => q.where('e.lecture_id', '=', lecture ?? 0))
    .$if(from !== undefined, (q) => q.where('g.created_at', '>=', new Date(from ?? 0)))
    .$if(to !== undefined, (q) => q.where('g.created_at', '<', new Date(to ?? 0)))
    .$if(rule !== undefined, (q) => q.where('g.rule', '=', rule ?? 'OTHER'))
    .$if(Boolean(search), (q) =>
      q.where((is) =>
        is.or([
          is('s.name', 'ilike', likeOf(search ?? '')),
          is(reason, 'ilike', likeOf(search ?? '')),
          is(sql`g.rule::text`, 'ilike', likeOf(search ?? '')),
          is(sql`g.enrollment_id::text`, '=', search ?? ''),
        ]),
      ),
    );
}

/** Whether a row comes behind another in an order; the bound of the first column leads an index to the place. */
function isBehind(tx: Tx, cursor: number, order: readonly ChangeOrder[]): RawBuilder<boolean> {
  return order.reduceRight<RawBuilder<boolean> | undefined>((rest, { column, direction }) => {
    const here = places[column]('g');
    const there = sql`(select ${places[column]('c')} from risk_log as c
      where c.tenant_id = ${tx.tenant_id} and c.id = ${cursor})`;
    const [past, from] = direction === 'asc' ? [sql`>`, sql`>=`] : [sql`<`, sql`<=`];
    const isPast = sql<boolean>`${here} ${past} ${there}`;
    return rest ? sql<boolean>`${here} ${from} ${there} and (${isPast} or (${rest}))` : isPast;
  }, undefined) as RawBuilder<boolean>;
}

/** Up to so many changes in an order, from behind the cursor on. */
export function listChanges(
  tx: Tx,
  scope: Scope,
  query: Wanted,
  page: { order: readonly ChangeOrder[]; limit: number },
) {
  const order: readonly ChangeOrder[] = [...page.order, { column: 'id', direction: 'desc' }];
  const { cursor } = query;
  let rows = changes(tx, scope, query)
    .select(['g.id', 'g.enrollment_id', 's.name as student_name', 'g.session_id', 'g.risk_level'])
    .select(['g.rule', reason.as('reason'), 'g.meta', 'g.created_at', 'g.created_at as updated_at'])
    .$if(cursor !== undefined, (q) => q.where(isBehind(tx, cursor ?? 0, order)))
    .limit(page.limit);
  for (const { column, direction } of order) rows = rows.orderBy(places[column]('g'), direction);
  return rows.execute();
}
