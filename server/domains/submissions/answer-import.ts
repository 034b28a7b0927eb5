import type { AnswerImportPreview } from '@seodang/contract/answer-imports.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import {
  type ExamRow,
  faultOf,
  listRoster,
  mustTeachExam,
  questionsOf,
  writtenForm,
} from '#domains/exams/index.ts';
import { readSpreadsheet } from '#domains/school/index.ts';
import { type Grid, type GridLine, readGrid } from './answer-grid.rules.ts';
import * as queries from './answer-import.queries.ts';
import { insertSubmission } from './submissions.queries.ts';
import { announce, takeAnswers } from './submit.ts';
import { lockAttempts } from './targets.ts';

type Cells = AnswerImportPreview['cells'];
const UNDO_MS = 3600 * 1000;
/** The most questions that an exam may have, and what stands beside them about the student. */
const MOST_COLUMNS = 520;

/** What a file would be taken for, line by line. Writes nothing. */
export function previewImport(
  scope: Scope,
  exam_id: number,
  bytes: Buffer,
  cells?: Cells,
): Promise<AnswerImportPreview> {
  const { lines } = firstSheet(bytes);
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    const grid = await read(tx, exam, lines, cells);
    const counting = new Set((await queries.listCounting(tx, exam_id)).map((one) => one.enrollment_id));
    return {
      ...grid,
      ready: readyOf(grid).length,
      lines: grid.lines.map(({ answers: _, ...line }) => ({
        ...line,
        replaces: line.enrollment_id !== null && counting.has(line.enrollment_id),
      })),
    };
  });
}

/**
 * Takes the lines that are ready in as submissions, all or none; what those students handed in before counts no longer.
 * Refuses `import_outdated` where other lines are ready than the preview said.
 */
export function importAnswers(
  scope: Scope,
  exam_id: number,
  bytes: Buffer,
  { cells, ready }: { cells?: Cells | undefined; ready?: number | undefined },
) {
  const sheet = firstSheet(bytes);
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    const lines = readyOf(await read(tx, exam, sheet.lines, cells)).toSorted(
      (a, b) => a.enrollment_id - b.enrollment_id,
    );
    if (lines.length === 0 || lines.length !== (ready ?? lines.length))
      refuse('import_outdated', { ready: lines.length });
    for (const { enrollment_id } of lines) await lockAttempts(tx, exam_id, enrollment_id);
    const replaced = await replaceCounting(tx, scope, exam_id, lines);
    const { user_id } = userOf(scope);
    const made = { exam_id, user_id, line_count: lines.length, replaced, created_at: scope.now };
    const { id } = await queries.insertImport(tx, made);
    for (const { enrollment_id, answers } of lines) {
      const seat = { lecture_id: exam.lecture_id, enrollment_id, exam_id, homework_id: null, is_late: false };
      const by = { source: 'answer_import' as const, user_id, answer_import_id: id, created_at: scope.now };
      await takeAnswers(tx, await insertSubmission(tx, { ...seat, ...by }), answers);
    }
    await audit(tx, scope, {
      action: 'answers.import',
      subject_type: 'exam',
      subject_id: exam_id,
      after: { import_id: id, count: lines.length, replaced: replaced.length },
    });
    return { id, line_count: lines.length, undo_until: undoUntil(scope.now) };
  });
}

/**
 * Takes an import back: its submissions count no longer, what counted before counts again, and results follow. Refuses
 * `undo_expired` after an hour, and `undo_conflict` where somebody handed in, corrected or chose since, or it is undone.
 */
export function undoImport(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    const made = found(await queries.lockImport(tx, id));
    await mustTeachExam(tx, scope, made.exam_id);
    if (scope.now > undoUntil(made.created_at)) refuse('undo_expired');
    for (const { enrollment_id } of await queries.listImported(tx, id))
      await lockAttempts(tx, made.exam_id, enrollment_id);
    const own = await queries.lockImported(tx, id);
    const ids = own.map((one) => one.id);
    if (made.undone_at !== null || !(await isUntouched(tx, made.exam_id, own))) refuse('undo_conflict');
    await queries.supersede(tx, ids, scope.now);
    await queries.supersede(tx, made.replaced, null);
    await queries.markUndone(tx, id, scope.now);
    for (const row of own) await announce(tx, row);
    await audit(tx, scope, {
      action: 'answers.undo_import',
      subject_type: 'exam',
      subject_id: made.exam_id,
      after: { import_id: id, count: own.length },
    });
    return { line_count: made.line_count };
  });
}

const undoUntil = (created_at: Date) => new Date(created_at.getTime() + UNDO_MS);

const firstSheet = (bytes: Buffer) => readSpreadsheet(bytes, MOST_COLUMNS).sheets[0] ?? { lines: [] };

async function read(
  tx: Tx,
  exam: ExamRow,
  lines: Parameters<typeof readGrid>[0]['lines'],
  cells?: Cells,
): Promise<Grid> {
  const questions = await questionsOf(tx, exam.id);
  const seats = await listRoster(tx, exam.session_id);
  return readGrid({ lines, questions, seats, cells, writing: { writtenForm, faultOf } });
}

type Ready = GridLine & { enrollment_id: number };
const readyOf = ({ lines }: Grid) =>
  lines.filter((line): line is Ready => line.outcome === 'ready' && line.enrollment_id !== null);

async function replaceCounting(
  tx: Tx,
  scope: Scope,
  exam_id: number,
  lines: readonly Ready[],
): Promise<number[]> {
  const theirs = new Set(lines.map(({ enrollment_id }) => enrollment_id));
  const counting = (await queries.listCounting(tx, exam_id)).filter((one) => theirs.has(one.enrollment_id));
  const ids = counting.map((one) => one.id);
  await queries.supersede(tx, ids, scope.now);
  return ids;
}

/** Nothing happened to it since: all of it counts, alone, as it came. */
async function isUntouched(
  tx: Tx,
  exam_id: number,
  own: readonly { id: number; enrollment_id: number }[],
): Promise<boolean> {
  const theirs = new Set(own.map(({ enrollment_id }) => enrollment_id));
  const counting = (await queries.listCounting(tx, exam_id)).filter((one) => theirs.has(one.enrollment_id));
  const ids = own.map(({ id }) => id);
  const isAlone = counting.length === ids.length && counting.every(({ id }) => ids.includes(id));
  return isAlone && !(await queries.wasCorrected(tx, ids));
}
