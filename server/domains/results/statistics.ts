import type { ExamGrid, ExamStatistics } from '@seodang/contract/statistics.ts';
import type { Scope } from '#core/scope.ts';
import { mustTeachExam, questionsOf } from '#domains/exams/index.ts';
import { listAbsent, listOfExam } from './results.queries.ts';
import * as queries from './statistics.queries.ts';

const STEPS = 10;

/** Distribution, reliability, and how each question did; the absent are in no figure. */
export function examStatistics(scope: Scope, exam_id: number): Promise<ExamStatistics> {
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    const { steps, max_score, ...summary } = await queries.summarise(tx, exam_id);
    const items = await queries.listItems(tx, exam_id);
    const unwritten = await queries.findUnwritten(tx, exam_id);
    const absent = (await listAbsent(tx, exam)).length;
    const top = max_score ?? exam.max_score ?? 0;
    const width = top / STEPS;
    const distribution = steps.map((count, at) => ({
      from: round(at * width),
      to: round((at + 1) * width),
      count,
    }));
    return { ...summary, max_score: top, absent, distribution, items, unwritten };
  });
}

/** Students × questions, the best student first. */
export function examGrid(scope: Scope, exam_id: number): Promise<ExamGrid> {
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    const results = await listOfExam(tx, exam_id);
    const cells = await queries.listCells(tx, exam_id);
    const questions = await questionsOf(tx, exam_id);
    return {
      questions: questions.map(({ id, number, points }) => ({ id, number, points })),
      rows: results.map(({ enrollment_id, student_name, total_score, rank, passed }) => ({
        ...{ enrollment_id, student_name, total_score, rank, passed },
        cells: cells.get(enrollment_id) ?? [],
      })),
      absent: await listAbsent(tx, exam),
    };
  });
}

const round = (value: number) => Math.round(value * 100) / 100;
