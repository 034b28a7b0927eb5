import type { HomeworkState, StandingQuery } from '@seodang/contract/homework-standings.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { isStaff, ownStudents, visibleLectures } from '#domains/school/index.ts';
import { isExtended, isLate } from './submissions.queries.ts';

const state = sql<HomeworkState>`(case when last.id is null then 'to_do' else coalesce(last.verdict::text, 'waiting') end)`;

/** Each student who may enter a class session × each piece of its homework, with the submission that counts. */
function standings(tx: Tx, scope: Scope) {
  const { actor } = scope;
  return tx
    .selectFrom('homework as h')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'h.tenant_id').onRef('c.id', '=', 'h.session_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'c.tenant_id').onRef('l.id', '=', 'c.lecture_id'),
    )
    .innerJoin('session_enrollment as se', (on) =>
      on.onRef('se.tenant_id', '=', 'h.tenant_id').onRef('se.session_id', '=', 'h.session_id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'se.tenant_id').onRef('e.id', '=', 'se.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .leftJoin('homework_extension as longer', (on) =>
      on
        .onRef('longer.tenant_id', '=', 'h.tenant_id')
        .onRef('longer.homework_id', '=', 'h.id')
        .onRef('longer.enrollment_id', '=', 'e.id'),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('submission as s')
          .leftJoin('submission_review as v', (on) =>
            on.onRef('v.tenant_id', '=', 's.tenant_id').onRef('v.submission_id', '=', 's.id'),
          )
          .select(['s.id', 's.created_at', 'v.verdict', 'v.score'])
          .select([isLate.as('is_late'), isExtended.as('was_extended')])
          .whereRef('s.tenant_id', '=', 'h.tenant_id')
          .whereRef('s.homework_id', '=', 'h.id')
          .whereRef('s.enrollment_id', '=', 'e.id')
          .where('s.status', '!=', 'failed')
          .where('s.superseded_at', 'is', null)
          .orderBy('s.id', 'desc')
          .limit(1)
          .as('last'),
      (on) => on.onTrue(),
    )
    .where('h.tenant_id', '=', tx.tenant_id)
    .where('h.deleted_at', 'is', null)
    .where('c.deleted_at', 'is', null)
    .where('c.lecture_id', 'in', visibleLectures(tx, scope))
    .where((is) => is.or([is('e.status', '=', 'ACTIVE'), is('last.id', 'is not', null)]))
    .$if(!isStaff(scope), (q) =>
      q.where('e.student_id', 'in', ownStudents(tx, actor.kind === 'user' ? actor.user_id : 0)),
    );
}

function filters({ homework, lecture, enrollment, state: wanted, open }: StandingQuery) {
  return [
    homework === undefined ? undefined : sql<boolean>`h.id = ${homework}`,
    lecture === undefined ? undefined : sql<boolean>`c.lecture_id = ${lecture}`,
    enrollment === undefined ? undefined : sql<boolean>`e.id = ${enrollment}`,
    wanted === undefined ? undefined : sql<boolean>`${state} = ${wanted}`,
    open === undefined ? undefined : sql<boolean>`(${state} in ('to_do', 'returned')) = ${open}`,
  ].filter((one) => one !== undefined);
}

const versions = sql<number>`(
  select count(*)::int from submission s
  where s.tenant_id = h.tenant_id and s.homework_id = h.id and s.enrollment_id = e.id and s.status <> 'failed')`;
const fileCount = sql<number | null>`(
  select count(*)::int from submission_file f where f.tenant_id = h.tenant_id and f.submission_id = last.id)`;
const thumbKey = sql<string | null>`(
  select f.thumb_key from submission_file f
  where f.tenant_id = h.tenant_id and f.submission_id = last.id and f.thumb_key is not null order by f.place limit 1)`;

const filmReason = sql<string | null>`(
  select f.reason from submission_film f
  where f.tenant_id = h.tenant_id and f.submission_id = last.id and f.film_key is null order by f.place limit 1)`;

export function listStandings(tx: Tx, scope: Scope, query: StandingQuery) {
  const { limit, offset } = offsetOf({ ...query, ordering: undefined, search: undefined });
  return standings(tx, scope)
    .select(['h.id as homework_id', 'h.title', 'h.session_id', 'c.title as session_title', 'c.lecture_id'])
    .select([
      'l.title as lecture_title',
      'e.id as enrollment_id',
      'k.id as student_id',
      'k.name as student_name',
    ])
    .select(['h.accepts', 'h.accepts_late', 'h.max_score', state.as('state'), versions.as('versions')])
    .select((s) => s.fn.coalesce('longer.due_at', 'h.due_at').as('due_at'))
    .select(sql<boolean>`longer.due_at is not null`.as('is_extended'))
    .select([
      'last.id as submission_id',
      'last.created_at',
      'last.is_late',
      'last.was_extended',
      'last.score',
    ])
    .select([fileCount.as('file_count'), thumbKey.as('thumb_key'), filmReason.as('film_reason')])
    .where((is) => is.and(filters(query)))
    .orderBy(sql`coalesce(longer.due_at, h.due_at) nulls last`)
    .orderBy('h.id')
    .orderBy('k.name')
    .orderBy('e.id')
    .limit(limit)
    .offset(offset)
    .execute();
}
export type StandingRow = Awaited<ReturnType<typeof listStandings>>[number];

export async function countStandings(tx: Tx, scope: Scope, query: StandingQuery): Promise<number> {
  const { n } = await standings(tx, scope)
    .select((s) => s.fn.countAll<number>().as('n'))
    .where((is) => is.and(filters(query)))
    .executeTakeFirstOrThrow();
  return n;
}

export function countByHomework(tx: Tx, scope: Scope, lecture_id: number) {
  const inState = (wanted: HomeworkState) => sql<number>`count(*) filter (where ${state} = ${wanted})::int`;
  return standings(tx, scope)
    .select('h.id as homework_id')
    .select((s) => s.fn.countAll<number>().as('students'))
    .select([inState('waiting').as('waiting'), inState('returned').as('returned')])
    .select(inState('approved').as('approved'))
    .where('c.lecture_id', '=', lecture_id)
    .groupBy('h.id')
    .orderBy('h.id')
    .execute();
}
