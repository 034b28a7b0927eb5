import type { CaseEntry, CaseQuery, PlaybackCaseDetail } from '@seodang/contract/playback-cases.ts';
import type { ViolationReason } from '@seodang/contract/playback-events.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { ownStudents, visibleLectures } from '#domains/school/index.ts';

export const caseOrders = ['id', 'opened_at', 'last_at', 'violations', 'forged', 'objected_at'] as const;

/** Cases in lectures that the caller may see. */
function cases(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('playback_case as k')
    .innerJoin('video as v', (on) =>
      on.onRef('v.tenant_id', '=', 'k.tenant_id').onRef('v.id', '=', 'k.video_id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'k.tenant_id').onRef('e.id', '=', 'k.enrollment_id'),
    )
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'e.tenant_id').onRef('l.id', '=', 'e.lecture_id'),
    )
    .leftJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'k.tenant_id').onRef('u.id', '=', 'k.resolved_by'),
    )
    .where('k.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope));
}

const columns = [
  'k.id',
  'k.video_id as video',
  'v.title as video_title',
  'l.id as lecture',
  'l.title as lecture_title',
  'k.enrollment_id as enrollment',
  'st.name as student_name',
  'k.status',
  'k.state',
  'k.violations',
  'k.forged',
  'k.opened_at',
  'k.last_at',
  'k.warning_seen_at',
  'k.confirmed_at',
  'k.revoked_at',
  'k.objection',
  'k.objected_at',
  'k.resolution',
  'k.resolved_at',
  'u.name as resolved_by_name',
] as const;

function filtered(tx: Tx, scope: Scope, query: CaseQuery) {
  const { video, lecture, enrollment, status, state, objected, search } = query;
  const like = search && likeOf(search);
  return cases(tx, scope)
    .$if(video !== undefined, (q) => q.where('k.video_id', '=', video ?? 0))
    .$if(lecture !== undefined, (q) => q.where('e.lecture_id', '=', lecture ?? 0))
    .$if(enrollment !== undefined, (q) => q.where('k.enrollment_id', '=', enrollment ?? 0))
    .$if(status !== undefined, (q) => q.where('k.status', '=', status ?? 'open'))
    .$if(state !== undefined, (q) => q.where('k.state', '=', state ?? 'ok'))
    .$if(objected !== undefined, (q) =>
      q.where(sql<boolean>`(k.objected_at is not null and k.status = 'open')`, '=', objected ?? true),
    )
    .$if(!!like, (q) =>
      q.where((k) => k.or([k('st.name', 'ilike', like ?? ''), k('v.title', 'ilike', like ?? '')])),
    );
}

export async function countCases(tx: Tx, scope: Scope, query: CaseQuery): Promise<number> {
  const { n } = await filtered(tx, scope, query)
    .select((k) => k.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

export function listCases(
  tx: Tx,
  scope: Scope,
  query: CaseQuery,
  order: readonly Order<(typeof caseOrders)[number]>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = filtered(tx, scope, query).select(columns);
  for (const { column, direction } of order) rows = rows.orderBy(`k.${column}`, direction);
  return rows.orderBy('k.id', 'desc').limit(limit).offset(offset).execute();
}

export function findCase(tx: Tx, scope: Scope, id: number) {
  return cases(tx, scope).select(columns).select('st.user_id').where('k.id', '=', id).executeTakeFirst();
}

/** A case, held until commit; playbacks that name it may begin meanwhile. */
export function lockCase(tx: Tx, id: number) {
  return tx
    .selectFrom('playback_case')
    .select(['id', 'video_id', 'enrollment_id', 'status', 'state'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The latest entries, in the order in which it happened. */
export async function listEntries(tx: Tx, case_id: number, limit: number): Promise<CaseEntry[]> {
  const rows = await tx
    .selectFrom('playback_case_entry as n')
    .leftJoin('playback_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'n.tenant_id').onRef('s.session_id', '=', 'n.session_id'),
    )
    .leftJoin('playback_policy as p', (on) =>
      on.onRef('p.tenant_id', '=', 'n.tenant_id').onRef('p.id', '=', 'n.policy_id'),
    )
    .leftJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'n.tenant_id').onRef('u.id', '=', 'n.actor_id'),
    )
    .select(['n.id', 'n.at', 'n.kind', 'n.session_id', 's.device_id', 'n.event_type', 'n.violation_reason'])
    .select(['u.name as actor_name', 'n.text'])
    .select([
      sql<CaseEntry['payload']>`n.payload`.as('payload'),
      sql<CaseEntry['policy']>`p.policy`.as('policy'),
    ])
    .where('n.tenant_id', '=', tx.tenant_id)
    .where('n.case_id', '=', case_id)
    .orderBy('n.at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute();
  return rows.reverse();
}

/** The playbacks in which it happened. */
export function listPlaybacksOf(
  tx: Tx,
  of: { video: number; enrollment: number; opened_at: Date; resolved_at: Date | null },
): Promise<PlaybackCaseDetail['playbacks']> {
  return tx
    .selectFrom('playback_session')
    .select(['session_id', 'device_id', 'status', 'ended_reason', 'started_at', 'ended_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('enrollment_id', '=', of.enrollment)
    .where('video_id', '=', of.video)
    .where((s) => s.or([s('ended_at', 'is', null), s('ended_at', '>=', of.opened_at)]))
    .$if(of.resolved_at !== null, (q) => q.where('started_at', '<=', of.resolved_at ?? new Date(0)))
    .orderBy('started_at', 'desc')
    .limit(100)
    .execute();
}

/** Those of the caller that have violations; forged heartbeats alone are nothing to answer for. */
export function ownCases(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('playback_case as k')
    .innerJoin('video as v', (on) =>
      on.onRef('v.tenant_id', '=', 'k.tenant_id').onRef('v.id', '=', 'k.video_id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'k.tenant_id').onRef('e.id', '=', 'k.enrollment_id'),
    )
    .select([
      'k.id',
      'k.video_id as video',
      'v.title as video_title',
      'k.enrollment_id as enrollment',
      'k.status',
    ])
    .select([
      'k.state',
      'k.violations',
      'k.opened_at',
      'k.last_at',
      'k.revoked_at',
      'k.objection',
      'k.objected_at',
    ])
    .select(['k.resolution', 'k.resolved_at', 'e.lecture_id'])
    .select(
      sql<ViolationReason[]>`array(
        select distinct n.violation_reason::text from playback_case_entry n
        where n.tenant_id = k.tenant_id and n.case_id = k.id and n.violation_reason is not null)`.as(
        'reasons',
      ),
    )
    .where('k.tenant_id', '=', tx.tenant_id)
    .where('k.violations', '>', 0)
    .where('e.student_id', 'in', ownStudents(tx, userOf(scope).user_id));
}
