import type { QuestionInput } from '@seodang/contract/exam-questions.ts';
import type { Scope } from '#core/scope.ts';
import { readSpreadsheet } from '#domains/school/index.ts';
import { readKeyLines } from './answer-key.rules.ts';
import { mustTeachExam } from './exams.ts';
import { listQuestions } from './questions.queries.ts';

/** What a CSV or XLSX file of keys would make of the questions; those that are there keep their ids. Writes nothing. */
export async function readAnswerKey(scope: Scope, exam_id: number, bytes: Buffer) {
  const present = await scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    return listQuestions(tx, exam_id);
  });
  const [sheet] = readSpreadsheet(bytes).sheets;
  const { questions, faults } = readKeyLines(sheet?.lines ?? []);
  const ids = new Map(present.map(({ number, id }) => [number, id]));
  return { faults, questions: questions.map((question) => withId(question, ids.get(question.number))) };
}

function withId(question: QuestionInput, id: number | undefined): QuestionInput {
  return id === undefined ? question : { id, ...question };
}
