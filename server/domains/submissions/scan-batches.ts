import {
  type OmrBatchPayload,
  OmrBatchResult,
  type ScannedPage,
  ScannedPages,
} from '@seodang/contract/omr-grading.ts';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import {
  type ExamRow,
  findSheetById,
  listRoster,
  mustSeeExam,
  pagesOf,
  questionsOf,
} from '#domains/exams/index.ts';
import { type Address, defineJobKind, type JobOf } from '#domains/jobs/index.ts';
import { blankOf } from './blank-scan.ts';
import { submitPages } from './scan-pages.ts';
import * as queries from './scans.queries.ts';
import { numbersOnSheet, type Sorted, sortPages } from './scans.rules.ts';

export const OMR_BATCH = 'ai.omr_batch';
export const batchPayload = z.strictObject({});
type BatchJob = JobOf<typeof batchPayload>;
const SOURCE_URL_SECONDS = 3600;

/** The kind of job that reads the scans of a class, page by page. */
export function omrBatchKind(storage: Storage) {
  return defineJobKind({
    kind: OMR_BATCH,
    privatePayload: batchPayload,
    result: OmrBatchResult,
    payload: (scope, job: BatchJob, address) => payloadOf(scope, storage, job, address),
    outputPrefix: (job, tenantCode) => prefixOf(tenantCode, job),
    filesOf: ({ files }) => files,
    onPublished: (scope, job, result) => keepSeen(scope, job, result),
    onDone: (scope, job, result) => sortBatch(scope, storage, job, result),
    onFailed: (scope, job, reason) => scope.tx((tx) => fail(tx, job, reason)),
  });
}

const prefixOf = (tenantCode: string, { id, attempt, fence }: Pick<BatchJob, 'id' | 'attempt' | 'fence'>) =>
  `submissions/${tenantCode}/scans/${id}/${attempt}-${fence}/`;

function payloadOf(
  scope: Scope,
  storage: Storage,
  job: BatchJob,
  address: Address,
): Promise<OmrBatchPayload> {
  return scope.tx(async (tx, scope) => {
    const batch = found(await queries.lockBatch(tx, job.subject_id));
    if (batch.status !== 'reading' || batch.job_id !== job.id) refuse('conflict');
    const exam = await mustSeeExam(tx, scope, batch.exam_id);
    const sheet = found(await findSheetById(tx, batch.sheet_id));
    const files = await queries.listBatchFiles(tx, batch.id);
    const questions = await questionsOf(tx, exam.id);
    return {
      batch_id: batch.id,
      exam_id: exam.id,
      sheet_id: sheet.id,
      files: await Promise.all(
        files.map(async ({ file_key, file_size }) => ({
          url: address(await storage.signedGet(file_key, SOURCE_URL_SECONDS)),
          bytes: file_size ?? 0,
        })),
      ),
      pages: pagesOf(sheet),
      blank: await blankOf(storage, sheet, address),
      roster: numbersOnSheet(await listRoster(tx, exam.session_id), sheet.number_digits).map(
        ({ enrollment_id, number }) => ({ number, enrollment: enrollment_id }),
      ),
      questions: questions.map(({ id, number }) => ({ exam_question_id: id, number })),
    };
  });
}

/** How far the runner is and what became of each page, for those who wait; what it read counts when all of it is there. */
function keepSeen(scope: Scope, job: BatchJob, { seen, page_count }: OmrBatchResult): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const batch = await queries.lockBatch(tx, job.subject_id);
    if (batch?.status !== 'reading' || batch.job_id !== job.id || !seen) return;
    await queries.updateBatch(tx, batch.id, { seen, page_total: page_count });
    const { lecture_id } = await mustSeeExam(tx, scope, batch.exam_id);
    await publish(tx, 'scans', { lecture_id });
  });
}

/** Splits what was read into one submission for each student; counts once, and only of the batch's own job. */
async function sortBatch(
  scope: Scope,
  storage: Storage,
  job: BatchJob,
  result: OmrBatchResult,
): Promise<void> {
  const { code } = await scope.tx((tx) => findAcademy(tx));
  const prefix = prefixOf(code, job);
  const pages = await readPages(storage, `${prefix}${result.pages_file}`);
  await scope.tx(async (tx, scope) => {
    const batch = await queries.lockBatch(tx, job.subject_id);
    if (batch?.status !== 'reading' || batch.job_id !== job.id) return;
    const exam = await mustSeeExam(tx, scope, batch.exam_id);
    const roster = new Set((await listRoster(tx, exam.session_id)).map(({ enrollment_id }) => enrollment_id));
    const present = (await queries.listScanned(tx, exam.id)).map(
      (one) => [one.enrollment_id, one.pages] as const,
    );
    const sorted = sortPages(pages, roster, new Map(present));
    await keepPages(tx, { batch, exam, version: result.version, prefix, at: scope.now }, sorted);
    await queries.updateBatch(tx, batch.id, {
      ...{ status: 'done', page_count: pages.length, page_total: pages.length },
    });
    await publish(tx, 'scans', { lecture_id: exam.lecture_id });
  });
}

async function readPages(storage: Storage, key: string): Promise<ScannedPage[]> {
  const opened = await storage.get(key);
  if (!opened) throw new Error(`${key} is gone`);
  const chunks: Buffer[] = [];
  for await (const chunk of opened.stream) chunks.push(chunk as Buffer);
  return ScannedPages.parse(JSON.parse(Buffer.concat(chunks).toString()));
}

type Kept = { batch: queries.BatchRow; exam: ExamRow; version: string; prefix: string; at: Date };

async function keepPages(tx: Tx, kept: Kept, sorted: readonly Sorted[]): Promise<void> {
  const { batch, exam, version, prefix, at } = kept;
  const submissions = new Map<number, number>();
  const ofStudent = Map.groupBy(
    sorted.filter(({ status }) => status === 'assigned'),
    ({ page }) => page.enrollment_id ?? 0,
  );
  for (const [enrollment_id, own] of ofStudent) {
    const given = { exam, enrollment_id, user_id: batch.created_by, at };
    const read = own.map(({ page: { answers } }) => ({ version, answers }));
    submissions.set(enrollment_id, await submitPages(tx, given, read));
  }
  for (const { page, status, reason } of sorted)
    await queries.insertPage(tx, {
      batch_id: batch.id,
      place: page.place,
      page_number: page.page_number,
      status,
      reason,
      number: page.number,
      candidates: page.candidates,
      enrollment_id: status === 'assigned' || status === 'duplicate' ? page.enrollment_id : null,
      submission_id: status === 'assigned' ? (submissions.get(page.enrollment_id ?? 0) ?? null) : null,
      image_key: page.image === null ? null : prefix + page.image,
      number_key: page.number_image === null ? null : prefix + page.number_image,
      name_key: page.name_image === null ? null : prefix + page.name_image,
      answers: JSON.stringify(page.answers),
      version: version.slice(0, 50),
    });
}

async function fail(tx: Tx, job: BatchJob, reason: string): Promise<void> {
  const batch = await queries.lockBatch(tx, job.subject_id);
  if (batch?.status !== 'reading' || batch.job_id !== job.id) return;
  await queries.updateBatch(tx, batch.id, { status: 'failed', error_message: reason.slice(0, 500) });
  await publish(tx, 'scans');
}
