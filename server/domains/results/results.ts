import type { Page } from '@seodang/contract/list.ts';
import type { OwnResult, Result, ResultDetail, ResultFact, ResultQuery } from '@seodang/contract/results.ts';
import type { z } from 'zod';
import { toPage } from '#core/list.ts';
import { publishToMany } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { mustSeeExam, mustTeachExam, setReleased, shownNow } from '#domains/exams/index.ts';
import { isStaff, mustSeeEnrollment } from '#domains/school/index.ts';
import * as queries from './results.queries.ts';

/** Everybody's result of an exam, the best first, and who is absent. */
export function listExamResults(scope: Scope, exam_id: number) {
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    const rows = await queries.listOfExam(tx, exam_id);
    return { results: rows.map(toResult), absent: await queries.listAbsent(tx, exam) };
  });
}

/** One student's result; 404 to students and parents while it is not shown. Keys are there for staff, and when shown. */
export function getExamResult(scope: Scope, exam_id: number, enrollment_id: number): Promise<ResultDetail> {
  return scope.tx(async (tx, scope) => {
    const exam = await mustSeeExam(tx, scope, exam_id);
    await mustSeeEnrollment(tx, scope, enrollment_id);
    const shown = isStaff(scope) ? { results: true, keys: true } : shownNow(exam, scope.now);
    if (!shown.results) refuse('not_found');
    const row = found(await queries.findOfExam(tx, exam_id, enrollment_id));
    const facts = await queries.listFacts(tx, row.attempt_id);
    return { ...toResult(row), facts: facts.map((fact) => toFact(fact, shown.keys)) };
  });
}

export function listResults(scope: Scope, query: ResultQuery, url: string): Promise<Page<OwnResult>> {
  return scope.tx(async (tx, scope) => {
    const rows = await queries.listSeen(tx, scope, query);
    const count = await queries.countSeen(tx, scope, query);
    const results = rows.map(({ exam_title, session_id, lecture_id, ...row }) => ({
      ...toResult(row),
      ...{ exam_title, session_id, lecture_id },
    }));
    return toPage(url, query, count, results);
  });
}

/** Shows the results of an exam to its students and parents, or no longer. */
export function releaseResults(scope: Scope, exam_id: number, released: boolean) {
  return scope.tx(async (tx, scope) => {
    await setReleased(tx, scope, exam_id, released);
    await publishToMany(tx, 'results', await queries.listEnrollments(tx, exam_id));
    return { released_at: (await mustSeeExam(tx, scope, exam_id)).released_at };
  });
}

type ChangeQuery = Parameters<typeof queries.listChanges>[2];

export function listChanges(scope: Scope, exam_id: number, query: ChangeQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    const rows = await queries.listChanges(tx, exam_id, query);
    return toPage(url, query, await queries.countChanges(tx, exam_id, query), rows);
  });
}

function toResult({ id: _, attempt_id: __, ...row }: queries.ResultRow): Result {
  return { ...row, attempt_count: row.attempt_count ?? 0 };
}

type Fact = Awaited<ReturnType<typeof queries.listFacts>>[number];

function toFact({ keys, key_state: _, meta, ...fact }: Fact, withKeys: boolean): z.infer<typeof ResultFact> {
  return { ...fact, meta: meta as z.infer<typeof ResultFact>['meta'], keys: withKeys ? keys : null };
}
