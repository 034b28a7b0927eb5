import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/exam-questions.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useExamChange } from './exams.queries.ts';
import { sendFile } from './send-file.ts';

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
export const readKeyFile = (exam_id: number, file: File): Promise<KeyPreview> =>
  sendFile(`/exams/${exam_id}/answer-key`, file);
