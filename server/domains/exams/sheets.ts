import { isDeepStrictEqual } from 'node:util';
import type { ExamSheet, SheetChange } from '@seodang/contract/exam-questions.ts';
import { drawSheets, type SheetCopy } from '@seodang/omr/draw';
import { layout, type Sheet } from '@seodang/omr/geometry';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { lockExam } from './exams.queries.ts';
import { mustTeachExam } from './exams.ts';
import { drawnHere, foreignFacts, mustChoose, placeAgain, placeTemplate } from './foreign-sheets.ts';
import { listQuestions, placeQuestions } from './questions.queries.ts';
import { layoutOf } from './questions.rules.ts';
import { clearOfCode, cutTo, nameRoomOf, widthOf } from './sheet-texts.rules.ts';
import * as queries from './sheets.queries.ts';
import { bubblesOf, pagesOf, regionsOf } from './sheets.rules.ts';

export function getSheet(scope: Scope, exam_id: number): Promise<ExamSheet> {
  return scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    return toSheet(tx, found(await queries.findSheet(tx, exam_id)));
  });
}

/** Another layout, or another design: a template in its newest version, or null for the sheet that is drawn here. */
export function changeSheet(
  scope: Scope,
  exam_id: number,
  { template_id, ...change }: SheetChange,
): Promise<ExamSheet> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id } = await mustTeachExam(tx, scope, exam_id);
    const template = template_id ? await mustChoose(tx, template_id) : undefined;
    await lockExam(tx, exam_id);
    const before = found(await queries.findSheet(tx, exam_id));
    const isForeign = template_id === undefined ? before.is_foreign : template_id !== null;
    if (isForeign && Object.keys(change).length > 0) refuse('foreign_sheet');
    const after = template
      ? await takeTemplate(tx, scope, before, template)
      : await drawHere(tx, scope, before, template_id === null, change);
    await audit(tx, scope, {
      action: 'exam.change_sheet',
      subject_type: 'exam',
      subject_id: exam_id,
      before: briefOf(before),
      after: briefOf(after),
    });
    await publish(tx, 'exams', { lecture_id });
    return toSheet(tx, after);
  });
}

function briefOf({ paper, number_digits, template_id, template_version }: queries.SheetRow) {
  return { paper, number_digits, ...(template_id === null ? {} : { template_id, template_version }) };
}

async function takeTemplate(
  tx: Tx,
  scope: Scope,
  before: queries.SheetRow,
  template: Awaited<ReturnType<typeof mustChoose>>,
): Promise<queries.SheetRow> {
  const isSame = before.template_id === template.id && before.template_version === template.version;
  if (isSame) return before;
  const sheet = before.printed_at === null ? before : await replaceSheet(tx, scope, before);
  return placeTemplate(tx, sheet, template);
}

async function drawHere(
  tx: Tx,
  scope: Scope,
  before: queries.SheetRow,
  isWanted: boolean,
  change: Wanting,
): Promise<queries.SheetRow> {
  if (before.is_foreign && isWanted) {
    const sheet = before.printed_at === null ? before : await replaceSheet(tx, scope, before);
    await queries.updateSheet(tx, sheet.id, { ...drawnHere, paper: 'A4', number_digits: 8 });
  }
  return layOut(tx, scope, before.exam_id, change);
}

/**
 * Makes the layout anew from the questions. Paper that was printed keeps its layout: when bubbles would move, the exam
 * gets another sheet with an id of its own, and copies of the old one are no longer taken for it.
 */
export async function layOut(
  tx: Tx,
  scope: Scope,
  exam_id: number,
  change: Wanting = {},
): Promise<queries.SheetRow> {
  const exam = found(await lockExam(tx, exam_id));
  const before = found(await queries.findSheet(tx, exam_id));
  if (before.is_foreign) return placeAgain(tx, before);
  const wanted = { ...before, ...change };
  const pages = geometryOf(exam.title, wanted, await listQuestions(tx, exam_id));
  const same = isDeepStrictEqual(bubblesOf(pages), bubblesOf(pagesOf(before)));
  const isReplaced = before.printed_at !== null && !same;
  if (before.printed_at !== null && same) return before;
  const { paper, number_digits } = wanted;
  const sheet = isReplaced ? await replaceSheet(tx, scope, before) : before;
  await placeQuestions(tx, { exam_id, sheet_id: sheet.id }, regionsOf(pages));
  return queries.updateSheet(tx, sheet.id, { paper, number_digits, pages: JSON.stringify(pages) });
}

async function replaceSheet(tx: Tx, scope: Scope, { id, exam_id }: queries.SheetRow) {
  await queries.updateSheet(tx, id, { replaced_at: scope.now });
  return queries.insertSheet(tx, { exam_id });
}

type Wanting = Omit<SheetChange, 'template_id'>;
type Wanted = Pick<queries.SheetRow, 'paper' | 'number_digits'>;

function geometryOf(
  title: string,
  { paper, number_digits }: Wanted,
  questions: Awaited<ReturnType<typeof listQuestions>>,
) {
  try {
    const input = { title, questions: layoutOf(questions), paper: paper as 'A4', number_digits };
    return layout(input).map(clearOfCode);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuseFields({ pointer: '/questions', message: error.message });
  }
}

type Print = { copies: number; enrollment_ids?: number[] | undefined };

/** A PDF of sheets to print, those of students with their names and numbers; from now on the layout is kept. */
export async function printSheets(scope: Scope, exam_id: number, wanted: Print): Promise<Uint8Array> {
  const { exam, sheet, roster } = await scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    if (exam.question_count === 0) refuse('exam_without_questions');
    const sheet = found(await queries.findSheet(tx, exam_id));
    if (sheet.is_foreign) refuse('foreign_sheet');
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
  const pages = pagesOf(sheet).map(clearOfCode);
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
  const isMarked = digits > 0 && number.length <= digits;
  return {
    sheet: page,
    code: { ...code, page: page.page.number, enrollment: student.enrollment_id },
    student: {
      name: cutTo(student.name, '', 11, nameRoomOf(page) - (isMarked ? widthOf(` (${number})`, 11) : 0)),
      ...(isMarked ? { number } : {}),
      ...(student.grade ? { class: student.grade } : {}),
    },
  };
}

async function toSheet(tx: Tx, row: queries.SheetRow): Promise<ExamSheet> {
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
    ...(await foreignFacts(tx, row)),
  };
}
