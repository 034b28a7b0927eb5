import { drawSheets } from '@seodang/omr/draw';
import { audit } from '#core/audit.ts';
import { dayIn } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { type ExamRow, mustSeeExam, mustTeachExam, questionsOf, shownNow } from '#domains/exams/index.ts';
import { isStaff, mustSeeEnrollment } from '#domains/school/index.ts';
import type { Card, Line } from './card.ts';
import { findHeading, listTrends } from './report-card.queries.ts';
import { cardPages } from './report-card.rules.ts';
import { type CardWords, cardWords } from './report-card.words.ts';
import { findOfExam, listOfExam, type ResultRow } from './results.queries.ts';
import { listCells, listItems, summarise } from './statistics.queries.ts';
import { notePages } from './wrong-note.rules.ts';

export type Printed = 'cards' | 'wrong_notes';

const EXAMS_IN_TREND = 6;

/** Everybody's report card or wrong answers in one file, by name; who printed it is recorded. */
export async function printForClass(scope: Scope, exam_id: number, content: Printed): Promise<Uint8Array> {
  const cards = await scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    const rows = await listOfExam(tx, exam_id);
    if (rows.length === 0) refuse('not_found');
    await audit(tx, scope, {
      action: 'results.print',
      subject_type: 'exam',
      subject_id: exam_id,
      after: { content, count: rows.length },
    });
    const byName = rows.toSorted((a, b) => a.student_name.localeCompare(b.student_name, 'ko'));
    return cardsOf(tx, scope, exam, byName);
  });
  return draw(cards, content);
}

/** The same of one student; 404 to students and parents while the result is not shown. */
export async function printForOne(
  scope: Scope,
  { exam_id, enrollment_id }: { exam_id: number; enrollment_id: number },
  content: Printed,
): Promise<Uint8Array> {
  const cards = await scope.tx(async (tx, scope) => {
    const exam = await mustSeeExam(tx, scope, exam_id);
    await mustSeeEnrollment(tx, scope, enrollment_id);
    if (!isStaff(scope) && !shownNow(exam, scope.now).results) refuse('not_found');
    return cardsOf(tx, scope, exam, [found(await findOfExam(tx, exam_id, enrollment_id))]);
  });
  return draw(cards, content);
}

function draw(cards: readonly Card[], content: Printed): Promise<Uint8Array> {
  const pagesOf = content === 'cards' ? cardPages : notePages;
  const words: CardWords = cardWords(cards[0]?.locale ?? 'ko');
  const title = content === 'cards' ? words.card : words.note;
  return drawSheets(
    cards.values().flatMap((card) => pagesOf(card, words)),
    `${title} · ${cards[0]?.exam_title ?? ''}`,
  );
}

/** What staff print is handed out: it tells of keys what students see once results are released. Others print what they see. */
const tellsKeys = (scope: Scope, exam: ExamRow) =>
  shownNow(isStaff(scope) ? { ...exam, released_at: scope.now } : exam, scope.now).keys;

async function cardsOf(tx: Tx, scope: Scope, exam: ExamRow, rows: readonly ResultRow[]): Promise<Card[]> {
  const { id: exam_id, lecture_id, title: exam_title } = exam;
  const heading = found(await findHeading(tx, exam.session_id));
  const { mean, steps } = await summarise(tx, exam_id);
  const enrollment_ids = rows.map((row) => row.enrollment_id);
  const about = { exam_id, lecture_id, now: scope.now, most: EXAMS_IN_TREND, enrollment_ids };
  const trends = await listTrends(tx, about);
  const linesFor = await linesOf(tx, exam_id, { withKeys: tellsKeys(scope, exam), enrollment_ids });
  const made_on = dayIn(heading.timezone, scope.now);
  return rows.map((row) => ({
    ...{ ...heading, exam_title, mean, steps, made_on, ...row },
    trend: trends.get(row.enrollment_id) ?? [],
    lines: linesFor(row.enrollment_id),
  }));
}

type Told = { withKeys: boolean; enrollment_ids: readonly number[] };

/** What stands in the lines of each of these students. */
async function linesOf(tx: Tx, exam_id: number, { withKeys, enrollment_ids }: Told) {
  const questions = await questionsOf(tx, exam_id);
  const facility = new Map(
    (await listItems(tx, exam_id)).map((item) => [item.exam_question_id, item.facility]),
  );
  const cells = await listCells(tx, exam_id, enrollment_ids);
  return (enrollment_id: number): Line[] => {
    const own = new Map(cells.get(enrollment_id)?.map((cell) => [cell.exam_question_id, cell]));
    return questions.flatMap(({ id, number, kind, points, keys, key_state }) => {
      const cell = own.get(id);
      if (!cell) return [];
      const { answer, is_correct, score } = cell;
      const told = withKeys ? keys : null;
      return [
        {
          number,
          kind,
          points,
          key_state,
          answer,
          is_correct,
          score,
          keys: told,
          facility: facility.get(id) ?? null,
        },
      ];
    });
  };
}
