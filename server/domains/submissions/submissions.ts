import type { RubricItem } from '@seodang/contract/homework.ts';
import type { Remark } from '@seodang/contract/homework-film.ts';
import type { Annotation } from '@seodang/contract/homework-review.ts';
import type { Page } from '@seodang/contract/list.ts';
import type {
  Submission,
  SubmissionAnswer,
  SubmissionDetail,
  SubmissionQuery,
} from '@seodang/contract/submissions.ts';
import type { Tx } from '#core/db.ts';
import { orderOf, toPage } from '#core/list.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { isStaff, mustTeachLecture } from '#domains/school/index.ts';
import { findReview, listAnswers, listUnwritten } from './answers.queries.ts';
import { listFiles } from './files.queries.ts';
import { filmsOf } from './homework-film.ts';
import { pagesSeenOf } from './homework-pages.ts';
import { samePictures } from './same-pictures.ts';
import * as queries from './submissions.queries.ts';
import { FILE_URL_SECONDS } from './submissions.rules.ts';

export function listSubmissions(
  scope: Scope,
  query: SubmissionQuery,
  url: string,
): Promise<Page<Submission>> {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.submissionOrders, [{ column: 'id', direction: 'desc' }]);
    const rows = await queries.listSubmissions(tx, scope, query, order);
    const count = await queries.countSubmissions(tx, scope, query);
    return toPage(
      url,
      query,
      count,
      rows.map((row) => toSubmission(scope, row)),
    );
  });
}

export function getSubmission(scope: Scope, storage: Storage, id: number): Promise<SubmissionDetail> {
  return scope.tx((tx, scope) => detailOf(tx, scope, storage, id));
}

type Sheet = { id: number; exam_id: number | null; source: string };

async function answersOf(tx: Tx, scope: Scope, row: Sheet): Promise<SubmissionAnswer[]> {
  const answers = (await listAnswers(tx, row.id)).map(({ corrected_at, meta, ...answer }) => ({
    ...answer,
    meta: isStaff(scope) ? meta : {},
    corrected: corrected_at !== null,
    is_unwritten: false,
  }));
  // Those of a scan that is still being read are not there yet.
  if (row.exam_id === null || row.source !== 'omr_scan' || answers.length === 0) return answers;
  const unwritten = await listUnwritten(tx, { id: row.id, exam_id: row.exam_id });
  const nothing = { answer: '', meta: {}, needs_review: false, corrected: false, is_unwritten: true };
  return [...answers, ...unwritten.map((one) => ({ ...one, ...nothing }))].sort(
    (a, b) => a.number - b.number,
  );
}

/** A submission with all that belongs to it, if the caller may know of it; 404 otherwise. */
export async function detailOf(
  tx: Tx,
  scope: Scope,
  storage: Storage,
  id: number,
): Promise<SubmissionDetail> {
  const row = found(await queries.findSubmission(tx, scope, id));
  const files = await listFiles(tx, id);
  const review = await findReview(tx, id);
  const isVideo = row.source === 'homework_video';
  return {
    ...toSubmission(scope, row),
    answers: await answersOf(tx, scope, row),
    files: await Promise.all(
      files.map(async ({ file_key, page_key, thumb_key, look: _, ...file }) => ({
        ...file,
        // What a phone sent says where it was filmed: only the film that is made of it is shown.
        url:
          isVideo && page_key === null
            ? null
            : await storage.signedGet(page_key ?? file_key, FILE_URL_SECONDS),
        thumb_url: thumb_key && (await storage.signedGet(thumb_key, FILE_URL_SECONDS)),
      })),
    ),
    review: review
      ? {
          ...review,
          annotations: review.annotations as unknown as Annotation[],
          marks: review.marks as unknown as RubricItem[],
          remarks: review.remarks as unknown as Remark[],
        }
      : null,
    films: await filmsOf(tx, scope, storage, row, FILE_URL_SECONDS),
    same_pictures: isStaff(scope) ? await samePictures(tx, storage, row, files) : [],
    pages_seen: isStaff(scope) ? await pagesSeen(tx, row, files.length) : null,
  };
}

async function pagesSeen(tx: Tx, { id, homework_id }: queries.ShownRow, file_count: number) {
  if (homework_id === null) return null;
  return (await pagesSeenOf(tx, [{ id, homework_id, file_count }])).get(id) ?? null;
}

/** A submission for a change, locked, if the caller works in its lecture. */
export async function mustTeachSubmission(tx: Tx, scope: Scope, id: number): Promise<queries.SubmissionRow> {
  found(await queries.findSubmission(tx, scope, id));
  const row = (await queries.lockSubmission(tx, id)) ?? refuse('not_found');
  await mustTeachLecture(tx, scope, row.lecture_id);
  return row;
}

/** The reason of a failure is for staff; a student sees that it failed. */
function toSubmission(scope: Scope, row: queries.ShownRow): Submission {
  const { superseded_at, exam_id: _, homework_id: __, lecture_id: ___, target_type, ...rest } = row;
  return {
    ...rest,
    target_type: target_type as Submission['target_type'],
    superseded: superseded_at !== null,
    file_key: isStaff(scope) ? row.file_key : null,
  };
}
