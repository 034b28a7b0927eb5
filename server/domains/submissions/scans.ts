import {
  SCAN_FILE_MAX_BYTES,
  type ScanBatch,
  type ScanBatchDetail,
  type ScanPage,
} from '@seodang/contract/scans.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { type ExamRow, findSheet, listRoster, mustTeachExam } from '#domains/exams/index.ts';
import { listLatest, queueJob } from '#domains/jobs/index.ts';
import { bindFile } from './files.queries.ts';
import { checkFiles, mustOwn } from './files.ts';
import { batchPayload, OMR_BATCH } from './scan-batches.ts';
import { addPage, submitPages } from './scan-pages.ts';
import * as queries from './scans.queries.ts';
import { updateSubmission } from './submissions.queries.ts';

const IMAGE_URL_SECONDS = 3600;
/** Somebody waits for it. */
const PRIORITY = 10;

/** Has the scans of a whole class read, in the background; batch, files and job come in one transaction. */
export async function startScan(
  scope: Scope,
  storage: Storage,
  exam_id: number,
  file_keys: readonly string[],
): Promise<ScanBatch> {
  await scope.tx((tx, scope) => mustTeachExam(tx, scope, exam_id));
  const files = await checkFiles(scope, storage, 'omr_scan', file_keys);
  if (files.some(({ size }) => size > SCAN_FILE_MAX_BYTES)) refuse('payload_too_large');
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    if (exam.question_count === 0) refuse('exam_without_questions');
    const sheet = found(await findSheet(tx, exam_id));
    const owned = await mustOwn(tx, scope, file_keys);
    const made = { exam_id, sheet_id: sheet.id, created_by: userOf(scope).user_id, created_at: scope.now };
    const { id } = await queries.insertBatch(tx, made);
    for (const [at, file] of owned.entries())
      await bindFile(tx, file.id, { batch_id: id, place: at + 1, file_size: files[at]?.size ?? 0 });
    const kind = { kind: OMR_BATCH, privatePayload: batchPayload };
    const job_id = await queueJob(tx, kind, { subject_id: id, private_payload: {}, priority: PRIORITY });
    await queries.updateBatch(tx, id, { job_id });
    await audit(tx, scope, {
      action: 'exam.scan',
      subject_type: 'exam',
      subject_id: exam_id,
      after: { batch_id: id },
    });
    await publish(tx, 'scans', { lecture_id: exam.lecture_id });
    return shownBatch(tx, id);
  });
}

export function listScans(scope: Scope, exam_id: number): Promise<{ results: ScanBatch[] }> {
  return scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    return { results: await withProgress(tx, await queries.listBatches(tx, exam_id)) };
  });
}

/** A scan with its pages, what waits for a person, and who is missing. */
export function getScan(scope: Scope, storage: Storage, id: number): Promise<ScanBatchDetail> {
  return scope.tx(async (tx, scope) => {
    const { exam_id } = found(await queries.findBatch(tx, id));
    const { session_id } = await mustTeachExam(tx, scope, exam_id);
    const pages = await queries.listPages(tx, id);
    return {
      ...(await shownBatch(tx, id)),
      pages: await Promise.all(pages.map((page) => toPage(storage, page))),
      missing: await queries.listMissing(tx, { exam_id, session_id }),
    };
  });
}

async function shownBatch(tx: Tx, id: number): Promise<ScanBatch> {
  const [batch] = await withProgress(tx, [found(await queries.findBatch(tx, id))]);
  return found(batch);
}

async function withProgress(tx: Tx, rows: readonly queries.ShownBatch[]): Promise<ScanBatch[]> {
  const jobs = await listLatest(
    tx,
    OMR_BATCH,
    rows.map(({ id }) => id),
  );
  const byBatch = new Map(jobs.map((job) => [job.subject_id, job]));
  return rows.map((row) => ({
    ...row,
    waiting: row.waiting ?? 0,
    progress: row.status === 'done' ? 1 : (byBatch.get(row.id)?.progress ?? 0),
    stage: byBatch.get(row.id)?.stage ?? null,
  }));
}

type Assignment = { enrollment_id: number; replace: boolean };

/**
 * Gives a page to a student. One who has that page already keeps it (`already_exists`), unless this one replaces it: then
 * the submission of before no longer counts.
 */
export function assignPage(
  scope: Scope,
  storage: Storage,
  id: number,
  { enrollment_id, replace }: Assignment,
): Promise<ScanPage> {
  return scope.tx(async (tx, scope) => {
    const { page, exam } = await mustTeachPage(tx, scope, id);
    if (page.status === 'assigned') refuse('conflict');
    const roster = await listRoster(tx, exam.session_id);
    if (!roster.some((one) => one.enrollment_id === enrollment_id)) refuse('not_found');
    const answers = page.answers as unknown as ScanPage['answers'];
    const present = (await queries.listScanned(tx, exam.id)).find(
      (one) => one.enrollment_id === enrollment_id,
    );
    const isTaken = present?.pages.includes(page.page_number ?? 1) ?? false;
    if (present && isTaken && !replace) refuse('already_exists', { submission_id: present.id });
    if (present && isTaken) await updateSubmission(tx, present.id, { superseded_at: scope.now });
    const version = 'omr-1';
    const { user_id } = userOf(scope);
    const given = { exam, enrollment_id, user_id, at: scope.now, version };
    const submission_id = present && !isTaken ? present.id : await submitPages(tx, given, [answers]);
    if (present && !isTaken) await addPage(tx, present.id, version, answers);
    await queries.updatePage(tx, id, { status: 'assigned', enrollment_id, submission_id });
    return told(tx, scope, storage, { exam, page, after: { enrollment_id, submission_id } });
  });
}

export function dismissPage(scope: Scope, storage: Storage, id: number): Promise<ScanPage> {
  return scope.tx(async (tx, scope) => {
    const { page, exam } = await mustTeachPage(tx, scope, id);
    if (page.status === 'assigned') refuse('conflict');
    await queries.updatePage(tx, id, { status: 'dismissed' });
    return told(tx, scope, storage, { exam, page, after: { status: 'dismissed' } });
  });
}

type FoundPage = NonNullable<Awaited<ReturnType<typeof queries.findPage>>>;

async function mustTeachPage(tx: Tx, scope: Scope, id: number) {
  const page = found(await queries.findPage(tx, id));
  return { page, exam: await mustTeachExam(tx, scope, page.exam_id) };
}

async function told(
  tx: Tx,
  scope: Scope,
  storage: Storage,
  { exam, page, after }: { exam: ExamRow; page: FoundPage; after: object },
): Promise<ScanPage> {
  const { status, enrollment_id } = page;
  const subject = { subject_type: 'scan_page', subject_id: page.id };
  await audit(tx, scope, { action: 'scan.sort_page', ...subject, before: { status, enrollment_id }, after });
  await publish(tx, 'scans', { lecture_id: exam.lecture_id });
  return toPage(storage, found(await queries.findPage(tx, page.id)));
}

async function toPage(storage: Storage, row: queries.PageRow): Promise<ScanPage> {
  const { id, place, page_number, status, reason, number, enrollment_id, submission_id } = row;
  return {
    ...{ id, place, page_number, status, reason, number, enrollment_id, submission_id },
    // Arrays of int8 come as text.
    candidates: row.candidates.map(Number),
    image_url: row.image_key === null ? null : await storage.signedGet(row.image_key, IMAGE_URL_SECONDS),
    answers: row.answers as unknown as ScanPage['answers'],
  };
}
