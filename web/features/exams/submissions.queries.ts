import { ApiProblem, type Input, type Output } from '@seodang/contract/call.ts';
import type { Problem } from '@seodang/contract/problem.ts';
import * as api from '@seodang/contract/submissions.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, send } from '../../lib/api.ts';
import { useExamChange } from './exams.queries.ts';

export type Submission = Output<typeof api.listSubmissions>['results'][number];
export type SubmissionDetail = Output<typeof api.getSubmission>;
export type SubmissionAnswer = SubmissionDetail['answers'][number];

export const submissionsOnAPage = 50;

/** What was handed in for an exam, the newest first. */
export const submissionsQuery = (exam_id: number, page: number) =>
  queryOptions({
    queryKey: ['submissions', 'exam', exam_id, page],
    queryFn: () =>
      call(api.listSubmissions, {
        querystring: { target_type: 'exam', target: exam_id, page, page_size: submissionsOnAPage },
      }),
    placeholderData: keepPreviousData,
    meta: { alsoOn: ['results'] },
  });

export const submissionQuery = (id: number) =>
  queryOptions({
    queryKey: ['submissions', id],
    queryFn: () => call(api.getSubmission, { params: { id } }),
  });

export const useRetry = () => useExamChange((id: number) => call(api.retrySubmission, { params: { id } }));
export const useCount = () => useExamChange((id: number) => call(api.countSubmission, { params: { id } }));

type Correction = { exam_question_id: number; answer: string };
export const useCorrect = (id: number) =>
  useExamChange(({ exam_question_id, answer }: Correction) =>
    call(api.correctAnswer, { params: { id, exam_question_id }, body: { answer } }),
  );

type Typed = { key: string; body: Input<typeof api.createSubmission>['body'] };
/** Answers that staff typed in; `key` makes a second sending of the same ones harmless. */
export const useTypeIn = () =>
  useExamChange(
    ({ key, body }: Typed) => call(api.createSubmission, { body }, { headers: { 'idempotency-key': key } }),
    true,
  );

type Scan = { exam_id: number; enrollment_id: number; file: File };
export const useUploadScan = () =>
  useExamChange(async ({ exam_id, enrollment_id, file }: Scan) => {
    const form = new FormData();
    form.set('enrollment_id', String(enrollment_id));
    form.set('target_id', String(exam_id));
    form.set('file', file);
    const reply = await send('/submissions/admin/omr-upload', { method: 'POST', body: form });
    if (!reply.ok) throw new ApiProblem((await reply.json()) as Problem);
  }, true);
