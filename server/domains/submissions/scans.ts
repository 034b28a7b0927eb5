import { SCAN_FILE_MAX_BYTES, type ScanBatch, type ScanBatchDetail } from '@seodang/contract/scans.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { findSheet, listRoster, mustTeachExam, takeSheet } from '#domains/exams/index.ts';
import { queueJob } from '#domains/jobs/index.ts';
import { bindFile } from './files.queries.ts';
import { checkFiles, mustOwn } from './files.ts';
import { batchPayload, OMR_BATCH } from './scan-batches.ts';
import { shownBatch, toBatch, toPage } from './scan-views.ts';
import * as queries from './scans.queries.ts';
import { numbersOnSheet } from './scans.rules.ts';

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
    const sheet = await takeSheet(tx, exam_id, scope.now);
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
    return { results: (await queries.listBatches(tx, exam_id)).map(toBatch) };
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
      roster: await seatsOf(tx, { exam_id, session_id }),
    };
  });
}

/** Who may hand in a sheet, and who has: for a camera that says at once whose sheet it sees. */
export function scanRoster(scope: Scope, exam_id: number) {
  return scope.tx(async (tx, scope) => {
    const { session_id } = await mustTeachExam(tx, scope, exam_id);
    const missing = await queries.listMissing(tx, { exam_id, session_id });
    const without = new Set(missing.map(({ enrollment_id }) => enrollment_id));
    const seats = await seatsOf(tx, { exam_id, session_id });
    return { results: seats.map((seat) => ({ ...seat, handed_in: !without.has(seat.enrollment_id) })) };
  });
}

async function seatsOf(tx: Tx, { exam_id, session_id }: { exam_id: number; session_id: number }) {
  const digits = (await findSheet(tx, exam_id))?.number_digits ?? 0;
  const roster = numbersOnSheet(await listRoster(tx, session_id), digits);
  return roster.map(({ enrollment_id, name, number }) => ({ enrollment_id, student_name: name, number }));
}
