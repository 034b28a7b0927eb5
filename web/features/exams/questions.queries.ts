import { ApiProblem, type Input, type Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/exam-questions.ts';
import type { Problem } from '@seodang/contract/problem.ts';
import { queryOptions } from '@tanstack/react-query';
import { call, send } from '../../lib/api.ts';
import { useExamChange } from './exams.queries.ts';

export type KeyPreview = Output<typeof api.readAnswerKey>;
export type Sheet = Output<typeof api.getExamSheet>;
export type Print = Input<typeof api.printExamSheet>['body'];

export const questionsQuery = (exam_id: number) =>
  queryOptions({
    queryKey: ['exams', exam_id, 'questions'],
    queryFn: () => call(api.listExamQuestions, { params: { id: exam_id } }),
  });

export const sheetQuery = (exam_id: number) =>
  queryOptions({
    queryKey: ['exams', exam_id, 'sheet'],
    queryFn: () => call(api.getExamSheet, { params: { id: exam_id } }),
  });

export const useSetQuestions = (exam_id: number) =>
  useExamChange(
    (body: Input<typeof api.setExamQuestions>['body']) =>
      call(api.setExamQuestions, { params: { id: exam_id }, body }),
    true,
  );
export const useChangeSheet = (exam_id: number) =>
  useExamChange((body: Input<typeof api.changeExamSheet>['body']) =>
    call(api.changeExamSheet, { params: { id: exam_id }, body }),
  );

/** Sends a file of keys as it is; the server says what it would make of the questions. */
export async function readKeyFile(exam_id: number, file: File): Promise<KeyPreview> {
  const type = /\.(csv|txt|tsv)$/i.test(file.name) ? 'text/csv' : 'application/octet-stream';
  const reply = await send(`/exams/${exam_id}/answer-key`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: file,
  });
  const answer: unknown = await reply.json();
  if (!reply.ok) throw new ApiProblem(answer as Problem);
  return answer as KeyPreview;
}
