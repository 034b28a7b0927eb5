import type { ResultQuery } from '@seodang/contract/results.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { isStaff, ownStudents, visibleLectures } from '#domains/school/index.ts';

/** Results with their rank among all who have one: 1, 2, 2, 4. */
function ranked(tx: Tx) {
  return tx
    .selectFrom('result as r')
    .innerJoin('attempt as t', (on) =>
      on.onRef('t.tenant_id', '=', 'r.tenant_id').onRef('t.id', '=', 'r.attempt_id'),
    )
    .select([
      'r.id',
      'r.enrollment_id',
      'r.exam_id',
      'r.total_score',
      'r.max_score',
      'r.pass_score',
      'r.retest_score',
      'r.passed',
    ])
    .select([
      'r.updated_at',
      'r.attempt_id',
      't.number as attempt_number',
      't.submission_id',
      't.unsure_count',
    ])
    .select((s) => [
      s
        .selectFrom('attempt as o')
        .select(s.fn.countAll<number>().as('n'))
        .whereRef('o.tenant_id', '=', 'r.tenant_id')
        .whereRef('o.exam_id', '=', 'r.exam_id')
        .whereRef('o.enrollment_id', '=', 'r.enrollment_id')
        .as('attempt_count'),
      sql<number>`rank() over (partition by r.exam_id order by r.total_score desc)`.as('rank'),
      sql<number>`count(*) over (partition by r.exam_id)`.as('rank_of'),
      sql<number>`round(100.0 * (rank() over (partition by r.exam_id order by r.total_score) - 1)
        / count(*) over (partition by r.exam_id), 1)`.as('percentile'),
    ])
    .where('r.tenant_id', '=', tx.tenant_id);
}

function named(tx: Tx, exam_id: number | null) {
  return tx
    .with('ranked', () => ranked(tx).$if(exam_id !== null, (q) => q.where('r.exam_id', '=', exam_id ?? 0)))
    .selectFrom('ranked')
    .innerJoin('enrollment as e', (on) => on.onRef('e.id', '=', 'ranked.enrollment_id'))
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .where('e.tenant_id', '=', tx.tenant_id)
    .selectAll('ranked')
    .select('k.name as student_name');
}
export type ResultRow = Awaited<ReturnType<typeof listOfExam>>[number];

export function listOfExam(tx: Tx, exam_id: number) {
  return named(tx, exam_id).orderBy('ranked.rank').orderBy('k.name').orderBy('e.id').execute();
}

/** Who has a result of an exam. */
export async function listEnrollments(tx: Tx, exam_id: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('result')
    .select('enrollment_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .execute();
  return rows.map(({ enrollment_id }) => enrollment_id);
}

export function findOfExam(tx: Tx, exam_id: number, enrollment_id: number) {
  return named(tx, exam_id).where('ranked.enrollment_id', '=', enrollment_id).executeTakeFirst();
}

/** Who is expected in the class session of an exam and has no result. */
export function listAbsent(tx: Tx, { id, session_id }: { id: number; session_id: number }) {
  return tx
    .selectFrom('session_enrollment as s')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .leftJoin('result as r', (on) =>
      on
        .onRef('r.tenant_id', '=', 'e.tenant_id')
        .onRef('r.enrollment_id', '=', 'e.id')
        .on('r.exam_id', '=', id),
    )
    .select(['e.id as enrollment_id', 'k.name as student_name'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.session_id', '=', session_id)
    .where('e.status', '=', 'ACTIVE')
    .where('k.deleted_at', 'is', null)
    .where('r.id', 'is', null)
    .orderBy('k.name')
    .orderBy('e.id')
    .execute();
}

/** Each answer of an attempt, by the number of its question. */
export async function listFacts(tx: Tx, attempt_id: number) {
  const rows = await tx
    .selectFrom('result_fact as f')
    .innerJoin('exam_question as q', (on) =>
      on.onRef('q.tenant_id', '=', 'f.tenant_id').onRef('q.id', '=', 'f.exam_question_id'),
    )
    .select(['f.exam_question_id', 'q.number', 'f.answer', 'f.is_correct', 'f.score', 'q.points', 'f.meta'])
    .select(['q.keys', 'q.key_state'])
    .where('f.tenant_id', '=', tx.tenant_id)
    .where('f.attempt_id', '=', attempt_id)
    .orderBy('q.number')
    .execute();
  return rows.map((row) => ({ ...row, keys: row.keys as unknown as string[] }));
}

/** Results over exams, as far as the caller may see them now. */
function seen(tx: Tx, scope: Scope, { enrollment, lecture }: ResultQuery) {
  const { actor, now } = scope;
  return tx
    .with('ranked', () => ranked(tx))
    .selectFrom('ranked')
    .innerJoin('exam as x', (on) => on.onRef('x.id', '=', 'ranked.exam_id'))
    .innerJoin('enrollment as e', (on) => on.onRef('e.id', '=', 'ranked.enrollment_id'))
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .where('x.tenant_id', '=', tx.tenant_id)
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('x.deleted_at', 'is', null)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope))
    .$if(enrollment !== undefined, (q) => q.where('e.id', '=', enrollment ?? 0))
    .$if(lecture !== undefined, (q) => q.where('e.lecture_id', '=', lecture ?? 0))
    .$if(!isStaff(scope), (q) =>
      q
        .where('e.student_id', 'in', ownStudents(tx, actor.kind === 'user' ? actor.user_id : 0))
        .where(sql<boolean>`app.is_shown(x, ${now})`),
    );
}

export function listSeen(tx: Tx, scope: Scope, query: ResultQuery) {
  const { limit, offset } = offsetOf(query);
  return seen(tx, scope, query)
    .selectAll('ranked')
    .select(['k.name as student_name', 'x.title as exam_title', 'x.session_id', 'e.lecture_id'])
    .orderBy('x.id', 'desc')
    .orderBy('k.name')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countSeen(tx: Tx, scope: Scope, query: ResultQuery): Promise<number> {
  const { n } = await seen(tx, scope, query)
    .select((s) => s.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

type Page = { page: number; page_size: number; enrollment?: number | undefined };

export function listChanges(tx: Tx, exam_id: number, query: Page) {
  const { limit, offset } = offsetOf(query);
  return changes(tx, exam_id, query)
    .select(['h.id', 'h.enrollment_id', 'k.name as student_name', 'h.score_before', 'h.score_after'])
    .select(['h.passed_before', 'h.passed_after', 'h.reason', 'h.changed_at'])
    .orderBy('h.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countChanges(tx: Tx, exam_id: number, query: Page): Promise<number> {
  const { n } = await changes(tx, exam_id, query)
    .select((s) => s.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

function changes(tx: Tx, exam_id: number, { enrollment }: Page) {
  return tx
    .selectFrom('result_change as h')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'h.tenant_id').onRef('e.id', '=', 'h.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .where('h.tenant_id', '=', tx.tenant_id)
    .where('h.exam_id', '=', exam_id)
    .$if(enrollment !== undefined, (q) => q.where('h.enrollment_id', '=', enrollment ?? 0));
}
