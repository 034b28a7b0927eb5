import type { PolicyDraft, ProgressPolicyQuery } from '@seodang/contract/progress-policies.ts';
import { type Insertable, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { PolicyVersion } from '#db/types.ts';
import { visibleLectures } from '#domains/school/index.ts';

export const policyOrders = ['id', 'created_at', 'updated_at'] as const;

const ruleColumns = [
  ...(['y.video_required_rate', 'y.exam_start_session_order', 'y.exam_end_session_order'] as const),
  ...(['y.exam_pass_score', 'y.homework_start_session_order', 'y.homework_end_session_order'] as const),
  ...(['y.homework_pass_type', 'y.homework_pass_score', 'y.warning_after', 'y.danger_after'] as const),
  ...(['y.low_score_warning_after', 'y.low_score_danger_after', 'y.grace_days'] as const),
  ...(['y.version', 'y.effective_on'] as const),
] as const;

function policies(tx: Tx, scope: Scope, { lecture, search = '' }: Partial<ProgressPolicyQuery>) {
  const named = likeOf(search);
  return tx
    .selectFrom('progress_policy as p')
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'p.tenant_id').onRef('l.id', '=', 'p.lecture_id'),
    )
    .where('p.tenant_id', '=', tx.tenant_id)
    .where('p.lecture_id', 'in', visibleLectures(tx, scope))
    .where('l.deleted_at', 'is', null)
    .$if(lecture !== undefined, (q) => q.where('p.lecture_id', '=', lecture ?? 0))
    .$if(search !== '', (q) =>
      q.where((is) => is.or([is('l.title', 'ilike', named), is('l.name', 'ilike', named)])),
    );
}

/** Policies with the version that holds for class sessions of `today`. */
function inForce(tx: Tx, scope: Scope, query: Partial<ProgressPolicyQuery>, today: string) {
  return policies(tx, scope, query)
    .innerJoin('policy_version as y', (on) =>
      on
        .onRef('y.tenant_id', '=', 'p.tenant_id')
        .onRef('y.lecture_id', '=', 'p.lecture_id')
        .on('y.id', '=', sql<number>`(app.policy_on(p.lecture_id, ${today}::date)).id`),
    )
    .select(['p.id', 'p.lecture_id', 'l.title as lecture_title', 'p.created_at', 'p.updated_at'])
    .select(ruleColumns);
}

export async function listPolicies(
  tx: Tx,
  scope: Scope,
  query: ProgressPolicyQuery,
  order: readonly Order<(typeof policyOrders)[number]>[],
  today: string,
) {
  const { limit, offset } = offsetOf(query);
  let rows = inForce(tx, scope, query, today).limit(limit).offset(offset);
  for (const { column, direction } of order) rows = rows.orderBy(`p.${column}`, direction);
  const { count } = await policies(tx, scope, query)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { count, rows: await rows.orderBy('p.id').execute() };
}

export function findPolicy(tx: Tx, scope: Scope, id: number, today: string) {
  return inForce(tx, scope, {}, today).where('p.id', '=', id).executeTakeFirst();
}

/** The newest first. */
export function listVersions(tx: Tx, lecture_id: number) {
  return tx
    .selectFrom('policy_version as y')
    .leftJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'y.tenant_id').onRef('u.id', '=', 'y.published_by'),
    )
    .select(ruleColumns)
    .select(['y.note', 'y.published_at', 'u.name as published_by_name'])
    .where('y.tenant_id', '=', tx.tenant_id)
    .where('y.lecture_id', '=', lecture_id)
    .orderBy('y.version', 'desc')
    .execute();
}

/** Nobody else publishes a version of it until this transaction ends. */
export function lockPolicy(tx: Tx, id: number) {
  return tx
    .selectFrom('progress_policy')
    .select(['id', 'lecture_id'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

type NewVersion = Omit<PolicyDraft, 'base_version'> &
  Pick<Insertable<PolicyVersion>, 'published_by'> & { lecture_id: number; version: number };

export async function insertVersion(tx: Tx, version: NewVersion, now: Date): Promise<void> {
  await tx
    .insertInto('policy_version')
    .values({ ...version, tenant_id: tx.tenant_id, published_at: now })
    .execute();
  await tx
    .updateTable('progress_policy')
    .set({ updated_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where('lecture_id', '=', version.lecture_id)
    .execute();
}

/** The verdicts of a lecture's active students, by name and session. */
export function listCells(tx: Tx, lecture_id: number) {
  return tx
    .selectFrom('session_progress as p')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'p.tenant_id').onRef('c.id', '=', 'p.session_id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'p.tenant_id').onRef('e.id', '=', 'p.enrollment_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .select(['p.enrollment_id', 's.name as student_name', 'p.session_id', 'c.title as session_title'])
    .select(['c.regular_order', 'p.video_state', 'p.exam_state', 'p.homework_state', 'p.completed'])
    .select(['p.is_overridden', 'p.meta'])
    .where('p.tenant_id', '=', tx.tenant_id)
    .where('c.lecture_id', '=', lecture_id)
    .where('e.status', '=', 'ACTIVE')
    .where('s.deleted_at', 'is', null)
    .orderBy('s.name')
    .orderBy('e.id')
    .orderBy('c.order')
    .execute();
}
export type CellRow = Awaited<ReturnType<typeof listCells>>[number];

/** At what risk a lecture's active students are, by name. */
export function listStandings(tx: Tx, lecture_id: number) {
  return tx
    .selectFrom('lecture_progress as p')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'p.tenant_id').onRef('e.id', '=', 'p.enrollment_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .select(['p.enrollment_id', 's.name as student_name', 'p.risk_level'])
    .where('p.tenant_id', '=', tx.tenant_id)
    .where('p.lecture_id', '=', lecture_id)
    .where('e.status', '=', 'ACTIVE')
    .where('s.deleted_at', 'is', null)
    .orderBy('s.name')
    .orderBy('e.id')
    .execute();
}
export type StandingRow = Awaited<ReturnType<typeof listStandings>>[number];

/** How many messages of this academy wait to be sent. */
export async function countQueuedNotices(tx: Tx): Promise<number> {
  const { count } = await tx
    .selectFrom('notice')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow();
  return count;
}
