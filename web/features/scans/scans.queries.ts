import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/scans.ts';
import { correctAnswer } from '@seodang/contract/submissions.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useExamChange } from '../exams/exams.queries.ts';

export type Scan = Output<typeof api.listScans>['results'][number];
export type ScanDetail = Output<typeof api.getScan>;
export type ScanPage = ScanDetail['pages'][number];
export type Seat = ScanDetail['roster'][number];
export type Alarm = Output<typeof api.listScanAlarms>['results'][number];
export type Doubt = Output<typeof api.listDoubts>['results'][number];

const onAnswers = { alsoOn: ['submissions', 'results'] };

export const scansQuery = (exam_id: number) =>
  queryOptions({
    queryKey: ['scans', 'exam', exam_id],
    queryFn: () => call(api.listScans, { params: { id: exam_id } }),
    meta: onAnswers,
  });

export const scanRosterQuery = (exam_id: number) =>
  queryOptions({
    queryKey: ['scans', 'roster', exam_id],
    queryFn: () => call(api.scanRoster, { params: { id: exam_id } }),
    meta: onAnswers,
  });
export type RosterSeat = Output<typeof api.scanRoster>['results'][number];

export const scanQuery = (id: number) =>
  queryOptions({
    queryKey: ['scans', id],
    queryFn: () => call(api.getScan, { params: { id } }),
    meta: onAnswers,
  });

export const alarmsQuery = (id: number) =>
  queryOptions({
    queryKey: ['scans', id, 'alarms'],
    queryFn: () => call(api.listScanAlarms, { params: { id } }),
    meta: { alsoOn: ['exams'] },
  });

/** What a page shows never changes; its pictures are asked for again when their addresses are about to end. */
export const pageQuery = (id: number) =>
  queryOptions({
    queryKey: ['scan-page', id],
    queryFn: () => call(api.getScanPage, { params: { id } }),
    staleTime: 50 * 60_000,
  });

export const doubtsQuery = (exam_id: number) =>
  queryOptions({
    queryKey: ['scans', 'doubts', exam_id],
    queryFn: () => call(api.listDoubts, { params: { id: exam_id } }),
    meta: onAnswers,
  });

type Assign = { id: number } & Input<typeof api.assignPage>['body'];
export const useAssign = () =>
  useExamChange(({ id, ...body }: Assign) => call(api.assignPage, { params: { id }, body }), true);
export const useDismiss = () =>
  useExamChange((id: number) => call(api.dismissPage, { params: { id } }), true);
export const useTakeBack = () => useExamChange((id: number) => call(api.takeBackPage, { params: { id } }));

type Decision = Pick<Doubt, 'submission_id' | 'exam_question_id'> & { answer: string };
export const useDecide = () =>
  useExamChange(({ submission_id: id, exam_question_id, answer }: Decision) =>
    call(correctAnswer, { params: { id, exam_question_id }, body: { answer } }),
  );
