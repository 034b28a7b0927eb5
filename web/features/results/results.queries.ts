import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/results.ts';
import { examGrid } from '@seodang/contract/statistics.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useExamChange } from '../exams/exams.queries.ts';

export type ExamResults = Output<typeof api.listExamResults>;
export type Result = ExamResults['results'][number];

export type ResultDetail = Output<typeof api.getExamResult>;
export type Differences = Output<typeof api.previewRegrade>;
export type Regrade = Input<typeof api.previewRegrade>['body'];
export type Grid = Output<typeof examGrid>;

export const resultsQuery = (exam_id: number) =>
  queryOptions({
    queryKey: ['results', 'exam', exam_id],
    queryFn: () => call(api.listExamResults, { params: { id: exam_id } }),
    meta: { alsoOn: ['exams'] },
  });

export const resultQuery = (exam_id: number, enrollment_id: number) =>
  queryOptions({
    queryKey: ['results', 'exam', exam_id, { enrollment_id }],
    queryFn: () => call(api.getExamResult, { params: { id: exam_id, enrollment_id } }),
    meta: { alsoOn: ['exams'] },
  });

export const gridQuery = (exam_id: number) =>
  queryOptions({
    queryKey: ['results', 'grid', exam_id],
    queryFn: () => call(examGrid, { params: { id: exam_id } }),
    meta: { alsoOn: ['exams'] },
  });

/** Whose result a change of questions would change; asked anew each time, nothing is written. */
export const regradePreviewQuery = (exam_id: number, body: Regrade) =>
  queryOptions({
    queryKey: ['results', 'regrade', exam_id, body],
    queryFn: () => call(api.previewRegrade, { params: { id: exam_id }, body }),
    staleTime: 0,
    gcTime: 0,
  });

export const useRegrade = (exam_id: number) =>
  useExamChange((body: Regrade) => call(api.regradeExam, { params: { id: exam_id }, body }));
export const useRelease = (exam_id: number) =>
  useExamChange((released: boolean) =>
    call(api.releaseResults, { params: { id: exam_id }, body: { released } }),
  );
