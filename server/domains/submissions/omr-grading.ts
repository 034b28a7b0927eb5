import { AiResult, type OmrGradingPayload } from '@seodang/contract/omr-grading.ts';
import { z } from 'zod';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import {
  faultOf,
  findSheetById,
  pagesOf,
  questionsOf,
  takeSheet,
  writtenForm,
} from '#domains/exams/index.ts';
import { type Address, defineJobKind, type JobOf, queueJob } from '#domains/jobs/index.ts';
import { replaceAnswers } from './answers.queries.ts';
import { fromReading } from './answers.rules.ts';
import { blankOf } from './blank-scan.ts';
import { answersReady } from './events.ts';
import { step } from './step.ts';
import * as queries from './submissions.queries.ts';

const OMR_GRADING = 'ai.omr_grading';
/** Signed when a runner claims, so that waiting costs nothing of it. */
const SOURCE_URL_SECONDS = 3600;
const privatePayload = z.strictObject({ sheet_id: z.int() });
type OmrJob = JobOf<typeof privatePayload>;

/** The kind of job that reads the marks of one student's sheet. */
export function omrGradingKind(storage: Storage) {
  return defineJobKind({
    kind: OMR_GRADING,
    privatePayload,
    result: AiResult,
    payload: (scope, job: OmrJob, address) => payloadOf(scope, storage, job, address),
    outputPrefix: (job, tenantCode) =>
      `submissions/${tenantCode}/jobs/${job.id}/${job.attempt}-${job.fence}/`,
    filesOf: () => [],
    onDone: (scope, job, result) => scope.tx((tx) => applyResult(tx, job, result)),
    onFailed: (scope, job, reason) => scope.tx((tx) => fail(tx, job, reason)),
  });
}

/** Queues the reading of a submission, in the transaction that took it. */
export async function dispatch(tx: Tx, row: queries.SubmissionRow, at: Date): Promise<queries.SubmissionRow> {
  const sheet = await takeSheet(tx, row.exam_id ?? 0, at);
  const job_id = await queueJob(
    tx,
    { kind: OMR_GRADING, privatePayload },
    { subject_id: row.id, private_payload: { sheet_id: sheet.id } },
  );
  return step(tx, row, 'dispatched', { job_id, error_message: '' });
}

function payloadOf(
  scope: Scope,
  storage: Storage,
  job: OmrJob,
  address: Address,
): Promise<OmrGradingPayload> {
  return scope.tx(async (tx) => {
    const row = found(await queries.lockSubmission(tx, job.subject_id));
    const isWaiting = row.status === 'dispatched' || row.status === 'extracting';
    if (row.job_id !== job.id || !isWaiting || row.file_key === null || row.file_size === null)
      refuse('conflict');
    const sheet = found(await findSheetById(tx, job.private_payload.sheet_id));
    const questions = await questionsOf(tx, row.exam_id ?? 0);
    if (row.status === 'dispatched') await step(tx, row, 'extracting');
    return {
      submission_id: row.id,
      target_type: 'exam' as const,
      target_id: row.target_id,
      file_key: row.file_key,
      file_size: row.file_size,
      download_url: address(await storage.signedGet(row.file_key, SOURCE_URL_SECONDS)),
      omr: { sheet_id: sheet.id, pages: pagesOf(sheet), blank: await blankOf(storage, sheet, address) },
      questions: questions.map(({ id, number, region_meta }) => ({
        exam_question_id: id,
        number,
        region_meta,
      })),
    };
  });
}

/** Counts once, and only of the job that the submission waits for. */
async function applyResult(tx: Tx, job: OmrJob, reported: AiResult): Promise<void> {
  const row = await queries.lockSubmission(tx, job.subject_id);
  if (row?.job_id !== job.id || row.status !== 'extracting' || row.exam_id === null) return;
  const { result } = reported;
  if (reported.status === 'FAILED' || !result || reported.submission_id !== row.id)
    return fail(tx, job, reported.error ?? 'AI worker failed');
  const questions = await questionsOf(tx, row.exam_id);
  const marked = questions.filter(({ kind }) => kind !== 'short');
  const { answers, strange } = fromReading({ writtenForm, faultOf }, result.version, result.answers, marked);
  if (strange > 0) return fail(tx, job, `${strange} answers are of no question of this exam`);
  if (result.answers.length === 0) return fail(tx, job, 'no_answers');
  await replaceAnswers(tx, row, answers);
  await step(tx, row, 'answers_ready', { meta: JSON.stringify({ version: result.version }) });
  await emit(tx, answersReady, {
    submission_id: row.id,
    exam_id: row.exam_id,
    enrollment_id: row.enrollment_id,
  });
  await publish(tx, 'submissions', { lecture_id: row.lecture_id });
}

async function fail(tx: Tx, job: Pick<OmrJob, 'id' | 'subject_id'>, reason: string): Promise<void> {
  const row = await queries.lockSubmission(tx, job.subject_id);
  if (row?.job_id !== job.id || (row.status !== 'dispatched' && row.status !== 'extracting')) return;
  await step(tx, row, 'failed', { error_message: reason.slice(0, 500) });
}
