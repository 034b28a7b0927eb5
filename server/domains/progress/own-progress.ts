import type { ProgressCell, ProgressRow } from '@seodang/contract/progress.ts';
import type { Tx } from '#core/db.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { listVisibleLectures, ownEnrollments, type SeenLecture } from '#domains/school/index.ts';
import * as queries from './matrix.queries.ts';
import { cellStateOf, isDue } from './matrix.rules.ts';
import { asShown, codesOf } from './shown.rules.ts';

type Cell = Omit<ProgressCell, 'completed_at'> & { completed_at: Date | null };
type Row = Omit<ProgressRow, 'cells'> & { cells: Cell[] };
type Matrix = {
  lecture_id: number;
  lecture_title: string;
  sessions: queries.MatrixSession[];
  rows: Row[];
};

/** A student's own lectures by class sessions, or those of a parent's children; `lecture_id` narrows to one. */
export function myProgress(scope: Scope, lecture_id?: number): Promise<Matrix[]> {
  return scope.tx(async (tx, scope) => {
    userOf(scope);
    const lectures = await listVisibleLectures(tx, scope);
    const wanted = lectures.filter(
      (lecture) => lecture_id === undefined || lecture.lecture_id === lecture_id,
    );
    const matrices: Matrix[] = [];
    for (const lecture of wanted) matrices.push(await matrixOf(tx, scope, lecture));
    return matrices;
  });
}

type Lecture = Pick<SeenLecture, 'lecture_id' | 'title'>;

async function matrixOf(tx: Tx, scope: Scope, lecture: Lecture): Promise<Matrix> {
  const own = (await ownEnrollments(tx, scope, lecture.lecture_id)).map(({ enrollment_id }) => enrollment_id);
  const sessions = await queries.listClassSessions(tx, lecture.lecture_id);
  const students = await queries.listStudents(tx, lecture.lecture_id, own);
  const seats = (await queries.listSeats(tx, own, scope.now)).map(asShown);
  const bySeat = new Map(seats.map((seat) => [`${seat.enrollment_id}:${seat.session_id}`, seat]));
  return {
    lecture_id: lecture.lecture_id,
    lecture_title: lecture.title,
    sessions,
    rows: students.map((student) => toRow(student, sessions, bySeat)),
  };
}

function toRow(
  student: queries.MatrixStudent,
  sessions: readonly queries.MatrixSession[],
  bySeat: ReadonlyMap<string, queries.MatrixSeat>,
): Row {
  const cells = sessions.map(({ id }) => toCell(id, bySeat.get(`${student.enrollment_id}:${id}`)));
  const due = cells.filter(({ state }) => isDue(state));
  return {
    ...student,
    completed_sessions: due.filter(({ state }) => state === 'complete').length,
    due_sessions: due.length,
    cells,
  };
}

function toCell(session_id: number, seat: queries.MatrixSeat | undefined): Cell {
  return {
    session_id,
    state: cellStateOf(seat),
    attendance_status: seat?.attendance_status ?? null,
    video_progress_rate: seat?.video_progress_rate ?? 0,
    exam_score: seat?.exam_score ?? null,
    video_state: seat?.video_state ?? 'not_due',
    exam_state: seat?.exam_state ?? 'not_due',
    homework_state: seat?.homework_state ?? 'not_due',
    is_overridden: seat?.is_overridden ?? false,
    codes: seat ? codesOf(seat) : [],
    completed_at: seat?.completed_at ?? null,
  };
}
