import type { AuditVerb } from '@seodang/contract/audit.ts';
import type { Exam, ExamChange, ExamQuery, NewExam } from '@seodang/contract/exams.ts';
import type { Page } from '@seodang/contract/list.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { isStaff, listOwnEnrollmentIds, mustTeachClassSession } from '#domains/school/index.ts';
import { examChanged } from './events.ts';
import * as queries from './exams.queries.ts';
import { faultsOf } from './exams.rules.ts';
import { listExtensionsOf } from './extensions.queries.ts';
import { insertSheet } from './sheets.queries.ts';

export function listExams(scope: Scope, query: ExamQuery, url: string): Promise<Page<Exam>> {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.examOrders, [{ column: 'created_at', direction: 'desc' }]);
    const rows = await queries.listExams(tx, scope, query, order);
    return toPage(url, query, await queries.countExams(tx, scope, query), await toExams(tx, scope, rows));
  });
}

export function getExam(scope: Scope, id: number): Promise<Exam> {
  return scope.tx(async (tx, scope) => toExam(tx, scope, await mustSeeExam(tx, scope, id)));
}

/** A new exam of a class session, as a draft with an empty sheet. */
export function createExam(scope: Scope, input: NewExam): Promise<Exam> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id } = await mustTeachClassSession(tx, scope, input.session_id);
    refuseFaults({ opens_at: null, closes_at: null, ...input });
    const { id } = await queries.insertExam(tx, input);
    await insertSheet(tx, { exam_id: id });
    await tell(tx, scope, 'create', { id, lecture_id, session_id: input.session_id }, { after: input });
    return toExam(tx, scope, await mustSeeExam(tx, scope, id));
  });
}

/** Changes an exam. Refuses to publish one without questions, and one that closes before it opens. */
export function changeExam(scope: Scope, id: number, change: ExamChange): Promise<Exam> {
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, id);
    const before = found(await queries.lockExam(tx, id));
    refuseFaults({ ...before, ...change });
    if (change.state !== undefined && change.state !== 'draft' && exam.question_count === 0)
      refuse('exam_without_questions');
    const names = Object.keys(change) as (keyof ExamChange)[];
    if (names.length === 0) return toExam(tx, scope, exam);
    const isPublished = change.state === 'published' && before.state !== 'published';
    await queries.updateExam(tx, id, { ...change, ...(isPublished ? { published_at: scope.now } : {}) });
    const were = Object.fromEntries(names.map((name) => [name, before[name]]));
    await tell(tx, scope, 'change', exam, { before: were, after: change });
    return toExam(tx, scope, await mustSeeExam(tx, scope, id));
  });
}

/** Puts an exam away, or brings it back, with everything that was handed in. */
export function putAwayExam(scope: Scope, id: number, away: boolean): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const exam = found(await queries.lockExam(tx, id));
    const { lecture_id } = await mustTeachClassSession(tx, scope, exam.session_id);
    if ((exam.deleted_at !== null) === away) return away ? refuse('not_found') : undefined;
    await queries.updateExam(tx, id, { deleted_at: away ? scope.now : null });
    const names = { before: { title: exam.title } };
    await tell(tx, scope, away ? 'delete' : 'restore', { ...exam, lecture_id }, names);
  });
}

/** The exam, if the caller may know of it; 404 otherwise. */
export async function mustSeeExam(tx: Tx, scope: Scope, id: number): Promise<queries.ExamRow> {
  return found(await queries.findExam(tx, scope, id));
}

/** The exam, if the caller works in its lecture; 403 for its students and parents, 404 for everybody else. */
export async function mustTeachExam(tx: Tx, scope: Scope, id: number): Promise<queries.ExamRow> {
  const exam = await mustSeeExam(tx, scope, id);
  await mustTeachClassSession(tx, scope, exam.session_id);
  return exam;
}

/** Shows the results of an exam to its students and parents from now on, or no longer. */
export async function setReleased(tx: Tx, scope: Scope, id: number, released: boolean): Promise<void> {
  const exam = await mustTeachExam(tx, scope, id);
  const before = found(await queries.lockExam(tx, id)).released_at;
  if ((before !== null) === released) return;
  const released_at = released ? scope.now : null;
  await queries.updateExam(tx, id, { released_at });
  await tell(tx, scope, released ? 'release' : 'withdraw', exam, { before, after: released_at });
}

type About = { id: number; lecture_id: number; session_id: number };

/** Everything that is told of a change to an exam: the trail, the screens, and who listens. */
export async function tell(
  tx: Tx,
  scope: Scope,
  what: AuditVerb,
  { id, lecture_id, session_id }: About,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await audit(tx, scope, { action: `exam.${what}`, subject_type: 'exam', subject_id: id, ...change });
  await emit(tx, examChanged, { exam_id: id, session_id }, { key: `${id}` });
  await publish(tx, 'exams', { lecture_id });
}

async function toExam(tx: Tx, scope: Scope, row: queries.ExamRow): Promise<Exam> {
  return found((await toExams(tx, scope, [row]))[0]);
}

async function toExams(tx: Tx, scope: Scope, rows: queries.ExamRow[]): Promise<Exam[]> {
  const given = isStaff(scope) ? [] : await listGiven(tx, scope, rows);
  return rows.map((row) => ({
    ...row,
    max_score: row.max_score ?? 0,
    question_count: row.question_count ?? 0,
    own_extensions: given.filter(({ exam_id }) => exam_id === row.id).map(({ exam_id: _, ...rest }) => rest),
  }));
}

async function listGiven(tx: Tx, scope: Scope, rows: queries.ExamRow[]) {
  const own = await listOwnEnrollmentIds(tx, userOf(scope).user_id);
  return listExtensionsOf(
    tx,
    rows.map(({ id }) => id),
    own,
  );
}

function refuseFaults(exam: Parameters<typeof faultsOf>[0]): void {
  const faults = faultsOf(exam);
  if (faults.length > 0) refuseFields(...faults);
}
