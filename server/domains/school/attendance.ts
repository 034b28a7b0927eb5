import type { Attendance, AttendanceRow, AttendanceStatus, Telling } from '@seodang/contract/attendance.ts';
import type { ListQuery, Page } from '@seodang/contract/list.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import {
  isStaff,
  mustSeeClassSession,
  mustSeeLecture,
  mustTeachClassSession,
  mustTeachLecture,
} from './access.ts';
import * as queries from './attendance.queries.ts';
import { SECOND_THOUGHT_SECONDS, UNDO_SECONDS } from './attendance.rules.ts';
import { insertBatch } from './attendance-batch.queries.ts';
import { type MarkedRow, type Wanted, writeMarks } from './attendance-marks.ts';
import { countEnrollments, listEnrollments } from './enrollments.queries.ts';

/** Everybody expected in a class session; students and parents get their own row only. */
export function listAttendance(
  scope: Scope,
  session_id: number,
  query: ListQuery & { status?: AttendanceStatus | undefined },
  url: string,
): Promise<Page<Attendance>> {
  return scope.tx(async (tx, scope) => {
    await mustSeeClassSession(tx, scope, session_id);
    const rows = await queries.listAttendance(tx, scope, session_id, query);
    const count = await queries.countAttendance(tx, scope, session_id, query);
    return toPage(url, query, count, rows.map(toAttendance(scope)));
  });
}

/** Students × class sessions of a lecture, a page of students. */
export function attendanceGrid(
  scope: Scope,
  lecture_id: number,
  query: ListQuery,
  url: string,
): Promise<Page<AttendanceRow>> {
  return scope.tx(async (tx, scope) => {
    await mustSeeLecture(tx, scope, lecture_id);
    const wanted = { ...query, lecture_id, status: 'ACTIVE' as const };
    const enrollments = await listEnrollments(tx, scope, wanted, [
      { column: 'student_name', direction: 'asc' },
    ]);
    const cells = await queries.listCells(
      tx,
      enrollments.map(({ id }) => id),
    );
    const byEnrollment = Map.groupBy(cells.map(toAttendance(scope)), (cell) => cell.enrollment_id);
    const results = enrollments.map(({ id, student_id, student_name, school }) => ({
      enrollment_id: id,
      student_id,
      student_name,
      school,
      cells: byEnrollment.get(id) ?? [],
    }));
    return toPage(url, query, await countEnrollments(tx, scope, wanted), results);
  });
}

export type Change = { status?: AttendanceStatus; memo?: string | null; version?: number };

/** Marks one student. With a `version`, refused when somebody was faster; the answer says if the family is told. */
export function markAttendance(
  scope: Scope,
  id: number,
  change: Change,
): Promise<Attendance & { telling: Telling }> {
  return scope.tx(async (tx, scope) => {
    const [row] = await queries.lockAttendance(tx, [id]);
    const before = found(row);
    await mustTeachLecture(tx, scope, before.lecture_id);
    if (change.version !== undefined && change.version !== before.version)
      refuse('conflict', { current: toAttendance(scope)(before) });
    const wanted = { row: before, status: change.status ?? before.status, memo: memoOf(change, before) };
    if (wanted.status === before.status && wanted.memo === before.memo)
      return { ...toAttendance(scope)(before), telling: 'not_needed' };
    const [marked] = await writeMarks(tx, scope, [wanted], SECOND_THOUGHT_SECONDS);
    await audit(tx, scope, {
      action: 'attendance.mark',
      subject_type: 'attendance',
      subject_id: id,
      before: { status: before.status, memo: before.memo },
      after: { status: wanted.status, memo: wanted.memo },
    });
    return afterwards(tx, scope, found(marked));
  });
}

export type Many =
  | { changes: { attendance_id: number; status: AttendanceStatus }[] }
  | { status: AttendanceStatus };

/** Marks many students of a class session in one step, which undoMarks can take back as a whole for ten minutes. */
export function markMany(scope: Scope, session_id: number, input: Many) {
  return scope.tx(async (tx, scope) => {
    await mustTeachClassSession(tx, scope, session_id);
    const wanted = (await wantedOf(tx, session_id, input)).filter(({ row, status }) => row.status !== status);
    const marks = await writeMarks(tx, scope, wanted, UNDO_SECONDS);
    const batch_id = await insertBatch(tx, {
      session_id,
      created_by: userOf(scope).user_id,
      created_at: scope.now,
      changes: marks.map(({ row, written }) => ({
        attendance_id: row.id,
        before: toState(row),
        after: written.status,
        version: row.version + 1,
      })),
    });
    await audit(tx, scope, {
      action: 'attendance.mark_many',
      subject_type: 'attendance_batch',
      subject_id: batch_id,
      before: marks.map(({ row }) => ({ attendance_id: row.id, status: row.status })),
      after: marks.map(({ written }) => ({ attendance_id: written.id, status: written.status })),
    });
    const undo_until = new Date(scope.now.getTime() + UNDO_SECONDS * 1000);
    return { batch_id, changed: marks.length, undo_until, telling: countTelling(marks) };
  });
}

async function wantedOf(tx: Tx, session_id: number, input: Many): Promise<Wanted[]> {
  if ('status' in input) {
    const rows = await queries.lockUnset(tx, session_id);
    return rows.map((row) => ({ row, status: input.status, memo: row.memo }));
  }
  const ids = input.changes.map(({ attendance_id }) => attendance_id);
  const rows = (await queries.lockAttendance(tx, ids)).filter((row) => row.session_id === session_id);
  const wanted = input.changes.map(({ attendance_id, status }, index) => {
    const row = rows.find(({ id }) => id === attendance_id);
    const twice = ids.indexOf(attendance_id) < index;
    if (!row || twice)
      refuseFields({
        pointer: `/changes/${index}/attendance_id`,
        message: twice ? 'is there twice' : 'is not of this class session',
      });
    return { row, status, memo: row.memo };
  });
  return wanted;
}

/** All that undo brings back. */
function toState({ status, memo, arrived_at, left_at, marked_by, marked_at }: queries.LockedRow) {
  return { status, memo, arrived_at, left_at, marked_by, marked_at };
}

function countTelling(marks: readonly MarkedRow[]): Partial<Record<Telling, number>> {
  const counts: Partial<Record<Telling, number>> = {};
  for (const { telling } of marks) counts[telling] = (counts[telling] ?? 0) + 1;
  return counts;
}

function memoOf({ memo }: Change, before: queries.LockedRow): string | null {
  return memo === undefined ? before.memo : memo || null;
}

async function afterwards(tx: Tx, scope: Scope, { row, telling }: MarkedRow) {
  const [after] = await queries.lockAttendance(tx, [row.id]);
  return { ...toAttendance(scope)(found(after)), telling };
}

/** A memo is the staff's own; families do not get it. */
export function toAttendance(scope: Scope) {
  const memos = isStaff(scope);
  return (row: queries.AttendanceRow): Attendance => ({ ...row, memo: memos ? row.memo : null });
}
