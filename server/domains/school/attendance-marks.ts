import type { AttendanceStatus, Telling } from '@seodang/contract/attendance.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { dayIn } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { type LockedRow, type Written, writeAttendance } from './attendance.queries.ts';
import { arrivalOf, tellingOf } from './attendance.rules.ts';
import { attendanceChanged } from './events.ts';

export type MarkedRow = { row: LockedRow; written: Written; telling: Telling };
export type Wanted = { row: LockedRow; status: AttendanceStatus; memo: string | null };

/**
 * Writes marks on rows of one class session that the caller holds locked, and tells listeners and live screens
 * once. Families are told after `tell_after_seconds`, unless the mark was changed again by then.
 */
export async function writeMarks(
  tx: Tx,
  scope: Scope,
  wanted: readonly Wanted[],
  tell_after_seconds: number,
): Promise<MarkedRow[]> {
  const [first] = wanted;
  if (!first) return [];
  const today = dayIn((await findAcademy(tx)).timezone, scope.now);
  const marks = wanted.map((one) => ({
    row: one.row,
    written: toWritten(scope, one, one.row.session_on === today),
    telling: tellingOf({ ...one.row, before: one.row.status, after: one.status, today }),
  }));
  await writeAttendance(
    tx,
    marks.map(({ written }) => written),
  );
  await tellMarks(tx, scope, marks, tell_after_seconds);
  return marks;
}

function toWritten(scope: Scope, { row, status, memo }: Wanted, isToday: boolean): Written {
  const { actor, now } = scope;
  return {
    id: row.id,
    status,
    memo,
    arrived_at: arrivalOf(status, row.arrived_at, now, isToday),
    left_at: status === 'EARLY_LEAVE' ? (row.left_at ?? (isToday ? now : null)) : null,
    marked_by: actor.kind === 'user' ? actor.user_id : null,
    marked_at: now,
  };
}

type Told = { row: LockedRow; written: Pick<Written, 'status'> };

/** One event and one piece of live news for all marks of a class session, in the transaction that made them. */
export async function tellMarks(
  tx: Tx,
  scope: Scope,
  marks: readonly Told[],
  tell_after_seconds: number | null,
): Promise<void> {
  const changed = marks.filter(({ row, written }) => row.status !== written.status);
  const [first] = marks;
  if (!first) return;
  const { lecture_id, session_id } = first.row;
  if (changed.length > 0)
    await emit(tx, attendanceChanged, {
      lecture_id,
      session_id,
      changes: changed.map(({ row, written }) => ({
        attendance_id: row.id,
        enrollment_id: row.enrollment_id,
        before: row.status,
        after: written.status,
      })),
      occurred_at: scope.now.toISOString(),
      tell_after_seconds,
    });
  await publish(tx, 'attendance', { lecture_id });
}
