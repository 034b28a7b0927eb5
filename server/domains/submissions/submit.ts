import type { NewSubmission, SubmissionDetail } from '@seodang/contract/submissions.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { found, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { faultOf, findSheet, questionsOf, writtenForm } from '#domains/exams/index.ts';
import { replaceAnswers } from './answers.queries.ts';
import { type GivenAnswer, readAnswers } from './answers.rules.ts';
import { answersReady, homeworkHandedIn } from './events.ts';
import { bindFile } from './files.queries.ts';
import { type CheckedFile, checkFiles, mustOwn } from './files.ts';
import { queueFilm } from './homework-film.ts';
import { queueMatch } from './homework-match.ts';
import { queueReading } from './homework-text.ts';
import { replaceEarlier } from './homework-versions.ts';
import { dispatch } from './omr-grading.ts';
import { copyPages, dropCopies, dropOriginalsLater, type Page } from './pages.ts';
import { step } from './step.ts';
import { insertSubmission, type SubmissionRow } from './submissions.queries.ts';
import { endingsOf } from './submissions.rules.ts';
import { detailOf } from './submissions.ts';
import { lockAttempts, mustAccept, type Target } from './targets.ts';

/**
 * Hands something in. Row, files, answers and job come in one transaction or not at all: answers that were typed in are
 * ready at once, a scan is read by a runner, homework waits for who judges it.
 */
export async function submit(
  scope: Scope,
  storage: Storage,
  input: NewSubmission,
): Promise<SubmissionDetail> {
  await scope.tx((tx, scope) => mustAccept(tx, scope, input));
  const checked = await filesOf(scope, storage, input);
  const files = input.target_type === 'homework' ? await copyPages(storage, checked) : checked;
  try {
    return await scope.tx(async (tx, scope) => {
      if (input.target_type === 'exam') await lockAttempts(tx, input.target_id, input.enrollment_id);
      const target = await mustAccept(tx, scope, input);
      const row = await insert(tx, scope, input, target, files);
      return detailOf(tx, scope, storage, row.id);
    });
  } catch (error) {
    await dropCopies(storage, files);
    throw error;
  }
}

async function filesOf(scope: Scope, storage: Storage, input: NewSubmission): Promise<CheckedFile[]> {
  const keys = input.file_keys ?? (input.file_key === undefined ? [] : [input.file_key]);
  const wantsFiles = endingsOf(input.source).length > 0;
  if (wantsFiles && keys.length === 0) refuseFields({ pointer: '/file', message: 'file required' });
  if (!wantsFiles && keys.length > 0) refuseFields({ pointer: '/file_key', message: 'takes no file' });
  if (input.source === 'omr_scan' && keys.length > 1)
    refuseFields({ pointer: '/file_keys', message: 'one file with all pages of one student' });
  if (input.source === 'homework_video' && keys.length > 1)
    refuseFields({ pointer: '/file_keys', message: 'one video at a time' });
  return checkFiles(scope, storage, input.source, keys);
}

async function insert(
  tx: Tx,
  scope: Scope,
  input: NewSubmission,
  target: Target,
  files: readonly Page[],
): Promise<SubmissionRow> {
  const answers = await answersOf(tx, input, target);
  const owned = await mustOwn(
    tx,
    scope,
    files.map(({ key }) => key),
  );
  const [first] = owned;
  if (target.homework_id !== null) await replaceEarlier(tx, scope, target.homework_id, target.enrollment_id);
  const row = await insertSubmission(tx, {
    ...target,
    source: input.source,
    user_id: userOf(scope).user_id,
    payload: input.payload ? JSON.stringify(withoutMeta(input.payload)) : null,
    file_key: first?.file_key ?? null,
    file_type: first?.file_type ?? null,
    file_size: files[0]?.size ?? null,
    created_at: scope.now,
  });
  for (const [at, { id }] of owned.entries()) {
    const { key: _, size = 0, ...copy } = files[at] ?? {};
    await bindFile(tx, id, { submission_id: row.id, place: at + 1, file_size: size, ...copy });
  }
  await dropOriginalsLater(tx, files);
  if (input.source === 'omr_scan') return dispatch(tx, row, scope.now);
  if (row.homework_id !== null) return awaitReview(tx, row, row.homework_id);
  return takeAnswers(tx, row, answers);
}

/** What was sent, without what a client says about its answers. */
function withoutMeta({ answers, ...rest }: NonNullable<NewSubmission['payload']>) {
  if (!Array.isArray(answers)) return { ...rest, answers };
  return { ...rest, answers: answers.map(({ meta: _, ...answer }) => answer) };
}

/** The answers of sources that come with them, in their written form; refuses the wrong ones by name. */
async function answersOf(tx: Tx, { source, payload }: NewSubmission, target: Target): Promise<GivenAnswer[]> {
  if (target.exam_id === null) return [];
  if (source === 'omr_scan') {
    const sheet = found(await findSheet(tx, target.exam_id));
    if (payload?.sheet_id !== undefined && payload.sheet_id !== sheet.id)
      refuseFields({ pointer: '/payload/sheet_id', message: `is not the sheet of this exam: ${sheet.id}` });
    return [];
  }
  if (!payload) refuseFields({ pointer: '/payload', message: 'required' });
  const read = readAnswers({ writtenForm, faultOf }, payload.answers, await questionsOf(tx, target.exam_id));
  return read.faults.length > 0 ? refuseFields(...read.faults) : read.answers;
}

/** Answers that need no runner are ready; what they are worth follows. */
export async function takeAnswers(
  tx: Tx,
  row: SubmissionRow,
  answers: readonly GivenAnswer[],
): Promise<SubmissionRow> {
  await replaceAnswers(tx, row, answers);
  return announce(tx, await step(tx, row, 'answers_ready'));
}

/** Tells who grades that answers are there or are others than before. */
export async function announce(tx: Tx, row: SubmissionRow): Promise<SubmissionRow> {
  const { id: submission_id, exam_id, enrollment_id } = row;
  if (exam_id === null) return row;
  await emit(tx, answersReady, { submission_id, exam_id, enrollment_id }, { key: `${submission_id}` });
  return row;
}

async function awaitReview(tx: Tx, row: SubmissionRow, homework_id: number): Promise<SubmissionRow> {
  const { id: submission_id, enrollment_id } = row;
  await emit(tx, homeworkHandedIn, { submission_id, homework_id, enrollment_id });
  await queueReading(tx, row.id);
  await queueFilm(tx, row);
  await queueMatch(tx, row);
  return step(tx, row, 'answers_ready');
}
