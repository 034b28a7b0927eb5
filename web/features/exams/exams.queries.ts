import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/exams.ts';
import { examStatistics } from '@seodang/contract/statistics.ts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Exam = Output<typeof api.getExam>;
export type ExamChange = Input<typeof api.changeExam>['body'];
export type Extension = Output<typeof api.listExamExtensions>['results'][number];

/** The exams of a lecture, the newest first. */
export const examsQuery = (lecture_id: number) =>
  queryOptions({
    queryKey: ['exams', { lecture_id }],
    queryFn: () => call(api.listExams, { querystring: { lecture: lecture_id, page_size: 500 } }),
  });

export const examQuery = (id: number) =>
  queryOptions({
    queryKey: ['exams', id],
    queryFn: () => call(api.getExam, { params: { id } }),
    meta: { alsoOn: ['results'] },
  });

export const extensionsQuery = (id: number) =>
  queryOptions({
    queryKey: ['exams', id, 'extensions'],
    queryFn: () => call(api.listExamExtensions, { params: { id } }),
  });

/** How an exam went; of one that nobody sat only the counts say something. */
export const statisticsQuery = (id: number) =>
  queryOptions({
    queryKey: ['results', 'statistics', id],
    queryFn: () => call(examStatistics, { params: { id } }),
  });

const undoMs = 60_000;

/** Until when something can be taken back that the server would take back at any time. */
export const undoUntil = () => new Date(Date.now() + undoMs).toISOString();

/** A change after which everything that shows exams and what they were worth is asked for again. */
export function useExamChange<V, R>(change: (values: V) => Promise<R>, quiet = false) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    meta: { quiet },
    onSuccess: () =>
      Promise.all(
        ['exams', 'results', 'submissions', 'scans'].map((topic) =>
          queries.invalidateQueries({ queryKey: [topic] }),
        ),
      ),
  });
}

export const useCreateExam = () =>
  useExamChange((body: Input<typeof api.createExam>['body']) => call(api.createExam, { body }), true);
export const useChangeExam = (id: number, quiet = false) =>
  useExamChange((body: ExamChange) => call(api.changeExam, { params: { id }, body }), quiet);
export const useDeleteExam = () => useExamChange((id: number) => call(api.deleteExam, { params: { id } }));
export const useRestoreExam = () => useExamChange((id: number) => call(api.restoreExam, { params: { id } }));

type Extend = { enrollment_id: number; body: Input<typeof api.extendExam>['body'] };
export const useExtendExam = (id: number) =>
  useExamChange(
    ({ enrollment_id, body }: Extend) => call(api.extendExam, { params: { id, enrollment_id }, body }),
    true,
  );
export const useRemoveExtension = (id: number) =>
  useExamChange((enrollment_id: number) => call(api.removeExamExtension, { params: { id, enrollment_id } }));
