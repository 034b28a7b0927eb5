import type { SubmissionQuery } from '@seodang/contract/submissions.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { Submission } from '#db/types.ts';
import { isStaff, ownStudents, visibleLectures } from '#domains/school/index.ts';

export const submissionOrders = ['id', 'created_at', 'status', 'source'] as const;
export type SubmissionOrder = (typeof submissionOrders)[number];

/** Of lectures that the caller works in; for students and parents those of their own enrollments. */
function submissions(tx: Tx, scope: Scope) {
  const { actor } = scope;
  return tx
    .selectFrom('submission as s')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .leftJoin('homework as h', (on) =>
      on.onRef('h.tenant_id', '=', 's.tenant_id').onRef('h.id', '=', 's.homework_id'),
    )
    .leftJoin('homework_extension as longer', (on) =>
      on
        .onRef('longer.tenant_id', '=', 's.tenant_id')
        .onRef('longer.homework_id', '=', 's.homework_id')
        .onRef('longer.enrollment_id', '=', 's.enrollment_id'),
    )
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.lecture_id', 'in', visibleLectures(tx, scope))
    .$if(!isStaff(scope), (q) =>
      q.where('e.student_id', 'in', ownStudents(tx, actor.kind === 'user' ? actor.user_id : 0)),
    );
}

const needsReview = sql<boolean>`(
  s.superseded_at is null and (
    exists (select from submission_answer a where a.tenant_id = s.tenant_id and a.submission_id = s.id and a.needs_review)
    or (s.homework_id is not null and s.status = 'answers_ready')))`;

/** Late when it was handed in, and still late by what is due now: who is given longer is late no more, and nobody becomes it. */
export const isLate = sql<boolean>`(s.is_late and coalesce(s.created_at > coalesce(longer.due_at, h.due_at), true))`;

/** In time only because this student had longer than the others. */
export const isExtended = sql<boolean>`coalesce(s.created_at > h.due_at and s.created_at <= longer.due_at, false)`;

function shown(tx: Tx, scope: Scope) {
  return submissions(tx, scope)
    .select(['s.id', 's.user_id', 's.lecture_id', 's.enrollment_id', 'k.name as student_name'])
    .select(['s.exam_id', 's.homework_id', 's.target_type', 's.target_id', 's.source', 's.file_key'])
    .select(['s.file_type', 's.file_size', 's.status', 's.error_message', 's.superseded_at'])
    .select(['s.created_at', 's.updated_at', needsReview.as('needs_review')])
    .select([isLate.as('is_late'), isExtended.as('is_extended')]);
}
export type ShownRow = Awaited<ReturnType<typeof listSubmissions>>[number];

function filters({ target_type, target, enrollment, status, source, needs_review }: SubmissionQuery) {
  return [
    target_type === undefined ? undefined : sql<boolean>`s.target_type = ${target_type}`,
    target === undefined ? undefined : sql<boolean>`s.target_id = ${target}`,
    enrollment === undefined ? undefined : sql<boolean>`s.enrollment_id = ${enrollment}`,
    status === undefined ? undefined : sql<boolean>`s.status = ${status}`,
    source === undefined ? undefined : sql<boolean>`s.source = ${source}`,
    needs_review === undefined ? undefined : sql<boolean>`${needsReview} = ${needs_review}`,
  ].filter((one) => one !== undefined);
}

export function listSubmissions(
  tx: Tx,
  scope: Scope,
  query: SubmissionQuery,
  order: readonly Order<SubmissionOrder>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = shown(tx, scope).where((is) => is.and(filters(query)));
  for (const { column, direction } of order) rows = rows.orderBy(`s.${column}`, direction);
  return rows.orderBy('s.id', 'desc').limit(limit).offset(offset).execute();
}

export async function countSubmissions(tx: Tx, scope: Scope, query: SubmissionQuery): Promise<number> {
  const { n } = await submissions(tx, scope)
    .select((s) => s.fn.countAll<number>().as('n'))
    .where((is) => is.and(filters(query)))
    .executeTakeFirstOrThrow();
  return n;
}

export function findSubmission(tx: Tx, scope: Scope, id: number) {
  return shown(tx, scope).where('s.id', '=', id).executeTakeFirst();
}

export function lockSubmission(tx: Tx, id: number) {
  return tx
    .selectFrom('submission')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
export type SubmissionRow = NonNullable<Awaited<ReturnType<typeof lockSubmission>>>;

export function insertSubmission(tx: Tx, values: Insertable<Submission>): Promise<SubmissionRow> {
  return tx.insertInto('submission').values(values).returningAll().executeTakeFirstOrThrow();
}

export async function updateSubmission(tx: Tx, id: number, change: Updateable<Submission>): Promise<void> {
  await tx
    .updateTable('submission')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** The other submissions of this student for the same exam, that one alone may count. */
export function listSiblings(tx: Tx, { id, exam_id, enrollment_id }: SubmissionRow) {
  return tx
    .selectFrom('submission')
    .select(['id', 'superseded_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .where('enrollment_id', '=', enrollment_id)
    .where('id', '!=', id)
    .orderBy('id')
    .execute();
}

/** How often this student handed in an exam online, whatever became of it. */
export async function countOnline(tx: Tx, exam_id: number, enrollment_id: number): Promise<number> {
  const { n } = await tx
    .selectFrom('submission')
    .select((s) => s.fn.countAll<number>().as('n'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .where('enrollment_id', '=', enrollment_id)
    .where('source', '=', 'online')
    .executeTakeFirstOrThrow();
  return n;
}
