import { randomBytes } from 'node:crypto';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { shownNow } from '#domains/exams/index.ts';
import { lockStudent } from './attempts.queries.ts';
import { findUserOf } from './bank-changes.queries.ts';
import { findShownExam, listCounting, listSheetPlaces } from './from-results.queries.ts';
import { deleteImages, insertImages, listUnnamed } from './images.queries.ts';
import { store } from './images.ts';
import { uuidOf } from './paper.ts';
import { cutSheets, type SheetPlace } from './sheet-pictures.ts';
import * as queries from './sheets.queries.ts';
import { moveBank } from './topics.queries.ts';

/**
 * Lets mistakes of an exam show what was marked on the sheets that count now, and nothing of a sheet that was taken away,
 * replaced or given to another, or whose results or keys are hidden. Without enrollments: of everybody. Safe to run twice;
 * throws when the storage does not answer, with all that has to go gone already.
 */
export async function followSheets(
  scope: Scope,
  storage: Storage,
  exam_id: number,
  enrollment_ids: readonly number[] | null,
): Promise<void> {
  const students = await scope.tx((tx) => listConcerned(tx, exam_id, enrollment_ids));
  const sheets = students.map((student_id) => ({ exam_id, student_id }));
  for (const sheet of sheets) await withdraw(scope, sheet);
  for (const { student_id } of sheets) await dropUnnamed(scope, storage, student_id);
  for (const sheet of sheets) await illustrate(scope, storage, sheet);
}

type Sheet = { exam_id: number; student_id: number };

/** Only those who were told of a mistake may have, or lack, a picture. */
export async function listConcerned(tx: Tx, exam_id: number, enrollment_ids: readonly number[] | null) {
  const sitters = await queries.listSitters(tx, exam_id, enrollment_ids);
  return queries.listTold(
    tx,
    sitters.map((student_id) => ({ student_id, uuid: uuidOf({ exam_id, student_id }) })),
  );
}

/** What a student was told of the exam, each mistake with the place that it should be seen at and whether it is. */
async function standingOf(tx: Tx, scope: Scope, { exam_id, student_id }: Sheet) {
  const told = await queries.listPictures(tx, student_id, uuidOf({ exam_id, student_id }));
  const exam = await findShownExam(tx, exam_id);
  const isShown = exam !== undefined && shownNow(exam, scope.now).keys;
  const attempts = isShown ? await listCounting(tx, exam_id, { student_id }) : [];
  const ids = told.map((one) => one.exam_question_id);
  const places = new Map<number, SheetPlace>();
  for (const { attempt_id } of attempts)
    for (const place of await listSheetPlaces(tx, attempt_id, ids)) places.set(place.exam_question_id, place);
  return told.map((one) => {
    const place = places.get(one.exam_question_id);
    return { ...one, place, isRight: place !== undefined && one.cut_from === place.image_key };
  });
}

function withdraw(scope: Scope, sheet: Sheet): Promise<void> {
  return scope.tx(async (tx, scope) => {
    await lockStudent(tx, sheet.student_id);
    const wrong = (await standingOf(tx, scope, sheet)).filter(
      (one) => one.picture_path !== null && !one.isRight,
    );
    await queries.putPictures(
      tx,
      wrong.map(({ id }) => ({ id, picture_path: null })),
    );
    await tell(tx, sheet.student_id, wrong);
  });
}

async function illustrate(scope: Scope, storage: Storage, sheet: Sheet): Promise<void> {
  const { lacking, code } = await scope.tx(async (tx, scope) => ({
    lacking: (await standingOf(tx, scope, sheet)).flatMap(({ place, isRight }) =>
      place && !isRight ? [place] : [],
    ),
    code: (await findAcademy(tx)).code,
  }));
  const made = await keep(storage, code, lacking);
  if (made.size === 0) return;
  const unused = await scope.tx(async (tx, scope) => {
    await lockStudent(tx, sheet.student_id);
    // The sheet may have been taken away while it was cut.
    const fitting = (await standingOf(tx, scope, sheet)).flatMap((one) => {
      const image = made.get(one.exam_question_id);
      return image && !one.isRight && image.cut_from === one.place?.image_key ? [{ ...one, image }] : [];
    });
    const rows = fitting.map(({ image }) => ({ ...image, student_id: sheet.student_id }));
    await insertImages(tx, rows);
    await queries.putPictures(
      tx,
      fitting.map(({ id, image }) => ({ id, picture_path: image.name })),
    );
    await tell(tx, sheet.student_id, fitting);
    const used = new Set(rows.map(({ name }) => name));
    return [...made.values()].filter(({ name }) => !used.has(name));
  });
  for (const { file_key } of unused) await storage.delete(file_key);
}

/**
 * Files before rows: a row never names a file that is not there. Each has a name of its own, however alike they are, so that
 * who knew a picture before knows nothing of the one that another student gets.
 */
async function keep(storage: Storage, code: string, places: readonly SheetPlace[]) {
  const keys = new Map(places.map((place) => [place.exam_question_id, place.image_key]));
  const made = new Map<number, Awaited<ReturnType<typeof store>> & { cut_from: string }>();
  for (const [id, picture] of await cutSheets(storage, places)) {
    const name = `${randomBytes(32).toString('base64url')}.jpg`;
    const row = await store(storage, code, { ...picture, name });
    made.set(id, { ...row, cut_from: keys.get(id) ?? '' });
  }
  return made;
}

async function tell(
  tx: Tx,
  student_id: number,
  changed: readonly { study_topic_id: number }[],
): Promise<void> {
  const [first] = changed;
  if (!first) return;
  await moveBank(tx, first.study_topic_id);
  const user_id = await findUserOf(tx, student_id);
  if (user_id !== null) await publish(tx, 'study', { user_id });
}

/** Files first: a row that is left is tried again. */
async function dropUnnamed(scope: Scope, storage: Storage, student_id: number): Promise<void> {
  const images = await scope.tx((tx) => listUnnamed(tx, student_id));
  for (const { file_key } of images) await storage.delete(file_key);
  const ids = images.map(({ id }) => id);
  if (ids.length > 0) await scope.tx((tx) => deleteImages(tx, ids));
}
