import { isDeepStrictEqual } from 'node:util';
import type { ExamSheet, PlacedRegion, SheetChange } from '@seodang/contract/exam-questions.ts';
import { drawSheets, type SheetCopy } from '@seodang/omr/draw';
import { layout, type Sheet } from '@seodang/omr/geometry';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { lockExam } from './exams.queries.ts';
import { mustTeachExam } from './exams.ts';
import { listQuestions, placeQuestions } from './questions.queries.ts';
import { layoutOf } from './questions.rules.ts';
import * as queries from './sheets.queries.ts';

export function getSheet(scope: Scope, exam_id: number): Promise<ExamSheet> {
  return scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    return toSheet(found(await queries.findSheet(tx, exam_id)));
  });
}

export function changeSheet(scope: Scope, exam_id: number, change: SheetChange): Promise<ExamSheet> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id } = await mustTeachExam(tx, scope, exam_id);
    await lockExam(tx, exam_id);
    const before = found(await queries.findSheet(tx, exam_id));
    const after = await layOut(tx, scope, exam_id, change);
    await audit(tx, scope, {
      action: 'exam.change_sheet',
      subject_type: 'exam',
      subject_id: exam_id,
      before: { paper: before.paper, number_digits: before.number_digits },
      after: change,
    });
    await publish(tx, 'exams', { lecture_id });
    return toSheet(after);
  });
}

/**
 * Makes the layout anew from the questions. Paper that was printed keeps its layout: when bubbles would move, the exam
 * gets another sheet with an id of its own, and copies of the old one are no longer taken for it.
 */
export async function layOut(
  tx: Tx,
  scope: Scope,
  exam_id: number,
  change: SheetChange = {},
): Promise<queries.SheetRow> {
  const exam = found(await lockExam(tx, exam_id));
  const before = found(await queries.findSheet(tx, exam_id));
  const wanted = { ...before, ...change };
  const pages = geometryOf(exam.title, wanted, await listQuestions(tx, exam_id));
  const same = isDeepStrictEqual(bubblesOf(pages), bubblesOf(pagesOf(before)));
  const isReplaced = before.printed_at !== null && !same;
  if (before.printed_at !== null && same) return before;
  const { paper, number_digits } = wanted;
  const sheet = isReplaced ? await replaceSheet(tx, scope, before) : before;
  const regions = new Map(pages.flatMap(regionsOf));
  await placeQuestions(tx, { exam_id, sheet_id: sheet.id }, regions);
  return queries.updateSheet(tx, sheet.id, { paper, number_digits, pages: JSON.stringify(pages) });
}

async function replaceSheet(tx: Tx, scope: Scope, { id, exam_id }: queries.SheetRow) {
  await queries.updateSheet(tx, id, { replaced_at: scope.now });
  return queries.insertSheet(tx, { exam_id });
}

type Wanted = Pick<queries.SheetRow, 'paper' | 'number_digits'>;

function geometryOf(
  title: string,
  { paper, number_digits }: Wanted,
  questions: Awaited<ReturnType<typeof listQuestions>>,
) {
  try {
    return layout({ title, questions: layoutOf(questions), paper: paper as 'A4', number_digits });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuseFields({ pointer: '/questions', message: error.message });
  }
}

/** What must not move under printed paper; as JSON has it, where what is undefined is not there. */
function bubblesOf(pages: readonly Sheet[]): unknown {
  const places = pages.map(({ texts: _, boxes: __, name_at: ___, ...rest }) => rest);
  return JSON.parse(JSON.stringify(places));
}

function regionsOf({ page, questions }: Sheet): [number, PlacedRegion][] {
  return questions.map(({ number, ...region }) => [number, { page: page.number, ...region }]);
}

/** The geometry of each page of a sheet. */
export function pagesOf({ pages }: Pick<queries.SheetRow, 'pages'>): Sheet[] {
  return pages as unknown as Sheet[];
}

type Print = { copies: number; enrollment_ids?: number[] | undefined };

/** A PDF of sheets to print, those of students with their names and numbers; from now on the layout is kept. */
export async function printSheets(scope: Scope, exam_id: number, wanted: Print): Promise<Uint8Array> {
  const { exam, sheet, roster } = await scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    if (exam.question_count === 0) refuse('exam_without_questions');
    const sheet = found(await queries.findSheet(tx, exam_id));
    const roster = rosterOf(await queries.listRoster(tx, exam.session_id), wanted);
    await queries.updateSheet(tx, sheet.id, { printed_at: sheet.printed_at ?? scope.now });
    await audit(tx, scope, {
      action: 'exam.print_sheets',
      subject_type: 'exam',
      subject_id: exam_id,
      after: { sheet_id: sheet.id, copies: wanted.copies, students: roster.length },
    });
    return { exam, sheet, roster };
  });
  const pages = pagesOf(sheet);
  const code = { exam: exam_id, sheet: sheet.id };
  const named = roster.flatMap((one) => pages.map((page) => copyFor(page, code, one)));
  const blank = Array.from({ length: wanted.copies }, () =>
    pages.map((page) => ({ sheet: page, code: { ...code, page: page.page.number } })),
  ).flat();
  return drawSheets([...named, ...blank], exam.title);
}

function rosterOf(roster: queries.RosterRow[], { copies, enrollment_ids }: Print): queries.RosterRow[] {
  if (enrollment_ids === undefined) return copies > 0 ? [] : roster;
  const wanted = new Set(enrollment_ids);
  const chosen = roster.filter(({ enrollment_id }) => wanted.has(enrollment_id));
  return chosen.length === wanted.size ? chosen : refuse('not_found');
}

function copyFor(page: Sheet, code: { exam: number; sheet: number }, student: queries.RosterRow): SheetCopy {
  const digits = page.number_grid?.length ?? 0;
  const number = student.attendance_code ?? '';
  return {
    sheet: page,
    code: { ...code, page: page.page.number, enrollment: student.enrollment_id },
    student: {
      name: student.name,
      ...(digits > 0 && number.length <= digits ? { number } : {}),
      ...(student.grade ? { class: student.grade } : {}),
    },
  };
}

function toSheet(row: queries.SheetRow): ExamSheet {
  const pages = pagesOf(row);
  return {
    id: row.id,
    exam_id: row.exam_id,
    paper: row.paper as ExamSheet['paper'],
    number_digits: row.number_digits,
    is_foreign: row.is_foreign,
    page_count: pages.length,
    printed: row.printed_at !== null,
    pages,
  };
}
