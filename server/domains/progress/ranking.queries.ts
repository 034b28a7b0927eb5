import type { RiskRankingQuery } from '@seodang/contract/progress-ranking.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from '#domains/school/index.ts';
import type { RiskFacts } from './ranking.rules.ts';

type Known = RiskFacts & { enrollment_id: number; lecture_id: number; sessions: number };

/** What is known of these enrollments; see app.risk_facts. */
export async function factsOf(
  tx: Tx,
  enrollmentIds: readonly number[],
  today: string,
  now: Date,
): Promise<Known[]> {
  const { rows } = await sql<Known>`select * from app.risk_facts(${enrollmentIds}, ${today}, ${now})`.execute(
    tx,
  );
  return rows;
}

export type Ranked = { enrollment_id: number; lecture_id: number; facts: RiskFacts; chance: number };

/** Keeps what was judged of a lecture's students, and forgets those of whom nothing is known; unchanged rows stay as they are. */
export async function keepRanks(
  tx: Tx,
  lecture_id: number,
  model: string,
  ranked: readonly Ranked[],
  now: Date,
): Promise<void> {
  await sql`
    with asked as materialized (
      select * from json_to_recordset(${JSON.stringify(ranked)}) as k(enrollment_id bigint, lecture_id bigint, facts jsonb, chance real)
    ), gone as (
      delete from risk_rank r where r.tenant_id = ${tx.tenant_id} and r.lecture_id = ${lecture_id}
        and r.enrollment_id not in (select enrollment_id from asked)
    )
    insert into risk_rank as r (tenant_id, enrollment_id, lecture_id, facts, chance, model, updated_at)
    select ${tx.tenant_id}, enrollment_id, lecture_id, facts, chance, ${model}, ${now} from asked
    on conflict (tenant_id, enrollment_id) do update
      set facts = excluded.facts, chance = excluded.chance, model = excluded.model, updated_at = excluded.updated_at
    where (r.facts, r.chance, r.model) is distinct from (excluded.facts, excluded.chance, excluded.model)`.execute(
    tx,
  );
}

function ranks(tx: Tx, scope: Scope, { lecture, search }: RiskRankingQuery) {
  return tx
    .selectFrom('risk_rank as r')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'r.tenant_id').onRef('e.id', '=', 'r.enrollment_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'r.tenant_id').onRef('l.id', '=', 'r.lecture_id'),
    )
    .leftJoin('lecture_progress as p', (on) =>
      on.onRef('p.tenant_id', '=', 'r.tenant_id').onRef('p.enrollment_id', '=', 'r.enrollment_id'),
    )
    .where('r.tenant_id', '=', tx.tenant_id)
    .where('r.lecture_id', 'in', visibleLectures(tx, scope))
    .where('e.status', '=', 'ACTIVE')
    .where('s.deleted_at', 'is', null)
    .$if(lecture !== undefined, (q) => q.where('r.lecture_id', '=', lecture ?? 0))
    .$if(Boolean(search), (q) => q.where('s.name', 'ilike', likeOf(search ?? '')));
}

export async function listRanks(tx: Tx, scope: Scope, query: RiskRankingQuery) {
  const { limit, offset } = offsetOf(query);
  const rows = await ranks(tx, scope, query)
    .select(['r.enrollment_id', 'r.lecture_id', 'l.title as lecture_title', 's.name as student_name'])
    .select(['r.facts', 'r.chance', 'r.model', 'r.updated_at'])
    .select((s) => s.fn.coalesce('p.risk_level', sql<'NORMAL'>`'NORMAL'`).as('risk_level'))
    .orderBy('r.chance', 'desc')
    .orderBy('r.enrollment_id')
    .limit(limit)
    .offset(offset)
    .execute();
  const { count } = await ranks(tx, scope, query)
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  return { count, rows };
}

/** Lectures that somebody takes. */
export async function listTaken(tx: Tx): Promise<number[]> {
  const rows = await tx
    .selectFrom('enrollment as e')
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'e.tenant_id').onRef('l.id', '=', 'e.lecture_id'),
    )
    .select('l.id')
    .distinct()
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.status', '=', 'ACTIVE')
    .where('l.deleted_at', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}
